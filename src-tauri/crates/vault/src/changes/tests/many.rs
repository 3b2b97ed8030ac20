use super::realm::{holds, is_derived, realm};
use super::{KEPT, apply_to, change, look, operations, take_back};
use crate::Error;
use crate::changes::outcome::{Outcome, Row, Work};
use crate::changes::{Effect, Operation};
use crate::merge::testing::*;
use crate::tables::change::Status;
use crate::tables::{change as changes, change_user, user, version};
use muster_model::transition::Action;
use muster_model::{ProfileField, Scope, ScopeKind, Standing, State, UserId, Visibility};
use rusqlite::Connection;

fn role(name: &str, path: &str) -> Operation {
    let kind = if path.is_empty() { ScopeKind::Instance } else { ScopeKind::Group };
    Operation::AddRole { role: name.into(), scope: Scope { kind, path: path.into() }, expires: None }
}

fn no_role(name: &str) -> Operation {
    Operation::RemoveRole { role: name.into(), scope: None }
}

fn effects(outcome: &Outcome) -> Vec<Effect> {
    (0..outcome.users().len()).map(|place| outcome.effect(place)).collect()
}

fn rows(conn: &Connection, outcome: &Outcome, operations: &[Operation]) -> Vec<Row> {
    let places: Vec<usize> = (0..outcome.users().len()).collect();
    outcome.rows(conn, &places, Work { operations: &operations.into(), operator: "olga", now: day(9) }).unwrap()
}

fn words(row: &Row) -> String {
    let field = |f: &crate::tables::version::FieldChange| {
        format!("{}: {} > {}", f.name, f.before.as_deref().unwrap_or("-"), f.after.as_deref().unwrap_or("-"))
    };
    row.reason.clone().unwrap_or_else(|| row.fields.iter().map(field).collect::<Vec<_>>().join(", "))
}

#[test]
fn each_user_changes_or_is_so_or_is_refused_with_why() {
    let conn = realm();
    let cases: Vec<(Vec<Operation>, [&str; 4])> = vec![
        (
            vec![Operation::SetState(State::Blocked)],
            ["state: active > blocked", "state: active > blocked", "state: pending > blocked", ""],
        ),
        (
            vec![Operation::Act(Action::Approve)],
            ["", "", "state: pending > active", "it is blocked, for which the action is another: unblock it"],
        ),
        (
            vec![role("developer", "acme")],
            [
                "grant: - > Developer on group acme",
                "grant: - > Developer on group acme",
                "grant: - > Developer on group acme",
                "grant: - > Developer on group acme",
            ],
        ),
        (
            vec![role("Owner", "acme")],
            [
                "grant: Owner on group acme until 2033-05-18T03:33:20Z > Owner on group acme until further notice",
                "grant: - > Owner on group acme",
                "grant: - > Owner on group acme",
                "grant: - > Owner on group acme",
            ],
        ),
        (vec![no_role("Guest")], ["", "grant: Guest on project acme/web > -", "", ""]),
        (
            vec![no_role("Developer")],
            ["", "it holds Developer through the group old, not directly: take it out of that group", "", ""],
        ),
        (vec![role("Boss", "")], ["PRIMARY has no role \"Boss\": check its name, or make the role first"; 4]),
        (
            vec![Operation::AddGroup("STAFF/web".into())],
            ["group: - > staff/web", "", "group: - > staff/web", "group: - > staff/web"],
        ),
        (
            vec![Operation::RemoveGroup("nobody".into())],
            ["PRIMARY has no group \"nobody\": check its path, or make the group first"; 4],
        ),
        (
            operations(&[("profile.title", "Lead")]).unwrap(),
            ["", "profile.title: - > Lead", "profile.title: - > Lead", "profile.title: - > Lead"],
        ),
        (
            vec![Operation::SetVisibility(ProfileField::Title, Visibility::Public)],
            ["profile.title.visibility: private > public", "", "", ""],
        ),
        (
            operations(&[("username", "zoe")]).unwrap(),
            ["a username belongs to one user: rename users one at a time"; 4],
        ),
        (
            vec![Operation::SetExpiry(Some(2_000_000_000)), Operation::SetState(State::Active)],
            [
                "expires_at: - > 2033-05-18T03:33:20Z",
                "expires_at: - > 2033-05-18T03:33:20Z",
                "state: pending > active, expires_at: - > 2033-05-18T03:33:20Z",
                "state: blocked > active, expires_at: - > 2033-05-18T03:33:20Z",
            ],
        ),
        (
            operations(&[("service.owner", "Anne")]).unwrap(),
            ["service.owner: - > Anne", "service.owner: - > Anne", "service.owner: - > Anne", ""],
        ),
    ];
    for (operations, expected) in cases {
        let outcome = look(&conn, &[4, 3, 2, 1, 1], &operations);
        let said: Vec<String> = rows(&conn, &outcome, &operations).iter().map(words).collect();
        assert_eq!(said, expected, "{operations:?}");
        for (place, said) in said.iter().enumerate() {
            assert_eq!(outcome.effect(place) == Effect::Unchanged, said.is_empty());
        }
    }
}

