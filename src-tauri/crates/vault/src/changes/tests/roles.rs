use crate::access::Known;
use crate::changes::group::{self, GroupEdit, GroupRole};
use crate::changes::permission::{self, NewPermission};
use crate::changes::role::{self, RoleEdit, SetRole};
use crate::changes::set::{self, Set};
use crate::changes::undo;
use crate::changes::{By, Done};
use crate::merge::testing::*;
use crate::tables::{grant, permission as nodes, role as roles, role_include, user};
use crate::{Error, Result};
use muster_model::access::{MOST_WAYS, Question};
use muster_model::record::Record;
use muster_model::{GroupId, Role, RoleId, Scope, ScopeKind, UserId, UserstoreKind};
use rusqlite::{Connection, Transaction};

/// Tables that keep what was, and scopes, which stay.
const KEPT: &[&str] = &["change", "change_thing", "change_user", "user_version", "scope"];

fn by() -> By<'static> {
    By { operator: "olga", now: day(5) }
}

fn within<T>(conn: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
    let tx = conn.transaction().unwrap();
    let done = work(&tx)?;
    tx.commit().unwrap();
    Ok(done)
}

fn take_back(conn: &mut Connection, change: Option<i64>) {
    within(conn, |tx| undo(tx, change.unwrap(), "otto", day(6), &mut |_| Ok(()))).unwrap();
}

fn named(name: &str) -> RoleEdit {
    RoleEdit { name: Some(name.to_owned()), ..RoleEdit::default() }
}

fn texts(texts: &[&str]) -> Option<Vec<String>> {
    Some(texts.iter().map(|text| (*text).to_owned()).collect())
}

fn create(conn: &mut Connection, edit: &RoleEdit) -> Result<RoleId> {
    within(conn, |tx| role::create(tx, "PRIMARY", edit, by())).map(|done| done.id)
}

fn make_group(conn: &mut Connection, path: &str, parents: &[&str], role: Option<&str>) -> GroupId {
    let given = |role: &str| GroupRole { role: role.to_owned(), scope: Scope::instance(), expires: None };
    let edit = GroupEdit {
        path: Some(path.to_owned()),
        parents: texts(parents),
        roles: Some(role.map(given).into_iter().collect()),
        ..GroupEdit::default()
    };
    within(conn, |tx| group::create(tx, "PRIMARY", &edit, by())).unwrap().id
}

fn put_into(conn: &Connection, group: GroupId, user: UserId) {
    conn.execute("INSERT INTO group_user (group_id, user_id) VALUES (?1, ?2)", (group.0, user.0)).unwrap();
}

fn add_permission(conn: &mut Connection, path: &str) -> Result<Done<()>> {
    let new = NewPermission { path: path.to_owned(), ..NewPermission::default() };
    within(conn, |tx| permission::add(tx, "PRIMARY", &new, by()))
}

fn tree(conn: &Connection) -> Vec<String> {
    nodes::list(conn, crate::tables::userstore::by_domain(conn, "PRIMARY").unwrap().unwrap().id)
        .unwrap()
        .into_iter()
        .map(|node| node.path)
        .collect()
}

fn privileged(conn: &Connection, id: UserId) -> bool {
    user::by_id(conn, id).unwrap().privileged
}

#[test]
fn a_role_is_made_changed_and_removed_and_each_is_taken_back() {
    let (mut conn, store) = local();
    add_permission(&mut conn, "/admin/users").unwrap();
    let empty = dump(&conn, KEPT);
    let made = within(&mut conn, |tx| role::create(tx, "primary", &named(" Ops "), by())).unwrap();
    let other = create(&mut conn, &RoleEdit { permissions: texts(&["/ADMIN/users/", "/admin"]), ..named("Admin") });
    let row = roles::by_id(&conn, other.unwrap()).unwrap();
    assert_eq!((row.role.permissions, row.builtin, row.userstore), (vec!["/admin".to_owned()], false, store));
    assert_eq!(roles::by_id(&conn, made.id).unwrap().role.name, "Ops");
    let before = dump(&conn, KEPT);
    let edit = RoleEdit {
        description: Some("Nights".into()),
        privileged: Some(true),
        includes: texts(&["admin"]),
        permissions: texts(&["/"]),
        ..named("Operations")
    };
    let changed = within(&mut conn, |tx| role::edit(tx, made.id, &edit, by())).unwrap();
    let row = roles::by_name(&conn, store, "OPERATIONS").unwrap().unwrap();
    assert_eq!((row.id, row.description.as_deref(), row.role.privileged), (made.id, Some("Nights"), true));
    assert_eq!(row.role.permissions, ["/"]);
    let again = within(&mut conn, |tx| role::edit(tx, made.id, &edit, by())).unwrap();
    assert_eq!((again.change, again.users), (None, Vec::new()), "what is so already is no change");
    take_back(&mut conn, changed.change);
    assert_eq!(dump(&conn, KEPT), before);
    let removed = within(&mut conn, |tx| role::remove(tx, made.id, by())).unwrap();
    assert!(roles::by_name(&conn, store, "ops").unwrap().is_none());
    take_back(&mut conn, removed.change);
    assert_eq!(dump(&conn, KEPT), before);
    within(&mut conn, |tx| role::remove(tx, RoleId(row.id.0 + 1), by())).unwrap();
    take_back(&mut conn, made.change);
    assert_eq!(dump(&conn, KEPT), empty);
}

