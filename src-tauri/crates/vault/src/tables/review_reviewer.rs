//! Who decides in a review.

use crate::Result;
use rusqlite::Connection;

/// Someone who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewerRow {
    /// Their key within the review.
    pub key: String,
    /// Why they are asked: 0 as a manager, 1 as a group's owner, 2 by name.
    pub kind: u8,
    /// Their name.
    pub name: String,
    /// Their e-mail.
    pub email: Option<String>,
    /// Their sign-in name.
    pub username: Option<String>,
    /// The key of the person they are.
    pub person: Option<String>,
}

/// The reviewers of a review, in order.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection, review: i64) -> Result<Vec<ReviewerRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT key, kind, name, email, username, person FROM review_reviewer WHERE review_id = ?1 ORDER BY place",
    )?;
    let rows = statement.query_map([review], |row| {
        Ok(ReviewerRow {
            key: row.get(0)?,
            kind: row.get(1)?,
            name: row.get(2)?,
            email: row.get(3)?,
            username: row.get(4)?,
            person: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Adds a reviewer at a place, from 0.
///
/// # Errors
/// If the database fails.
pub fn add(conn: &Connection, review: i64, place: usize, row: &ReviewerRow) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO review_reviewer (review_id, place, key, kind, name, email, username, person)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute((
        review,
        i64::try_from(place).unwrap_or(i64::MAX),
        &row.key,
        row.kind,
        &row.name,
        &row.email,
        &row.username,
        &row.person,
    ))?;
    Ok(())
}
