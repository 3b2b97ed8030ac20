//! What operators changed, each undone as one.

use super::{time, time_of};
use crate::Result;
use chrono::{DateTime, Utc};
use muster_model::Standing;
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

/// How far a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Done here; nothing waits.
    Applied,
    /// Something of it waits to be carried out at its source.
    Pending,
    /// What waited was seen at its source.
    Confirmed,
    /// Taken back.
    Undone,
    /// Given up before any of it was carried out here.
    Withdrawn,
}

impl Status {
    /// The same in SQL, as [`Change::status`] has it.
    const fn condition(self) -> &'static str {
        match self {
            Self::Applied => "undone_at IS NULL AND outstanding = 0 AND confirmed = 0",
            Self::Pending => "undone_at IS NULL AND outstanding > 0",
            Self::Confirmed => "undone_at IS NULL AND outstanding = 0 AND confirmed > 0",
            Self::Undone => "undone_at IS NOT NULL AND applied + things > 0",
            Self::Withdrawn => "undone_at IS NOT NULL AND applied + things = 0",
        }
    }
}

impl Change {
    /// Whether there is anything to take back or withdraw.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        let count = self.count;
        self.undone_at.is_none() && count.applied + count.outstanding + self.things > 0
    }

    /// How far it is.
    #[must_use]
    pub fn status(&self) -> Status {
        let count = self.count;
        match (self.undone_at.is_some(), count.applied + self.things > 0) {
            (true, true) => Status::Undone,
            (true, false) => Status::Withdrawn,
            (false, _) if count.outstanding > 0 => Status::Pending,
            (false, _) if count.confirmed > 0 => Status::Confirmed,
            (false, _) => Status::Applied,
        }
    }

    /// How many of its users are this far; of all of them for none.
    #[must_use]
    pub fn of(&self, standing: Option<Standing>) -> u64 {
        let (count, undone) = (self.count, self.undone_at.is_some());
        match standing {
            None => count.users + count.refused,
            Some(Standing::Applied) => {
                if undone {
                    0
                } else {
                    count.applied
                }
            }
            Some(Standing::Undone) => {
                if undone {
                    count.applied
                } else {
                    0
                }
            }
            Some(Standing::Outstanding) => count.outstanding,
            Some(Standing::Confirmed) => count.confirmed,
            Some(Standing::Withdrawn) => count.users - count.applied - count.outstanding - count.confirmed,
            Some(Standing::Refused) => count.refused,
        }
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

/// Changes, newest first; all of them, or those that are this far.
///
/// # Errors
/// If the database fails.
pub fn page(conn: &Connection, status: Option<Status>, offset: u64, limit: u64) -> Result<Vec<Change>> {
    let condition = status.map_or("1", Status::condition);
    let mut statement =
        conn.prepare_cached(&format!("{SELECT} WHERE {condition} ORDER BY id DESC LIMIT ?1 OFFSET ?2"))?;
    let mut rows = statement.query((limit, offset))?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(read(row)?);
    }
    Ok(changes)
}

/// The newest change that can be taken back or withdrawn, as
/// [`Change::can_undo`] has it.
///
/// # Errors
/// If the database fails.
pub fn undoable(conn: &Connection) -> Result<Option<Change>> {
    let mut statement = conn.prepare_cached(&format!(
        "{SELECT} WHERE undone_at IS NULL AND applied + outstanding + things > 0 ORDER BY id DESC LIMIT 1"
    ))?;
    let mut rows = statement.query([])?;
    rows.next()?.map(read).transpose()
}

/// How many changes there are, in all or this far.
///
/// # Errors
/// If the database fails.
pub fn count(conn: &Connection, status: Option<Status>) -> Result<u64> {
    let condition = status.map_or("1", Status::condition);
    let mut statement = conn.prepare_cached(&format!("SELECT count(*) FROM change WHERE {condition}"))?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// How many users wait to be changed at their source, in all changes.
///
/// # Errors
/// If the database fails.
pub fn outstanding(conn: &Connection) -> Result<u64> {
    let mut statement = conn.prepare_cached("SELECT coalesce(sum(outstanding), 0) FROM change")?;
    Ok(statement.query_row([], |row| row.get(0))?)
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
