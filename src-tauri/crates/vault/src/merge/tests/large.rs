use crate::merge::testing::*;
use crate::merge::{Begin, FinishTotals, SnapshotWriter};
use crate::tables::userstore;
use muster_model::UserstoreKind;
use muster_model::import::Totals;
use muster_model::record::UserRecord;
use rusqlite::Connection;

fn indexes(conn: &Connection) -> Vec<String> {
    let mut statement = conn
        .prepare("SELECT sql FROM sqlite_master WHERE tbl_name = 'user' AND sql IS NOT NULL ORDER BY name")
        .unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn people(range: std::ops::Range<u32>) -> Vec<UserRecord> {
    range
        .map(|n| if n % 3 == 0 { named(&format!("User{n}")) } else { known(&n.to_string(), &format!("user{n}")) })
        .collect()
}

/// Imports with low limits, so that every way of finding users is taken.
fn run(conn: &mut Connection, n: i64, large: u64, most: usize, people: &[UserRecord]) -> (Totals, Vec<(bool, bool)>) {
    let store = userstore::by_domain(conn, "git").unwrap().unwrap().id;
    let tx = conn.transaction().unwrap();
    let begin = Begin { userstore: store, taken_at: day(n), now: day(n), operator: "o", format: "t" };
    let mut writer = SnapshotWriter::begin(&tx, begin).unwrap();
    writer.keys.limits(large, most);
    let mut states = vec![writer.keys.state()];
    for record in people {
        writer.user("t", record).unwrap().unwrap();
        if states.last() != Some(&writer.keys.state()) {
            states.push(writer.keys.state());
        }
    }
    let merged = writer.finish(&whole(), &FinishTotals::default()).unwrap();
    tx.commit().unwrap();
    (merged.users, states)
}

#[test]
fn large_imports_find_users_in_memory_and_come_to_the_same() {
    let (mut plain, _) = mirrored();
    let (mut large, _) = mirrored();
    let (mut both, _) = mirrored();
    let before = indexes(&large);
    // Every user comes twice, far apart.
    let twice: Vec<_> = people(0..6000).into_iter().chain(people(0..6000)).collect();
    for n in 1..3 {
        let (expected, states) = run(&mut plain, n, u64::MAX, usize::MAX, &twice);
        assert_eq!(states, [(false, false)]);
        let (totals, states) = run(&mut large, n, 1000, usize::MAX, &twice);
        assert_eq!(totals, expected);
        assert_eq!(states, [(false, false), (true, n == 1)], "indexes are dropped only where most users are new");
        let (totals, states) = run(&mut both, n, 1000, 3000, &twice);
        assert_eq!(totals, expected);
        assert!(n > 1 || states.ends_with(&[(true, true), (false, false)]), "{states:?}");
    }
    assert_eq!(dump(&large, &[]), dump(&plain, &[]));
    assert_eq!(dump(&both, &[]), dump(&plain, &[]));
    assert_eq!(indexes(&large), before);
    assert_eq!(indexes(&both), before);
}

#[test]
fn indexes_stay_where_most_users_were_there_before() {
    let (mut conn, _) = mirrored();
    let other = userstore::add(&conn, "other", UserstoreKind::Ldap, day(1)).unwrap().id;
    import(&mut conn, other, 1, &whole(), &users(people(0..5000)));
    let (totals, states) = run(&mut conn, 1, 1000, usize::MAX, &people(0..4000));
    assert_eq!(totals.created, 4000);
    assert_eq!(states, [(false, false), (true, false)]);
}
