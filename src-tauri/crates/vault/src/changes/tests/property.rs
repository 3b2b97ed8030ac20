//! Any changes of any users, undone backwards, leave the vault as it was.

use super::realm::{is_derived, realm};
use super::{KEPT, apply_to, look, take_back};
use crate::changes::{Effect, Field, Operation};
use crate::merge::testing::*;
use muster_model::transition::Action;
use muster_model::{ProfileField, Scope, ScopeKind, State, UserId, Visibility};
use proptest::prelude::*;
use proptest::sample::select;

fn scope() -> impl Strategy<Value = Scope> {
    let of = |kind, path: &str| Scope { kind, path: path.to_owned() };
    select(vec![of(ScopeKind::Instance, ""), of(ScopeKind::Group, "acme"), of(ScopeKind::Project, "new/project")])
}

fn role() -> impl Strategy<Value = String> {
    select(vec!["Admin", "guest", "Developer", "Owner", "Nobody"]).prop_map(str::to_owned)
}

fn group() -> impl Strategy<Value = String> {
    select(vec!["staff", "Staff/Web", "nowhere"]).prop_map(str::to_owned)
}

fn field() -> impl Strategy<Value = Field> {
    let field = select(vec![
        ("username", ["anne", "zoe", "Anne"]),
        ("display_name", ["", "Z", "Anne"]),
        ("email", ["", "z@x", "anne@x"]),
        ("kind", ["human", "service", "bot"]),
        ("profile.title", ["", "Lead", "Boss"]),
        ("profile.status", ["", "away", "here"]),
        ("attributes.team", ["", "a\nb", "x; y"]),
        ("attributes.floor", ["", "1", "2"]),
        ("service.owner", ["", "Anne", "Bo"]),
        ("service.review_at", ["", "2026-11-20", "2027-11-20"]),
    ]);
    (field, 0_usize..3).prop_map(|((name, values), n)| Field::parse(name, values[n], day(9)).unwrap())
}

fn operation() -> impl Strategy<Value = Operation> {
    let end = || prop::option::of(select(vec![2_000_000_000_i64, 2_100_000_000]));
    let user = || (1_i64..9).prop_map(UserId);
    prop_oneof![
        4 => select(State::ALL.to_vec()).prop_map(Operation::SetState),
        2 => select(Action::ALL.to_vec()).prop_map(Operation::Act),
        1 => prop::option::of(user()).prop_map(|hand_to| Operation::Delete { hand_to }),
        4 => (role(), scope(), end()).prop_map(|(role, scope, expires)| Operation::AddRole { role, scope, expires }),
        3 => (role(), prop::option::of(scope())).prop_map(|(role, scope)| Operation::RemoveRole { role, scope }),
        2 => group().prop_map(Operation::AddGroup),
        2 => group().prop_map(Operation::RemoveGroup),
        5 => field().prop_map(Operation::SetField),
        1 => (select(vec![ProfileField::Title, ProfileField::Bio]), select(Visibility::ALL.to_vec()))
            .prop_map(|(field, visibility)| Operation::SetVisibility(field, visibility)),
        1 => end().prop_map(Operation::SetExpiry),
        1 => user().prop_map(Operation::MergeInto),
    ]
}

fn changes() -> impl Strategy<Value = Vec<(Vec<i64>, Vec<Operation>)>> {
    let users = prop_oneof![
        2 => prop::sample::subsequence((1_i64..9).collect::<Vec<_>>(), 1..9),
        1 => (1_i64..9).prop_map(|id| vec![id]),
    ];
    prop::collection::vec((users, prop::collection::vec(operation(), 1..4)), 1..6)
}

/// What only one of two dumps has.
fn differing(a: &[String], b: &[String]) -> Vec<String> {
    let less = |a: &[String], b: &[String], mark: &str| {
        a.iter().filter(|line| !b.contains(line)).map(|line| format!("{mark} {line}")).collect::<Vec<_>>()
    };
    [less(a, b, "-"), less(b, a, "+")].concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]
    #[test]
    fn changes_undone_backwards_leave_everything_as_it_was(changes in changes()) {
        let mut conn = realm();
        let mut stack = Vec::new();
        for (users, operations) in &changes {
            let before = dump(&conn, KEPT);
            let outcome = look(&conn, users, operations);
            let total = [Effect::Changed, Effect::Unchanged, Effect::Refused].map(|e| outcome.count(e)).iter().sum::<u64>();
            prop_assert_eq!(total, outcome.users().len() as u64);
            prop_assert_eq!(differing(&before, &dump(&conn, KEPT)), Vec::<String>::new(), "a preview writes nothing");
            let applied = apply_to(&mut conn, &outcome, operations).unwrap();
            prop_assert_eq!(applied.change.is_some(), outcome.count(Effect::Changed) > 0);
            prop_assert!(is_derived(&mut conn));
            match applied.change {
                Some(change) => stack.push((change, before)),
                None => prop_assert_eq!(differing(&before, &dump(&conn, KEPT)), Vec::<String>::new()),
            }
            // Once more changes nothing: what is so is so.
            if !operations.iter().any(|o| matches!(o, Operation::Delete { .. })) && operations.len() == 1 {
                let again = look(&conn, users, operations);
                let first = again.users().len().min(outcome.users().len());
                for place in (0..first).filter(|place| outcome.effect(*place) == Effect::Changed) {
                    prop_assert_ne!(again.effect(place), Effect::Changed, "{:?}", operations);
                }
            }
        }
        while let Some((change, before)) = stack.pop() {
            take_back(&mut conn, change).unwrap();
            prop_assert_eq!(differing(&before, &dump(&conn, KEPT)), Vec::<String>::new());
        }
    }
}
