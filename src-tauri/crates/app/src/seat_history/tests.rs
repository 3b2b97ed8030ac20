//! Seats over time on a real vault: beside full copies kept per day, and known
//! answers.
#![allow(clippy::unwrap_used)]

use super::view::Asked;
use crate::api::changes::{ApplyChange, ChangeRequest, Operation, Selected};
use crate::api::seat_history::{BreakdownBy, SeatBreakdownQuery, SeatDaysQuery, SeatHistoryQuery, WhatIfQuery};
use crate::api::seats::SetPlan;
use crate::api::users::{NewUser, SortBy, UserEdit};
use crate::filter;
use crate::job::Job;
use crate::session::{Calibration, NewVault, Session};
use crate::users::Held;
use chrono::{DateTime, NaiveDate, Utc};
use muster_history::{Day, Rule};
use muster_model::record::{Coverage, Extent, GrantRecord, GroupName, Identity, Listed, Record, Told, UserRecord};
use muster_model::{Kind, LastSeen, Precision, ProfileField, Role, Scope, ScopeKind, State, UserId, UserstoreKind};
use muster_query::Filter;
use muster_vault::log::Entry;
use muster_vault::merge::{Begin, FinishTotals, SnapshotWriter};
use muster_vault::tables::userstore;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use secrecy::SecretString;
use std::collections::BTreeMap;

/// A time of a day of the tests, in hours; day 0 is 2026-01-01.
fn at(day: i64, hour: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600 + day * 86_400 + hour * 3_600, 0).unwrap()
}

fn date(day: i64) -> NaiveDate {
    at(day, 0).date_naive()
}

fn session() -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let new = NewVault {
        realm: "Test".to_owned(),
        operator: "olga".to_owned(),
        passphrase: SecretString::from("correct horse battery staple"),
        calibration: Calibration::Floor,
    };
    let (session, _) = Session::create(&folder.path().join("test.muster"), &new, at(0, 0)).unwrap();
    session.load().unwrap();
    (folder, session)
}

fn import(session: &Session, domain: &str, when: DateTime<Utc>, users: Extent, grants: Extent, records: &[Record]) {
    session
        .changing(|| {
            let merged = session.vault().write(when, |tx| {
                let store = userstore::ensure(tx, domain, UserstoreKind::Gitlab, when)?;
                let begin = Begin { userstore: store.id, taken_at: when, now: when, operator: "olga", format: "test" };
                let mut writer = SnapshotWriter::begin(tx, begin)?;
                for record in records {
                    let taken = match record {
                        Record::User(user) => writer.user("test", user)?.map(drop),
                        Record::Group(group) => writer.group(group)?.map(drop),
                        Record::Role(role) => writer.role(role)?.map(drop),
                    };
                    assert_eq!(taken, Ok(()));
                }
                let because = (users != Extent::Whole).then(|| "one page".to_owned());
                // A group that goes and returns is in no version of its members.
                let coverage = Coverage { users, grants, groups: Extent::Part, because };
                let merged = writer.finish(&coverage, &FinishTotals::default())?;
                Ok((merged, Some(Entry::new("import").target(domain))))
            })?;
            session.imported(&merged, &Job::silent())
        })
        .unwrap();
}

/// What a snapshot says of a user.
#[derive(Debug, Clone)]
struct Row {
    name: u8,
    state: u8,
    kind: u8,
    grants: Vec<(u8, u8)>,
    flags: (Option<bool>, Option<bool>),
    /// Days ago; or another answer.
    seen: Option<Result<u8, bool>>,
    department: Option<u8>,
    groups: Vec<u8>,
    ends: Option<i8>,
}

#[derive(Debug, Clone)]
enum Step {
    Snapshot {
        store: bool,
        rows: Vec<Row>,
        users: bool,
        grants: bool,
    },
    Create {
        name: u8,
        bot: bool,
    },
    /// Of the place of a user, something.
    Change {
        user: u8,
        what: u8,
        to: u8,
    },
    Undo,
    /// Someone asks, so that the history is read and has to follow from then on.
    Ask {
        rule: u8,
    },
}

