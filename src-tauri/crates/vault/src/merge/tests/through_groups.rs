use super::grants::{admin, developer, get, holding};
use crate::merge::ChangedUsers;
use crate::merge::testing::*;
use crate::tables::{find::find, grant, group};
use muster_model::record::{GrantRecord, GroupName, GroupRecord, Listed, MemberName, Record};
use rusqlite::Connection;

fn group(path: &str, members: Vec<MemberName>, roles: Vec<GrantRecord>) -> Record {
    let name = GroupName { id: None, path: path.to_owned() };
    Record::Group(GroupRecord { name, members: Listed::All(members), roles, ..GroupRecord::default() })
}

#[test]
fn roles_of_groups_reach_their_members_members() {
    let (mut conn, store) = mirrored();
    let user = |name: &str| MemberName::Username(name.to_owned());
    let records = |members: Vec<MemberName>, roles: Vec<GrantRecord>| {
        let mut records = vec![
            group("all", vec![MemberName::Group("team".into()), user("b")], roles),
            group("team", members, vec![]),
        ];
        records.extend(users([named("a"), named("b"), named("c")]));
        records
    };
    import(&mut conn, store, 1, &whole(), &records(vec![user("a")], vec![]));
    assert!(!get(&conn, "a").privileged);
    import(&mut conn, store, 1, &whole(), &records(vec![user("a")], vec![admin(), developer("x")]));
    for (name, privileged) in [("a", true), ("b", true), ("c", false)] {
        assert_eq!(get(&conn, name).privileged, privileged, "{name}");
    }
    let held = grant::of_user(&conn, get(&conn, "a").id).unwrap();
    assert_eq!(held[0].through.as_deref(), Some("all"));
    assert_eq!(get(&conn, "a").roles, ["Developer", "Administrator"]);
    let again = import(&mut conn, store, 2, &whole(), &records(vec![user("a")], vec![admin(), developer("x")]));
    assert_eq!(again.changed_users, ChangedUsers::Some(vec![]));

    // Out of the inner group, and then no role left at all.
    import(&mut conn, store, 3, &whole(), &records(vec![user("c")], vec![admin(), developer("x")]));
    assert_eq!(["a", "b", "c"].map(|n| get(&conn, n).privileged), [false, true, true]);
    let merged = import(&mut conn, store, 4, &whole(), &records(vec![user("c")], vec![]));
    assert_eq!(["a", "b", "c"].map(|n| get(&conn, n).privileged), [false; 3]);
    assert_eq!(merged.grants.gone, 2);
}

fn privileged(conn: &Connection) -> [bool; 2] {
    ["a", "b"].map(|name| get(conn, name).privileged)
}

fn user(name: &str) -> MemberName {
    MemberName::Username(name.to_owned())
}

#[test]
fn a_group_that_joins_leaves_or_goes_takes_its_members_along() {
    let (mut conn, store) = mirrored();
    let import_groups = |conn: &mut Connection, n, groups: Vec<Record>| {
        let mut records = users([named("a"), named("b")]);
        records.extend(groups);
        import(conn, store, n, &whole(), &records)
    };
    let team = || group("team", vec![user("a")], vec![]);
    let admins = |members: Vec<MemberName>| group("admins", members, vec![admin()]);
    let inner = || MemberName::Group("team".into());
    import_groups(&mut conn, 1, vec![team(), admins(vec![user("b")])]);
    assert_eq!(privileged(&conn), [false, true]);
    import_groups(&mut conn, 2, vec![team(), admins(vec![user("b"), inner()])]);
    assert_eq!(privileged(&conn), [true, true]);
    import_groups(&mut conn, 3, vec![team(), admins(vec![user("b")])]);
    assert_eq!(privileged(&conn), [false, true]);
    import_groups(&mut conn, 4, vec![team()]);
    assert_eq!(privileged(&conn), [false, false]);
    import_groups(&mut conn, 5, vec![team(), admins(vec![inner()])]);
    assert_eq!(privileged(&conn), [true, false]);
    import_groups(&mut conn, 6, vec![team()]);
    assert_eq!(privileged(&conn), [false, false]);
    import_groups(&mut conn, 7, vec![team(), admins(vec![inner()])]);
    assert_eq!(privileged(&conn), [true, false]);
}

#[test]
fn who_is_gone_stays_in_its_groups_until_back() {
    let (mut conn, store) = mirrored();
    let records = |people: &[&str], members: Vec<MemberName>| {
        let mut records = users(people.iter().map(|name| named(name)));
        records.push(group("g", members, vec![]));
        records
    };
    import(&mut conn, store, 1, &whole(), &records(&["a", "b"], vec![user("a"), user("b")]));
    import(&mut conn, store, 2, &whole(), &records(&["a"], vec![user("a")]));
    let of_b = |conn: &Connection| group::paths_of_user(conn, find(conn, "b").unwrap()).unwrap();
    assert_eq!(of_b(&conn), ["g"]);
    let again = import(&mut conn, store, 3, &whole(), &records(&["a"], vec![user("a")]));
    assert_eq!(again.changed_users, ChangedUsers::Some(vec![]));
    import(&mut conn, store, 4, &whole(), &records(&["a", "b"], vec![user("a")]));
    assert!(of_b(&conn).is_empty());
}

#[test]
fn what_a_user_and_its_group_both_list_is_shown_once() {
    let (mut conn, store) = mirrored();
    let through = GrantRecord { through: Some("g".into()), ..developer("x") };
    let mut records = users([holding("a", Listed::All(vec![through]))]);
    records.push(group("g", vec![user("a")], vec![developer("x"), admin()]));
    import(&mut conn, store, 1, &whole(), &records);
    let shown = grant::of_user(&conn, find(&conn, "a").unwrap()).unwrap();
    assert_eq!(shown.iter().map(|g| g.role.name.as_str()).collect::<Vec<_>>(), ["Developer", "Administrator"]);
    assert!(shown.iter().all(|g| g.through.as_deref() == Some("g")));
}
