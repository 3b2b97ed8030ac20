use crate::merge::testing::*;
use crate::merge::{Begin, ChangedUsers, FinishTotals, Merged, SnapshotWriter};
use crate::tables::columns::load_one;
use crate::tables::{find::find, grant, user, userstore, version};
use muster_model::import::{Outcome, Totals};
use muster_model::record::{Coverage, Extent, GrantRecord, Listed, Record, Told, UserRecord};
use muster_model::{Facts, Role, Scope, ScopeKind, User, UserId, UserstoreId, UserstoreKind};
use rusqlite::Connection;

pub(super) fn role(name: &str, level: Option<u8>, privileged: bool) -> Role {
    Role { level, privileged, ..Role::named(name) }
}

pub(super) fn on(role: Role, kind: ScopeKind, path: &str) -> GrantRecord {
    GrantRecord { role, scope: Scope { kind, path: path.to_owned() }, through: None, since: None, expires: None }
}

pub(super) fn developer(path: &str) -> GrantRecord {
    on(role("Developer", Some(30), false), ScopeKind::Group, path)
}

pub(super) fn admin() -> GrantRecord {
    on(role("Administrator", None, true), ScopeKind::Instance, "")
}

pub(super) fn holding(name: &str, grants: Listed<GrantRecord>) -> UserRecord {
    UserRecord { grants, ..named(name) }
}

fn covering(grants: Extent) -> Coverage {
    Coverage { users: Extent::Part, grants, groups: Extent::None, because: None }
}

pub(super) fn get(conn: &Connection, name: &str) -> User {
    user::by_id(conn, find(conn, name).unwrap()).unwrap()
}

fn paths(conn: &Connection, name: &str) -> Vec<String> {
    let grants = grant::of_user(conn, find(conn, name).unwrap()).unwrap();
    grants.into_iter().map(|g| g.scope.path).collect()
}

fn facts(conn: &Connection, name: &str) -> Facts {
    let mut facts = Facts::default();
    assert!(load_one(conn, find(conn, name).unwrap(), &mut |row| facts = row.facts).unwrap());
    facts
}

fn tell(
    conn: &mut Connection,
    store: UserstoreId,
    n: i64,
    extent: Extent,
    origins: &[(&str, UserRecord)],
) -> (Vec<Outcome>, Merged) {
    let tx = conn.transaction().unwrap();
    let begin = Begin { userstore: store, taken_at: day(n), now: day(n), operator: "olga", format: "test" };
    let mut writer = SnapshotWriter::begin(&tx, begin).unwrap();
    let outcomes = origins.iter().map(|(origin, user)| writer.user(origin, user).unwrap().unwrap()).collect();
    let merged = writer.finish(&covering(extent), &FinishTotals::default()).unwrap();
    tx.commit().unwrap();
    (outcomes, merged)
}

#[test]
fn the_highest_role_and_the_facts_follow_from_the_grants() {
    let (mut conn, store) = mirrored();
    let elevated = Role {
        base: Some("Guest".into()),
        permissions: vec!["admin_runners".into()],
        ..role("Triage", Some(10), false)
    };
    let all = vec![admin(), developer("z"), developer("a"), on(elevated, ScopeKind::Project, "p")];
    let audit = on(role("Auditor", None, false), ScopeKind::Instance, "");
    let nobody = on(role("No access", Some(0), false), ScopeKind::Group, "z");
    let merged = import(
        &mut conn,
        store,
        1,
        &whole(),
        &users([holding("anne", Listed::All(all)), holding("bob", Listed::Some(vec![audit, nobody])), named("carl")]),
    );
    assert_eq!(merged.grants, Totals { created: 6, ..Totals::default() });
    let anne = get(&conn, "anne");
    assert_eq!(anne.roles, ["Developer", "Triage", "Administrator"]);
    let highest = anne.highest_role.unwrap();
    assert_eq!((highest.role.as_str(), highest.level), ("Developer", Some(30)));
    assert!(anne.privileged && facts(&conn, "anne").has(Facts::MEMBER));
    assert!(facts(&conn, "anne").has(Facts::ELEVATED_GUEST) && !facts(&conn, "anne").has(Facts::AUDITOR));
    assert!(facts(&conn, "bob").has(Facts::AUDITOR) && !facts(&conn, "bob").has(Facts::MEMBER));
    assert!(facts(&conn, "carl").has(Facts::GRANTS_KNOWN) && !facts(&conn, "carl").has(Facts::MEMBER));
    let shown: Vec<_> =
        grant::of_user(&conn, anne.id).unwrap().into_iter().map(|g| (g.role.name, g.scope.path)).collect();
    let expected = [("Developer", "a"), ("Developer", "z"), ("Triage", "p"), ("Administrator", "")];
    assert_eq!(shown, expected.map(|(r, p)| (r.to_owned(), p.to_owned())));
}