fn row() -> impl Strategy<Value = Row> {
    let grants = prop::collection::vec((0_u8..5, 0_u8..3), 0..3);
    let seen = prop::option::of(prop_oneof![(0_u8..40).prop_map(Ok), any::<bool>().prop_map(Err)]);
    (
        (0_u8..6, 0_u8..4, 0_u8..4, grants, any::<(Option<bool>, Option<bool>)>(), seen),
        (prop::option::of(0_u8..3), prop::collection::vec(0_u8..3, 0..3), prop::option::of(-5_i8..30)),
    )
        .prop_map(|((name, state, kind, grants, flags, seen), (department, groups, ends))| Row {
            name,
            state,
            kind,
            grants,
            flags,
            seen,
            department,
            groups,
            ends,
        })
}

fn step() -> impl Strategy<Value = Step> {
    let snapshot =
        (any::<bool>(), prop::collection::vec(row(), 1..7), prop::bool::weighted(0.7), prop::bool::weighted(0.7))
            .prop_map(|(store, rows, users, grants)| Step::Snapshot { store, rows, users, grants });
    prop_oneof![
        4 => snapshot,
        1 => (0_u8..40, any::<bool>()).prop_map(|(name, bot)| Step::Create { name, bot }),
        4 => (any::<u8>(), 0_u8..9, 0_u8..4).prop_map(|(user, what, to)| Step::Change { user, what, to }),
        1 => Just(Step::Undo),
        1 => any::<u8>().prop_map(|rule| Step::Ask { rule }),
    ]
}

const ROLES: [(&str, u8); 5] = [("Minimal Access", 5), ("Guest", 10), ("Developer", 30), ("Owner", 50), ("Auditor", 0)];
const STATES: [State; 4] = [State::Active, State::Blocked, State::Deactivated, State::Locked];
const KINDS: [Kind; 4] = [Kind::Human, Kind::Human, Kind::Bot, Kind::External];

fn record(row: &Row, when: DateTime<Utc>) -> Record {
    let name = format!("u{}", row.name);
    let grant = |(role, scope): &(u8, u8)| {
        let (role, level) = ROLES[usize::from(*role)];
        let auditor = role == "Auditor";
        let kind = if auditor { ScopeKind::Instance } else { ScopeKind::Group };
        let path = if auditor { String::new() } else { format!("acme/{scope}") };
        let role = Role { level: (!auditor).then_some(level), ..Role::named(role) };
        GrantRecord { role, scope: Scope { kind, path }, through: None, since: None, expires: None }
    };
    let last_seen = row.seen.map(|seen| match seen {
        Ok(days) => LastSeen::seen(when - chrono::Duration::hours(i64::from(days) * 17), "x", Precision::Second),
        Err(true) => LastSeen::never("x"),
        Err(false) => LastSeen::unknown(),
    });
    let told = |value: Option<bool>| value.map_or(Told::Empty, Told::Value);
    let department = row.department.map_or(Told::Empty, |n| Told::Value(format!("d{n}")));
    let named = |group: &u8| GroupName { id: None, path: format!("g{group}") };
    Record::User(Box::new(UserRecord {
        identity: Identity { id: Some(name.clone()), username: Some(name.clone()), reference: None },
        email: Told::Value(format!("{name}.{}@x", row.state)),
        state: Told::Value(STATES[usize::from(row.state)]),
        kind: Told::Value(KINDS[usize::from(row.kind)]),
        mfa: told(row.flags.0),
        seat_flag: told(row.flags.1),
        last_seen,
        expires_at: row.ends.map_or(Told::Empty, |days| Told::Value(when + chrono::Duration::days(i64::from(days)))),
        profile: BTreeMap::from([(ProfileField::Department, department)]),
        attributes: BTreeMap::from([("team".to_owned(), row.groups.iter().map(|n| format!("t{n}")).collect())]),
        grants: Listed::All(row.grants.iter().map(grant).collect()),
        groups: Listed::All(row.groups.iter().map(named).collect()),
        ..UserRecord::default()
    }))
}

