use crate::changes::By;
use crate::changes::group::{self, GroupEdit, GroupRole};
use crate::changes::role::{self, RoleEdit};
use crate::changes::undo;
use crate::merge::testing::*;
use crate::tables::group::{self as groups, Wanted};
use crate::tables::{group_grant, user, version};
use crate::{Error, Result};
use muster_model::{GroupId, Scope, ScopeKind, UserId};
use proptest::prelude::*;
use rusqlite::{Connection, Transaction};

const KEPT: &[&str] = &["change", "change_thing", "change_user", "user_version", "scope", "sqlite_sequence"];

fn by(n: i64) -> By<'static> {
    By { operator: "olga", now: day(n) }
}

fn within<T>(conn: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
    let tx = conn.transaction().unwrap();
    let done = work(&tx)?;
    tx.commit().unwrap();
    Ok(done)
}

fn at(path: &str) -> GroupEdit {
    GroupEdit { path: Some(path.to_owned()), ..GroupEdit::default() }
}

fn inside(path: &str, parents: &[&str]) -> GroupEdit {
    GroupEdit { parents: Some(parents.iter().map(|path| (*path).to_owned()).collect()), ..at(path) }
}

fn on(role: &str, scope: Scope) -> GroupRole {
    GroupRole { role: role.to_owned(), scope, expires: None }
}

fn create(conn: &mut Connection, edit: &GroupEdit) -> Result<GroupId> {
    within(conn, |tx| group::create(tx, "PRIMARY", edit, by(2))).map(|done| done.id)
}

fn change(conn: &mut Connection, id: GroupId, edit: &GroupEdit) -> Result<crate::changes::Done<GroupId>> {
    within(conn, |tx| group::edit(tx, id, edit, by(3)))
}

fn take_back(conn: &mut Connection, change: Option<i64>) {
    within(conn, |tx| undo(tx, change.unwrap(), "otto", day(6), &mut |_| Ok(()))).unwrap();
}

fn make_role(conn: &mut Connection, name: &str, privileged: bool) {
    let edit = RoleEdit { name: Some(name.into()), privileged: Some(privileged), ..RoleEdit::default() };
    within(conn, |tx| role::create(tx, "PRIMARY", &edit, by(2))).unwrap();
}

fn member(conn: &Connection, group: GroupId, name: &str) -> UserId {
    let id = named_user(conn, name);
    conn.execute("INSERT INTO group_user (group_id, user_id) VALUES (?1, ?2)", (group.0, id.0)).unwrap();
    id
}

#[test]
fn a_group_keeps_its_members_through_every_edit() {
    let (mut conn, _) = local();
    make_role(&mut conn, "power", true);
    let outer = create(&mut conn, &at("/acme/")).unwrap();
    let inner = create(&mut conn, &inside("acme/web", &["ACME"])).unwrap();
    let anne = member(&conn, inner, "anne");
    let before = dump(&conn, KEPT);
    let edit = GroupEdit {
        display_name: Some("Web".into()),
        description: Some("Sites".into()),
        roles: Some(vec![on("POWER", Scope { kind: ScopeKind::Group, path: "/acme/web/".into() })]),
        ..at("acme/sites")
    };
    let done = change(&mut conn, inner, &edit).unwrap();
    assert_eq!(done.users, [anne]);
    let row = groups::by_id(&conn, inner).unwrap();
    assert_eq!((row.path.as_str(), row.display_name.as_deref(), row.roles), ("acme/sites", Some("Web"), 1));
    assert_eq!(groups::paths_of_user(&conn, anne).unwrap(), ["acme/sites"]);
    let given = group_grant::of_group(&conn, inner).unwrap();
    assert_eq!((given[0].scope.path.as_str(), given[0].since), ("acme/web", Some(day(3))));
    assert_eq!(change(&mut conn, inner, &edit).unwrap().change, None);
    // What stays keeps its beginning; what is new begins now.
    let mut both = edit.roles.clone().unwrap();
    both.push(GroupRole { expires: Some(day(9)), ..on("power", Scope::instance()) });
    within(&mut conn, |tx| group::edit(tx, inner, &GroupEdit { roles: Some(both), ..GroupEdit::default() }, by(4)))
        .unwrap();
    let since: Vec<_> =
        group_grant::of_group(&conn, inner).unwrap().into_iter().map(|g| (g.since, g.expires)).collect();
    assert_eq!(since, [(Some(day(4)), Some(day(9))), (Some(day(3)), None)]);
    let last = conn.query_row("SELECT max(id) FROM change", [], |row| row.get(0)).unwrap();
    take_back(&mut conn, Some(last));
    take_back(&mut conn, done.change);
    assert_eq!(dump(&conn, KEPT), before);
    let _ = outer;
}

