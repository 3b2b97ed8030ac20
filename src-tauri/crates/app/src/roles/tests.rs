//! The use cases on a real vault, and what is in memory beside the evaluator.
#![allow(clippy::unwrap_used)]

use crate::api::groups::{GroupEdit, GroupRole, GroupsQuery, MembersQuery, NewGroup, RemoveGroup};
use crate::api::roles::{EffectiveQuery, HoldersQuery, NewPermission, NewRole, RoleEdit, RoleSet};
use crate::api::vault::AddUserstore;
use crate::job::Job;
use crate::session::{Calibration, NewVault, Session};
use crate::users::{Held, ListQuery};
use crate::{Code, filter};
use chrono::{DateTime, Utc};
use muster_model::record::{
    Coverage, Extent, GrantRecord, GroupName, GroupRecord, Identity, Listed, MemberName, Record, UserRecord,
};
use muster_model::{GroupId, Role, RoleId, Scope, ScopeKind, UserId, UserstoreKind};
use muster_vault::log::Entry;
use muster_vault::merge::{Begin, FinishTotals, SnapshotWriter};
use muster_vault::tables::userstore;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use secrecy::SecretString;

fn at(day: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000 + day * 86_400, 0).unwrap()
}

/// A vault in which every user is in memory.
fn session() -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let new = NewVault {
        realm: "Test".to_owned(),
        operator: "olga".to_owned(),
        passphrase: SecretString::from("correct horse battery staple"),
        calibration: Calibration::Floor,
    };
    let (session, _) = Session::create(&folder.path().join("test.muster"), &new, at(0)).unwrap();
    session.load().unwrap();
    (folder, session)
}

/// Imports records as one snapshot.
fn import(session: &Session, domain: &str, kind: UserstoreKind, day: i64, whole: bool, records: &[Record]) {
    session
        .changing(|| {
            let merged = session.vault().write(at(day), |tx| {
                let store = userstore::ensure(tx, domain, kind, at(day))?;
                let begin =
                    Begin { userstore: store.id, taken_at: at(day), now: at(day), operator: "olga", format: "test" };
                let mut writer = SnapshotWriter::begin(tx, begin)?;
                for record in records {
                    let _ = match record {
                        Record::User(user) => writer.user("test", user)?.is_ok(),
                        Record::Group(group) => writer.group(group)?.is_ok(),
                        Record::Role(role) => writer.role(role)?.is_ok(),
                    };
                }
                let extent = if whole { Extent::Whole } else { Extent::Part };
                let coverage = Coverage { users: extent, grants: extent, groups: extent, because: None };
                let merged = writer.finish(&coverage, &FinishTotals::default())?;
                Ok((merged, Some(Entry::new("import").target(domain))))
            })?;
            session.directory_changed(&merged.changed_users, &Job::silent())
        })
        .unwrap();
}

fn grant(role: Role, path: &str, through: Option<&str>, ends: Option<i64>) -> GrantRecord {
    let kind = if path.is_empty() { ScopeKind::Instance } else { ScopeKind::Group };
    GrantRecord {
        role,
        scope: Scope { kind, path: path.to_owned() },
        through: through.map(str::to_owned),
        since: None,
        expires: ends.map(at),
    }
}

fn user(name: &str, grants: Vec<GrantRecord>, groups: &[&str]) -> Record {
    let named = |path: &&str| GroupName { id: None, path: (*path).to_owned() };
    Record::User(Box::new(UserRecord {
        identity: Identity { username: Some(name.to_owned()), ..Identity::default() },
        grants: Listed::All(grants),
        groups: Listed::All(groups.iter().map(named).collect()),
        ..UserRecord::default()
    }))
}

fn group(path: &str, members: &[&str], roles: Vec<GrantRecord>) -> Record {
    let member = |path: &&str| MemberName::Group((*path).to_owned());
    Record::Group(GroupRecord {
        name: GroupName { id: None, path: path.to_owned() },
        members: Listed::Some(members.iter().map(member).collect()),
        roles,
        ..GroupRecord::default()
    })
}

