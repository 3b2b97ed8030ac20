//! What each import saw.

use super::{stored, time};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{SnapshotId, UserId, UserstoreId};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::{Deserialize, Serialize};

/// A file of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotFile {
    /// Its name, without its folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

/// A snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Muster's key.
    pub id: SnapshotId,
    /// The userstore it is of.
    pub userstore: UserstoreId,
    /// That userstore's domain.
    pub domain: String,
    /// When the source was read.
    pub taken_at: DateTime<Utc>,
    /// When it was imported.
    pub imported_at: DateTime<Utc>,
    /// Who imported it.
    pub operator: String,
    /// The dialect, or several joined by `+`.
    pub format: String,
    /// Whether it listed every user.
    pub complete: bool,
    /// Why not, in a sentence.
    pub because: Option<String>,
    /// Distinct users it listed.
    pub users: u64,
    /// Rows about users and rows nothing could be read from:
    /// `created + changed + unchanged + rejected`.
    pub read: u64,
    /// New users.
    pub created: u64,
    /// Rows that changed a user.
    pub changed: u64,
    /// Rows that changed nothing.
    pub unchanged: u64,
    /// Users no longer listed.
    pub gone: u64,
    /// Rows that could not be taken.
    pub rejected: u64,
    /// Credentials found and dropped.
    pub credentials_dropped: u64,
    /// Its files.
    pub files: Vec<SnapshotFile>,
    /// Whether a later one of the userstore had been imported before it.
    pub late: bool,
}

const SELECT: &str =
    "SELECT n.id, n.userstore_id, s.domain, n.taken_at, n.imported_at, n.operator, n.format, n.complete,
    n.because, n.users, n.read, n.created, n.changed, n.unchanged, n.gone, n.rejected, n.credentials_dropped,
    n.files, n.late
    FROM snapshot n JOIN userstore s ON s.id = n.userstore_id";

fn read(row: &Row<'_>) -> Result<Snapshot> {
    Ok(Snapshot {
        id: SnapshotId(row.get(0)?),
        userstore: UserstoreId(row.get(1)?),
        domain: row.get(2)?,
        taken_at: time("snapshot", "taken_at", row.get(3)?)?,
        imported_at: time("snapshot", "imported_at", row.get(4)?)?,
        operator: row.get(5)?,
        format: row.get(6)?,
        complete: row.get(7)?,
        because: row.get(8)?,
        users: row.get(9)?,
        read: row.get(10)?,
        created: row.get(11)?,
        changed: row.get(12)?,
        unchanged: row.get(13)?,
        gone: row.get(14)?,
        rejected: row.get(15)?,
        credentials_dropped: row.get(16)?,
        files: files(row.get_ref(17)?.as_str().map_err(rusqlite::Error::from)?)?,
        late: row.get(18)?,
    })
}

fn files(json: &str) -> Result<Vec<SnapshotFile>> {
    stored("snapshot", "files", "", || serde_json::from_str(json).ok())
}

fn all(conn: &Connection, tail: &str, values: impl Params) -> Result<Vec<Snapshot>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} {tail}"))?;
    let mut rows = statement.query(values)?;
    let mut snapshots = Vec::new();
    while let Some(row) = rows.next()? {
        snapshots.push(read(row)?);
    }
    Ok(snapshots)
}

/// Every snapshot, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<Snapshot>> {
    all(conn, "ORDER BY n.taken_at DESC, n.id DESC", [])
}

/// Some of the snapshots, newest first, and how many there are; of all
/// userstores or of one.
///
/// # Errors
/// If the database fails.
pub fn page(
    conn: &Connection,
    userstore: Option<UserstoreId>,
    offset: u64,
    limit: u64,
) -> Result<(Vec<Snapshot>, u64)> {
    let store = userstore.map(|store| store.0);
    let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let tail = "WHERE ?1 IS NULL OR n.userstore_id = ?1 ORDER BY n.taken_at DESC, n.id DESC LIMIT ?2 OFFSET ?3";
    let rows = all(conn, tail, (store, signed(limit), signed(offset)))?;
    let count = "SELECT count(*) FROM snapshot WHERE ?1 IS NULL OR userstore_id = ?1";
    Ok((rows, conn.query_row(count, [store], |row| row.get(0))?))
}

/// A snapshot by its key.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn by_id(conn: &Connection, id: SnapshotId) -> Result<Snapshot> {
    let missing = || Error::NoSuch { what: "snapshot", name: id.0.to_string() };
    all(conn, "WHERE n.id = ?1", [id.0])?.pop().ok_or_else(missing)
}

/// The last snapshot of a userstore that was taken before a moment.
///
/// # Errors
/// If the database fails.
pub fn last_before(conn: &Connection, userstore: UserstoreId, before: DateTime<Utc>) -> Result<Option<Snapshot>> {
    let tail = "WHERE n.userstore_id = ?1 AND n.taken_at < ?2 ORDER BY n.taken_at DESC, n.id DESC LIMIT 1";
    Ok(all(conn, tail, (userstore.0, before.timestamp()))?.pop())
}

/// Keys of the snapshots of a userstore that come after one and not after
/// another, in their order.
pub(crate) fn between(conn: &Connection, from: &Snapshot, to: &Snapshot) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(
        "SELECT id FROM snapshot WHERE userstore_id = ?1 AND (taken_at, id) > (?2, ?3) AND (taken_at, id) <= (?4, ?5)
         ORDER BY taken_at, id",
    )?;
    let (after, last) = (from.taken_at.timestamp(), to.taken_at.timestamp());
    let keys = (from.userstore.0, after, from.id.0, last, to.id.0);
    Ok(statement.query_map(keys, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The latest snapshot of each userstore, newest first.
///
/// # Errors
/// If the database fails.
pub fn latest(conn: &Connection) -> Result<Vec<Snapshot>> {
    all(
        conn,
        "WHERE n.id = (SELECT id FROM snapshot WHERE userstore_id = s.id ORDER BY taken_at DESC, id DESC LIMIT 1)
         ORDER BY n.taken_at DESC, n.id DESC",
        [],
    )
}

/// When the latest snapshot of a userstore was taken.
pub(crate) fn last_taken(conn: &Connection, userstore: UserstoreId) -> Result<Option<i64>> {
    let sql = "SELECT max(taken_at) FROM snapshot WHERE userstore_id = ?1";
    Ok(conn.query_row(sql, [userstore.0], |row| row.get(0))?)
}

/// When the last snapshot that is known to have listed this user was taken.
/// What an incomplete snapshot listed is known only where it changed something:
/// unchanged users cost no row.
///
/// # Errors
/// If the database fails.
pub fn last_listing(conn: &Connection, user: UserId) -> Result<Option<DateTime<Utc>>> {
    let at: Option<i64> = conn
        .prepare_cached(
            "SELECT max(at) FROM (
                SELECT s.taken_at AS at FROM user u JOIN snapshot s ON s.id = u.first_snapshot WHERE u.id = ?1
                UNION ALL
                SELECT at FROM user_version WHERE user_id = ?1 AND snapshot_id IS NOT NULL AND action <> 'gone'
                UNION ALL
                SELECT max(s.taken_at) FROM user u JOIN snapshot s ON s.userstore_id = u.userstore_id AND s.complete
                WHERE u.id = ?1 AND s.taken_at >= (SELECT taken_at FROM snapshot WHERE id = u.first_snapshot)
                    AND (u.gone_since IS NULL OR s.taken_at < u.gone_since))",
        )?
        .query_row([user.0], |row| row.get(0))
        .optional()?
        .flatten();
    at.map(|at| time("snapshot", "taken_at", at)).transpose()
}