/// Rules over what runs hold, over last seen, and over all else.
fn rules() -> Vec<Filter> {
    let plans = muster_seats::Plan::all().unwrap().into_iter().map(|plan| plan.filter().clone());
    let texts = [
        r#"gone eq false and lastSeen ge "-20d""#,
        r#"gone eq false and state eq active and (lastSeen lt "-3d" or lastSeen eq never)"#,
        r#"lastSeen ge "-36h" or lastSeen eq unknown and kind eq bot"#,
        r#"not (lastSeen ge "2026-01-10") and userstore eq "git""#,
        r#"lastSeen pr and not (lastSeen eq "-2d" or lastSeen eq "-5d" or lastSeen eq "-9d" or lastSeen eq "-14d")"#,
        r#"level ge "Developer" or highestRole eq "Guest""#,
        r#"seatFlag eq true or mfa eq false or not (seatFlag pr)"#,
        r#"gone eq true or member eq true and auditor eq false"#,
        r#"email co "1@" and gone eq false"#,
        r#"department eq "d1" and gone eq false"#,
        r#"group eq "g1" and gone eq false"#,
        r#"grants[role eq "Developer" and scope sw "acme/1"]"#,
        r#"role eq "Owner" and state eq active"#,
        r#"attributes.team eq "t2""#,
        r#"expires lt "+2d" and gone eq false"#,
        r#"lastSeen ge "-5d" and department eq "d0""#,
        r#"meta.created ge "-6d""#,
    ];
    plans.chain(texts.iter().map(|text| filter::parse(text).unwrap())).collect()
}

/// How a vault goes through the steps.
struct Course<'s> {
    session: &'s Session,
    /// Changes that can be undone, none of which made a user.
    changes: Vec<i64>,
}

impl Course<'_> {
    fn everyone(&self, now: DateTime<Utc>) -> Vec<UserId> {
        self.session.ordered("", SortBy::UserName, false, now).unwrap()
    }

    fn go(&mut self, step: &Step, when: DateTime<Utc>) {
        let session = self.session;
        match step {
            Step::Snapshot { store, rows, users, grants } => {
                let mut rows = rows.clone();
                rows.sort_by_key(|row| row.name);
                rows.dedup_by_key(|row| row.name);
                let records: Vec<Record> = rows.iter().map(|row| record(row, when)).collect();
                let users = if *users { Extent::Whole } else { Extent::Part };
                let grants = if *grants { Extent::Whole } else { Extent::Part };
                import(session, if *store { "git" } else { "hub" }, when, users, grants, &records);
            }
            Step::Create { name, bot } => {
                let edit = UserEdit {
                    username: Some(format!("local{name}")),
                    kind: Some(if *bot { Kind::Bot } else { Kind::Human }),
                    ..UserEdit::default()
                };
                // The name may be taken.
                let _ = session.user_create(&NewUser { userstore: "PRIMARY".to_owned(), edit }, when);
            }
            Step::Change { user, what, to } => self.change(*user, *what, *to, when),
            Step::Undo => {
                if let Some(change) = self.changes.pop() {
                    // Something may have changed since.
                    let _ = session.change_undo(change, &Job::silent(), when);
                }
            }
            Step::Ask { rule } => {
                let rules = rules();
                drop(counts(session, &rules[usize::from(*rule) % rules.len()], 0, 1, when));
            }
        }
    }

    fn change(&mut self, user: u8, what: u8, to: u8, when: DateTime<Utc>) {
        let everyone = self.everyone(when);
        let Some(id) = everyone.get(usize::from(user) % everyone.len().max(1)) else { return };
        let set = |field: &str, value: String| Operation::SetField { field: field.to_owned(), value: Some(value) };
        let scope = Scope { kind: ScopeKind::Group, path: format!("acme/{to}") };
        let operation = match what {
            0 => Operation::SetState { state: STATES[usize::from(to)] },
            1 => Operation::AddRole { role: "member".to_owned(), scope, expires: None },
            2 => Operation::RemoveRole { role: "member".to_owned(), scope: None },
            3 => set("profile.department", format!("d{}", to % 3)),
            4 => set("email", format!("{to}@y")),
            5 => Operation::SetExpiry { at: Some(when + chrono::Duration::days(i64::from(to) * 2)) },
            6 => set("attributes.team", format!("t{to}")),
            7 => set("kind", KINDS[usize::from(to)].word().to_owned()),
            _ => Operation::Delete { hand_to: None },
        };
        let request = ChangeRequest { selected: Selected::Users(vec![*id]), operations: vec![operation], title: None };
        let Ok(preview) = self.session.change_preview(&request, &Job::silent(), when) else { return };
        let apply = ApplyChange { staged: preview.staged, even_last: true };
        if let Ok(report) = self.session.change_apply(&apply, &Job::silent(), when) {
            self.changes.extend(report.change);
        }
    }
}