#[test]
fn removing_a_group_takes_memberships_along_and_undoing_brings_them_back() {
    let (mut conn, _) = local();
    make_role(&mut conn, "power", true);
    let outer =
        create(&mut conn, &GroupEdit { roles: Some(vec![on("power", Scope::instance())]), ..at("outer") }).unwrap();
    let middle = create(&mut conn, &inside("middle", &["outer"])).unwrap();
    let inner = create(&mut conn, &inside("inner", &["middle"])).unwrap();
    let (anne, bob) = (member(&conn, middle, "anne"), member(&conn, inner, "bob"));
    within(&mut conn, |tx| group::edit(tx, outer, &GroupEdit { roles: Some(vec![]), ..GroupEdit::default() }, by(3)))
        .unwrap();
    let gives = GroupEdit { roles: Some(vec![on("power", Scope::instance())]), ..GroupEdit::default() };
    assert_eq!(change(&mut conn, outer, &gives).unwrap().users, [anne, bob]);
    let before = dump(&conn, KEPT);
    let done = within(&mut conn, |tx| group::remove(tx, middle, by(4))).unwrap();
    assert_eq!(done.users, [anne, bob]);
    assert!([anne, bob].iter().all(|id| !user::by_id(&conn, *id).unwrap().privileged));
    assert_eq!(groups::paths_of_user(&conn, anne).unwrap(), Vec::<String>::new());
    let history = version::of_user(&conn, anne).unwrap();
    let left = history[0].fields.iter().find(|field| field.name == "group").unwrap();
    assert_eq!((left.before.as_deref(), left.after.as_deref()), (Some("middle"), None));
    take_back(&mut conn, done.change);
    assert_eq!(dump(&conn, KEPT), before);
    assert!([anne, bob].iter().all(|id| user::by_id(&conn, *id).unwrap().privileged));
}

#[test]
fn what_a_group_cannot_be_is_refused() {
    let (mut conn, _) = local();
    make_role(&mut conn, "r", false);
    let a = create(&mut conn, &at("a")).unwrap();
    create(&mut conn, &inside("b", &["a"])).unwrap();
    let c = create(&mut conn, &inside("c", &["b"])).unwrap();
    let before = dump(&conn, &["scope", "sqlite_sequence"]);
    assert!(matches!(create(&mut conn, &at("A")), Err(Error::Taken { what: "group", .. })));
    assert!(matches!(create(&mut conn, &at(" / ")), Err(Error::Value { field, .. }) if field == "path"));
    assert!(matches!(create(&mut conn, &at("x\u{0}")), Err(Error::Value { .. })));
    assert!(matches!(create(&mut conn, &inside("d", &["zz"])), Err(Error::NoSuch { what: "group", .. })));
    let gives = |roles: Vec<GroupRole>| GroupEdit { roles: Some(roles), ..at("d") };
    let wrong = [
        on("r", Scope { kind: ScopeKind::Group, path: " / ".into() }),
        on("r", Scope { kind: ScopeKind::Instance, path: "x".into() }),
        on("r", Scope { kind: ScopeKind::Project, path: "x".repeat(1_001) }),
    ];
    for role in wrong {
        assert!(matches!(create(&mut conn, &gives(vec![role])), Err(Error::Value { field, .. }) if field == "scope"));
    }
    let twice = gives(vec![on("r", Scope::instance()), on("R", Scope::instance())]);
    assert!(matches!(create(&mut conn, &twice), Err(Error::Value { field, .. }) if field == "roles"));
    assert!(matches!(
        create(&mut conn, &gives(vec![on("q", Scope::instance())])),
        Err(Error::NoSuch { what: "role", .. })
    ));
    let circle = change(&mut conn, a, &inside("a", &["c"])).unwrap_err();
    assert!(matches!(&circle, Error::Cycle { what: "group", path } if path == &["a", "c", "b", "a"]), "{circle}");
    assert!(matches!(change(&mut conn, a, &inside("a", &["a"])), Err(Error::Cycle { .. })));
    assert_eq!(dump(&conn, &["scope", "sqlite_sequence"]), before);
    let _ = c;
}

#[test]
fn groups_are_listed_by_path_and_found() {
    let (mut conn, store) = local();
    for (path, parents) in [("Acme", vec![]), ("acme/web", vec!["acme"]), ("acme/api", vec!["acme"]), ("Ops", vec![])] {
        create(&mut conn, &inside(path, &parents)).unwrap();
    }
    crate::filter::register(&conn).unwrap();
    let found = |wanted: &Wanted, offset, limit| {
        let (rows, total) = groups::page(&conn, wanted, offset, limit).unwrap();
        (rows.into_iter().map(|row| row.path).collect::<Vec<_>>(), total)
    };
    let paths = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    assert_eq!(found(&Wanted::default(), 1, 2), (paths(&["acme/api", "acme/web"]), 4));
    let top = Wanted { top: true, userstore: Some(store), ..Wanted::default() };
    assert_eq!(found(&top, 0, 9), (paths(&["Acme", "Ops"]), 2));
    let within = Wanted { within: Some(GroupId(1)), ..Wanted::default() };
    assert_eq!(found(&within, 0, 9), (paths(&["acme/api", "acme/web"]), 2));
    let around = Wanted { around: Some(GroupId(2)), ..Wanted::default() };
    assert_eq!(found(&around, 0, 9), (paths(&["Acme"]), 1));
    let searched = Wanted { search: "WÉB".into(), ..Wanted::default() };
    assert_eq!(found(&searched, 0, 9), (paths(&["acme/web"]), 1));
    assert_eq!(groups::below(&conn, GroupId(1)).unwrap(), [GroupId(1), GroupId(2), GroupId(3)]);
}

