//! What operators changed, each undone as one.

use super::{time, version};
use crate::Result;
use crate::tables::version::FieldChange;
use chrono::{DateTime, Utc};
use muster_model::UserId;
use rusqlite::{Connection, Row};

/// An operator's change of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub operator: String,
    /// The user's key; the user may no longer be there.
    pub user_id: UserId,
    /// The user's full name then.
    pub user: String,
    /// Whether it made the user.
    pub created: bool,
    /// What changed; empty for a creation that was undone.
    pub fields: Vec<FieldChange>,
    /// Whether it was undone.
    pub undone: bool,
}

const SELECT: &str = "SELECT c.id, c.at, c.operator, c.user_id, c.target, c.created, c.undone_at IS NOT NULL,
    (SELECT v.fields FROM user_version v WHERE v.change_id = c.id AND v.action <> 'undone') FROM change c";

fn read(row: &Row<'_>) -> Result<Change> {
    let fields: Option<String> = row.get(7)?;
    Ok(Change {
        id: row.get(0)?,
        at: time("change", "at", row.get(1)?)?,
        operator: row.get(2)?,
        user_id: UserId(row.get(3)?),
        user: row.get(4)?,
        created: row.get(5)?,
        undone: row.get(6)?,
        fields: fields.map(|json| version::parse(&json)).transpose()?.unwrap_or_default(),
    })
}

/// The latest changes, newest first, `limit` at most.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection, limit: u32) -> Result<Vec<Change>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY c.id DESC LIMIT ?1"))?;
    let mut rows = statement.query([limit])?;
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
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE c.id = ?1"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(read).transpose()
}

/// Adds a change and answers its number.
pub(crate) fn add(
    conn: &Connection,
    user: UserId,
    target: &str,
    created: bool,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<i64> {
    conn.execute(
        "INSERT INTO change (at, operator, user_id, target, created) VALUES (?1, ?2, ?3, ?4, ?5)",
        (now.timestamp(), operator, user.0, target, created),
    )?;
    Ok(conn.last_insert_rowid())
}

/// Notes that a change was undone.
pub(crate) fn mark_undone(conn: &Connection, id: i64, operator: &str, now: DateTime<Utc>) -> Result<()> {
    conn.execute("UPDATE change SET undone_at = ?2, undone_by = ?3 WHERE id = ?1", (id, now.timestamp(), operator))?;
    Ok(())
}