/// Seats by day from runs, or one by one.
fn counts(session: &Session, filter: &Filter, from: i64, to: i64, now: DateTime<Utc>) -> Vec<u64> {
    let vault = session.vault();
    let taken = session.directory.past.with(vault, |kept, stop| kept.count(vault, filter, now, stop)).unwrap();
    taken.by_day(Day::from_date(date(from)), Day::from_date(date(to)))
}

#[test]
fn counts_from_runs_are_those_of_full_copies_kept_per_day() {
    let cases = Config { cases: 24, max_shrink_iters: 60, ..Config::default() };
    let steps = prop::collection::vec((0_u8..4, step()), 1..30);
    let rules = rules();
    assert!(rules.iter().filter(|rule| Rule::new(rule).is_none()).count() >= 9, "some rules are counted one by one");
    TestRunner::new(cases)
        .run(&steps, |steps| {
            let (_folder, session) = session();
            let mut course = Course { session: &session, changes: Vec::new() };
            // Rules by days, as everyone was at the end of each.
            let mut copies: Vec<Vec<u64>> = vec![Vec::new(); rules.len()];
            let mut steps = steps.iter().peekable();
            let (mut day, mut hour) = (0_i64, 0);
            let mut left = i64::from(steps.peek().map_or(0, |(days, _)| *days));
            let mut last = at(0, 1);
            loop {
                while left == 0 && steps.peek().is_some() {
                    let Some((_, step)) = steps.next() else { break };
                    hour += 1;
                    last = at(day, hour.min(23));
                    course.go(step, last);
                    left = i64::from(steps.peek().map_or(0, |(days, _)| *days));
                }
                // The last day ends when the last thing happened.
                let done = steps.peek().is_none();
                let end = if done { last } else { at(day, 24) - chrono::Duration::seconds(1) };
                let everyone = course.everyone(end);
                let held = session.vault().read(|conn| {
                    everyone.iter().map(|id| Held::read(conn, *id, end)).collect::<muster_vault::Result<Vec<_>>>()
                });
                let held = held.unwrap();
                for (rule, counts) in rules.iter().zip(&mut copies) {
                    counts.push(held.iter().filter(|h| rule.matches(&h.account(None), end.timestamp())).count() as u64);
                }
                if done {
                    break;
                }
                (day, hour, left) = (day + 1, 0, left - 1);
            }
            for (rule, expected) in rules.iter().zip(&copies) {
                prop_assert_eq!(&counts(&session, rule, 0, day, last), expected, "followed: {}", rule);
            }
            session.directory.past.everyone_changed();
            for (rule, expected) in rules.iter().zip(&copies) {
                prop_assert_eq!(&counts(&session, rule, 0, day, last), expected, "read anew: {}", rule);
            }
            Ok(())
        })
        .unwrap();
}

fn person(name: &str, state: State) -> Record {
    Record::User(Box::new(UserRecord {
        identity: Identity { username: Some(name.to_owned()), ..Identity::default() },
        state: Told::Value(state),
        ..UserRecord::default()
    }))
}

fn people(count: usize, blocked: usize) -> Vec<Record> {
    (0..count).map(|n| person(&format!("u{n}"), if n < blocked { State::Blocked } else { State::Active })).collect()
}

fn history(plan: &str, from: Option<i64>, to: Option<i64>) -> SeatHistoryQuery {
    SeatHistoryQuery { plan: plan.to_owned(), from: from.map(date), to: to.map(date) }
}

const PLAN: &str = "gitlab-premium";

/// GitLab's own example (`gitlab.md` 2.2): 10 seats; 12 join; 3 are blocked; 4 join.
fn example() -> (tempfile::TempDir, Session) {
    let (folder, session) = session();
    let bought = SetPlan {
        plan: PLAN.to_owned(),
        purchased: Some(10),
        price_cents: Some(2900),
        currency: Some("EUR".to_owned()),
    };
    session.seats_set(&bought, at(0, 1)).unwrap();
    for (day, count, blocked) in [(31, 12, 0), (59, 12, 3), (90, 16, 3)] {
        import(&session, "git", at(day, 12), Extent::Whole, Extent::Whole, &people(count, blocked));
    }
    (folder, session)
}