fn role(name: &str, permissions: &[&str], base: Option<&str>) -> Role {
    Role {
        base: base.map(str::to_owned),
        permissions: permissions.iter().map(|path| (*path).to_owned()).collect(),
        ..Role::named(name)
    }
}

/// The group with this path in a userstore.
fn group_at(session: &Session, domain: &str, path: &str) -> Option<GroupId> {
    let query = GroupsQuery { userstore: Some(domain.to_owned()), limit: 500, ..GroupsQuery::default() };
    let page = session.groups_page(&query).ok()?;
    page.groups.iter().find(|group| group.path == path && !group.gone).map(|group| group.id)
}

/// The role with this name in a userstore.
fn role_called(session: &Session, domain: &str, name: &str) -> Option<RoleId> {
    let roles = session.roles_list(Some(domain)).ok()?;
    roles.iter().find(|role| role.name == name).map(|role| role.id)
}

const FILTERS: &[&str] = &[
    "grants pr",
    r#"grants[role eq "r0" and scope sw "g"]"#,
    r#"grants[direct eq false]"#,
    r#"grants[through eq "g1" or expires pr]"#,
    r#"grants[not (expires le "+0h")]"#,
    r#"grants[base pr]"#,
    r#"role eq "r1""#,
    r#"role ne "r0""#,
    "role pr",
    r#"group eq "g0""#,
    r#"group ne "g1""#,
    r#"permission eq "/a/b""#,
    r#"permission eq "/a""#,
    r#"permission ne "/c""#,
    "permission pr",
    "privileged eq true",
    r#"gone eq true and grants pr"#,
];

/// Holds what is in memory to what the evaluator says of everyone.
fn agree(session: &Session, now: DateTime<Utc>) {
    let everyone = session.users_list(&ListQuery::default(), now).unwrap().users;
    let all: Vec<Held> =
        everyone.iter().map(|user| session.vault().read(|conn| Held::read(conn, user.id, now)).unwrap()).collect();
    for text in FILTERS {
        let parsed = filter::parse(text).unwrap();
        let query = ListQuery { filter: (*text).to_owned(), ..ListQuery::default() };
        let found: Vec<UserId> = session.users_list(&query, now).unwrap().users.iter().map(|user| user.id).collect();
        let expected: Vec<UserId> = all
            .iter()
            .filter(|held| parsed.matches(&held.account(None), now.timestamp()))
            .map(|held| held.user.id)
            .collect();
        let name = |id: &UserId| everyone.iter().find(|user| user.id == *id).map(|user| user.username.clone());
        let (found, expected): (Vec<_>, Vec<_>) =
            (found.iter().map(name).collect(), expected.iter().map(name).collect());
        assert_eq!(found, expected, "{text}");
    }
}

#[derive(Debug, Clone)]
enum Step {
    Import(Vec<Record>, bool),
    /// A local group's parent, and whether it gives a role.
    Group(usize, Option<usize>, bool),
    Role(usize, Vec<usize>, bool, bool),
    Remove(usize),
}

const NAMES: [&str; 3] = ["g0", "g1", "g2"];

fn step() -> impl Strategy<Value = Step> {
    let path = || prop::sample::select(vec!["", "g0", "g1"]);
    let told = || (0_usize..3).prop_map(|n| role(["r0", "r1", "r2"][n], &[], None));
    let held = (told(), path(), prop::option::of(prop::sample::select(vec!["g0", "g1"])), prop::option::of(-2_i64..3))
        .prop_map(|(role, path, through, ends)| grant(role, path, through, ends));
    let someone = (0_usize..4, prop::collection::vec(held, 0..3), prop::sample::subsequence(NAMES.to_vec(), 0..3))
        .prop_map(|(n, grants, groups)| user(["u0", "u1", "u2", "u3"][n], grants, &groups));
    let given = (told(), path()).prop_map(|(role, path)| grant(role, path, None, None));
    let nested = (0_usize..3, prop::sample::subsequence(NAMES.to_vec(), 0..2), prop::collection::vec(given, 0..2))
        .prop_map(|(n, members, roles)| group(NAMES[n], &members, roles));
    let paths = prop::sample::subsequence(vec!["/a", "/a/b", "/c"], 0..3);
    let defined = (0_usize..3, paths, prop::option::of(prop::sample::select(vec!["r0", "r1"])), any::<bool>())
        .prop_map(|(n, paths, base, privileged)| {
            Record::Role(Role { privileged, ..role(["r0", "r1", "r2"][n], &paths, base) })
        });
    let record = prop_oneof![3 => someone, 2 => nested, 1 => defined];
    prop_oneof![
        3 => (prop::collection::vec(record, 1..8), any::<bool>()).prop_map(|(records, whole)| Step::Import(records, whole)),
        1 => (0_usize..3, prop::option::of(0_usize..3), any::<bool>()).prop_map(|(n, parent, gives)| Step::Group(n, parent, gives)),
        1 => (0_usize..3, prop::collection::vec(0_usize..3, 0..2), any::<bool>(), any::<bool>())
            .prop_map(|(n, includes, privileged, names)| Step::Role(n, includes, privileged, names)),
        1 => (0_usize..3).prop_map(Step::Remove),
    ]
}