#[test]
fn what_a_role_cannot_be_is_refused() {
    let (mut conn, _) = local();
    let (a, b) = (create(&mut conn, &named("a")).unwrap(), create(&mut conn, &named("b")).unwrap());
    let before = dump(&conn, &[]);
    let fails = |conn: &mut Connection, edit: &RoleEdit| create(conn, edit).unwrap_err();
    assert!(matches!(fails(&mut conn, &named("")), Error::Value { field, .. } if field == "name"));
    assert!(matches!(fails(&mut conn, &named("x\u{7}")), Error::Value { .. }));
    assert!(matches!(fails(&mut conn, &named(&"x".repeat(256))), Error::Value { .. }));
    assert!(matches!(fails(&mut conn, &named("A")), Error::Taken { what: "role", .. }));
    let edit = RoleEdit { permissions: texts(&["/nowhere"]), ..named("c") };
    assert!(matches!(fails(&mut conn, &edit), Error::NoSuch { what: "permission", .. }));
    let edit = RoleEdit { includes: texts(&["zz"]), ..named("c") };
    assert!(matches!(fails(&mut conn, &edit), Error::NoSuch { what: "role", .. }));
    let edit = RoleEdit { base: Some("a".into()), ..named("c") };
    assert!(matches!(fails(&mut conn, &edit), Error::Value { field, .. } if field == "base"));
    assert_eq!(dump(&conn, &[]), before);

    let include = |conn: &mut Connection, id, names: &[&str]| {
        let edit = RoleEdit { includes: texts(names), ..RoleEdit::default() };
        within(conn, |tx| role::edit(tx, id, &edit, by()))
    };
    include(&mut conn, a, &["b"]).unwrap();
    let circle = include(&mut conn, b, &["a"]).unwrap_err();
    assert!(matches!(&circle, Error::Cycle { what: "role", path } if path == &["b", "a", "b"]), "{circle}");
    assert!(circle.to_string().contains("b \u{2192} a \u{2192} b"), "{circle}");
    let itself = include(&mut conn, a, &["a"]).unwrap_err();
    assert!(matches!(&itself, Error::Cycle { path, .. } if path == &["a", "a"]), "{itself}");

    // Held by a user, given by a group, included by a role.
    let anne = named_user(&conn, "anne");
    let group = make_group(&mut conn, "g", &[], Some("b"));
    conn.execute("INSERT INTO user_grant (user_id, role_id, scope_id, origin) VALUES (?1, ?2, 1, 'x')", (anne.0, b.0))
        .unwrap();
    let held = within(&mut conn, |tx| role::remove(tx, b, by())).unwrap_err();
    let expected = "1 user holds it, 1 group gives it, the role a refers to it";
    assert!(held.to_string().contains(expected), "{held}");
    assert!(matches!(held, Error::Held { users: 1, groups: 1, roles, .. } if roles == ["a"]));
    let _ = group;
}

#[test]
fn mirrored_roles_and_groups_are_not_edited() {
    let (mut conn, store) = mirrored();
    conn.execute_batch("INSERT INTO user_group (userstore_id, path, path_key) VALUES (1, 'g', 'g')").unwrap();
    let id = roles::add(&conn, store, &Role::named("Developer")).unwrap();
    let before = dump(&conn, &[]);
    let tx = conn.transaction().unwrap();
    let permission = NewPermission { path: "/a".into(), ..NewPermission::default() };
    for refused in [
        role::create(&tx, "git", &named("x"), by()).map(drop),
        role::edit(&tx, id, &named("x"), by()).map(drop),
        role::remove(&tx, id, by()).map(drop),
        group::create(&tx, "git", &GroupEdit::default(), by()).map(drop),
        group::edit(&tx, GroupId(1), &GroupEdit::default(), by()).map(drop),
        group::remove(&tx, GroupId(1), by()).map(drop),
        permission::add(&tx, "git", &permission, by()).map(drop),
        permission::remove(&tx, "git", "/a", by()).map(drop),
        set::install(&tx, "git", &Set { of: UserstoreKind::Wso2, ..gitlab() }, by()).map(drop),
    ] {
        assert!(matches!(refused, Err(Error::NotLocal { domain }) if domain == "git"));
    }
    assert!(matches!(role::create(&tx, "x", &named("x"), by()), Err(Error::NoSuch { what: "userstore", .. })));
    drop(tx);
    assert_eq!(dump(&conn, &[]), before);
}

