use super::KEPT;
use crate::Error;
use crate::changes::thing::{self, Thing};
use crate::changes::undo;
use crate::merge::testing::*;
use crate::tables::{change, user, version};
use muster_model::{UserId, UserstoreId};
use rusqlite::Connection;

/// A local userstore with anne in group a, which gives the privileged role
/// admin, and bob in group b.
fn realm() -> (Connection, UserstoreId) {
    let (mut conn, store) = local();
    for name in ["anne", "bob"] {
        super::create(&mut conn, store, &[("username", name)]).unwrap();
    }
    let tx = conn.transaction().unwrap();
    tx.execute_batch(
        "INSERT INTO role (userstore_id, name, name_key, privileged) VALUES (1, 'admin', 'admin', 1);
         INSERT INTO scope (userstore_id, kind, path) VALUES (1, 0, '');
         INSERT INTO user_group (userstore_id, path, path_key) VALUES (1, 'a', 'a'), (1, 'b', 'b');
         INSERT INTO group_user (group_id, user_id) VALUES (1, 1), (2, 2);",
    )
    .unwrap();
    tx.commit().unwrap();
    change_thing(
        &mut conn,
        Thing::Group,
        "1",
        "INSERT INTO group_grant (group_id, role_id, scope_id) VALUES (1, 1, 1)",
    );
    (conn, store)
}

fn change_thing(conn: &mut Connection, thing: Thing, id: &str, sql: &str) -> (i64, Vec<UserId>) {
    let tx = conn.transaction().unwrap();
    let change = change::add(&tx, "Something", None, "olga", day(2)).unwrap();
    let before = thing::before(&tx, thing, id).unwrap();
    tx.execute_batch(sql).unwrap();
    let users = thing::record(&tx, change, thing, id, before, day(2)).unwrap();
    tx.commit().unwrap();
    (change, users)
}

fn take_back(conn: &mut Connection, change: i64) -> Result<(), Error> {
    let tx = conn.transaction().unwrap();
    undo(&tx, change, "otto", day(3), &mut |_| Ok(()))?;
    tx.commit().unwrap();
    Ok(())
}

fn privileged(conn: &Connection, id: i64) -> bool {
    user::by_id(conn, UserId(id)).unwrap().privileged
}

#[test]
fn users_follow_what_their_groups_give_and_back() {
    let (mut conn, _) = realm();
    assert!(privileged(&conn, 1) && !privileged(&conn, 2));
    let before = dump(&conn, KEPT);
    for sql in [
        "INSERT INTO group_group VALUES (1, 2)",
        "INSERT INTO group_user VALUES (1, 2)",
        "UPDATE group_grant SET expires_at = 5; UPDATE user_group SET path = 'c', path_key = 'c' WHERE id = 1",
        "DELETE FROM group_grant; DELETE FROM group_user WHERE group_id = 1; DELETE FROM user_group WHERE id = 1",
    ] {
        let (change, users) = change_thing(&mut conn, Thing::Group, "1", sql);
        assert_ne!(dump(&conn, KEPT), before, "{sql}");
        let expected: &[i64] = if sql.contains("expires") {
            &[]
        } else if sql.contains("DELETE") {
            &[1]
        } else {
            &[2]
        };
        assert_eq!(users.iter().map(|u| u.0).collect::<Vec<_>>(), expected, "{sql}");
        take_back(&mut conn, change).unwrap();
        assert_eq!(dump(&conn, KEPT), before, "{sql}");
    }
    let history = version::of_user(&conn, UserId(1)).unwrap();
    // The realm was made after the time at which these changes say they happened.
    let undone = history.iter().find(|version| version.action == "undone").unwrap();
    let words: Vec<_> = undone.fields.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(words, ["group", "highest_role", "privileged"]);
}

#[test]
fn a_role_that_is_no_longer_privileged_leaves_no_one_privileged() {
    let (mut conn, _) = realm();
    let before = dump(&conn, KEPT);
    let (change, users) = change_thing(&mut conn, Thing::Role, "1", "UPDATE role SET privileged = 0 WHERE id = 1");
    assert_eq!(users, [UserId(1)]);
    assert!(!privileged(&conn, 1));
    take_back(&mut conn, change).unwrap();
    assert_eq!(dump(&conn, KEPT), before);
}

#[test]
fn a_thing_made_is_removed_and_one_removed_is_made_again() {
    let (mut conn, _) = realm();
    let before = dump(&conn, KEPT);
    let made = "INSERT INTO permission (id, userstore_id, path, path_key) VALUES (7, 1, '/a', '/a')";
    let (change, _) = change_thing(&mut conn, Thing::Permission, "7", made);
    let with = dump(&conn, KEPT);
    let (removal, _) = change_thing(&mut conn, Thing::Permission, "7", "DELETE FROM permission");
    assert!(
        matches!(take_back(&mut conn, change), Err(Error::ChangedSince { fields, .. }) if fields == ["permission /a"])
    );
    take_back(&mut conn, removal).unwrap();
    assert_eq!(dump(&conn, KEPT), with);
    take_back(&mut conn, change).unwrap();
    assert_eq!(dump(&conn, KEPT), before);
}

#[test]
fn what_changed_since_is_not_put_back_and_what_is_beside_it_stays() {
    let (mut conn, _) = realm();
    let rename = "UPDATE user_group SET path = 'x', path_key = 'x' WHERE id = 1";
    let (first, _) = change_thing(&mut conn, Thing::Group, "1", rename);
    let (beside, _) = change_thing(&mut conn, Thing::Group, "1", "INSERT INTO group_user VALUES (1, 2)");
    let after = dump(&conn, KEPT);
    take_back(&mut conn, first).unwrap();
    let again = change_thing(&mut conn, Thing::Group, "1", rename).0;
    assert_eq!(dump(&conn, KEPT), after);
    conn.execute_batch("UPDATE user_group SET path = 'y' WHERE id = 1").unwrap();
    assert!(matches!(take_back(&mut conn, again), Err(Error::ChangedSince { fields, .. }) if fields == ["group y"]));
    take_back(&mut conn, beside).unwrap();

    // A name that was given away is not taken back.
    change_thing(&mut conn, Thing::Group, "1", "DELETE FROM group_grant");
    let removed = change_thing(&mut conn, Thing::Role, "1", "DELETE FROM role").0;
    conn.execute_batch("INSERT INTO role (userstore_id, name, name_key, privileged) VALUES (1, 'Admin', 'admin', 0)")
        .unwrap();
    assert!(take_back(&mut conn, removed).is_err());
}

#[test]
fn what_a_realm_was_made_with_is_not_the_last_change() {
    let (mut conn, _) = realm();
    let (change, _) = change_thing(&mut conn, Thing::Group, "1", "INSERT INTO group_user VALUES (1, 2)");
    let before = dump(&conn, KEPT);
    let tx = conn.transaction().unwrap();
    thing::found(&tx).unwrap();
    tx.commit().unwrap();
    assert!(matches!(take_back(&mut conn, change), Err(Error::Founding { change: told }) if told == change));
    let known = change::by_id(&conn, change).unwrap().unwrap();
    assert_eq!((known.can_undo(), known.status()), (false, change::Status::Applied));
    assert_eq!(dump(&conn, KEPT), before);
    // What comes after is a change like any other.
    let (later, _) =
        change_thing(&mut conn, Thing::Group, "1", "DELETE FROM group_user WHERE group_id = 1 AND user_id = 2");
    take_back(&mut conn, later).unwrap();
    assert_eq!(dump(&conn, KEPT), before);
}