#[derive(Debug, Clone)]
enum Step {
    Create(u8, Vec<u8>, bool),
    Edit(u8, Option<u8>, Option<Vec<u8>>, Option<bool>),
    Remove(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let parents = || prop::collection::vec(0_u8..6, 0..3);
    prop_oneof![
        3 => (0_u8..6, parents(), any::<bool>()).prop_map(|(path, parents, gives)| Step::Create(path, parents, gives)),
        4 => (0_u8..6, prop::option::of(0_u8..6), prop::option::of(parents()), prop::option::of(any::<bool>()))
            .prop_map(|(path, to, parents, gives)| Step::Edit(path, to, parents, gives)),
        1 => (0_u8..6).prop_map(Step::Remove),
    ]
}

fn wanted(path: Option<u8>, parents: Option<&Vec<u8>>, gives: Option<bool>) -> GroupEdit {
    let name = |path: &u8| format!("g{path}");
    let power = || on("power", Scope::instance());
    GroupEdit {
        path: path.as_ref().map(name),
        parents: parents.map(|parents| parents.iter().map(name).collect()),
        roles: gives.map(|gives| if gives { vec![power()] } else { Vec::new() }),
        ..GroupEdit::default()
    }
}

/// Whether each user reaches a group that gives the privileged role.
fn reaches_power(conn: &Connection, user: UserId) -> bool {
    let reached: i64 = conn
        .query_row(
            "WITH RECURSIVE above (id) AS (SELECT group_id FROM group_user WHERE user_id = ?1
                UNION SELECT g.group_id FROM group_group g JOIN above ON g.member_id = above.id)
             SELECT count(*) FROM above JOIN group_grant g ON g.group_id = above.id",
            [user.0],
            |row| row.get(0),
        )
        .unwrap();
    reached > 0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_done_to_groups_no_circle_closes_users_follow_and_all_is_taken_back(
        steps in prop::collection::vec(step(), 1..16), members in prop::collection::vec((0_u8..6, 0_u8..4), 0..8),
    ) {
        let (mut conn, store) = local();
        make_role(&mut conn, "power", true);
        let users: Vec<UserId> = (0..4).map(|n| named_user(&conn, &format!("u{n}"))).collect();
        for path in 0..3 {
            create(&mut conn, &wanted(Some(path), None, None)).unwrap();
        }
        for (group, user) in members {
            let found = groups::by_path(&conn, store, &format!("g{group}")).unwrap();
            if let Some(group) = found {
                conn.execute(
                    "INSERT OR IGNORE INTO group_user (group_id, user_id) VALUES (?1, ?2)",
                    (group.0, users[usize::from(user)].0),
                ).unwrap();
            }
        }
        let first = dump(&conn, KEPT);
        let mut done = Vec::new();
        for step in steps {
            let find = |path: u8| groups::by_path(&conn, store, &format!("g{path}")).unwrap();
            let before = dump(&conn, KEPT);
            let result = match &step {
                Step::Create(path, parents, gives) => {
                    let edit = wanted(Some(*path), Some(parents), Some(*gives));
                    within(&mut conn, |tx| group::create(tx, "PRIMARY", &edit, by(3)))
                }
                Step::Edit(path, to, parents, gives) => {
                    let Some(id) = find(*path) else { continue };
                    change(&mut conn, id, &wanted(*to, parents.as_ref(), *gives))
                }
                Step::Remove(path) => {
                    let Some(id) = find(*path) else { continue };
                    within(&mut conn, |tx| group::remove(tx, id, by(4)))
                }
            };
            match result {
                Ok(result) => {
                    let after = dump(&conn, KEPT);
                    prop_assert_eq!(result.change.is_some(), after != before, "{:?}", step);
                    done.extend(result.change);
                }
                Err(_) => prop_assert_eq!(dump(&conn, KEPT), before),
            }
            for (group, member) in groups::nested(&conn).unwrap() {
                prop_assert!(!groups::below(&conn, member).unwrap().contains(&group), "a circle: {:?}", step);
            }
            for id in &users {
                let privileged = user::by_id(&conn, *id).unwrap().privileged;
                prop_assert_eq!(privileged, reaches_power(&conn, *id), "{:?}", step);
            }
        }
        for change in done.into_iter().rev() {
            take_back(&mut conn, Some(change));
        }
        prop_assert_eq!(dump(&conn, KEPT), first);
    }
}