#[test]
fn the_permission_tree_grows_and_is_cut() {
    let (mut conn, _) = local();
    let empty = dump(&conn, KEPT);
    let added = add_permission(&mut conn, "admin/users/manage").unwrap();
    add_permission(&mut conn, "read_code").unwrap();
    assert_eq!(tree(&conn), ["/admin", "/admin/users", "/admin/users/manage", "read_code"]);
    assert!(matches!(add_permission(&mut conn, "/ADMIN/users/"), Err(Error::Taken { .. })));
    assert!(matches!(add_permission(&mut conn, "/"), Err(Error::Value { .. })));
    assert!(matches!(add_permission(&mut conn, "/a/../b"), Err(Error::Value { .. })));
    let id = create(&mut conn, &RoleEdit { permissions: texts(&["/admin/users"]), ..named("a") }).unwrap();
    let remove = |conn: &mut Connection, path: &str| within(conn, |tx| permission::remove(tx, "PRIMARY", path, by()));
    assert!(matches!(remove(&mut conn, "/admin"), Err(Error::Held { roles, .. }) if roles == ["a"]));
    remove(&mut conn, "/admin/users/MANAGE").unwrap();
    within(&mut conn, |tx| role::remove(tx, id, by())).unwrap();
    let cut = remove(&mut conn, "/Admin").unwrap();
    assert_eq!(tree(&conn), ["read_code"]);
    assert!(matches!(remove(&mut conn, "/admin"), Err(Error::NoSuch { .. })));
    take_back(&mut conn, cut.change);
    assert_eq!(tree(&conn), ["/admin", "/admin/users", "read_code"]);
    remove(&mut conn, "read_code").unwrap();
    let manage = add_permission(&mut conn, "/admin/users/manage").unwrap();
    take_back(&mut conn, manage.change);
    remove(&mut conn, "/admin").unwrap();
    assert_eq!(dump(&conn, KEPT), empty);
    let gone = within(&mut conn, |tx| undo(tx, added.change.unwrap(), "otto", day(6), &mut |_| Ok(())));
    assert!(matches!(gone, Err(Error::ChangedSince { .. })));
}

fn gitlab() -> Set {
    let role = |name: &str, level, privileged, permissions: &[&str], includes: &[&str]| SetRole {
        role: Role {
            level,
            privileged,
            permissions: permissions.iter().map(|path| (*path).to_owned()).collect(),
            ..Role::named(name)
        },
        description: Some(format!("The role {name}.")),
        includes: includes.iter().map(|name| (*name).to_owned()).collect(),
    };
    let permission = |path: &str| NewPermission { path: path.to_owned(), ..NewPermission::default() };
    Set {
        title: "GitLab".to_owned(),
        of: UserstoreKind::Gitlab,
        permissions: ["read_code", "/a/b"].map(permission).to_vec(),
        roles: vec![
            role("Guest", Some(10), false, &[], &[]),
            role("Owner", Some(50), false, &["read_code", "/a"], &["Guest"]),
            role("Administrator", None, true, &["/"], &[]),
        ],
    }
}

