use crate::merge::testing::*;
use crate::tables::{find::find, group, version};
use muster_model::UserId;
use muster_model::import::Totals;
use muster_model::record::{GroupName, GroupRecord, Listed, MemberName, Record, UserRecord};
use rusqlite::Connection;

fn name(id: &str, path: &str) -> GroupName {
    GroupName { id: (!id.is_empty()).then(|| id.to_owned()), path: path.to_owned() }
}

fn group(name: GroupName, members: Listed<MemberName>) -> Record {
    Record::Group(GroupRecord { name, members, ..GroupRecord::default() })
}

fn of(conn: &Connection, user: &str) -> Vec<String> {
    group::paths_of_user(conn, find(conn, user).unwrap()).unwrap()
}

fn either(names: &[&str]) -> Vec<MemberName> {
    names.iter().map(|n| MemberName::Either((*n).to_owned())).collect()
}

fn in_groups(user: UserRecord, groups: Listed<GroupName>) -> Record {
    Record::User(Box::new(UserRecord { groups, ..user }))
}

#[test]
fn members_are_found_in_whatever_order_and_those_unknown_are_counted() {
    let (mut conn, store) = mirrored();
    let dn = |uid: &str| {
        let mut record = named(uid);
        record.identity.reference = Some(format!("uid={uid}"));
        record
    };
    let mut records = vec![
        group(name("cn=g", "g"), Listed::All(either(&["uid=a", "uid=nobody", "cn=h"]))),
        group(name("cn=h", "h"), Listed::All(vec![MemberName::Username("B".into()), MemberName::User("uid=a".into())])),
    ];
    records.extend(users([dn("a"), dn("b")]));
    let merged = import(&mut conn, store, 1, &whole(), &records);
    assert_eq!((merged.groups.created, merged.notes.members_unresolved), (2, 1));
    assert_eq!((of(&conn, "a"), of(&conn, "b")), (vec!["g".into(), "h".into()], vec!["h".to_owned()]));
    let before = dump(&conn, &["snapshot"]);
    let merged = import(&mut conn, store, 2, &whole(), &records);
    assert_eq!(merged.groups, Totals { unchanged: 2, ..Totals::default() });
    assert_eq!(dump(&conn, &["snapshot"]), before);
}

#[test]
fn a_list_that_is_whole_replaces_and_one_that_is_not_adds() {
    let (mut conn, store) = mirrored();
    let members = |listed: fn(Vec<MemberName>) -> Listed<MemberName>, names: &[&str]| {
        let names = names.iter().map(|n| MemberName::Username((*n).to_owned())).collect();
        let mut records = users([named("a"), named("b")]);
        records.push(group(name("", "g"), listed(names)));
        records
    };
    import(&mut conn, store, 1, &whole(), &members(Listed::All, &["a"]));
    import(&mut conn, store, 2, &whole(), &members(Listed::Some, &["b"]));
    assert_eq!((of(&conn, "a").len(), of(&conn, "b").len()), (1, 1));
    let merged = import(&mut conn, store, 3, &whole(), &members(Listed::All, &["b"]));
    assert_eq!((of(&conn, "a").len(), of(&conn, "b").len()), (0, 1));
    assert_eq!(merged.groups.changed, 1);
    // A user whose groups changed counts as changed, and its history says so.
    assert_eq!((merged.users.changed, merged.users.unchanged), (1, 1));
    let history = version::of_user(&conn, UserId(1)).unwrap();
    assert_eq!((history[0].fields[0].name.as_str(), history[0].fields[0].before.as_deref()), ("group", Some("g")));
}

#[test]
fn users_list_their_groups_and_make_them() {
    let (mut conn, store) = mirrored();
    let told = |listed| vec![in_groups(named("a"), listed)];
    let both = || Listed::All(vec![name("1", "g"), name("", "h")]);
    let merged = import(&mut conn, store, 1, &whole(), &told(both()));
    assert_eq!(merged.groups.created, 2);
    let before = dump(&conn, &["snapshot"]);
    import(&mut conn, store, 2, &whole(), &told(both()));
    assert_eq!(dump(&conn, &["snapshot"]), before);
    import(&mut conn, store, 3, &part(), &told(Listed::Some(vec![name("1", "renamed")])));
    assert_eq!(of(&conn, "a"), ["h", "renamed"]);
    let merged = import(&mut conn, store, 4, &part(), &told(Listed::All(vec![name("", "H")])));
    assert_eq!((of(&conn, "a"), merged.users.changed), (vec!["H".to_owned()], 1));
    import(&mut conn, store, 5, &part(), &told(Listed::Silent));
    assert_eq!(of(&conn, "a"), ["H"]);
}

#[test]
fn what_a_group_and_a_user_say_is_put_together() {
    let (mut conn, store) = mirrored();
    // The user lists only one of its groups, as some directories do.
    let records = vec![
        in_groups(named("a"), Listed::All(vec![name("", "g")])),
        group(name("", "g"), Listed::Silent),
        group(name("", "h"), Listed::All(vec![MemberName::Username("a".into())])),
    ];
    import(&mut conn, store, 1, &whole(), &records);
    assert_eq!(of(&conn, "a"), ["g", "h"]);
    let before = dump(&conn, &["snapshot"]);
    let merged = import(&mut conn, store, 2, &whole(), &records);
    assert_eq!((merged.users.unchanged, dump(&conn, &["snapshot"])), (1, before));
}

#[test]
fn groups_not_listed_by_files_that_list_all_are_gone_and_may_return() {
    let (mut conn, store) = mirrored();
    let all = [in_groups(named("a"), Listed::All(vec![name("1", "g"), name("2", "h")]))];
    import(&mut conn, store, 1, &whole(), &all);
    let less = [in_groups(named("a"), Listed::Silent), group(name("2", "h"), Listed::Silent)];
    let merged = import(&mut conn, store, 2, &whole(), &less);
    assert_eq!(merged.groups, Totals { unchanged: 1, gone: 1, ..Totals::default() });
    assert_eq!(of(&conn, "a"), ["h"]);
    assert_eq!(group::page(&conn, &group::Wanted::default(), 0, 9).unwrap().0[0].gone_since, Some(day(2).timestamp()));
    // The path goes to another group; the old one comes back under a new path.
    let other = [
        in_groups(named("a"), Listed::Silent),
        group(name("3", "g"), Listed::Silent),
        group(name("1", "old"), Listed::Silent),
    ];
    let merged = import(&mut conn, store, 3, &whole(), &other);
    assert_eq!((merged.groups.created, merged.groups.changed, merged.groups.gone), (1, 1, 1));
    assert_eq!(of(&conn, "a"), ["old"]);
}

#[test]
fn a_group_needs_a_name() {
    let (mut conn, store) = mirrored();
    let merged = import(&mut conn, store, 1, &part(), &[group(name("", " "), Listed::Silent)]);
    assert_eq!(merged.read, 1, "the test counts refused records as rejected");
    assert_eq!(group::page(&conn, &group::Wanted::default(), 0, 9).unwrap(), (Vec::new(), 0));
}