#[test]
fn a_change_of_many_is_applied_and_undone_as_one() {
    let mut conn = realm();
    let before = dump(&conn, KEPT);
    let operations = [
        Operation::SetState(State::Deactivated),
        no_role("Admin"),
        role("Guest", "new/group"),
        Operation::AddGroup("staff".into()),
        Operation::RemoveGroup("staff/web".into()),
    ];
    let operations =
        [&operations[..], &super::operations(&[("attributes.team", "x; y\nz"), ("display_name", "")]).unwrap()]
            .concat();
    let ids = [1, 2, 3, 4, 99];
    let outcome = look(&conn, &ids, &operations);
    assert_eq!(effects(&outcome), [[Effect::Changed; 4].as_slice(), &[Effect::Refused]].concat());
    let applied = apply_to(&mut conn, &outcome, &operations).unwrap();
    let number = applied.change.unwrap();
    assert_eq!(applied.pending, 0);
    assert!(is_derived(&mut conn));
    let anne = user::by_id(&conn, UserId(1)).unwrap();
    assert!(!anne.privileged && anne.state == State::Deactivated && anne.display_name == "anne");
    assert_eq!(holds(&conn, 1), ["Guest group new/group", "Owner group acme", "staff"]);
    assert_eq!(holds(&conn, 2), ["Guest group new/group", "Guest project acme/web", "staff"]);

    let noted = changes::by_id(&conn, number).unwrap().unwrap();
    assert_eq!((noted.status(), noted.count.users, noted.count.refused), (Status::Applied, 4, 1));
    let history = version::of_user(&conn, UserId(1)).unwrap();
    let names: Vec<_> = history[0].fields.iter().map(|f| f.name.as_str()).collect();
    assert!(names.contains(&"privileged") && names.contains(&"grant"), "{names:?}");
    // What follows is in the history, and no part of the change.
    let rows = change_user::page(&conn, number, None, UserId(0), 9).unwrap();
    assert!(rows[0].fields.iter().all(|f| f.name != "privileged"));
    assert_eq!(rows[4].standing, Standing::Refused);

    let undone = take_back(&mut conn, number).unwrap();
    assert_eq!(undone.users.iter().map(|u| u.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(undone.change.status(), Status::Undone);
    assert_eq!(dump(&conn, KEPT), before, "scopes that were made are gone too");
    assert!(matches!(take_back(&mut conn, number), Err(Error::AlreadyUndone { .. })));
}

#[test]
fn what_changes_nothing_leaves_no_trace() {
    let mut conn = realm();
    let before = dump(&conn, &[]);
    for operations in [vec![Operation::SetExpiry(None)], vec![role("Boss", "")]] {
        let outcome = look(&conn, &[1, 2, 3, 4], &operations);
        assert_eq!(apply_to(&mut conn, &outcome, &operations).unwrap().change, None);
    }
    assert_eq!(dump(&conn, &[]), before);
}

#[test]
fn a_preview_that_is_past_is_not_applied() {
    let mut conn = realm();
    let operations = [Operation::SetState(State::Blocked)];
    let outcome = look(&conn, &[1, 2, 3], &operations);
    change(&mut conn, &[2], &[Operation::SetState(State::Locked)]);
    let before = dump(&conn, &[]);
    let past = apply_to(&mut conn, &outcome, &operations);
    assert!(matches!(past, Err(Error::PreviewPast { users, count: 1 }) if users == ["PRIMARY/bob"]));
    assert_eq!(dump(&conn, &[]), before);
    // Something else about the user does not matter.
    let outcome = look(&conn, &[1, 2, 3], &operations);
    change(&mut conn, &[2], &super::operations(&[("email", "bob@x")]).unwrap());
    assert!(apply_to(&mut conn, &outcome, &operations).unwrap().change.is_some());
}

#[test]
fn undoing_many_says_whom_and_what_changed_since() {
    let mut conn = realm();
    let all = change(&mut conn, &[1, 2, 3, 4], &[role("Developer", "acme"), Operation::SetExpiry(Some(2_000_000_000))]);
    let later = change(&mut conn, &[2], &[no_role("Developer"), Operation::SetExpiry(None)]).change.unwrap();
    let another = change(&mut conn, &[3], &[Operation::SetExpiry(Some(2_100_000_000))]).change.unwrap();
    let before = dump(&conn, &[]);
    let error = take_back(&mut conn, all.change.unwrap()).unwrap_err();
    assert!(
        matches!(&error, Error::UsersChangedSince { users, count: 2, .. }
        if *users == ["PRIMARY/bob (expires_at, grant)", "PRIMARY/cleo (expires_at)"]),
        "{error:?}"
    );
    assert_eq!(dump(&conn, &[]), before);
    take_back(&mut conn, another).unwrap();
    take_back(&mut conn, later).unwrap();
    take_back(&mut conn, all.change.unwrap()).unwrap();
}

#[test]
fn all_of_it_or_nothing_is_done_to_a_user() {
    let mut conn = realm();
    let both = [Operation::SetExpiry(Some(2_000_000_000)), no_role("Developer")];
    assert_eq!(change(&mut conn, &[2], &both).change, None);
    assert_eq!(user::by_id(&conn, UserId(2)).unwrap().expires_at, None);
}

#[test]
fn a_cancelled_change_stops() {
    let conn = realm();
    let work = Work { operations: &[Operation::SetExpiry(None)].as_slice().into(), operator: "olga", now: day(9) };
    let stop = crate::changes::preview(&conn, &[UserId(1)], work, &mut |_| Err(Error::Cancelled));
    assert!(matches!(stop, Err(Error::Cancelled)));
}

#[test]
fn what_is_lost_is_counted_over_all_users() {
    let conn = realm();
    let outcome = look(&conn, &[1, 2, 3, 4, 5], &[Operation::SetState(State::Blocked)]);
    let losses = outcome.losses();
    assert!(losses.any());
    assert_eq!((losses.of_privileged, losses.deleted, losses.deactivated), (2, 0, 0));
    assert_eq!(losses.stores, [(1, 3), (2, 1)].into());
    assert!(!losses.enabled_after(UserId(1), true) && losses.enabled_after(UserId(8), true));

    let outcome = look(&conn, &[1, 2], &[no_role("Admin"), role("Owner", "acme")]);
    let losses = outcome.losses();
    assert!(!losses.privileged_after(UserId(1), true) && losses.enabled_after(UserId(1), true));
    assert!(losses.owns_after(UserId(1), 2, true) && losses.owns_after(UserId(2), 2, false));
    assert_eq!(losses.new_owners().collect::<Vec<_>>(), [(UserId(2), 2)]);

    let outcome = look(&conn, &[1], &[no_role("Owner"), role("Admin", "")]);
    assert!(!outcome.losses().owns_after(UserId(1), 2, true));
    let renamed = [no_role("Admin")];
    let work = Work { operations: &renamed.as_slice().into(), operator: "ANNE", now: day(9) };
    let outcome = crate::changes::preview(&conn, &[UserId(1)], work, &mut |_| Ok(())).unwrap();
    assert_eq!(outcome.losses().own, [UserId(1)]);
}
