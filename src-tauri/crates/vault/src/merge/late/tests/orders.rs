//! In whatever order complete snapshots are imported, the same comes of it.

use crate::merge::testing::*;
use crate::past::tests::histories::{Says, snapshot};
use crate::past::{self, Past};
use crate::tables::userstore;
use muster_model::UserId;
use proptest::prelude::*;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// A user today: as it is, since when it is gone, and when it was first seen.
type Today = (Past, Option<i64>, i64);

fn ids(conn: &Connection) -> BTreeMap<String, i64> {
    let mut statement = conn.prepare("SELECT source_id, id FROM user").unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

fn today(conn: &Connection) -> BTreeMap<String, Today> {
    let sql = "SELECT u.gone_since, s.taken_at FROM user u JOIN snapshot s ON s.id = u.first_snapshot WHERE u.id = ?1";
    let one = |id: i64| {
        let past = past::now(conn, UserId(id)).unwrap().unwrap();
        let (gone, first) = conn.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        (past, gone, first)
    };
    ids(conn).into_iter().map(|(source_id, id)| (source_id, one(id))).collect()
}

/// Everyone on a day.
fn on(conn: &Connection, n: i64) -> BTreeMap<String, Option<Past>> {
    ids(conn).into_iter().map(|(key, id)| (key, past::at(conn, UserId(id), day(n)).unwrap())).collect()
}

fn imported(snapshots: &[Says], order: &[usize]) -> Connection {
    let (mut conn, store) = mirrored();
    for &at in order {
        let n = i64::try_from(at).unwrap() * 2 + 1;
        let says = &snapshots[at];
        let merged = import(&mut conn, store, n, &says.coverage, &says.records);
        assert_eq!(merged.read, says.records.len() as u64);
        assert_eq!(merged.users.created + merged.users.changed + merged.users.unchanged, merged.read);
    }
    conn
}

fn history() -> impl Strategy<Value = (Vec<Says>, Vec<usize>)> {
    prop::collection::vec(snapshot(true), 2..7).prop_flat_map(|snapshots| {
        let order: Vec<usize> = (0..snapshots.len()).collect();
        (Just(snapshots), Just(order).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn complete_snapshots_in_any_order_come_to_the_same((snapshots, order) in history()) {
        let in_order: Vec<usize> = (0..snapshots.len()).collect();
        let (right, shuffled) = (imported(&snapshots, &in_order), imported(&snapshots, &order));
        prop_assert_eq!(today(&right), today(&shuffled), "today, after {:?}", &order);
        for n in 0..=i64::try_from(snapshots.len()).unwrap() * 2 {
            prop_assert_eq!(on(&right, n), on(&shuffled, n), "day {}, after {:?}", n, &order);
        }
        let counts = |conn: &Connection| {
            let store = &userstore::list(conn).unwrap()[0];
            (store.users, store.gone)
        };
        prop_assert_eq!(counts(&right), counts(&shuffled));
    }
}
