#![allow(clippy::unwrap_used)]

use super::*;
use crate::merge::testing::vault;
use muster_model::RoleId;

fn everyone(conn: &Connection) -> Holdings {
    Holdings::read(conn, Known::read(conn).unwrap(), None).unwrap()
}

/// Two departments, a group in a group, a role that includes a privileged one.
fn realm() -> Connection {
    let conn = vault();
    conn.execute_batch(
        "INSERT INTO userstore (id, domain, domain_key, kind, created_at) VALUES (7, 'HR', 'hr', 1, 0);
         INSERT INTO role (id, userstore_id, name, name_key, privileged) VALUES (1, 7, 'Reader', 'reader', 0),
            (2, 7, 'Boss', 'boss', 0);
         INSERT INTO scope (id, userstore_id, kind, path) VALUES (1, 7, 0, '');
         INSERT INTO user (id, userstore_id, username, username_key, display_name, name_order, state, kind)
            VALUES (1, 7, 'ann', 'ann', 'Ann', 'ann', 0, 0), (2, 7, 'bob', 'bob', 'Bob', 'bob', 0, 0),
                   (3, 7, 'cyd', 'cyd', 'Cyd', 'cyd', 0, 0);
         INSERT INTO user_profile (user_id, body) VALUES
            (1, '{\"fields\":{\"department\":{\"value\":\"Web\"},\"manager\":{\"value\":\"Cyd\"}}}'),
            (2, '{\"fields\":{\"department\":{\"value\":\" WEB \"}}}'),
            (3, '{\"fields\":{\"department\":{\"value\":\"Web\"}}}');
         INSERT INTO user_grant (user_id, role_id, scope_id, origin, since) VALUES (1, 1, 1, 'a', 50), (1, 1, 1, 'b', 40),
            (3, 1, 1, 'a', NULL);
         INSERT INTO user_group (id, userstore_id, path, path_key) VALUES (1, 7, 'ops', 'ops'), (2, 7, 'inner', 'inner');
         INSERT INTO group_group (group_id, member_id) VALUES (1, 2);
         INSERT INTO group_grant (group_id, role_id, scope_id) VALUES (1, 2, 1);
         INSERT INTO group_user (group_id, user_id) VALUES (2, 2), (1, 2);",
    )
    .unwrap();
    conn
}

fn said(held: &Holdings) -> Vec<(String, String, Option<String>)> {
    let name = |grant: &HeldGrant| held.users[grant.user].username.clone();
    let role = |grant: &HeldGrant| held.known.role(grant.role).unwrap().name.clone();
    let through = |grant: &HeldGrant| grant.through.as_deref().map(str::to_owned);
    held.grants.iter().map(|grant| (name(grant), role(grant), through(grant))).collect()
}

#[test]
fn what_is_held_directly_and_through_each_group_a_user_is_in() {
    let held = everyone(&realm());
    let expected = [
        ("ann", "Reader", None),
        ("bob", "Boss", Some("ops")),
        ("bob", "Boss", Some("inner")),
        ("cyd", "Reader", None),
    ];
    let expected = expected.map(|(user, role, group)| (user.to_owned(), role.to_owned(), group.map(str::to_owned)));
    assert_eq!(said(&held), expected);
    // Told by two dialects, it began with the first.
    assert_eq!(held.grants[0].since.unwrap().timestamp(), 40);
    assert_eq!(held.users[0].manager.as_deref(), Some("Cyd"));
}

#[test]
fn peers_count_also_where_they_were_not_asked_for() {
    let conn = realm();
    let known = Known::read(&conn).unwrap();
    let (held, others) = Holdings::with_others(&conn, known, Some(&[UserId(1)])).unwrap();
    assert_eq!((held.users.len(), held.grants.len()), (1, 1));
    let peers = others.alike.peers(UserId(1), held.grants[0].role, held.grants[0].scope).unwrap();
    assert_eq!(peers, Peers { of: &PeerKind::Department("Web".into()), all: 2, holding: 1 });
}

#[test]
fn a_few_users_are_read_as_among_all() {
    let conn = realm();
    let all = everyone(&conn);
    let of = |users: &[i64]| {
        let users: Vec<UserId> = users.iter().copied().map(UserId).collect();
        said(&Holdings::read(&conn, Known::read(&conn).unwrap(), Some(&users)).unwrap())
    };
    assert_eq!([of(&[1]), of(&[2]), of(&[3])].concat(), said(&all));
    assert_eq!(of(&[1, 2, 3, 9]), said(&all));
    assert_eq!(of(&[1, 3]), [of(&[1]), of(&[3])].concat());
    assert_eq!(of(&[9]), []);
}

#[test]
fn who_is_privileged_is_told_by_the_source_or_an_operator_or_by_nobody() {
    let conn = realm();
    let told = |conn: &Connection| {
        let known = Known::read(conn).unwrap();
        [1, 2].map(|id| known.role(id).unwrap().privileged)
    };
    assert_eq!(told(&conn), [None, None]);
    crate::tables::role_told::set(&conn, RoleId(1), false, "olga", DateTime::UNIX_EPOCH).unwrap();
    assert_eq!(told(&conn), [Some(false), None]);
    crate::tables::role_told::set(&conn, RoleId(1), true, "olga", DateTime::UNIX_EPOCH).unwrap();
    assert_eq!(told(&conn), [Some(true), None]);
    // A source that calls one role privileged has a word for it.
    conn.execute("UPDATE role SET privileged = 1 WHERE id = 2", []).unwrap();
    conn.execute("DELETE FROM role_told", []).unwrap();
    assert_eq!(told(&conn), [Some(false), Some(true)]);
    conn.execute("INSERT INTO role_include (role_id, included_id) VALUES (1, 2)", []).unwrap();
    assert_eq!(told(&conn), [Some(true), Some(true)]);
}
