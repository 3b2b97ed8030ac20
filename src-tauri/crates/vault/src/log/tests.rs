#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::migrations;
use serde_json::json;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
}

/// A log of ten entries in a store in memory.
fn ten() -> Connection {
    let mut conn = Connection::open_in_memory().unwrap();
    let tx = conn.transaction().unwrap();
    migrations::step(&tx, &migrations::ALL[0], 1, at(0)).unwrap();
    tx.commit().unwrap();
    for n in 1..=10 {
        let entry = Entry::new("user.edit").target(format!("PRIMARY/user{n}")).details(json!({ "n": n }));
        assert_eq!(append(&conn, &LogKey::fixed(), "Ada", at(n), &entry).unwrap(), n);
    }
    conn
}

fn check(conn: &Connection) -> Verification {
    verify(conn, &LogKey::fixed()).unwrap()
}

#[test]
fn an_untouched_log_is_whole() {
    let conn = ten();
    let found = check(&conn);
    assert!(found.ok(), "{found:?}");
    assert_eq!(found.entries, 10);
    let last: String = conn.query_row("SELECT lower(hex(hash)) FROM log WHERE seq = 10", [], |r| r.get(0)).unwrap();
    assert_eq!(found.head, last);
}

#[test]
fn every_alteration_is_found_where_it_was_made() {
    let swap = "UPDATE log SET seq = 100 WHERE seq = 4; UPDATE log SET seq = 4 WHERE seq = 5;
                UPDATE log SET seq = 5 WHERE seq = 100;";
    // Removes an entry and numbers the rest again.
    let close_gap = "DELETE FROM log WHERE seq = 4; UPDATE log SET seq = seq - 1 WHERE seq > 4;";
    let alterations = [
        ("UPDATE log SET at = at + 1 WHERE seq = 4", 4),
        ("UPDATE log SET operator = 'Eve' WHERE seq = 4", 4),
        ("UPDATE log SET action = 'user.delete' WHERE seq = 4", 4),
        ("UPDATE log SET target = 'PRIMARY/eve' WHERE seq = 4", 4),
        ("UPDATE log SET target = NULL WHERE seq = 4", 4),
        ("UPDATE log SET details = '{\"n\":5}' WHERE seq = 4", 4),
        ("UPDATE log SET details = NULL WHERE seq = 4", 4),
        ("UPDATE log SET target = NULL, details = NULL WHERE seq = 4", 4),
        ("UPDATE log SET salt = zeroblob(32) WHERE seq = 4", 4),
        ("UPDATE log SET salt = x'' WHERE seq = 4", 4),
        ("UPDATE log SET digest = zeroblob(32) WHERE seq = 4", 4),
        ("UPDATE log SET prev = zeroblob(32) WHERE seq = 4", 4),
        ("UPDATE log SET hash = zeroblob(32) WHERE seq = 4", 4),
        ("UPDATE log SET hash = x'00' WHERE seq = 4", 4),
        ("UPDATE log SET operator = x'00' WHERE seq = 4", 4),
        ("UPDATE log SET at = 'x' WHERE seq = 4", 4),
        // An erasure no entry tells of:
        ("UPDATE log SET target = NULL, details = NULL, salt = x'' WHERE seq = 4", 4),
        ("DELETE FROM log WHERE seq = 1", 2),
        ("DELETE FROM log WHERE seq = 4", 5),
        ("DELETE FROM log WHERE seq = 10", 10),
        ("DELETE FROM log WHERE seq > 4", 5),
        ("DELETE FROM log", 1),
        (swap, 4),
        (close_gap, 4),
        (
            "INSERT INTO log SELECT 11, at, operator, action, target, details, salt, digest, hash, zeroblob(32)
          FROM log WHERE seq = 10",
            11,
        ),
        ("DELETE FROM setting WHERE name = 'log.head'", 10),
        ("UPDATE setting SET value = '9' || substr(value, 3) WHERE name = 'log.head'", 10),
    ];
    for (sql, place) in alterations {
        let conn = ten();
        conn.execute_batch(sql).expect(sql);
        let found = check(&conn);
        assert_eq!(found.broken_at, Some(place), "{sql}: {:?}", found.reason);
        assert!(found.reason.is_some());
    }
}

