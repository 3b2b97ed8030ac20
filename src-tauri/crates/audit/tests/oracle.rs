//! The checks that sort and search, held against ones that only know their
//! definition and compare everybody with everybody.
#![allow(clippy::unwrap_used)]

mod common;

use common::world::{U, u, world};
use common::{rule, with_calendar};
use muster_audit::rule::Value;
use muster_model::{Kind, State};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A user as the definitions see them.
#[derive(Debug, Clone)]
struct Plain {
    name: &'static str,
    directory: bool,
    state: State,
    kind: Kind,
    gone: bool,
    person: Option<u32>,
    badge: Option<&'static str>,
    email: Option<&'static str>,
    held: BTreeSet<(&'static str, &'static str, bool)>,
}

impl Plain {
    fn enabled(&self) -> bool {
        !self.gone && matches!(self.state, State::Active | State::Locked)
    }
    fn person_like(&self) -> bool {
        matches!(self.kind, Kind::Human | Kind::External)
    }
    fn user(&self) -> U {
        let mut user = u(self.name).at(u16::from(self.directory)).state(self.state).kind(self.kind);
        if self.gone {
            user = user.gone();
        }
        if let Some(person) = self.person {
            user = user.person(person);
        }
        if let Some(badge) = self.badge {
            user = user.badge(badge);
        }
        if let Some(email) = self.email {
            user = user.email(email);
        }
        self.held.iter().fold(user, |user, (role, path, direct)| match direct {
            true => user.holds(role, path),
            false => user.through(role, path),
        })
    }
}

fn people() -> impl Strategy<Value = Vec<Plain>> {
    let states = proptest::sample::select(State::ALL);
    let kinds = proptest::sample::select(vec![Kind::Human, Kind::Human, Kind::External, Kind::Service]);
    let emails = proptest::option::of(proptest::sample::select(vec!["a@x", "A@x ", "b@x", "ä@x", "Ä@X", ""]));
    let badges = proptest::option::of(proptest::sample::select(vec!["1", "e2", "E2"]));
    let roles = proptest::sample::select(vec!["Requester", "approver", "Reader"]);
    let paths = proptest::sample::select(vec!["", "a", "a/b", "ab"]);
    let held = proptest::collection::btree_set((roles, paths, any::<bool>()), 0..4);
    let one = (
        any::<bool>(),
        states,
        kinds,
        proptest::bool::weighted(0.2),
        proptest::option::of(0u32..3),
        badges,
        emails,
        held,
    );
    proptest::collection::vec(one, 0..12).prop_map(|all| {
        let made = all.into_iter().enumerate();
        made.map(|(number, (directory, state, kind, gone, person, badge, email, held))| {
            let name = ["u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9", "u10", "u11"][number];
            Plain { name, directory, state, kind, gone, person, badge, email, held }
        })
        .collect()
    })
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The names of those whom a rule finds.
fn found(id: &str, people: &[Plain], percent: Option<i64>) -> BTreeSet<String> {
    let mut rule = rule(id);
    if let Some(percent) = percent {
        rule = rule.with("percent", Value::Number(percent)).unwrap();
    }
    let world = world(people.iter().map(Plain::user)).directory();
    let hits = with_calendar(|calendar| world.found(&rule, calendar));
    hits.into_iter().map(|(subject, _)| subject.split_once('/').unwrap().1.to_owned()).collect()
}

proptest! {
    #[test]
    fn leavers(people in people()) {
        let listed = |p: &Plain| !p.gone && p.state != State::Deleted;
        let accounts = |of: &Plain| -> Vec<Plain> {
            let there = || people.iter().filter(|p| p.directory);
            let by_person: Vec<Plain> = there().filter(|p| of.person.is_some() && p.person == of.person).cloned().collect();
            let same = |a: Option<&str>, b: Option<&str>| {
                let (a, b) = (a.map(folded).unwrap_or_default(), b.map(folded).unwrap_or_default());
                !a.is_empty() && a == b
            };
            let by_badge: Vec<Plain> = there().filter(|p| same(of.badge, p.badge)).cloned().collect();
            let by_email: Vec<Plain> = there().filter(|p| same(of.email, p.email)).cloned().collect();
            [by_person, by_badge, by_email].into_iter().find(|found| !found.is_empty()).unwrap_or_default()
        };
        let left = |p: &Plain| !listed(p) || matches!(p.state, State::Blocked | State::Deactivated | State::Banned);
        let expected: BTreeSet<String> = people
            .iter()
            .filter(|p| !p.directory && p.enabled() && p.person_like())
            .filter(|p| { let known = accounts(p); !known.is_empty() && known.iter().all(left) })
            .map(|p| p.name.to_owned())
            .collect();
        prop_assert_eq!(found("leaver-still-enabled", &people, None), expected);
        // Everyone else of a userstore is found if one in a hundred is enough.
        let asked = |p: &&Plain| !p.directory && p.enabled() && p.kind == Kind::Human;
        let known = people.iter().filter(asked).filter(|p| !accounts(p).is_empty()).count();
        let expected: BTreeSet<String> = people
            .iter()
            .filter(asked)
            .filter(|p| known > 0 && accounts(p).is_empty())
            .map(|p| p.name.to_owned())
            .collect();
        prop_assert_eq!(found("not-in-directory", &people, Some(1)), expected);
    }

    #[test]
    fn direct_grants(people in people(), percent in 1i64..=100) {
        let counts = |p: &&Plain| p.enabled() && p.person_like();
        let mut expected = BTreeSet::new();
        for one in people.iter().filter(counts) {
            for (role, path, _) in one.held.iter().filter(|(.., direct)| *direct) {
                let same = |direct: bool| people.iter().filter(counts).filter(|p| p.held.contains(&(*role, *path, direct))).count();
                let (through, direct) = (same(false), same(true));
                let both = one.held.contains(&(*role, *path, false));
                if both || through >= 2 && i64::try_from(through * 100 / (through + direct)).unwrap() >= percent {
                    let scope = if path.is_empty() { "the instance".to_owned() } else { format!("group {path}") };
                    expected.insert(format!("{}: {role} on {scope}", one.name));
                }
            }
        }
        prop_assert_eq!(found("direct-grant", &people, Some(percent)), expected);
    }

    #[test]
    fn conflicts_and_duplicates(people in people()) {
        let meets = |a: &str, b: &str| {
            let below = |a: &str, b: &str| a.is_empty() || a == b || b.strip_prefix(a).is_some_and(|rest| rest.starts_with('/'));
            below(a, b) || below(b, a)
        };
        let conflict = |p: &Plain| {
            let of = |role: &'static str| p.held.iter().filter(move |(held, ..)| *held == role);
            of("Requester").any(|(_, a, _)| of("approver").any(|(_, b, _)| meets(a, b)))
        };
        let expected: BTreeSet<String> =
            people.iter().filter(|p| p.enabled() && conflict(p)).map(|p| p.name.to_owned()).collect();
        prop_assert_eq!(found("sod-conflict", &people, None), expected);

        let counts = |p: &&Plain| !p.gone && p.state != State::Deleted && p.email.is_some_and(|e| !folded(e).is_empty());
        let alike = |a: &Plain, b: &Plain| {
            a.name != b.name && a.directory == b.directory && a.email.map(folded) == b.email.map(folded)
        };
        let expected: BTreeSet<String> = people
            .iter()
            .filter(counts)
            .filter(|a| people.iter().filter(counts).any(|b| alike(a, b)))
            .map(|p| p.name.to_owned())
            .collect();
        prop_assert_eq!(found("duplicate-email", &people, None), expected);
    }
}
