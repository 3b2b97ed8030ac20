//! Worksheets of reviews as they came back, for the evidence.

use super::time;
use crate::Result;
use chrono::{DateTime, Utc};
use rusqlite::Connection;

/// A worksheet, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// SHA-256 of it in hexadecimal.
    pub sha256: String,
    /// The place of the reviewer.
    pub reviewer: usize,
    /// The file's name, without its folder.
    pub name: String,
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// By which operator.
    pub operator: String,
    /// Decisions taken from it.
    pub taken: u64,
    /// How many bytes it has.
    pub bytes: u64,
}

/// Keeps a worksheet; one that is there already is taken again.
///
/// # Errors
/// If the database fails.
pub fn add(conn: &Connection, review: i64, row: &SheetRow, body: &[u8]) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO review_sheet (review_id, sha256, reviewer, name, at, operator, taken, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (review_id, sha256) DO UPDATE SET reviewer = ?3, name = ?4, at = ?5, operator = ?6, taken = ?7",
    )?
    .execute((
        review,
        &row.sha256,
        i64::try_from(row.reviewer).unwrap_or(i64::MAX),
        &row.name,
        row.at.timestamp(),
        &row.operator,
        row.taken,
        body,
    ))?;
    Ok(())
}

/// The worksheets of a review, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection, review: i64) -> Result<Vec<SheetRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT sha256, reviewer, name, at, operator, taken, length(body) FROM review_sheet WHERE review_id = ?1
         ORDER BY at DESC, sha256",
    )?;
    let mut rows = statement.query([review])?;
    let mut sheets = Vec::new();
    while let Some(row) = rows.next()? {
        let reviewer: i64 = row.get(1)?;
        sheets.push(SheetRow {
            sha256: row.get(0)?,
            reviewer: usize::try_from(reviewer).unwrap_or(usize::MAX),
            name: row.get(2)?,
            at: time("review_sheet", "at", row.get(3)?)?,
            operator: row.get(4)?,
            taken: row.get(5)?,
            bytes: row.get(6)?,
        });
    }
    Ok(sheets)
}

/// The bytes of one.
///
/// # Errors
/// If there is none or the database fails.
pub fn body(conn: &Connection, review: i64, sha256: &str) -> Result<Vec<u8>> {
    let mut statement = conn.prepare_cached("SELECT body FROM review_sheet WHERE review_id = ?1 AND sha256 = ?2")?;
    Ok(statement.query_row((review, sha256), |row| row.get(0))?)
}