#[test]
fn three_are_owed_as_gitlab_says() {
    let (_folder, session) = example();
    let found = session.seats_history(&history(PLAN, None, None), at(100, 9)).unwrap();
    assert_eq!((found.from, found.to), (date(0), date(100)));
    // Days before the first snapshot are left out.
    assert_eq!((found.by_day[0].date, found.by_day.len()), (date(31), 70));
    let count = |day: i64| found.by_day.iter().find(|d| d.date == date(day)).map(|d| d.count);
    assert_eq!([31, 58, 59, 89, 90, 100].map(count), [12, 12, 9, 9, 13, 13].map(Some));
    assert_eq!(found.peak.as_ref().map(|peak| (peak.date, peak.count)), Some((date(90), 13)));
    assert_eq!(found.snapshots, [31, 59, 90].map(date));
    let bill = found.bill.unwrap();
    assert_eq!((bill.purchased, bill.basis, bill.owed), (10, 13, 3));
    assert_eq!((bill.period_from, bill.period_to), (date(0), date(364)));
    assert_eq!((bill.cost_cents, bill.owed_cents), (Some(348_000), Some(104_400)));
    assert!(bill.said.contains("13, on 2026-04-01") && bill.said.contains("EUR 1,044.00"), "{}", bill.said);
    assert!(found.notes.iter().any(|note| note.contains("before 2026-02-01")), "{:?}", found.notes);
    // Days that are known only in part, and days the wrong way round.
    let part = session.seats_history(&history(PLAN, Some(40), Some(60)), at(100, 9)).unwrap();
    assert_eq!((part.by_day.len(), part.peak.map(|p| p.date)), (21, Some(date(40))));
    assert!(session.seats_history(&history(PLAN, Some(60), Some(40)), at(100, 9)).is_err());
    assert!(session.seats_history(&history("nothing", None, None), at(100, 9)).is_err());
    let later = session.seats_history(&history(PLAN, Some(95), Some(200)), at(100, 9)).unwrap();
    assert_eq!((later.to, later.by_day.len()), (date(100), 6));
}

#[test]
fn a_snapshot_that_comes_late_is_counted_on_its_day() {
    let counts = |days: [(i64, usize, usize); 3]| {
        let (_folder, session) = session();
        for (day, count, blocked) in days {
            import(&session, "git", at(day, 12), Extent::Whole, Extent::Whole, &people(count, blocked));
            // The history is in memory and follows.
            session.seats_history(&history(PLAN, None, None), at(100, 9)).unwrap();
        }
        let found = session.seats_history(&history(PLAN, Some(0), None), at(100, 9)).unwrap();
        found.by_day.into_iter().map(|day| day.count).collect::<Vec<_>>()
    };
    let (first, second, third) = ((31, 12, 0), (59, 12, 3), (90, 16, 3));
    let in_order = counts([first, second, third]);
    assert_eq!(counts([first, third, second]), in_order);
    assert_eq!(counts([third, second, first]), in_order);
    assert_eq!(counts([second, first, third]), in_order);
}

#[test]
fn blocking_later_does_not_lower_the_peak() {
    let (_folder, session) = example();
    let staged = |text: &str, operation| {
        let request =
            ChangeRequest { selected: Selected::Filter(text.to_owned()), operations: vec![operation], title: None };
        session.change_preview(&request, &Job::silent(), at(100, 9)).unwrap().staged
    };
    let ask = |staged| {
        let query = WhatIfQuery { plan: PLAN.to_owned(), staged };
        session.seats_what_if(&query, &Job::silent(), at(100, 9)).unwrap()
    };
    let found = ask(staged("state eq active", Operation::SetState { state: State::Blocked }));
    assert_eq!((found.consumed_before, found.consumed_after), (13, 0));
    assert_eq!((found.peak_before, found.peak_after), (13, 13));
    assert_eq!((found.owed_before, found.owed_after), (Some(3), Some(3)));
    assert!(found.said.iter().any(|s| s.contains("does not lower it")), "{:?}", found.said);
    let found = ask(staged("state eq blocked", Operation::SetState { state: State::Active }));
    assert_eq!((found.consumed_after, found.peak_after, found.owed_after), (16, 16, Some(6)));
    // Nothing of it stays.
    let still = session.seats_history(&history(PLAN, None, None), at(100, 9)).unwrap();
    assert_eq!(still.by_day.last().map(|day| day.count), Some(13));
    assert_eq!(
        session.ordered("pending eq true or state eq active", SortBy::UserName, false, at(100, 9)).unwrap().len(),
        13
    );
}

