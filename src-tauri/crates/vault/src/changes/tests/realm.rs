//! A small realm to change: a local userstore and a mirrored one, with roles,
//! scopes and nested groups that give roles.

use crate::merge::testing::*;
use crate::merge::{Begin, SnapshotWriter};
use crate::tables::userstore;
use muster_model::{UserId, UserstoreId, UserstoreKind};
use rusqlite::Connection;

/// The local userstore; the other one is 2.
pub(super) const LOCAL: UserstoreId = UserstoreId(1);
/// The mirrored one.
pub(super) const GIT: UserstoreId = UserstoreId(2);

/// Users 1 to 4 (anne, bob, cleo, dora) in PRIMARY, 5 to 8 (eve, finn, gil,
/// hana) in git. Both have the roles Admin (privileged), Guest, Developer and
/// Owner; the groups staff and staff/web, which is in staff; staff gives
/// Developer on group acme. anne and eve are Admins of the instance and Owners
/// of group acme; bob and finn are in staff/web.
pub(super) fn realm() -> Connection {
    let conn = vault();
    userstore::add(&conn, "PRIMARY", UserstoreKind::Local, day(1)).unwrap();
    userstore::add(&conn, "git", UserstoreKind::Gitlab, day(1)).unwrap();
    conn.execute_batch(
        "INSERT INTO role (id, userstore_id, name, name_key, level, privileged) VALUES
            (1, 1, 'Admin', 'admin', NULL, 1), (2, 1, 'Guest', 'guest', 10, 0),
            (3, 1, 'Developer', 'developer', 30, 0), (4, 1, 'Owner', 'owner', 50, 0),
            (5, 2, 'Admin', 'admin', NULL, 1), (6, 2, 'Guest', 'guest', 10, 0),
            (7, 2, 'Developer', 'developer', 30, 0), (8, 2, 'Owner', 'owner', 50, 0);
         INSERT INTO scope (id, userstore_id, kind, path) VALUES
            (1, 1, 0, ''), (2, 1, 1, 'acme'), (3, 1, 2, 'acme/web'), (4, 2, 0, ''), (5, 2, 1, 'acme');
         INSERT INTO user_group (id, userstore_id, source_id, path, path_key) VALUES
            (1, 1, NULL, 'staff', 'staff'), (2, 1, NULL, 'staff/web', 'staff/web'),
            (3, 2, 'g3', 'staff', 'staff'), (4, 2, 'g4', 'staff/web', 'staff/web');
         INSERT INTO group_group VALUES (1, 2), (3, 4);
         INSERT INTO group_grant (group_id, role_id, scope_id) VALUES (1, 3, 2), (3, 7, 5);
         INSERT INTO user (id, userstore_id, source_id, username, username_key, display_name, name_order, email,
            email_key, state, kind, created_at) VALUES
            (1, 1, NULL, 'anne', 'anne', 'Anne', 'anne', 'anne@x', 'anne@x', 0, 0, 1),
            (2, 1, NULL, 'bob', 'bob', 'Bob', 'bob', NULL, NULL, 0, 0, 1),
            (3, 1, NULL, 'cleo', 'cleo', 'cleo', 'cleo', NULL, NULL, 2, 0, 1),
            (4, 1, NULL, 'dora', 'dora', 'Dora', 'dora', NULL, NULL, 4, 1, 1),
            (5, 2, '15', 'eve', 'eve', 'Eve', 'eve', 'eve@x', 'eve@x', 0, 0, 1),
            (6, 2, '16', 'finn', 'finn', 'Finn', 'finn', NULL, NULL, 0, 0, 1),
            (7, 2, '17', 'gil', 'gil', 'gil', 'gil', NULL, NULL, 5, 0, 1),
            (8, 2, '18', 'hana', 'hana', 'Hana', 'hana', NULL, NULL, 0, 2, 1);
         INSERT INTO user_seen (user_id, status, at) VALUES (5, 0, 1), (6, 0, 1), (7, 0, 1), (8, 0, 1);
         INSERT INTO user_grant VALUES
            (1, 1, 1, '', 'table', 5, NULL), (1, 4, 2, '', 'table', NULL, 2000000000),
            (2, 2, 3, '', 'table', NULL, NULL), (2, 2, 3, '', 'other', 7, NULL), (2, 3, 3, 'old', 'table', NULL, NULL),
            (5, 5, 4, '', 'test', NULL, NULL), (5, 8, 5, '', 'test', NULL, NULL);
         INSERT INTO group_user VALUES (2, 2), (4, 6);
         INSERT INTO user_profile VALUES
            (1, '{\"attributes\":{\"team\":[\"a\",\"b\"]},\"fields\":{\"title\":{\"value\":\"Lead\",\"visibility\":\"private\"}}}'),
            (2, '{\"attributes\":{\"team\":[\"x; y\"]}}'),
            (5, '{\"fields\":{\"title\":{\"value\":\"Lead\",\"visibility\":\"instance\"}}}');
         INSERT INTO service_account VALUES (4, 'Anne', NULL, NULL);
         UPDATE userstore SET users = 4;",
    )
    .unwrap();
    derive(&conn, LOCAL);
    derive(&conn, GIT);
    conn
}

fn derive(conn: &Connection, store: UserstoreId) {
    let mut follow = crate::changes::follow::Follow::new(conn).unwrap();
    let mut users = conn.prepare("SELECT id FROM user WHERE userstore_id = ?1").unwrap();
    let users: Vec<i64> = users.query_map([store.0], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    users.into_iter().for_each(|user| drop(follow.user(user).unwrap()));
}

/// Whether what follows from grants stands in every row.
pub(super) fn is_derived(conn: &mut Connection) -> bool {
    let but = ["snapshot", "user_version", "role"];
    let stored = dump(conn, &but);
    let tx = conn.transaction().unwrap();
    for (store, users) in [(LOCAL, 1..5), (GIT, 5..9)] {
        let begin = Begin { userstore: store, taken_at: day(99), now: day(99), operator: "o", format: "t" };
        let mut writer = SnapshotWriter::begin(&tx, begin).unwrap();
        writer.derive_anew(users).unwrap();
    }
    let derived = dump(&tx, &but);
    tx.rollback().unwrap();
    stored == derived
}

/// What a user holds directly, in words, and its groups.
pub(super) fn holds(conn: &Connection, user: i64) -> Vec<String> {
    let mut words: Vec<String> = crate::tables::grant::of_user(conn, UserId(user))
        .unwrap()
        .into_iter()
        .filter(|grant| grant.through.is_none())
        .map(|g| format!("{} {} {}", g.role.name, g.scope.kind, g.scope.path).trim_end().to_owned())
        .collect();
    words.extend(crate::tables::group::paths_of_user(conn, UserId(user)).unwrap());
    words.sort();
    words
}