#[test]
fn the_told_level_counts_until_memberships_are_known() {
    let (mut conn, store) = mirrored();
    let mut record = holding("a", Listed::Some(vec![admin()]));
    record.highest_level = Told::Value(40);
    tell(&mut conn, store, 1, Extent::None, &[("json", record.clone())]);
    let a = get(&conn, "a");
    assert_eq!(a.roles, ["Maintainer", "Administrator"]);
    assert_eq!(a.highest_role.unwrap().level, Some(40));
    assert!(facts(&conn, "a").has(Facts::MEMBER) && !facts(&conn, "a").has(Facts::GRANTS_KNOWN));

    let csv = holding("a", Listed::Some(vec![developer("x")]));
    tell(&mut conn, store, 2, Extent::Part, &[("csv", csv)]);
    let a = get(&conn, "a");
    assert_eq!((a.roles, a.highest_role.unwrap().level), (vec!["Developer".into(), "Administrator".into()], Some(30)));
    assert!(facts(&conn, "a").has(Facts::GRANTS_KNOWN));
    let fields = version::of_user(&conn, a.id).unwrap().remove(0).fields;
    let names: Vec<_> = fields.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["grant", "highest_role", "level"]);
    assert_eq!(fields[0].after.as_deref(), Some("Developer on group x"));

    record.highest_level = Told::Empty;
    tell(&mut conn, store, 3, Extent::None, &[("json", record)]);
    assert_eq!(get(&conn, "a").highest_role.unwrap().level, Some(30));
}

#[test]
fn each_origin_takes_away_only_its_own() {
    let (mut conn, store) = mirrored();
    let json = holding("a", Listed::All(vec![admin()]));
    let csv = |paths: &[&str]| holding("a", Listed::Some(paths.iter().map(|p| developer(p)).collect()));
    tell(&mut conn, store, 1, Extent::Part, &[("json", json), ("csv", csv(&["x"])), ("csv", csv(&["y"]))]);
    assert_eq!(paths(&conn, "a"), ["x", "y", ""]);
    let (_, merged) = tell(&mut conn, store, 2, Extent::None, &[("json", holding("a", Listed::All(vec![])))]);
    assert_eq!((merged.users.changed, merged.grants.gone), (1, 1));
    assert!(!get(&conn, "a").privileged);
    assert_eq!(paths(&conn, "a"), ["x", "y"]);
    // One row less in the permissions of a user that is listed takes it away,
    // and the row counts as changed although it said nothing new.
    let (_, merged) = tell(&mut conn, store, 3, Extent::Part, &[("csv", csv(&["x"]))]);
    assert_eq!(
        (merged.grants, merged.users),
        (Totals { unchanged: 1, gone: 1, ..Totals::default() }, Totals { changed: 1, ..Totals::default() },)
    );
    assert_eq!(paths(&conn, "a"), ["x"]);
    // Files that say nothing of grants take nothing away.
    let (_, merged) = tell(&mut conn, store, 4, Extent::None, &[("csv", csv(&[]))]);
    assert_eq!(merged.grants.gone, 0);
}

