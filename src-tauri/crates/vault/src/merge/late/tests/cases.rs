//! The rules of late snapshots, as small cases.

use crate::merge::testing::*;
use crate::merge::{ChangedUsers, Merged};
use crate::past;
use crate::tables::{snapshot, user, userstore, version};
use muster_model::import::Totals;
use muster_model::record::{Coverage, Record, Told};
use muster_model::{LastSeen, Precision, State, UserId, UserstoreId};
use rusqlite::Connection;

fn with_state(name: &str, state: State) -> muster_model::record::UserRecord {
    let mut record = known(name, name);
    record.state = Told::Value(state);
    record
}

fn active(names: &[&str]) -> Vec<Record> {
    users(names.iter().map(|name| with_state(name, State::Active)))
}

fn totals(created: u64, changed: u64, unchanged: u64, gone: u64) -> Totals {
    Totals { created, changed, unchanged, gone }
}

struct Realm {
    conn: Connection,
    store: UserstoreId,
}

impl Realm {
    fn new() -> Self {
        let (conn, store) = mirrored();
        Self { conn, store }
    }

    fn take(&mut self, n: i64, coverage: &Coverage, records: &[Record]) -> Merged {
        import(&mut self.conn, self.store, n, coverage, records)
    }

    fn id(&self, name: &str) -> UserId {
        crate::tables::find::find(&self.conn, name).unwrap()
    }

    /// On which of the days up to `last` a user was there.
    fn there(&self, name: &str, last: i64) -> Vec<i64> {
        let there = |n: &i64| past::at(&self.conn, self.id(name), day(*n)).unwrap().is_some_and(|p| p.there);
        (0..=last).filter(there).collect()
    }

    fn state(&self, name: &str, n: i64) -> String {
        past::at(&self.conn, self.id(name), day(n)).unwrap().unwrap().fields["state"].clone()
    }

    fn counts(&self) -> (u64, u64) {
        let store = &userstore::list(&self.conn).unwrap()[0];
        (store.users, store.gone)
    }
}

#[test]
fn a_difference_is_there_until_the_next_list_of_everyone() {
    let mut realm = Realm::new();
    realm.take(1, &whole(), &active(&["a", "b"]));
    realm.take(5, &part(), &active(&["b"]));
    realm.take(9, &whole(), &active(&["a", "b"]));
    let before = dump(&realm.conn, &["snapshot", "user_version", "sqlite_sequence"]);
    let blocked = users([with_state("a", State::Blocked), with_state("b", State::Active)]);
    let merged = realm.take(3, &whole(), &blocked);
    assert!(merged.late && merged.complete);
    assert_eq!((merged.users, merged.read), (totals(0, 1, 1, 0), 2));
    assert_eq!(merged.changed_users, ChangedUsers::Some(vec![]), "today is as it was");
    assert_eq!(merged.changed_past, ChangedUsers::Some(vec![realm.id("a")]));
    assert_eq!(dump(&realm.conn, &["snapshot", "user_version", "sqlite_sequence"]), before);
    let states: Vec<String> = [1, 2, 3, 8, 9].map(|n| realm.state("a", n)).to_vec();
    assert_eq!(states, ["active", "active", "blocked", "blocked", "active"]);
    let late: Vec<bool> = snapshot::list(&realm.conn).unwrap().iter().map(|s| s.late).collect();
    assert_eq!(late, [false, false, true, false], "newest first");
    // The same again finds nothing.
    assert_eq!(realm.take(3, &whole(), &blocked).users, totals(0, 0, 2, 0));
}

#[test]
fn whoever_a_late_list_of_everyone_leaves_out_was_absent() {
    let mut realm = Realm::new();
    realm.take(1, &whole(), &active(&["a", "b"]));
    realm.take(5, &whole(), &active(&["a", "b"]));
    let merged = realm.take(3, &whole(), &active(&["a"]));
    assert_eq!(merged.users, totals(0, 0, 1, 1));
    assert_eq!(realm.there("b", 6), [1, 2, 5, 6]);
    assert_eq!(user::by_id(&realm.conn, realm.id("b")).unwrap().gone_since, None);
    assert_eq!(realm.counts(), (2, 0));
}