/// Applies a step to a local userstore; what is refused is passed over.
fn apply(session: &Session, domain: &str, day: i64, step: Step) {
    match step {
        Step::Import(records, whole) => import(session, domain, UserstoreKind::Local, day, whole, &records),
        Step::Group(n, parent, gives) => {
            let given = GroupRole { role: "r0".to_owned(), scope: Scope::instance(), expires: Some(at(day + 1)) };
            let edit = GroupEdit {
                parents: Some(parent.into_iter().map(|n| NAMES[n].to_owned()).collect()),
                roles: Some(gives.then_some(given).into_iter().collect()),
                even_last: true,
                ..GroupEdit::default()
            };
            if let Some(id) = group_at(session, domain, NAMES[n]) {
                let _ = session.group_edit(id, &edit, at(day));
            }
        }
        Step::Role(n, includes, privileged, names) => {
            let edit = RoleEdit {
                includes: Some(includes.iter().map(|n| format!("r{n}")).collect()),
                privileged: Some(privileged),
                permissions: Some(if names { vec!["/".to_owned()] } else { Vec::new() }),
                even_last: true,
                ..RoleEdit::default()
            };
            if let Some(id) = role_called(session, domain, &format!("r{n}")) {
                let _ = session.role_edit(id, &edit, at(day));
            }
        }
        Step::Remove(n) => {
            if let Some(id) = group_at(session, domain, NAMES[n]) {
                let _ = session.group_remove(&RemoveGroup { group: id, even_last: true }, at(day));
            }
        }
    }
}

#[test]
fn memory_answers_as_the_evaluator_while_imports_and_edits_come() {
    // One vault for all cases: each has a userstore of its own.
    let (_folder, session) = session();
    let mut runner = TestRunner::new(Config { cases: 60, max_shrink_iters: 0, ..Config::default() });
    let count = std::cell::Cell::new(0);
    runner
        .run(&prop::collection::vec(step(), 1..6), |steps| {
            count.set(count.get() + 1);
            let domain = format!("s{}", count.get());
            for (day, step) in (1..).zip(steps) {
                apply(&session, &domain, day, step);
                agree(&session, at(day));
            }
            Ok(())
        })
        .unwrap();
    // The same once everyone is read anew.
    session.directory.load(session.vault()).unwrap();
    agree(&session, at(3));
}