#[test]
fn a_set_is_installed_once_takes_over_what_is_there_and_goes_again() {
    let (mut conn, store) = local();
    let anne = named_user(&conn, "anne");
    let admin = create(&mut conn, &RoleEdit { description: Some("mine".into()), ..named("ADMINISTRATOR") }).unwrap();
    let group = make_group(&mut conn, "g", &[], None);
    put_into(&conn, group, anne);
    let role = GroupRole { role: "administrator".into(), scope: Scope::instance(), expires: None };
    let gives = GroupEdit { roles: Some(vec![role]), ..GroupEdit::default() };
    within(&mut conn, |tx| group::edit(tx, group, &gives, by())).unwrap();
    let before = dump(&conn, KEPT);
    assert!(!privileged(&conn, anne));
    let done = within(&mut conn, |tx| set::install(tx, "PRIMARY", &gitlab(), by())).unwrap();
    assert_eq!(done.users, [anne]);
    assert!(privileged(&conn, anne));
    assert_eq!(tree(&conn), ["/a", "/a/b", "read_code"]);
    let row = roles::by_name(&conn, store, "administrator").unwrap().unwrap();
    assert_eq!((row.id, row.builtin, row.role.name.as_str()), (admin, true, "Administrator"));
    let again = within(&mut conn, |tx| set::install(tx, "PRIMARY", &gitlab(), by())).unwrap();
    assert_eq!((again.change, again.users), (None, Vec::new()));

    // Built-in ones are not edited, but others are based on them.
    let builtin = within(&mut conn, |tx| role::edit(tx, admin, &named("x"), by())).unwrap_err();
    assert!(matches!(builtin, Error::Builtin { what: "role", .. }));
    assert!(matches!(within(&mut conn, |tx| role::remove(tx, admin, by())), Err(Error::Builtin { .. })));
    let cut = within(&mut conn, |tx| permission::remove(tx, "PRIMARY", "/a/b", by()));
    assert!(matches!(cut, Err(Error::Builtin { what: "permission", .. })));
    let custom = |n: usize| RoleEdit {
        base: Some("owner".into()),
        permissions: texts(&["/a/b"]),
        ..named(&format!("custom {n}"))
    };
    let first = create(&mut conn, &custom(0)).unwrap();
    let row = roles::by_id(&conn, first).unwrap().role;
    assert_eq!((row.base.as_deref(), row.level), (Some("Owner"), Some(50)));
    let based = role_include::of_role(&conn, first).unwrap();
    assert_eq!(based, [roles::by_name(&conn, store, "Owner").unwrap().unwrap().id]);
    let rebased = RoleEdit { base: Some("Guest".into()), ..RoleEdit::default() };
    let fixed = within(&mut conn, |tx| role::edit(tx, first, &rebased, by())).unwrap_err();
    assert!(matches!(fixed, Error::Value { field, .. } if field == "base"));
    let kept = RoleEdit { base: Some("OWNER".into()), includes: texts(&["Guest"]), ..RoleEdit::default() };
    within(&mut conn, |tx| role::edit(tx, first, &kept, by())).unwrap();
    assert_eq!(role_include::of_role(&conn, first).unwrap().len(), 2);
    let none = RoleEdit { includes: texts(&[]), ..RoleEdit::default() };
    within(&mut conn, |tx| role::edit(tx, first, &none, by())).unwrap();
    assert_eq!(role_include::of_role(&conn, first).unwrap(), based, "the base stays");
    for n in 1..role::MOST_CUSTOM {
        create(&mut conn, &custom(n)).unwrap();
    }
    let most = create(&mut conn, &custom(99)).unwrap_err();
    assert!(most.to_string().contains("10 custom roles"), "{most}");
    for n in 0..role::MOST_CUSTOM {
        let id = roles::by_name(&conn, store, &format!("custom {n}")).unwrap().unwrap().id;
        within(&mut conn, |tx| role::remove(tx, id, by())).unwrap();
    }
    take_back(&mut conn, done.change);
    assert_eq!(dump(&conn, KEPT), before);
    assert!(!privileged(&conn, anne));
}

#[test]
fn a_mirror_takes_the_set_of_its_own_product_and_imports_leave_it() {
    let (mut conn, store) = mirrored();
    let told = |name: &str, privileged| Role { privileged, ..Role::named(name) };
    let custom = Role { base: Some("guest".into()), permissions: vec!["/a/b".into()], ..Role::named("Custom") };
    import(&mut conn, store, 1, &part(), &[Record::Role(told("OWNER", true)), Record::Role(custom)]);
    let before = dump(&conn, KEPT);
    let installed = |conn: &mut Connection| within(conn, |tx| set::install(tx, "git", &gitlab(), by())).unwrap();
    let done = installed(&mut conn);
    let owner = |conn: &Connection| roles::by_name(conn, store, "owner").unwrap().unwrap();
    let known = owner(&conn);
    assert_eq!(known.role.permissions, ["read_code", "/a"]);
    assert!(known.role.privileged && known.builtin, "the source calls it privileged");
    let guest = roles::by_name(&conn, store, "Guest").unwrap().unwrap().id;
    let custom = roles::by_name(&conn, store, "Custom").unwrap().unwrap().id;
    assert_eq!(role_include::of_role(&conn, custom).unwrap(), [guest], "its base is known now");
    assert_eq!(installed(&mut conn).change, None);
    take_back(&mut conn, done.change);
    assert_eq!(dump(&conn, KEPT), before);

    installed(&mut conn);
    import(&mut conn, store, 2, &part(), &[Record::Role(told("Owner", true))]);
    assert_eq!(owner(&conn), known, "what the source does not speak of stays");
}