#[test]
fn whole_files_take_away_from_users_they_do_not_list_but_not_from_those_gone() {
    let (mut conn, store) = mirrored();
    let listed = |name: &str| ("csv", holding(name, Listed::Some(vec![developer("x")])));
    tell(&mut conn, store, 1, Extent::Part, &[listed("a"), listed("b")]);
    let (_, merged) = tell(&mut conn, store, 2, Extent::Part, &[listed("a")]);
    assert_eq!(merged.grants.gone, 0);
    let (_, merged) = tell(&mut conn, store, 3, Extent::Whole, &[listed("a")]);
    assert_eq!(merged.grants.gone, 1);
    assert_eq!(merged.changed_users, ChangedUsers::Some(vec![find(&conn, "b").unwrap()]));
    assert!(paths(&conn, "b").is_empty() && get(&conn, "b").highest_role.is_none());

    tell(&mut conn, store, 4, Extent::Part, &[listed("b")]);
    import(&mut conn, store, 5, &whole(), &users([named("a")]));
    assert!(get(&conn, "b").gone_since.is_some());
    tell(&mut conn, store, 6, Extent::Whole, &[listed("a")]);
    assert_eq!(paths(&conn, "b"), ["x"], "what was held last stays visible");
    let (_, merged) = tell(&mut conn, store, 7, Extent::Whole, &[("csv", named("b"))]);
    assert_eq!((paths(&conn, "b").len(), merged.grants.gone), (0, 2), "but not for one who is back");
}

#[test]
fn many_grants_go_at_once_and_those_of_other_userstores_stay() {
    let (mut conn, store) = mirrored();
    let other = userstore::add(&conn, "other", UserstoreKind::Gitlab, day(1)).unwrap().id;
    let people = |listed: fn(Vec<GrantRecord>) -> Listed<GrantRecord>, paths: &[&str]| -> Vec<_> {
        let paths = || paths.iter().map(|p| developer(p)).collect();
        ["a", "b", "c", "d", "e"].map(|name| ("csv", holding(name, listed(paths())))).to_vec()
    };
    tell(&mut conn, other, 1, Extent::Whole, &people(Listed::Some, &["x", "y"]));
    for (n, listed, extent) in [
        (1, Listed::Some as fn(_) -> _, Extent::Whole),
        (2, Listed::Some, Extent::Part),
        (3, Listed::All, Extent::Part),
        (4, Listed::All, Extent::None),
    ] {
        tell(&mut conn, store, n, extent, &people(listed, &["x", "y"]));
        let (_, merged) = tell(&mut conn, store, n, extent, &people(listed, &["y"]));
        assert_eq!(
            (merged.grants, merged.users.changed),
            (Totals { unchanged: 5, gone: 5, ..Totals::default() }, 5),
            "{n}"
        );
        assert_eq!(paths(&conn, "git/e"), ["y"]);
    }
    assert_eq!(paths(&conn, "other/e"), ["x", "y"]);
}

#[test]
fn grants_told_twice_write_nothing_the_second_time() {
    let (mut conn, store) = mirrored();
    let ends = |n| GrantRecord { expires: Some(day(n)), since: Some(day(0)), ..developer("x") };
    let rows = [
        ("csv", holding("a", Listed::Some(vec![ends(5)]))),
        ("csv", holding("a", Listed::Some(vec![ends(9), developer("y")]))),
        ("json", holding("a", Listed::All(vec![on(role("developer", None, true), ScopeKind::Group, "x")]))),
    ];
    tell(&mut conn, store, 1, Extent::Whole, &rows);
    assert_eq!(grant::of_user(&conn, UserId(1)).unwrap().len(), 2, "told by two, shown once");
    assert!(get(&conn, "a").privileged);
    let before = dump(&conn, &["snapshot"]);
    let (outcomes, merged) = tell(&mut conn, store, 2, Extent::Whole, &rows);
    assert_eq!(outcomes, [Outcome::Unchanged; 3]);
    assert_eq!(merged.grants, Totals { unchanged: 3, ..Totals::default() });
    assert_eq!(dump(&conn, &["snapshot"]), before);
    let (outcomes, merged) =
        tell(&mut conn, store, 3, Extent::Part, &[("csv", holding("a", Listed::Some(vec![ends(7), developer("y")])))]);
    assert_eq!((outcomes, merged.grants.changed), (vec![Outcome::Changed], 1));
    let history = version::of_user(&conn, UserId(1)).unwrap();
    assert_eq!(history[0].fields.len(), 1);
    assert!(history[0].fields[0].after.as_deref().unwrap().starts_with("Developer on group x until 2023-11-21"));
}

