//! Counting by rules that look at what runs do not hold: each user is put
//! together as it was, step by step back. Slower, and as exact.

use crate::Result;
use crate::users::Held;
use chrono::{DateTime, Utc};
use muster_history::past::{Past, Step};
use muster_history::{Day, History, Taken};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, LastSeen, Role, UserId};
use muster_query::Filter;
use muster_vault::history::{self, Action, Whose};
use muster_vault::tables::{role, userstore};
use muster_vault::{Connection, Vault};
use std::collections::HashMap;

/// What the users of a userstore share.
#[derive(Default)]
struct Store {
    roles: Vec<Role>,
    /// When it first listed grants, in seconds since 1970.
    grants_since: Option<i64>,
}

/// How often it is asked whether to go on, in users.
const STEP: usize = 256;

/// Who took a seat until the day of `now`. `stop` is asked now and then: a
/// vault that is locked does not wait for the end.
pub(super) fn taken(
    vault: &Vault,
    history: &History,
    filter: &Filter,
    now: DateTime<Utc>,
    stop: &dyn Fn() -> bool,
) -> Result<Taken> {
    let taken = vault.read_alone(|conn| {
        let mut stores: HashMap<String, Store> = HashMap::new();
        let since: HashMap<i64, i64> = history::grants_since(conn)?.into_iter().collect();
        let roles = role::list(conn)?;
        for store in userstore::list(conn)? {
            let own = roles.iter().filter(|row| row.userstore == store.id).map(|row| row.role.clone()).collect();
            stores.insert(store.domain, Store { roles: own, grants_since: since.get(&store.id.0).copied() });
        }
        let mut taken = Taken::with_capacity(history.places());
        let mut spans = Vec::new();
        for place in 0..history.places() {
            if place.is_multiple_of(STEP) && stop() {
                return Err(muster_vault::Error::Cancelled);
            }
            if let Some(id) = history.user(place) {
                spans.clear();
                one(conn, &stores, UserId(id), filter, now, &mut |from, to| spans.push((from, to)))?;
                spans.iter().rev().for_each(|(from, to)| taken.span(*from, *to));
            }
            taken.next();
        }
        Ok(taken)
    })?;
    Ok(taken)
}

/// The days on which a filter holds for a user, the latest first.
fn one(
    conn: &Connection,
    stores: &HashMap<String, Store>,
    id: UserId,
    filter: &Filter,
    now: DateTime<Utc>,
    see: &mut dyn FnMut(Day, Day),
) -> muster_vault::Result<()> {
    let mut first = None;
    history::people(conn, Whose::One(id), &mut |person| first = Some(person))?;
    // It may be gone since the history was read.
    let Some(person) = first else { return Ok(()) };
    let held = Held::read(conn, id, now)?;
    let none = Store::default();
    let store = stores.get(&held.user.userstore).unwrap_or(&none);
    let (steps, created) = steps(conn, id)?;
    let began = person.listed_at.or(created).or(steps.last().map(|(at, _)| *at)).unwrap_or(i64::MIN);
    let mut steps = steps;
    let own = person.facts.has(Facts::GRANTS_KNOWN);
    if let Some(since) = store.grants_since.filter(|since| !own && *since > began) {
        let place = steps.partition_point(|(at, _)| *at >= since);
        steps.insert(place, (since, Step { grants_unknown: true, ..Step::on(Day::of(since)) }));
    }
    let steps: Vec<Step> = steps.into_iter().map(|(_, step)| step).collect();
    let past = Past {
        facts: held.facts.with(Facts::PENDING, false),
        user: held.user,
        level: held.level,
        profile: held.profile,
        grants: held.grants,
        groups: held.groups,
        permissions: held.noted.permissions.clone(),
        person: held.noted.person.clone(),
        service: held.noted.service.clone(),
    };
    past.spans(filter, &store.roles, &steps, Day::of(began), now.timestamp(), see);
    Ok(())
}

/// What happened to a user with its time, the latest first, and when it was made.
type Steps = (Vec<(i64, Step)>, Option<i64>);

fn steps(conn: &Connection, id: UserId) -> muster_vault::Result<Steps> {
    let (mut steps, mut created) = (Vec::new(), None);
    history::changes(conn, Whose::One(id), &mut |change| {
        if change.action == Action::Created {
            created = Some(change.at);
            return Ok(());
        }
        let gone = match change.action {
            Action::Gone => Some(false),
            Action::Returned => Some(true),
            Action::Created | Action::Changed => None,
        };
        let mut step = Step { gone, ..Step::on(Day::of(change.at)) };
        let text = |text: Option<&str>| text.map(str::to_owned);
        change.fields.each(&mut |name, before, after| {
            step.fields.push((name.to_owned(), text(before), text(after)));
        })?;
        steps.push(((change.at, change.id), step));
        Ok(())
    })?;
    history::members(conn, Whose::One(id), &mut |member| {
        if let Some(until) = member.until {
            let left = ("group".to_owned(), Some(member.path.to_owned()), None);
            steps.push(((until, i64::MAX), Step { fields: vec![left], ..Step::on(Day::of(until)) }));
        }
    })?;
    history::glimpses(conn, Whose::One(id), &mut |glimpse| {
        if let Some(until) = glimpse.until {
            let seen = LastSeen {
                status: glimpse.status,
                at: glimpse
                    .at
                    .filter(|_| glimpse.status == SeenStatus::Seen)
                    .and_then(|at| DateTime::from_timestamp(at, 0)),
                source: None,
                precision: None,
            };
            steps.push(((until, 0), Step { seen: Some(seen), ..Step::on(Day::of(until)) }));
        }
    })?;
    steps.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
    Ok((steps.into_iter().map(|((at, _), step)| (at, step)).collect(), created))
}
