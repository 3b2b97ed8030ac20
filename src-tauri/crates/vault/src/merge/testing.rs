//! What the tests of this crate share.
#![allow(clippy::unwrap_used)]

use super::row::UserRow;
use super::{Begin, FinishTotals, Merged, SnapshotWriter};
use crate::tables::userstore;
use chrono::{DateTime, Utc};
use muster_model::record::{Coverage, Extent, Identity, Record, Told, UserRecord};
use muster_model::{UserId, UserstoreId, UserstoreKind};
use rusqlite::Connection;

/// A vault's tables in memory.
pub(crate) fn vault() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    crate::migrations::ALL.iter().for_each(|migration| conn.execute_batch(migration.sql).unwrap());
    conn
}

/// A vault with a GitLab userstore.
pub(crate) fn mirrored() -> (Connection, UserstoreId) {
    let conn = vault();
    let id = userstore::add(&conn, "git", UserstoreKind::Gitlab, day(1)).unwrap().id;
    (conn, id)
}

/// A vault with a local userstore.
pub(crate) fn local() -> (Connection, UserstoreId) {
    let conn = vault();
    let id = userstore::add(&conn, "PRIMARY", UserstoreKind::Local, day(1)).unwrap().id;
    (conn, id)
}

/// A user of a local userstore of which only the name is known; the userstore
/// is made if it is missing.
pub(crate) fn named_user(conn: &Connection, username: &str) -> UserId {
    let store = userstore::ensure(conn, "PRIMARY", UserstoreKind::Local, day(1)).unwrap();
    UserId(UserRow::named(username).insert(conn, store.id.0, None).unwrap())
}

/// The `n`th day of the tests.
pub(crate) fn day(n: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + n * 86_400, 0).unwrap()
}

/// Files that list everything.
pub(crate) fn whole() -> Coverage {
    Coverage { users: Extent::Whole, grants: Extent::Whole, groups: Extent::Whole, because: None }
}

/// Files that list some users and nothing else.
pub(crate) fn part() -> Coverage {
    Coverage { users: Extent::Part, grants: Extent::None, groups: Extent::None, because: Some("one page".into()) }
}

/// A user of whom only the username is told.
pub(crate) fn named(username: &str) -> UserRecord {
    UserRecord {
        identity: Identity { username: Some(username.to_owned()), ..Identity::default() },
        ..UserRecord::default()
    }
}

/// The same with an id.
pub(crate) fn known(id: &str, username: &str) -> UserRecord {
    let mut record = named(username);
    record.identity.id = Some(id.to_owned());
    record
}

/// A value that is told.
pub(crate) fn told(text: &str) -> Told<String> {
    Told::Value(text.to_owned())
}

/// Imports records on day `n` and commits.
pub(crate) fn import(
    conn: &mut Connection,
    store: UserstoreId,
    n: i64,
    coverage: &Coverage,
    records: &[Record],
) -> Merged {
    let tx = conn.transaction().unwrap();
    let begin = Begin { userstore: store, taken_at: day(n), now: day(n), operator: "olga", format: "test" };
    let mut writer = SnapshotWriter::begin(&tx, begin).unwrap();
    let mut rejected = 0;
    for record in records {
        let taken = match record {
            Record::User(user) => writer.user("test", user).unwrap().is_ok(),
            Record::Group(group) => writer.group(group).unwrap().is_ok(),
            Record::Role(role) => writer.role(role).unwrap().is_ok(),
        };
        rejected += u64::from(!taken);
    }
    let merged = writer.finish(coverage, &FinishTotals { rejected, ..FinishTotals::default() }).unwrap();
    tx.commit().unwrap();
    merged
}

/// Users as records.
pub(crate) fn users(users: impl IntoIterator<Item = UserRecord>) -> Vec<Record> {
    users.into_iter().map(|user| Record::User(Box::new(user))).collect()
}

/// Every row of every table but those named, as text, for comparing.
pub(crate) fn dump(conn: &Connection, but: &[&str]) -> Vec<String> {
    let mut statement = conn.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").unwrap();
    let tables: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut lines = Vec::new();
    for table in tables.iter().filter(|t| !but.contains(&t.as_str()) && !t.starts_with("sqlite_")) {
        let mut rows = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<_> = (0..columns).map(|i| format!("{:?}", row.get_ref(i).unwrap())).collect();
            lines.push(format!("{table} {}", values.join(" ")));
        }
    }
    lines.sort();
    lines
}