#[test]
fn one_version_for_many_rows_of_one_user() {
    let (mut conn, store) = mirrored();
    let (_, merged) = tell(&mut conn, store, 1, Extent::None, &[("json", named("a"))]);
    assert_eq!(merged.changed_users, ChangedUsers::Some(vec![UserId(1)]));
    let row = |path: &str| ("csv", holding("a", Listed::Some(vec![developer(path)])));
    let (_, merged) = tell(&mut conn, store, 2, Extent::Part, &[row("x"), row("y"), row("z")]);
    assert_eq!(merged.changed_users, ChangedUsers::Many, "from now on everyone's grants are known");
    let history = version::of_user(&conn, UserId(1)).unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[0].fields.iter().filter(|f| f.name == "grant").count(), 3);
    assert!(history[0].fields.iter().any(|f| f.name == "member" && f.after.as_deref() == Some("yes")));
}

/// Lists of two GitLab groups, which come one by one.
#[test]
fn an_origin_that_lists_all_of_its_own_leaves_the_others_alone() {
    let (mut conn, store) = mirrored();
    let of = |name: &str, path: &str| holding(name, Listed::Some(vec![developer(path)]));
    let (x, y) = ("members x", "members y");
    tell(&mut conn, store, 1, Extent::Origin, &[(x, of("a", "x")), (x, of("b", "x")), (x, of("b", "x/sub"))]);
    assert!(!facts(&conn, "a").has(Facts::GRANTS_KNOWN), "what is held outside the group is not known");
    let (_, merged) = tell(&mut conn, store, 2, Extent::Origin, &[(y, of("a", "y")), (y, of("c", "y"))]);
    assert_eq!((merged.grants.gone, merged.users.gone), (0, 0));
    assert_eq!(
        (paths(&conn, "a"), paths(&conn, "b")),
        (vec!["x".into(), "y".into()], vec!["x".into(), "x/sub".into()])
    );
    // Whoever left the group altogether is not in its list at all.
    let (_, merged) = tell(&mut conn, store, 3, Extent::Origin, &[(x, of("b", "x/sub"))]);
    assert_eq!(merged.grants, Totals { unchanged: 1, gone: 2, ..Totals::default() });
    assert_eq!((paths(&conn, "a"), paths(&conn, "b")), (vec!["y".to_owned()], vec!["x/sub".to_owned()]));
    assert_eq!(paths(&conn, "c"), ["y"]);
}

#[test]
fn a_role_that_changes_changes_its_holders() {
    let (mut conn, store) = mirrored();
    let plain = on(role("Support", None, false), ScopeKind::Instance, "");
    import(&mut conn, store, 1, &whole(), &users([holding("a", Listed::All(vec![plain.clone()])), named("b")]));
    assert!(!get(&conn, "a").privileged);
    let mut records = users([holding("a", Listed::All(vec![plain])), named("b")]);
    records.push(Record::Role(role("support", None, true)));
    let merged = import(&mut conn, store, 2, &whole(), &records);
    assert!(get(&conn, "a").privileged);
    assert_eq!(merged.changed_users, ChangedUsers::Some(vec![UserId(1)]));
    // Known by name alone, it keeps what is known; defined anew, it does not.
    import(&mut conn, store, 3, &whole(), &records[..2]);
    assert!(get(&conn, "a").privileged);
    records[2] = Record::Role(role("Support", None, false));
    import(&mut conn, store, 4, &whole(), &records);
    assert!(!get(&conn, "a").privileged);
    let before = dump(&conn, &["snapshot"]);
    import(&mut conn, store, 5, &whole(), &records);
    assert_eq!(dump(&conn, &["snapshot"]), before);
}