#[test]
fn a_late_list_of_some_makes_nobody_absent() {
    let mut realm = Realm::new();
    realm.take(1, &whole(), &active(&["a", "b"]));
    realm.take(5, &whole(), &active(&["a", "b"]));
    let merged = realm.take(3, &part(), &active(&["a"]));
    assert_eq!((merged.users, merged.complete), (totals(0, 0, 1, 0), false));
    assert_eq!(realm.there("b", 5), [1, 2, 3, 4, 5]);
}

#[test]
fn who_was_gone_earlier_is_gone_since_then() {
    let mut realm = Realm::new();
    realm.take(1, &whole(), &active(&["a", "b"]));
    realm.take(5, &whole(), &active(&["a"]));
    realm.take(3, &whole(), &active(&["a"]));
    assert_eq!(realm.there("b", 6), [1, 2]);
    assert_eq!(user::by_id(&realm.conn, realm.id("b")).unwrap().gone_since, Some(day(3)));
    // And who was seen later than thought is gone since the next that left it out.
    realm.take(4, &whole(), &active(&["a", "b"]));
    assert_eq!(realm.there("b", 6), [1, 2, 4]);
    assert_eq!(user::by_id(&realm.conn, realm.id("b")).unwrap().gone_since, Some(day(5)));
    assert_eq!(realm.counts(), (1, 1));
}

#[test]
fn a_user_first_seen_later_begins_earlier() {
    let mut realm = Realm::new();
    realm.take(5, &whole(), &active(&["a"]));
    realm.take(6, &whole(), &active(&["a", "b"]));
    let id = realm.id("b");
    let merged = realm.take(3, &whole(), &users([with_state("a", State::Active), with_state("b", State::Blocked)]));
    assert_eq!(merged.users, totals(2, 0, 0, 0), "then, nobody was known");
    assert_eq!(realm.id("b"), id);
    assert_eq!(realm.there("b", 6), [3, 4, 6], "the list of day 5 left it out");
    assert_eq!((realm.state("b", 3), realm.state("b", 6)), ("blocked".to_owned(), "active".to_owned()));
    let history: Vec<_> = version::of_user(&realm.conn, id).unwrap().into_iter().map(|v| (v.action, v.at)).collect();
    let expected = [("returned", 6), ("gone", 5), ("created", 3)];
    assert_eq!(history, expected.map(|(action, n)| (action.to_owned(), day(n))));
}

