//! Whatever is imported: what follows from grants is up to date, the same
//! files again write nothing, and the totals add up.

use super::grants::on;
use crate::merge::testing::*;
use crate::merge::{Begin, SnapshotWriter};
use muster_model::record::{
    Coverage, Extent, GrantRecord, GroupName, GroupRecord, Listed, MemberName, Record, Told, UserRecord,
};
use muster_model::{Role, ScopeKind, UserstoreId};
use proptest::prelude::*;
use rusqlite::Connection;

fn listed<T: std::fmt::Debug + Clone>(items: impl Strategy<Value = Vec<T>>) -> impl Strategy<Value = Listed<T>> {
    (items, 0..3).prop_map(|(items, way)| match way {
        0 => Listed::Silent,
        1 => Listed::Some(items),
        _ => Listed::All(items),
    })
}

fn role() -> impl Strategy<Value = Role> {
    (0_u8..4, any::<bool>(), any::<bool>()).prop_map(|(n, known, privileged)| Role {
        level: known.then_some(n * 10),
        privileged: privileged && n == 2,
        ..Role::named(["No access", "Guest", "Reporter", "Auditor"][usize::from(n)])
    })
}

fn grant() -> impl Strategy<Value = GrantRecord> {
    (role(), 0..3).prop_map(|(role, n)| match n {
        0 => on(role, ScopeKind::Instance, ""),
        1 => on(role, ScopeKind::Group, "x"),
        _ => on(role, ScopeKind::Project, "x/y"),
    })
}

fn group_name() -> impl Strategy<Value = GroupName> {
    (0_u8..3).prop_map(|n| GroupName { id: None, path: format!("g{n}") })
}

fn record() -> impl Strategy<Value = Record> {
    let vec = |n| 0..n;
    let level = prop_oneof![Just(Told::Silent), Just(Told::Empty), (0_u8..4).prop_map(|n| Told::Value(n * 10))];
    let user = (
        0_u8..4,
        level,
        listed(prop::collection::vec(grant(), vec(3))),
        listed(prop::collection::vec(group_name(), vec(3))),
    );
    let user = user.prop_map(|(n, highest_level, grants, groups)| {
        let record = UserRecord { highest_level, grants, groups, ..named(&format!("u{n}")) };
        Record::User(Box::new(record))
    });
    let member = (0_u8..5, 0_u8..4).prop_map(|(n, group)| match n {
        0 => MemberName::Group(format!("g{}", group % 3)),
        n => MemberName::Username(format!("u{}", n - 1)),
    });
    let group = (group_name(), listed(prop::collection::vec(member, vec(4))), prop::collection::vec(grant(), vec(3)));
    let group = group.prop_map(|(name, members, roles)| {
        Record::Group(GroupRecord { name, members, roles, ..GroupRecord::default() })
    });
    prop_oneof![4 => user, 2 => group, 1 => role().prop_map(Record::Role)]
}

fn extent() -> impl Strategy<Value = Extent> {
    prop::sample::select(vec![Extent::Whole, Extent::Part, Extent::None])
}

fn coverage() -> impl Strategy<Value = Coverage> {
    let all = (extent(), prop_oneof![3 => extent(), 1 => Just(Extent::Origin)], extent());
    all.prop_map(|(users, grants, groups)| Coverage { users, grants, groups, because: None })
}

/// What stands in the users' rows, and what would if all of it was derived anew.
fn stored_and_derived(conn: &mut Connection, store: UserstoreId) -> (Vec<String>, Vec<String>) {
    let but = ["snapshot", "user_version", "role"];
    let stored = dump(conn, &but);
    let tx = conn.transaction().unwrap();
    let begin = Begin { userstore: store, taken_at: day(99), now: day(99), operator: "o", format: "t" };
    let mut writer = SnapshotWriter::begin(&tx, begin).unwrap();
    (1..20).for_each(|id| {
        writer.dirty.insert(id);
    });
    writer.derive_dirty().unwrap();
    drop(writer);
    let derived = dump(&tx, &but);
    tx.rollback().unwrap();
    (stored, derived)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn what_follows_from_grants_is_up_to_date(
        snapshots in prop::collection::vec((prop::collection::vec(record(), 0..10), coverage()), 1..5)
    ) {
        let (mut conn, store) = mirrored();
        for (n, (records, coverage)) in (1..).zip(&snapshots) {
            let merged = import(&mut conn, store, n, coverage, records);
            let rows = records.iter().filter(|r| matches!(r, Record::User(_))).count() as u64;
            prop_assert_eq!(merged.read, rows);
            let (stored, derived) = stored_and_derived(&mut conn, store);
            prop_assert_eq!(stored, derived);
            // Some files give members to a user who is not there yet, or name a
            // role before they say what it is; from the second time on nothing
            // may change.
            import(&mut conn, store, n, coverage, records);
            let before = dump(&conn, &["snapshot"]);
            let again = import(&mut conn, store, n, coverage, records);
            prop_assert_eq!(dump(&conn, &["snapshot"]), before);
            prop_assert_eq!(again.users.changed + again.users.created + again.users.gone, 0);
        }
    }
}