#[test]
fn holders_follow_what_a_role_includes() {
    let (mut conn, _) = local();
    let anne = named_user(&conn, "anne");
    let power = create(&mut conn, &RoleEdit { privileged: Some(true), ..named("power") }).unwrap();
    let middle = create(&mut conn, &named("middle")).unwrap();
    create(&mut conn, &RoleEdit { includes: texts(&["middle"]), ..named("low") }).unwrap();
    let group = make_group(&mut conn, "g", &[], None);
    make_group(&mut conn, "inner", &["g"], None);
    put_into(&conn, GroupId(group.0 + 1), anne);
    let gives = GroupEdit {
        roles: Some(vec![GroupRole { role: "low".into(), scope: Scope::instance(), expires: None }]),
        ..GroupEdit::default()
    };
    let given = within(&mut conn, |tx| group::edit(tx, group, &gives, by())).unwrap();
    assert_eq!(given.users, [anne], "through a group in the group");
    assert!(!privileged(&conn, anne));
    let include = RoleEdit { includes: texts(&["power"]), ..RoleEdit::default() };
    let done = within(&mut conn, |tx| role::edit(tx, middle, &include, by())).unwrap();
    assert_eq!(done.users, [anne], "two roles further up");
    assert!(privileged(&conn, anne));
    let described = RoleEdit { description: Some("x".into()), ..RoleEdit::default() };
    assert!(within(&mut conn, |tx| role::edit(tx, power, &described, by())).unwrap().users.is_empty());
    take_back(&mut conn, done.change);
    assert!(!privileged(&conn, anne));
}

#[test]
fn the_effective_answer_is_read_from_the_store() {
    let (mut conn, _) = local();
    let anne = named_user(&conn, "anne");
    add_permission(&mut conn, "/admin/users").unwrap();
    create(&mut conn, &RoleEdit { permissions: texts(&["/admin/users"]), ..named("users") }).unwrap();
    let all = create(&mut conn, &RoleEdit { includes: texts(&["users"]), ..named("all") }).unwrap();
    let outer = make_group(&mut conn, "outer", &[], Some("all"));
    let inner = make_group(&mut conn, "inner", &["outer"], None);
    put_into(&conn, inner, anne);
    conn.execute_batch(&format!(
        "INSERT INTO scope (userstore_id, kind, path) VALUES (1, 1, 'acme');
         INSERT INTO user_grant (user_id, role_id, scope_id, through, origin, expires_at) VALUES
            ({0}, {1}, 2, '', 'a', {2}), ({0}, {1}, 2, '', 'b', NULL), ({0}, {1}, 2, 'told', 'a', {2});",
        anne.0,
        all.0,
        day(4).timestamp()
    ))
    .unwrap();
    let ask = |permission, scope| Question { now: day(5), permission, scope, most: MOST_WAYS };
    let answer = Known::new(&conn).answer(anne, &ask(Some("/admin/users/list"), None)).unwrap();
    let ways: Vec<String> = answer
        .ways
        .iter()
        .map(|way| {
            let steps: Vec<String> = way.steps.iter().map(ToString::to_string).collect();
            format!("{} on {}", steps.join(" "), way.scope)
        })
        .collect();
    assert_eq!(
        ways,
        [
            "role:all role:users permission:/admin/users on group acme",
            "group:inner group:outer role:all role:users permission:/admin/users on the instance",
        ]
    );
    assert_eq!((answer.ended, answer.permissions.as_slice()), (1, &["/admin/users".to_owned()][..]));
    let elsewhere = Scope { kind: ScopeKind::Project, path: "other/x".into() };
    assert_eq!(Known::new(&conn).answer(anne, &ask(None, Some(&elsewhere))).unwrap().ways.len(), 1);
    let below = Scope { kind: ScopeKind::Project, path: "acme/x".into() };
    assert_eq!(Known::new(&conn).answer(anne, &ask(None, Some(&below))).unwrap().ways.len(), 2);
    conn.execute("UPDATE user_group SET gone_since = 1 WHERE id = ?1", [outer.0]).unwrap();
    assert_eq!(Known::new(&conn).answer(anne, &ask(None, None)).unwrap().ways.len(), 1, "what is gone gives nothing");
    assert_eq!(grant::of_user(&conn, anne).unwrap().len(), 2);
}
