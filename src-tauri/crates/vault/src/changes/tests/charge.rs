//! What taking a change back takes from whoever is in charge.

use super::realm::{LOCAL, realm};
use super::{change, create, look, take_back};
use crate::changes::operation::Operation;
use crate::changes::role::RoleEdit;
use crate::changes::{By, Losses, role};
use crate::merge::testing::day;
use crate::tables::change as list;
use muster_model::{RoleId, Scope, ScopeKind, State, UserId};

fn given(role: &str, path: &str) -> Operation {
    let kind = if path.is_empty() { ScopeKind::Instance } else { ScopeKind::Group };
    Operation::AddRole { role: role.to_owned(), scope: Scope { kind, path: path.to_owned() }, expires: None }
}

/// Of undoing, what a preview of the opposite says.
fn as_the_opposite(found: &Losses, opposite: &Losses, users: std::ops::Range<i64>) {
    assert_eq!(found.any(), opposite.any());
    for user in users.map(UserId) {
        for now in [true, false] {
            assert_eq!(found.enabled_after(user, now), opposite.enabled_after(user, now), "{user} enabled");
            assert_eq!(found.privileged_after(user, now), opposite.privileged_after(user, now), "{user} privileged");
            for scope in 1..6 {
                assert_eq!(found.owns_after(user, scope, now), opposite.owns_after(user, scope, now), "{user} owns");
            }
        }
    }
}

#[test]
fn what_users_lose_is_what_the_opposite_change_would_take() {
    let mut conn = realm();
    for (there, back) in [
        (Operation::SetState(State::Blocked), Operation::SetState(State::Active)),
        (given("Admin", ""), Operation::RemoveRole { role: "Admin".to_owned(), scope: None }),
        (given("Owner", "acme"), Operation::RemoveRole { role: "Owner".to_owned(), scope: None }),
        (given("Guest", "acme"), Operation::RemoveRole { role: "Guest".to_owned(), scope: None }),
    ] {
        let done = change(&mut conn, &[2], &[there]);
        let opposite = look(&conn, &[2], &[back]);
        let undone = take_back(&mut conn, done.change.unwrap()).unwrap();
        as_the_opposite(&undone.losses, opposite.losses(), 1..9);
        assert!(undone.charges.is_empty(), "no group and no role was put back");
    }
    // What was taken is given back, and nothing lost.
    let done = change(&mut conn, &[1], &[Operation::RemoveRole { role: "Owner".to_owned(), scope: None }]);
    let undone = take_back(&mut conn, done.change.unwrap()).unwrap();
    assert!(!undone.losses.any() && undone.losses.owns_after(UserId(1), 2, false));
}

#[test]
fn a_user_that_is_removed_again_is_lost() {
    let mut conn = realm();
    let made = create(&mut conn, LOCAL, &[("username", "new")]).unwrap();
    let undone = take_back(&mut conn, made.change.unwrap()).unwrap();
    assert!(undone.losses.any() && !undone.losses.enabled_after(made.user, true));
}

#[test]
fn a_role_that_is_put_back_says_who_was_in_charge_before_and_is_after() {
    let mut conn = realm();
    let tx = conn.transaction().unwrap();
    let edit = RoleEdit { privileged: Some(true), ..RoleEdit::default() };
    let done = role::edit(&tx, RoleId(3), &edit, By { operator: "olga", now: day(9) }).unwrap();
    tx.commit().unwrap();
    let undone = take_back(&mut conn, done.change.unwrap()).unwrap();
    let [(store, before, after)] = &undone.charges[..] else { panic!("{:?}", undone.charges) };
    assert_eq!(*store, LOCAL);
    assert!(before.privileged > after.privileged, "{before:?} {after:?}");
}

#[test]
fn the_newest_that_can_be_taken_back_is_found_behind_any_number_that_cannot() {
    let mut conn = realm();
    let made = create(&mut conn, LOCAL, &[("username", "new")]).unwrap().change.unwrap();
    for _ in 0..30 {
        let done = change(&mut conn, &[1], &[Operation::SetState(State::Blocked)]);
        assert_eq!(list::undoable(&conn).unwrap().unwrap().id, done.change.unwrap());
        take_back(&mut conn, done.change.unwrap()).unwrap();
    }
    let found = list::undoable(&conn).unwrap().unwrap();
    assert_eq!((found.id, found.can_undo()), (made, true));
    take_back(&mut conn, made).unwrap();
    assert_eq!(list::undoable(&conn).unwrap(), None);
}
