//! What is handed in is held to make sense before anything is looked at.
#![allow(clippy::unwrap_used)]

mod common;

use common::world::store;
use common::{rule, shipped, with_calendar};
use muster_audit::facts::{
    GivenGrant, GrantFacts, GrantKind, GroupFacts, Holdings, Owner, RoleFacts, ScopeFacts, UserFacts, Users,
};
use muster_audit::rule::Look;
use muster_audit::{FactsError, Realm, check};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Kind, ScopeKind, State, UserId};
use proptest::prelude::*;

fn user(store: u16, name: &'static str) -> UserFacts<'static> {
    UserFacts {
        id: UserId(1),
        store,
        state: State::Active,
        kind: Kind::Human,
        facts: Facts::default(),
        level: None,
        top_role: None,
        seen: SeenStatus::Unknown,
        seen_at: None,
        created_at: None,
        expires_at: None,
        password_at: None,
        failed_sign_ins: None,
        email_verified: None,
        person: None,
        source_id: None,
        username: name,
        display_name: name,
        email: Some(name),
        department: Some(name),
        employee_number: Some(name),
    }
}

const fn role(store: u16) -> RoleFacts<'static> {
    let (source_id, owner) = (None, Owner::Nobody);
    RoleFacts { store, source_id, name: "Payer", privileged: true, builtin: false, used_elsewhere: false, owner }
}

const fn grant(user: u32, role: u32, scope: u32) -> GrantFacts {
    GrantFacts { user, role, scope, since: None, direct: true, explained: false }
}

const SCOPE: ScopeFacts<'static> = ScopeFacts { kind: ScopeKind::Instance, path: "" };

#[test]
fn what_refers_to_nothing_is_refused() {
    let (stores, users) = ([store("gitlab")], [user(0, "a"), user(0, "b")]);
    let group = |store| GroupFacts { store, source_id: None, path: "g", members: 0, roles: 1 };
    let missing = |what, number, to| Some(FactsError::Missing { what, number, to });
    let with = |users: &[UserFacts<'static>],
                roles: &[RoleFacts<'static>],
                groups: &[GroupFacts<'static>],
                grants: &[GrantFacts]| {
        let holdings = Holdings::of(users.len(), grants);
        holdings.and_then(|held| Realm::new(&stores, &Users::of(users), roles, &[SCOPE], groups, &held).map(drop)).err()
    };
    assert_eq!(with(&users, &[role(0)], &[group(0)], &[grant(0, 0, 0), grant(1, 0, 0), grant(1, 0, 0)]), None);
    assert_eq!(with(&[user(1, "a")], &[], &[], &[]), missing("user", 0, "a userstore"));
    assert_eq!(with(&users, &[role(0), role(1)], &[], &[]), missing("role", 1, "a userstore"));
    assert_eq!(with(&users, &[], &[group(1)], &[]), missing("group", 0, "a userstore"));
    assert_eq!(with(&users, &[role(0)], &[], &[grant(2, 0, 0)]), missing("grant", 0, "a user"));
    assert_eq!(with(&users, &[role(0)], &[], &[grant(0, 1, 0)]), missing("kind of grant", 0, "a role"));
    assert_eq!(with(&users, &[role(0)], &[], &[grant(0, 0, 1)]), missing("kind of grant", 0, "a scope"));
    assert_eq!(with(&users, &[role(0)], &[], &[grant(1, 0, 0), grant(0, 0, 0)]), Some(FactsError::Order(1)));
    let held = |change: &dyn Fn(&mut Holdings)| {
        let mut holdings = Holdings::new(vec![GrantKind { role: 0, scope: 0, direct: true }]);
        change(&mut holdings);
        Realm::new(&stores, &Users::of(&users), &[role(0)], &[SCOPE], &[], &holdings).err()
    };
    assert_eq!(held(&|held| held.push([0].into_iter())), None);
    assert_eq!(held(&|held| held.push([0, 1].into_iter())), missing("grant", 1, "a kind of grant"));
    assert_eq!(held(&|held| (0..3).for_each(|_| held.push([].into_iter()))), missing("holding", 2, "a user"));
    let given = |user, role, scope| GivenGrant { user, role, scope, since: 1, explained: false };
    assert_eq!(held(&|held| held.give(given(1, 0, 0))), None);
    assert_eq!(held(&|held| held.give(given(2, 0, 0))), missing("given grant", 0, "a user"));
    for nowhere in [given(0, 1, 0), given(0, 0, 1)] {
        assert_eq!(held(&|held| held.give(nowhere)), missing("given grant", 0, "a role and a scope"));
    }
    let said = missing("grant", 7, "a role").unwrap().to_string();
    assert_eq!(said, "grant 7 refers to a role, which is not there: hand in everything that is referred to");
}

proptest! {
    /// Whatever is in a realm, every rule answers; and what it finds is there.
    #[test]
    fn any_realm_can_be_audited(
        people in proptest::collection::vec((0u16..3, 0u8..8, 0u8..4, any::<u16>(), 0usize..6, proptest::option::of(0u32..4)), 0..20),
        held in proptest::collection::vec((0u32..20, 0u32..3, 0u32..2, any::<bool>()), 0..40),
    ) {
        const NAMES: [&str; 6] = ["", " ", "Ada", "ada", "Å@x", "shared\u{0}=1+1"];
        let stores = [store("gitlab"), muster_audit::facts::StoreFacts { directory: true, ..store("ldap") }, store("")];
        let users: Vec<UserFacts<'static>> = people
            .iter()
            .map(|(store, state, kind, facts, name, person)| UserFacts {
                state: State::from_number(*state).unwrap(),
                kind: Kind::from_number(*kind).unwrap(),
                facts: Facts(*facts),
                person: *person,
                seen_at: Some(i64::from(*facts) * 1_000_000_000_000),
                created_at: Some(i64::MIN),
                password_at: Some(i64::MAX),
                ..user(*store, NAMES[*name])
            })
            .collect();
        let mut grants: Vec<GrantFacts> = held
            .into_iter()
            .filter(|(user, ..)| (*user as usize) < users.len())
            .map(|(user, role, scope, direct)| GrantFacts { direct, since: Some(i32::MAX), ..grant(user, role, scope) })
            .collect();
        grants.sort_by_key(|grant| grant.user);
        let roles = [role(0), RoleFacts { name: "Administrator", ..role(1) }, RoleFacts { name: "Auditor", ..role(2) }];
        let scopes = [SCOPE, ScopeFacts { kind: ScopeKind::Group, path: "a" }];
        let holdings = Holdings::of(users.len(), &grants).unwrap();
        let users = Users::of(&users);
        let realm = Realm::new(&stores, &users, &roles, &scopes, &[], &holdings).unwrap();
        with_calendar(|calendar| {
            for rule in shipped().rules().iter().filter(|rule| matches!(rule.look, Look::Check(_))) {
                for hit in check::run(rule, &realm, calendar) {
                    assert!(hit.message.ends_with('.') && !hit.message.contains('{'), "{}", hit.message);
                    assert!(!hit.subject.key().contains('{'));
                }
            }
        });
    }
}

#[test]
fn a_filter_rule_finds_nothing_as_a_check() {
    let holdings = Holdings::new(Vec::new());
    let nobody = Users::default();
    let realm = Realm::new(&[], &nobody, &[], &[], &[], &holdings).unwrap();
    with_calendar(|calendar| assert!(check::run(&rule("dormant-45d"), &realm, calendar).is_empty()));
}
