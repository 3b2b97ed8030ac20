//! What the events between two snapshots come to, user by user.

use super::read::{Act, Event, Events};
use super::{Became, Comparison, Difference};
use crate::Result;
use crate::merge::join;
use crate::tables::version::{self, FieldChange};
use rusqlite::{Connection, OptionalExtension};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::collections::HashMap;

/// What follows from grants: the only fields that change by themselves, also
/// of users who are not there.
const FOLLOWS: [&str; 7] = ["highest_role", "level", "privileged", "member", "elevated_guest", "auditor", "group"];

/// A stored field of which only the name is wanted.
#[derive(Deserialize)]
struct Named<'a>(#[serde(borrow)] Cow<'a, str>, IgnoredAny, IgnoredAny);

pub(super) fn all(
    conn: &Connection,
    events: &Events,
    made: &mut Comparison,
    numbers: &mut HashMap<String, u32>,
) -> Result<()> {
    for of_user in events.list.chunk_by(|a, b| a.user == b.user) {
        let Some(first) = of_user.first() else { continue };
        let created = of_user.iter().any(|event| event.act == Act::Created);
        let presence = |events: &mut dyn Iterator<Item = &Event>| {
            events.map(|event| event.act).find(|act| matches!(act, Act::Gone | Act::Returned))
        };
        let before = !created && presence(&mut of_user.iter()) != Some(Act::Returned);
        let after = presence(&mut of_user.iter().rev()) != Some(Act::Gone);
        let became = match (before, after) {
            (false, true) => Became::Added,
            (true, false) => Became::Removed,
            (false, false) => continue,
            (true, true) => Became::Changed,
        };
        if became != Became::Changed {
            let (text, names) = (0..0, made.numbers.len()..made.numbers.len());
            made.rows.push(Difference { user: muster_model::UserId(first.user), became, text, names });
            continue;
        }
        changed(conn, events, of_user, made, numbers)?;
    }
    Ok(())
}

fn changed(
    conn: &Connection,
    events: &Events,
    of_user: &[Event],
    made: &mut Comparison,
    numbers: &mut HashMap<String, u32>,
) -> Result<()> {
    let stays = of_user.iter().all(|event| event.act == Act::Changed);
    let (start, first_name) = (made.text.len(), made.numbers.len());
    match of_user {
        [one] if one.act == Act::Changed => {
            let stored = &events.text[one.text.clone()];
            match serde_json::from_str::<Vec<Named<'_>>>(stored) {
                Ok(named) => {
                    made.text.push_str(stored);
                    named.iter().for_each(|field| number(made, numbers, first_name, &field.0));
                }
                // Older vaults hold objects.
                Err(_) => put(made, numbers, first_name, &version::parse(stored)?),
            }
        }
        several => {
            let mut fields = Vec::new();
            for event in several.iter().filter(|event| !event.text.is_empty()) {
                join(&mut fields, version::parse(&events.text[event.text.clone()])?);
            }
            if !fields.is_empty() {
                put(made, numbers, first_name, &fields);
            }
        }
    }
    let user = of_user.first().map_or(0, |event| event.user);
    // Whoever is gone is in neither, whatever follows for it from what others are given.
    let follows = || made.numbers[first_name..].iter().all(|n| FOLLOWS.contains(&made.names[*n as usize].as_str()));
    let doubtful = stays && (of_user.iter().any(|event| event.by_hand) || follows());
    if made.text.len() == start || (doubtful && !was_there(conn, user, made.to.taken_at.timestamp())?) {
        made.text.truncate(start);
        made.numbers.truncate(first_name);
        return Ok(());
    }
    let (text, names) = (start..made.text.len(), first_name..made.numbers.len());
    made.rows.push(Difference { user: muster_model::UserId(user), became: Became::Changed, text, names });
    Ok(())
}

fn put(made: &mut Comparison, numbers: &mut HashMap<String, u32>, first: usize, fields: &[FieldChange]) {
    made.text.push_str(&version::write(fields));
    fields.iter().for_each(|field| number(made, numbers, first, &field.name));
}

/// Notes that a field differs, once for each user.
fn number(made: &mut Comparison, numbers: &mut HashMap<String, u32>, first: usize, name: &str) {
    let known = numbers.get(name).copied();
    let number = known.unwrap_or_else(|| {
        let new = u32::try_from(made.names.len()).unwrap_or(u32::MAX);
        made.names.push(name.to_owned());
        numbers.insert(name.to_owned(), new);
        new
    });
    if !made.numbers[first..].contains(&number) {
        made.numbers.push(number);
    }
}

/// Whether a user of whom nothing says that it came or went was there: what
/// came or went next tells, and else whether it is there now.
fn was_there(conn: &Connection, user: i64, at: i64) -> Result<bool> {
    let mut next = conn.prepare_cached(
        "SELECT action = 'gone' FROM user_version WHERE user_id = ?1 AND at > ?2 AND action IN ('gone', 'returned')
         ORDER BY at, id LIMIT 1",
    )?;
    if let Some(there) = next.query_row((user, at), |row| row.get(0)).optional()? {
        return Ok(there);
    }
    let mut now = conn.prepare_cached("SELECT gone_since IS NULL FROM user WHERE id = ?1")?;
    Ok(now.query_row([user], |row| row.get(0)).optional()?.unwrap_or(false))
}