/// A local userstore with five levels of groups and of roles, and a mirrored one.
fn realm() -> (tempfile::TempDir, Session) {
    let (folder, session) = session();
    let new = NewPermission {
        userstore: "PRIMARY".into(),
        path: "/vaults/open".into(),
        title: Some("Open".into()),
        description: None,
    };
    session.permission_add(&new, at(1)).unwrap();
    for level in (0..5).rev() {
        let edit = RoleEdit {
            name: Some(format!("role {level}")),
            includes: (level < 4).then(|| vec![format!("role {}", level + 1)]),
            permissions: (level == 4).then(|| vec!["/vaults".to_owned()]),
            privileged: Some(level == 3),
            ..RoleEdit::default()
        };
        session.role_create(&NewRole { userstore: "PRIMARY".into(), edit }, at(1)).unwrap();
    }
    for level in 0..5 {
        let given = GroupRole { role: "role 0".into(), scope: Scope::instance(), expires: None };
        let edit = GroupEdit {
            path: Some(format!("level {level}")),
            parents: (level > 0).then(|| vec![format!("level {}", level - 1)]),
            roles: (level == 0).then(|| vec![given]),
            ..GroupEdit::default()
        };
        session.group_create(&NewGroup { userstore: "PRIMARY".into(), edit }, at(1)).unwrap();
    }
    let project = |role: &str, path: &str| GrantRecord {
        scope: Scope { kind: ScopeKind::Project, path: path.into() },
        ..grant(Role::named(role), path, None, None)
    };
    let users = [
        user("anne", vec![], &["level 4"]),
        user("bob", vec![project("role 4", "acme/site")], &["level 1"]),
        user("cleo", vec![grant(Role::named("role 2"), "", None, Some(-1))], &[]),
        user("dora", vec![], &["level 0", "level 2"]),
    ];
    import(&session, "PRIMARY", UserstoreKind::Local, 2, false, &users);
    let git = [user("eve", vec![project("Developer", "acme/site")], &[])];
    import(&session, "git", UserstoreKind::Gitlab, 2, false, &git);
    (folder, session)
}

#[test]
fn what_a_user_may_do_has_its_way() {
    let (_folder, session) = realm();
    let id = |name: &str| session.user_named(name, at(3)).unwrap().user.id;
    let ask = |name: &str, permission: Option<&str>, scope: Option<Scope>| {
        let query = EffectiveQuery { user: id(name), permission: permission.map(str::to_owned), scope };
        session.grants_effective(&query, at(3)).unwrap()
    };
    let anne = ask("anne", Some("/vaults/open"), None);
    let path = "group:level 4 group:level 3 group:level 2 group:level 1 group:level 0 role:role 0 role:role 1 \
                role:role 2 role:role 3 role:role 4 permission:/vaults";
    assert_eq!(anne.grants[0].path.join(" "), path);
    assert_eq!((anne.grants.len(), anne.grants[0].direct, anne.grants[0].privileged), (1, false, true));
    assert_eq!((anne.grants[0].role.as_str(), anne.permissions), ("role 0", vec!["/vaults".to_owned()]));
    let json = serde_json::to_value(&anne.grants[0]).unwrap();
    assert_eq!(json["scope"], serde_json::json!({ "kind": "instance", "path": "" }));
    assert_eq!(json["permission"], "/vaults");

    let bob = ask("bob", None, None);
    assert_eq!(bob.grants[0].path, ["role:role 4", "permission:/vaults"], "the shortest first");
    assert_eq!(bob.grants.len(), 2);
    let elsewhere = Scope { kind: ScopeKind::Project, path: "acme/other".into() };
    assert_eq!(ask("bob", None, Some(elsewhere)).grants.len(), 1);
    let cleo = ask("cleo", None, None);
    assert_eq!((cleo.grants.len(), cleo.ended), (0, 1));
    assert_eq!(ask("eve", None, None).grants[0].permission, None);
    assert_eq!(ask("eve", None, None).highest_role.as_deref(), None);
    let nobody = EffectiveQuery { user: UserId(999), permission: None, scope: None };
    assert_eq!(session.grants_effective(&nobody, at(3)).unwrap_err().code, Code::NotFound);
}