#[test]
fn a_forged_entry_that_fits_the_chain_is_found_by_the_seal() {
    // Someone edits the store with the store's key, but not through Muster:
    // the chain needs no secret, the seal does.
    let conn = ten();
    let forged = ten();
    conn.execute("DELETE FROM log WHERE seq = 10", []).unwrap();
    let prev: Vec<u8> = conn.query_row("SELECT hash FROM log WHERE seq = 9", [], |r| r.get(0)).unwrap();
    let digest = digest(&[1], Some("x"), None);
    let own = hash(&prev, 10, at(10).timestamp(), "Eve", "user.edit", &digest);
    conn.execute(
        "INSERT INTO log VALUES (10, ?1, 'Eve', 'user.edit', 'x', NULL, x'01', ?2, ?3, ?4)",
        params![at(10).timestamp(), digest, prev, own],
    )
    .unwrap();
    assert!(!check(&conn).ok(), "a forged last entry was taken");
    assert!(check(&forged).ok());
}

#[test]
fn writing_on_never_hides_a_cut() {
    let conn = ten();
    conn.execute("DELETE FROM log WHERE seq > 7", []).unwrap();
    assert_eq!(append(&conn, &LogKey::fixed(), "Ada", at(11), &Entry::new("x")).unwrap(), 11);
    assert_eq!(check(&conn).broken_at, Some(11));
    let conn = ten();
    conn.execute("DELETE FROM setting", []).unwrap();
    assert!(append(&conn, &LogKey::fixed(), "Ada", at(11), &Entry::new("x")).is_err());
}

#[test]
fn erased_entries_leave_the_chain_whole_and_say_nothing() {
    let conn = ten();
    let entry = erase(&conn, &[3, 7]).unwrap();
    assert!(!check(&conn).ok(), "an erasure without its entry was taken");
    append(&conn, &LogKey::fixed(), "Ada", at(20), &entry).unwrap();
    assert!(check(&conn).ok(), "{:?}", check(&conn));
    let rows = page(&conn, None, 100, "").unwrap();
    let erased: Vec<_> = rows.iter().filter(|r| r.erased).map(|r| (r.seq, &r.target, &r.details)).collect();
    assert_eq!(erased, [(7, &None, &None), (3, &None, &None)]);
    assert!(erase(&conn, &[11]).is_err(), "an erasure's own entry was erased");
    assert!(erase(&conn, &[99]).is_err());
}

#[test]
fn hashes_are_those_of_the_documented_bytes() {
    // Computed by tests/vectors/log.py.
    let mut vectors = include_str!("../../tests/vectors/log.hex").lines();
    let digest = digest(&[7; 32], Some("PRIMARY/ada"), Some("{\"n\":1}"));
    assert_eq!(hex::encode(digest), vectors.next().unwrap());
    let hash = hash(&[0; 32], 1, 1_700_000_000, "Ada", "user.edit", &digest);
    assert_eq!(hex::encode(hash), vectors.next().unwrap());
}

#[test]
fn pages_joined_are_the_whole_newest_first() {
    let conn = ten();
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let rows = page(&conn, before, 3, "").unwrap();
        let Some(last) = rows.last() else { break };
        before = Some(last.seq);
        all.extend(rows.iter().map(|r| r.seq));
    }
    assert_eq!(all, (1..=10).rev().collect::<Vec<_>>());
    assert_eq!(count(&conn).unwrap(), 10);
}

#[test]
fn text_is_found_in_action_operator_and_target() {
    let conn = ten();
    append(&conn, &LogKey::fixed(), "Jürgen", at(20), &Entry::new("import").target("gitlab")).unwrap();
    let found = |text: &str| page(&conn, None, 100, text).unwrap().len();
    assert_eq!(
        [found("USER1"), found("jurgen"), found("IMPORT"), found("gitlab"), found("%"), found("ada")],
        [2, 1, 1, 1, 0, 10]
    );
}
