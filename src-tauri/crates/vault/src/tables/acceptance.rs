//! Why findings are left as they are, by whom, and until when.

use super::finding::FindingKey;
use super::time;
use crate::Result;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row};

/// Why a finding is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Why.
    pub reason: String,
    /// The operator who said so.
    pub operator: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The last day on which it holds, in days since 1970-01-01.
    pub until: i32,
}

fn read(row: &Row<'_>, first: usize) -> Result<Acceptance> {
    Ok(Acceptance {
        reason: row.get(first)?,
        operator: row.get(first + 1)?,
        at: time("finding_acceptance", "at", row.get(first + 2)?)?,
        until: row.get(first + 3)?,
    })
}

/// Why a finding is left as it is, if it is or was.
///
/// # Errors
/// If the database fails.
pub fn get(conn: &Connection, finding: FindingKey) -> Result<Option<Acceptance>> {
    let mut statement =
        conn.prepare_cached("SELECT reason, operator, at, until FROM finding_acceptance WHERE finding = ?1")?;
    statement.query_row([finding.0.to_be_bytes()], |row| Ok(read(row, 0))).optional()?.transpose()
}

/// All that there are, by finding.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<(FindingKey, Acceptance)>> {
    let mut statement =
        conn.prepare_cached("SELECT finding, reason, operator, at, until FROM finding_acceptance ORDER BY finding")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push((FindingKey::read(row.get_ref(0)?)?, read(row, 1)?));
    }
    Ok(all)
}

/// Leaves a finding as it is, in place of what was said before.
///
/// # Errors
/// If the database fails.
pub fn set(conn: &Connection, finding: FindingKey, acceptance: &Acceptance) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO finding_acceptance (finding, reason, operator, at, until) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (finding) DO UPDATE SET reason = ?2, operator = ?3, at = ?4, until = ?5",
    )?
    .execute((
        finding.0.to_be_bytes(),
        &acceptance.reason,
        &acceptance.operator,
        acceptance.at.timestamp(),
        acceptance.until,
    ))?;
    Ok(())
}

/// Takes back that a finding is left as it is.
///
/// # Errors
/// If the database fails.
pub fn remove(conn: &Connection, finding: FindingKey) -> Result<()> {
    conn.prepare_cached("DELETE FROM finding_acceptance WHERE finding = ?1")?.execute([finding.0.to_be_bytes()])?;
    Ok(())
}