#[test]
fn who_may_do_something_is_what_its_filter_finds() {
    let (_folder, session) = realm();
    let ask = |permission: &str, scope_kind, enabled| {
        let query = HoldersQuery {
            userstore: "primary".into(),
            permission: permission.into(),
            scope_kind,
            enabled,
            offset: 0,
            limit: 50,
        };
        session.grants_holders(&query, at(3)).unwrap()
    };
    let page = ask("/vaults/open", None, true);
    let names: Vec<&str> = page.holders.iter().map(|holder| holder.user.user.username.as_str()).collect();
    assert_eq!((names, page.total), (vec!["anne", "bob", "dora"], 3));
    let more: Vec<u64> = page.holders.iter().map(|holder| holder.more).collect();
    assert_eq!(more, [0, 1, 1]);
    assert_eq!(page.holders[1].through.path, ["role:role 4", "permission:/vaults"]);
    for (kind, total) in [(ScopeKind::Instance, 3), (ScopeKind::Project, 1), (ScopeKind::Group, 0)] {
        let page = ask("/vaults", Some(kind), false);
        assert_eq!((page.total, page.holders.len()), (total, total as usize), "{kind}");
        let found = session.users_list(&ListQuery { filter: page.filter, ..ListQuery::default() }, at(3)).unwrap();
        assert_eq!(found.total, total, "{kind}");
    }
    // Below what someone holds nobody need have drawn the tree.
    assert_eq!(ask("/vaults/close", None, false).total, ask("/vaults", None, false).total);
    let wrong = HoldersQuery {
        userstore: "PRIMARY".into(),
        permission: "..".into(),
        scope_kind: None,
        enabled: false,
        offset: 0,
        limit: 1,
    };
    assert_eq!(session.grants_holders(&wrong, at(3)).unwrap_err().code, Code::Invalid);
    let meant = |permission: &str| {
        let unknown =
            HoldersQuery { permission: permission.into(), scope_kind: Some(ScopeKind::Group), ..wrong.clone() };
        let error = session.grants_holders(&unknown, at(3)).unwrap_err();
        assert_eq!(error.code, Code::NotFound);
        error.details["candidates"].clone()
    };
    assert_eq!(meant("/valts/open"), serde_json::json!(["/vaults/open"]));
    assert_eq!(meant("open"), serde_json::json!(["/vaults/open"]));
    assert_eq!(meant("/nowhere"), serde_json::json!([]));
    let missing = HoldersQuery { userstore: "x".into(), permission: "/a".into(), ..wrong };
    assert_eq!(session.grants_holders(&missing, at(3)).unwrap_err().code, Code::NotFound);
}

#[test]
fn groups_and_roles_are_listed_with_who_is_in_them() {
    let (_folder, session) = realm();
    let query = GroupsQuery { search: "level".into(), limit: 2, offset: 1, ..GroupsQuery::default() };
    let page = session.groups_page(&query).unwrap();
    let glances: Vec<(&str, u64, u64, u64)> =
        page.groups.iter().map(|g| (g.path.as_str(), g.users, g.groups, g.roles)).collect();
    assert_eq!((glances, page.total), (vec![("level 1", 1, 1, 0), ("level 2", 1, 1, 0)], 5));
    let top = group_at(&session, "PRIMARY", "level 0").unwrap();
    let detail = session.group_show(top).unwrap();
    assert_eq!((detail.all_users, detail.group.users, detail.children.len(), detail.editable), (3, 1, 1, true));
    assert_eq!(detail.roles[0].role, "role 0");
    let found = session.users_list(&ListQuery { filter: detail.filter, ..ListQuery::default() }, at(3)).unwrap();
    assert_eq!(found.total, detail.group.users);
    let members =
        |nested, offset| session.group_members(&MembersQuery { group: top, nested, offset, limit: 9 }).unwrap();
    let all = members(true, 0);
    let ways: Vec<(&str, usize)> = all.members.iter().map(|m| (m.username.as_str(), m.through.len())).collect();
    assert_eq!((ways, all.total), (vec![("anne", 4), ("bob", 1), ("dora", 0)], 3));
    assert_eq!(all.members[0].through, ["level 1", "level 2", "level 3", "level 4"]);
    assert_eq!(members(false, 0).members.len(), 1);
    assert_eq!(members(true, 2).members[0].username, "dora");

    let roles = session.roles_list(Some("PRIMARY")).unwrap();
    for glance in &roles {
        let detail = session.role_show(glance.id).unwrap();
        let found = session.users_list(&ListQuery { filter: detail.filter, ..ListQuery::default() }, at(3)).unwrap();
        assert_eq!(found.total, glance.users, "{}", glance.name);
    }
    let zero = session.role_show(role_called(&session, "PRIMARY", "role 0").unwrap()).unwrap();
    assert_eq!((zero.role.users, zero.role.groups, zero.role.includes), (3, 1, vec!["role 1".to_owned()]));
    assert_eq!(zero.included[0].through, ["role 1", "role 2", "role 3", "role 4"]);
    let tree = session.permissions_tree("PRIMARY").unwrap();
    let nodes: Vec<(&str, &str, usize)> =
        tree.iter().map(|node| (node.path.as_str(), node.title.as_str(), node.roles.len())).collect();
    assert_eq!(nodes, [("/vaults", "vaults", 1), ("/vaults/open", "Open", 0)]);
    // What a mirrored role names is shown, and nothing of it is edited.
    import(
        &session,
        "git",
        UserstoreKind::Gitlab,
        3,
        false,
        &[Record::Role(role("Lead", &["/x/y", "read_code"], None))],
    );
    let tree = session.permissions_tree("git").unwrap();
    let nodes: Vec<(&str, usize)> = tree.iter().map(|node| (node.path.as_str(), node.roles.len())).collect();
    assert_eq!(nodes, [("read_code", 1), ("/x", 0), ("/x/y", 1)]);
    let lead = role_called(&session, "git", "Lead").unwrap();
    assert!(!session.role_show(lead).unwrap().editable);
    assert_eq!(session.role_edit(lead, &RoleEdit::default(), at(4)).unwrap_err().code, Code::NotPermitted);
}

