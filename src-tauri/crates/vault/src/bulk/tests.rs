#![allow(clippy::unwrap_used)]
use super::*;
use crate::merge::testing::*;
use crate::tables::{group, profile, user, userstore};
use muster_model::record::{
    GrantRecord, GroupName, GroupRecord, Identity, Listed, MemberName, Record, Told, UserRecord,
};
use muster_model::{Kind, LastSeen, ProfileField, Role, Scope, ScopeKind, State, UserstoreKind};
use proptest::prelude::*;

fn grant(role: &str, path: &str) -> GrantRecord {
    let scope = if path.is_empty() { Scope::instance() } else { Scope { kind: ScopeKind::Group, path: path.into() } };
    let role =
        Role { level: muster_model::grant::gitlab_level(role), privileged: role == "Owner", ..Role::named(role) };
    GrantRecord { role, scope, through: None, since: None, expires: None }
}

/// Users with everything that can be known of them, or nothing.
fn records(seed: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    for (n, byte) in seed.iter().enumerate() {
        let bit = |at: u8| byte >> at & 1 == 1;
        let mut one = UserRecord {
            identity: Identity { username: Some(format!("u{n}")), ..Identity::default() },
            ..UserRecord::default()
        };
        if bit(0) {
            one.identity.id = Some(if n % 2 == 0 { format!("{}", n * 70) } else { format!("id-{n}") });
            one.display_name = told("Ümit, \"U\"");
            one.email = if n % 3 == 0 { told("u@fern.example") } else { told(&format!("u{n}@fern.example")) };
        }
        if bit(1) {
            one.state = Told::Value(State::ALL[n % State::ALL.len()]);
            one.kind = Told::Value(Kind::ALL[n % Kind::ALL.len()]);
            one.created_at = Told::Value(day(n as i64));
            one.expires_at = Told::Value(day(-4000));
            one.mfa = Told::Value(bit(2));
        }
        if bit(2) {
            one.last_seen = Some(if bit(3) { LastSeen::never("last_activity_on") } else { LastSeen::unknown() });
        }
        if bit(3) {
            one.profile.insert(ProfileField::Title, told("Clerk"));
            one.attributes.insert("floor".into(), vec!["3".into()]);
        }
        let roles = ["Guest", "Owner", "Auditor", "Developer"];
        let held = (0..4u8).filter(|at| byte >> (at + 4) & 1 == 1);
        one.grants = Listed::All(held.map(|at| grant(roles[usize::from(at)], ["", "a", "a/b"][n % 3])).collect());
        one.highest_level = if bit(0) { Told::Value(40) } else { Told::Silent };
        records.push(Record::User(Box::new(one)));
    }
    let members = |numbers: std::ops::Range<usize>| {
        Listed::All(numbers.map(|n| MemberName::Username(format!("u{n}"))).collect::<Vec<_>>())
    };
    let outer = GroupRecord {
        name: GroupName { id: None, path: "outer".into() },
        members: Listed::All(vec![MemberName::Group("inner".into())]),
        roles: vec![grant("Maintainer", "a")],
        ..GroupRecord::default()
    };
    let inner = GroupRecord {
        name: GroupName { id: None, path: "inner".into() },
        members: members(0..seed.len().min(3)),
        ..GroupRecord::default()
    };
    records.extend([Record::Group(inner), Record::Group(outer)]);
    records
}

/// A second connection that shows the same.
fn same(conn: &Connection) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("same.db");
    conn.execute("VACUUM INTO ?1", [path.to_str().unwrap()]).unwrap();
    let same = Connection::open(path).unwrap();
    (folder, same)
}

fn agrees(conn: &Connection, ids: &[UserId]) {
    let (_folder, mut aside) = same(conn);
    let names = Names::load(conn).unwrap();
    let bulk = Bulk::read(conn, &mut aside, &names, ids, Beside { profiles: true, groups: true }).unwrap();
    let plain = Bulk::read(conn, &mut aside, &names, ids, Beside::default()).unwrap();
    for (at, id) in ids.iter().enumerate() {
        let alone = user::rows(conn, &[*id]).unwrap().pop();
        let (told, bare) = (bulk.unpacked(at).unwrap(), plain.unpacked(at).unwrap());
        assert_eq!(told.as_ref().map(|told| &told.user), alone.as_ref(), "{id}");
        assert_eq!(bare.as_ref().map(|told| &told.user), alone.as_ref(), "{id}");
        if let (Some(told), Some(bare)) = (told, bare) {
            assert_eq!(told.profile, profile::of_user(conn, *id).unwrap());
            assert_eq!(told.groups, group::paths_of_user(conn, *id).unwrap());
            assert!(bare.profile.is_empty() && bare.groups.is_empty());
        }
    }
}

#[test]
fn nobody_is_asked_for_and_nobody_is_there() {
    let conn = vault();
    agrees(&conn, &[]);
    agrees(&conn, &[UserId(1), UserId(-5), UserId(i64::MAX)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// In any order, some twice, some that are not there: what is read at once
    /// is what is read one by one.
    #[test]
    fn many_at_once_are_as_one_by_one(
        seed in prop::collection::vec(any::<u8>(), 1..12),
        ids in prop::collection::vec(0i64..30, 0..30),
    ) {
        let mut conn = vault();
        for (domain, kind) in [("git", UserstoreKind::Gitlab), ("ldap", UserstoreKind::Ldap)] {
            let store = userstore::add(&conn, domain, kind, day(1)).unwrap().id;
            import(&mut conn, store, 2, &whole(), &records(&seed));
        }
        conn.execute("UPDATE user SET gone_since = 5 WHERE id % 5 = 0", []).unwrap();
        conn.execute("DELETE FROM user_seen WHERE user_id % 7 = 0", []).unwrap();
        let ids: Vec<UserId> = ids.into_iter().map(UserId).collect();
        agrees(&conn, &ids);
    }
}
