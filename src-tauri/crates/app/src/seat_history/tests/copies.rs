//! Counts from runs beside full copies kept per day.

use super::steps::{KINDS, STATES, Step, record, step};
use super::{at, counts, import, session};
use crate::api::changes::{ApplyChange, ChangeRequest, Operation, Selected, UndoChange};
use crate::api::users::{NewUser, SortBy, UserEdit};
use crate::filter;
use crate::job::Job;
use crate::session::Session;
use crate::users::Held;
use chrono::{DateTime, Utc};
use muster_history::Rule;
use muster_model::record::{Extent, Record};
use muster_model::{Kind, Scope, ScopeKind, UserId};
use muster_query::Filter;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

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
                    let _ = session.change_undo(&UndoChange { change, even_last: true }, &Job::silent(), when);
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