#[test]
fn sets_are_installed_where_they_are_asked_for() {
    let (_folder, session) = session();
    let roles = session.roles_install("PRIMARY", RoleSet::Gitlab, at(1)).unwrap();
    let highest: Vec<&str> = roles.iter().take(3).map(|role| role.name.as_str()).collect();
    assert_eq!((highest, roles.len()), (vec!["Owner", "Maintainer", "Developer"], 10));
    assert!(roles.iter().all(|role| role.builtin && role.description.is_some()));
    let both = session.roles_install("PRIMARY", RoleSet::Wso2, at(2)).unwrap();
    assert_eq!(both.len(), 13);
    let custom = |base: &str, permissions: &[&str]| {
        let edit = RoleEdit {
            name: Some(format!("on {base}")),
            base: Some(base.to_owned()),
            permissions: Some(permissions.iter().map(|path| (*path).to_owned()).collect()),
            ..RoleEdit::default()
        };
        session.role_create(&NewRole { userstore: "PRIMARY".into(), edit }, at(3))
    };
    let needs = custom("Guest", &["admin_vulnerability"]).unwrap_err();
    assert_eq!((needs.code, needs.details["needs"].as_str()), (Code::Invalid, Some("read_vulnerability")));
    let made = custom("Guest", &["admin_vulnerability", "read_vulnerability"]).unwrap();
    assert_eq!((made.role.level, made.role.includes.len()), (Some(10), 0));
    let based = custom("Developer", &["admin_vulnerability"]).unwrap();
    assert!(based.included.iter().any(|p| p.permission == "read_code" && p.through == ["Developer"]));
    assert_eq!(custom("Auditor", &[]).unwrap_err().code, Code::Invalid);
    let git = session.userstore_add(&AddUserstore { domain: "git".into(), kind: UserstoreKind::Gitlab }, at(1));
    assert!(git.is_ok());
    assert_eq!(session.roles_install("git", RoleSet::Wso2, at(1)).unwrap_err().code, Code::NotPermitted);
    let mirrored = session.roles_install("git", RoleSet::Gitlab, at(1)).unwrap();
    assert_eq!((mirrored.len(), mirrored.iter().all(|role| role.builtin)), (10, true), "a mirror takes its own set");
    assert!(!session.role_show(mirrored[0].id).unwrap().editable);
    let tree = session.permissions_tree("PRIMARY").unwrap();
    let login = tree.iter().find(|node| node.path == "/permission/admin/login").unwrap();
    assert_eq!((login.title.as_str(), login.builtin), ("Login", true));
    assert_eq!(tree.iter().filter(|node| node.path == "/").count(), 1, "an administrator has all");
}