#[test]
fn what_if_says_how_far_it_is_and_leaves_nothing_when_it_is_stopped() {
    let (_folder, session) = example();
    let request = ChangeRequest {
        selected: Selected::Filter("state eq active".to_owned()),
        operations: vec![Operation::SetState { state: State::Blocked }],
        title: None,
    };
    let staged = session.change_preview(&request, &Job::silent(), at(100, 9)).unwrap().staged;
    let query = WhatIfQuery { plan: PLAN.to_owned(), staged };
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = seen.clone();
    let watched = Job::new(move |step| told.lock().unwrap().push((step.done, step.total)));
    session.seats_what_if(&query, &watched, at(100, 9)).unwrap();
    let steps = seen.lock().unwrap().clone();
    // 13 users before, 13 on the way, 13 after.
    assert!(steps.iter().all(|(done, total)| done < total && *total == 39), "{steps:?}");
    assert!(steps.is_sorted() && steps.len() >= 3, "{steps:?}");
    // Stopped on the way, before everyone was looked at again.
    let cancel = crate::job::Cancel::default();
    let stop = cancel.clone();
    let stopping = Job::new(move |step| {
        if step.done >= 13 {
            stop.cancel()
        }
    })
    .cancelled_by(cancel);
    assert_eq!(session.seats_what_if(&query, &stopping, at(100, 9)).unwrap_err().code, crate::Code::Cancelled);
    let cancel = crate::job::Cancel::default();
    cancel.cancel();
    let stopped = session.seats_what_if(&query, &Job::silent().cancelled_by(cancel), at(100, 9));
    assert_eq!(stopped.unwrap_err().code, crate::Code::Cancelled);
    assert_eq!(session.ordered("state eq active", SortBy::UserName, false, at(100, 9)).unwrap().len(), 13);
    assert_eq!(session.seats_what_if(&query, &Job::silent(), at(100, 9)).unwrap().consumed_after, 0, "still staged");
}

#[test]
fn a_peak_that_was_passed_is_said_by_the_forecast() {
    let (_folder, session) = session();
    let bought = SetPlan { plan: PLAN.to_owned(), purchased: Some(30), price_cents: None, currency: None };
    session.seats_set(&bought, at(0, 1)).unwrap();
    for (month, count) in (0..).zip([20, 22, 24, 40, 28, 29, 29]) {
        import(&session, "git", at(month * 30, 12), Extent::Whole, Extent::Whole, &people(count, 0));
    }
    let found = session.seats_forecast(PLAN, at(181, 9)).unwrap();
    assert_eq!(found.refused, None);
    let peak = format!("The peak of the period, 40 on {}, is above what was bought", date(90));
    assert!(found.said.iter().any(|said| said.starts_with(&peak)), "{:?}", found.said);
}

