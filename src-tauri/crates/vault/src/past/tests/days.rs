//! The state of every day beside full copies kept per day.

use super::histories::snapshot;
use crate::merge::testing::*;
use crate::past::{self, Past};
use muster_model::{LastSeen, UserId};
use proptest::prelude::*;
use rusqlite::Connection;
use std::collections::BTreeMap;

fn everyone(conn: &Connection) -> BTreeMap<i64, Past> {
    let mut statement = conn.prepare("SELECT id FROM user").unwrap();
    let ids: Vec<i64> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    ids.into_iter().map(|id| (id, past::now(conn, UserId(id)).unwrap().unwrap())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]
    #[test]
    fn the_past_is_what_full_copies_say(snapshots in prop::collection::vec((snapshot(false), 0_i64..3), 1..8)) {
        let (mut conn, store) = mirrored();
        let mut copies = Vec::new();
        let mut n = 1;
        for (says, later) in &snapshots {
            n += later; // some at the same time
            import(&mut conn, store, n, &says.coverage, &says.records);
            copies.retain(|(day, _)| *day != n);
            copies.push((n, everyone(&conn)));
        }
        let all: Vec<i64> = everyone(&conn).into_keys().collect();
        for (n, copy) in copies {
            for &id in &all {
                let then = past::at(&conn, UserId(id), day(n)).unwrap();
                prop_assert_eq!(then.as_ref(), copy.get(&id), "user {} on day {}", id, n);
            }
        }
        for &id in &all {
            prop_assert_eq!(past::at(&conn, UserId(id), day(0)).unwrap(), None);
        }
    }
}

#[test]
fn signs_of_life_of_the_past_are_kept() {
    let (mut conn, store) = mirrored();
    let mut tell = |n, seen| {
        let mut record = named("a");
        record.last_seen = seen;
        import(&mut conn, store, n, &whole(), &users([record]));
    };
    tell(1, None);
    tell(2, Some(LastSeen::never("f")));
    tell(3, Some(LastSeen::seen(day(2), "f", muster_model::Precision::Day)));
    tell(4, Some(LastSeen::seen(day(1), "f", muster_model::Precision::Day)));
    let rows: i64 = conn.query_row("SELECT count(*) FROM user_seen_past", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 2, "only what bettered it is a row");
    let at = |n| past::at(&conn, UserId(1), day(n)).unwrap().unwrap();
    use muster_model::seen::SeenStatus;
    assert_eq!((at(1).seen, at(2).seen), (SeenStatus::NotCollected, SeenStatus::Never));
    assert_eq!((at(3).seen_at, at(4).seen_at), (Some(day(2).timestamp()), Some(day(2).timestamp())));
}
