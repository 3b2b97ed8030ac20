#![allow(clippy::unwrap_used)]

use super::*;
use crate::merge::testing::*;
use crate::past::tests::histories::snapshot;
use crate::past::{self, Past};
use crate::tables::version::FieldChange;
use muster_model::UserstoreKind;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn everyone(conn: &Connection) -> BTreeMap<i64, Past> {
    let mut statement = conn.prepare("SELECT id FROM user WHERE gone_since IS NULL").unwrap();
    let ids: Vec<i64> = statement.query_map([], |row| row.get(0)).unwrap().map(|id| id.unwrap()).collect();
    ids.into_iter().map(|id| (id, past::now(conn, UserId(id)).unwrap().unwrap())).collect()
}

fn sorted(mut fields: Vec<FieldChange>) -> Vec<FieldChange> {
    fields.sort_by(|a, b| (&a.name, &a.before, &a.after).cmp(&(&b.name, &b.before, &b.after)));
    fields
}

/// Who came, went and changed between two full copies.
fn told(from: &BTreeMap<i64, Past>, to: &BTreeMap<i64, Past>) -> Vec<(i64, Became, Vec<FieldChange>)> {
    let ids: std::collections::BTreeSet<i64> = from.keys().chain(to.keys()).copied().collect();
    let one = |id: i64| match (from.get(&id), to.get(&id)) {
        (None, Some(_)) => Some((id, Became::Added, Vec::new())),
        (Some(_), None) => Some((id, Became::Removed, Vec::new())),
        (Some(old), Some(new)) => {
            let fields = sorted(old.differences(new));
            (!fields.is_empty()).then_some((id, Became::Changed, fields))
        }
        (None, None) => None,
    };
    ids.into_iter().filter_map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_two_snapshots_differ_as_full_copies_do(
        snapshots in prop::collection::vec((snapshot(false), 0_i64..2), 2..7)
    ) {
        let (mut conn, store) = mirrored();
        let mut copies = vec![];
        let mut n = 1;
        for (says, later) in &snapshots {
            n += later;
            let merged = import(&mut conn, store, n, &says.coverage, &says.records);
            copies.push((merged.snapshot, everyone(&conn)));
        }
        for (at, (from, old)) in copies.iter().enumerate() {
            for (to, new) in &copies[at..] {
                let made = compare(&conn, *from, *to).unwrap();
                let found: Vec<_> = made
                    .rows()
                    .iter()
                    .map(|row| (row.user.0, row.became, sorted(made.fields(row).unwrap())))
                    .collect();
                let expected = told(old, new);
                prop_assert_eq!(&found, &expected, "{:?} {:?} days {:?}", from, to, snapshots.iter().map(|s| s.1).collect::<Vec<_>>());
                let shares: u64 = made.shares().iter().map(|(_, count)| count).sum();
                let mut named = 0;
                for (row, (_, _, fields)) in made.rows().iter().zip(&expected) {
                    let names: std::collections::BTreeSet<&str> = fields.iter().map(|f| f.name.as_str()).collect();
                    named += names.len() as u64;
                    prop_assert!(names.iter().all(|name| made.differs_in(row, name)));
                    prop_assert!(!made.differs_in(row, "nothing"));
                }
                prop_assert_eq!(shares, named);
            }
        }
    }
}

#[test]
fn only_two_of_one_userstore_in_order_are_compared() {
    let (mut conn, git) = mirrored();
    let ldap = crate::tables::userstore::add(&conn, "ldap", UserstoreKind::Ldap, day(1)).unwrap().id;
    let one = import(&mut conn, git, 1, &whole(), &users([named("a")])).snapshot;
    let other = import(&mut conn, ldap, 2, &whole(), &users([named("a")])).snapshot;
    let two = import(&mut conn, git, 3, &whole(), &users([named("b")])).snapshot;
    assert!(matches!(compare(&conn, one, other), Err(Error::NotComparable { .. })));
    assert!(matches!(compare(&conn, two, one), Err(Error::NotComparable { .. })));
    assert!(matches!(compare(&conn, one, SnapshotId(99)), Err(Error::NoSuch { .. })));
    assert_eq!(compare(&conn, one, two).unwrap().rows().len(), 2);
    assert!(compare(&conn, one, one).unwrap().rows().is_empty());
}