#[test]
fn seats_by_what_at_month_ends() {
    let (_folder, session) = session();
    let user = |name: &str, role: u8, department: u8, groups: &[u8]| {
        let flags = (None, None);
        let number = name.len() as u8;
        let row = Row {
            name: number,
            state: 0,
            kind: 0,
            grants: vec![(role, 0)],
            flags,
            seen: None,
            department: Some(department),
            groups: groups.to_vec(),
            ends: None,
        };
        record(&row, at(10, 12))
    };
    import(
        &session,
        "git",
        at(10, 12),
        Extent::Whole,
        Extent::Whole,
        &[user("a", 2, 0, &[0]), user("bb", 2, 1, &[0, 1])],
    );
    import(
        &session,
        "git",
        at(40, 12),
        Extent::Whole,
        Extent::Whole,
        &[user("a", 3, 0, &[1]), user("bb", 2, 0, &[0, 1])],
    );
    import(&session, "git", at(70, 12), Extent::Whole, Extent::Whole, &[user("bb", 2, 0, &[])]);
    let by = |by| {
        let query = SeatBreakdownQuery { plan: PLAN.to_owned(), by, from: None, to: Some(date(80)) };
        let found = session.seats_breakdown(&query, at(90, 0)).unwrap();
        assert_eq!(found.days, [30, 58, 80].map(date));
        found.rows.into_iter().map(|row| (row.name, row.counts)).collect::<Vec<_>>()
    };
    let named = |name: &str, counts: [u64; 3]| (Some(name.to_owned()), counts.to_vec());
    assert_eq!(by(BreakdownBy::Role), [named("Developer", [2, 1, 1]), named("Owner", [0, 1, 0])]);
    assert_eq!(by(BreakdownBy::Userstore), [named("git", [2, 2, 1])]);
    assert_eq!(by(BreakdownBy::Department), [named("d0", [1, 2, 1]), named("d1", [1, 0, 0])]);
    assert_eq!(by(BreakdownBy::Group), [(None, vec![0, 0, 1]), named("g0", [2, 1, 0]), named("g1", [1, 2, 0])]);
    let query = SeatDaysQuery { plan: PLAN.to_owned(), from: Some(date(0)), to: Some(date(80)), offset: 0, limit: 10 };
    let found = session.seats_days(&query, at(90, 0)).unwrap();
    let rows: Vec<_> = found.rows.iter().map(|r| (r.username.as_str(), r.first, r.last, r.days)).collect();
    assert_eq!(rows, [("u1", date(10), date(69), 60), ("u2", date(10), date(80), 71)]);
    let second = session.seats_days(&SeatDaysQuery { offset: 1, limit: 1, ..query }, at(90, 0)).unwrap();
    assert_eq!((second.total, second.rows[0].username.as_str()), (2, "u2"));
    assert_eq!(second.rows[0].department.as_deref(), Some("d0"));
}

#[test]
fn a_forecast_warns_before_the_peak_is_passed() {
    let (_folder, session) = session();
    let bought = SetPlan { plan: PLAN.to_owned(), purchased: Some(30), price_cents: None, currency: None };
    session.seats_set(&bought, at(0, 1)).unwrap();
    let grow = |month: i64| {
        import(&session, "git", at(month * 30, 12), Extent::Whole, Extent::Whole, &people(10 + 2 * month as usize, 0));
    };
    (0..4).for_each(grow);
    let found = session.seats_forecast(PLAN, at(95, 9)).unwrap();
    assert!(found.refused.is_some_and(|why| why.contains("4 weeks over 90 days")));
    assert_eq!((found.days, found.said), (Vec::new(), Vec::new()));
    (4..9).for_each(grow);
    let found = session.seats_forecast(PLAN, at(240, 13)).unwrap();
    assert_eq!(found.refused, None);
    assert_eq!((found.days[0].date, found.days.last().unwrap().date), (date(241), date(364)));
    // 26 on day 240, 2 more in 30 days: above 30 when 30.5 is rounded up.
    assert_eq!(found.passes_on, Some(date(308)));
    assert!(found.said[0].starts_with("This is a forecast"), "{:?}", found.said);
    assert!(found.said.iter().any(|s| s.contains("freeing seats later does not lower it")), "{:?}", found.said);
}

#[test]
fn a_vault_that_is_locked_does_not_wait_for_long_counting() {
    let (_folder, session) = example();
    let rule = filter::parse(r#"email co "x""#).unwrap();
    let stopped = session
        .directory
        .past
        .with(session.vault(), |kept, _| kept.count(session.vault(), &rule, at(100, 9), &|| true));
    assert_eq!(stopped.map(drop).unwrap_err().code, crate::Code::Cancelled);
    assert_eq!(counts(&session, &rule, 100, 100, at(100, 9)), [0]);
}

#[test]
fn a_history_is_wiped_and_read_again() {
    let (_folder, session) = example();
    let count = || session.seats_history(&history(PLAN, None, None), at(100, 9)).unwrap().by_day.len();
    assert_eq!(count(), 70);
    session.wipe();
    assert_eq!(count(), 70);
    session.load_history().unwrap();
    // Without a purchase the days begin with what is known.
    let range = session.over_time("per-active-user", at(100, 9), |view| view.range(Asked::default())).unwrap();
    assert_eq!((range.from, range.to), (date(31), date(100)));
}
