//! What operators changed, each undone as one.

use super::{time, time_of};
use crate::Result;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row};

/// A change. Its users are in [`super::change_user`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub operator: String,
    /// What it did, in words.
    pub title: String,
    /// The full name of its only user, or of what else it changed.
    pub target: Option<String>,
    /// When it was taken back, or withdrawn.
    pub undone_at: Option<DateTime<Utc>>,
    /// By whom.
    pub undone_by: Option<String>,
    /// How many users it is about, and how far they are.
    pub count: Counts,
    /// Groups, roles, permissions and attributes it changed.
    pub things: u64,
}

/// How many users of a change are how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Users it changed, or wants to change.
    pub users: u64,
    /// Of these, changed here; also once undone.
    pub applied: u64,
    /// Of these, not yet seen at their source.
    pub outstanding: u64,
    /// Of these, seen at their source.
    pub confirmed: u64,
    /// Users it could not change.
    pub refused: u64,
}

impl Change {
    /// Whether there is anything to take back or withdraw.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.undone_at.is_none() && self.count.applied + self.count.outstanding + self.things > 0
    }
}

const SELECT: &str = "SELECT id, at, operator, title, target, undone_at, undone_by,
    users, applied, outstanding, confirmed, refused, things FROM change";

fn read(row: &Row<'_>) -> Result<Change> {
    Ok(Change {
        id: row.get(0)?,
        at: time("change", "at", row.get(1)?)?,
        operator: row.get(2)?,
        title: row.get(3)?,
        target: row.get(4)?,
        undone_at: time_of("change", "undone_at", row.get(5)?)?,
        undone_by: row.get(6)?,
        count: Counts {
            users: row.get(7)?,
            applied: row.get(8)?,
            outstanding: row.get(9)?,
            confirmed: row.get(10)?,
            refused: row.get(11)?,
        },
        things: row.get(12)?,
    })
}

/// Changes, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection, offset: u64, limit: u64) -> Result<Vec<Change>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY id DESC LIMIT ?1 OFFSET ?2"))?;
    let mut rows = statement.query((limit, offset))?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(read(row)?);
    }
    Ok(changes)
}

/// A change by its number.
///
/// # Errors
/// If the database fails.
pub fn by_id(conn: &Connection, id: i64) -> Result<Option<Change>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(read).transpose()
}

/// Adds a change and answers its number.
///
/// # Errors
/// If the database fails.
pub fn add(conn: &Connection, title: &str, target: Option<&str>, operator: &str, now: DateTime<Utc>) -> Result<i64> {
    conn.execute(
        "INSERT INTO change (at, operator, title, target) VALUES (?1, ?2, ?3, ?4)",
        (now.timestamp(), operator, title, target),
    )?;
    Ok(conn.last_insert_rowid())
}

/// Notes how many users a change is about.
pub(crate) fn set_counts(conn: &Connection, id: i64, count: Counts) -> Result<()> {
    conn.prepare_cached(
        "UPDATE change SET users = ?2, applied = ?3, outstanding = ?4, confirmed = ?5, refused = ?6 WHERE id = ?1",
    )?
    .execute((id, count.users, count.applied, count.outstanding, count.confirmed, count.refused))?;
    Ok(())
}

/// Notes that a change was undone.
pub(crate) fn mark_undone(conn: &Connection, id: i64, operator: &str, now: DateTime<Utc>) -> Result<()> {
    conn.execute(
        "UPDATE change SET undone_at = ?2, undone_by = ?3, outstanding = 0 WHERE id = ?1",
        (id, now.timestamp(), operator),
    )?;
    Ok(())
}