/// Everyone was listed without ids at first, then with them; one took another
/// name, which somebody else has now.
#[test]
fn who_had_another_name_when_first_seen_is_found_by_it() {
    let mut realm = Realm::new();
    realm.take(5, &whole(), &users([named("a"), named("b"), named("c")]));
    realm.take(7, &whole(), &users([known("1", "a"), known("2", "b"), known("3", "c")]));
    realm.take(9, &whole(), &users([known("1", "a"), known("2", "bee"), known("3", "c"), known("4", "b")]));
    let keys: Vec<UserId> = ["a", "bee", "c", "b"].map(|name| realm.id(name)).to_vec();
    // By name alone, by name and id, by id alone, and someone nobody else listed.
    let merged = realm.take(3, &whole(), &users([named("A"), known("2", "b"), known("4", "bob"), known("9", "z")]));
    assert_eq!(merged.users, totals(4, 0, 0, 0), "then, nobody was known");
    assert_eq!(["a", "bee", "c", "b"].map(|name| realm.id(name)).to_vec(), keys);
    assert_eq!(realm.counts(), (4, 1), "nobody twice");
    assert_eq!(realm.there("a", 9), [3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(realm.there("bee", 9), [3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(realm.there("b", 9), [3, 4, 9], "the lists of days 5 and 7 left it out");
    let name = |n| past::at(&realm.conn, realm.id("bee"), day(n)).unwrap().unwrap().fields["username"].clone();
    assert_eq!([name(3), name(8), name(9)], ["b", "b", "bee"]);
}

#[test]
fn a_user_nobody_else_listed_was_there_until_the_next_list_of_everyone() {
    let mut realm = Realm::new();
    realm.take(5, &whole(), &active(&["a"]));
    let merged = realm.take(3, &whole(), &active(&["a", "x"]));
    assert_eq!(realm.there("x", 6), [3, 4]);
    assert_eq!(realm.counts(), (1, 1));
    assert_eq!(merged.changed_users, ChangedUsers::Some(vec![realm.id("x")]));
    // With no list of everyone after it, it is still there.
    let mut realm = Realm::new();
    realm.take(5, &part(), &active(&["a"]));
    realm.take(3, &part(), &active(&["x"]));
    assert_eq!(realm.there("x", 6), [3, 4, 5, 6]);
    assert_eq!(realm.counts(), (2, 0));
}

#[test]
fn an_operators_change_keeps_its_place() {
    let (mut conn, store) = local();
    let title = |text: &str| {
        let mut record = known("a", "a");
        record.email = told(text);
        users([record])
    };
    import(&mut conn, store, 1, &whole(), &title("one@x"));
    import(&mut conn, store, 9, &whole(), &title("one@x"));
    let before = dump(&conn, &["snapshot", "user_version", "sqlite_sequence"]);
    import(&mut conn, store, 5, &whole(), &title("two@x"));
    assert_eq!(dump(&conn, &["snapshot", "user_version", "sqlite_sequence"]), before);
    let email = |n| past::at(&conn, UserId(1), day(n)).unwrap().unwrap().fields["email"].clone();
    assert_eq!([email(4), email(5), email(8), email(9)], ["one@x", "two@x", "two@x", "one@x"]);
}

#[test]
fn a_late_sign_of_life_may_be_better() {
    let mut realm = Realm::new();
    let seen = |n: Option<i64>| {
        let mut record = known("a", "a");
        record.last_seen = n.map(|n| LastSeen::seen(day(n), "f", Precision::Day));
        users([record])
    };
    realm.take(1, &whole(), &seen(Some(0)));
    realm.take(9, &whole(), &seen(Some(2)));
    let merged = realm.take(5, &whole(), &seen(Some(4)));
    assert_eq!((merged.users, merged.changed_users), (totals(0, 1, 0, 0), ChangedUsers::Some(vec![UserId(1)])));
    let known = |n| past::at(&realm.conn, UserId(1), day(n)).unwrap().unwrap().seen_at;
    let time = |n: i64| Some(day(n).timestamp());
    assert_eq!([known(1), known(4), known(5), known(9)], [time(0), time(0), time(4), time(4)]);
    assert_eq!(user::by_id(&realm.conn, UserId(1)).unwrap().last_seen.at, Some(day(4)));
    assert_eq!(realm.take(5, &whole(), &seen(Some(4))).users, totals(0, 0, 1, 0));
}

#[test]
fn a_late_snapshot_that_is_dropped_leaves_nothing() {
    let mut realm = Realm::new();
    realm.take(1, &whole(), &active(&["a", "b"]));
    realm.take(9, &whole(), &active(&["a"]));
    let before = dump(&realm.conn, &[]);
    for finish in [false, true] {
        let tx = realm.conn.transaction().unwrap();
        let begin =
            crate::merge::Begin { userstore: realm.store, taken_at: day(5), now: day(9), operator: "o", format: "t" };
        let mut writer = crate::merge::SnapshotWriter::begin(&tx, begin).unwrap();
        writer.user("t", &with_state("b", State::Blocked)).unwrap().unwrap();
        if finish {
            writer.finish(&whole(), &crate::merge::FinishTotals::default()).unwrap();
        }
        tx.rollback().unwrap();
        assert_eq!(dump(&realm.conn, &[]), before);
    }
}
