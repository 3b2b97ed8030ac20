//! The populations of reviews: a grant a row, as it was when the review was
//! opened, and as it was when what followed was looked at (`review_after`).

use crate::Result;
use muster_model::UserId;
use rusqlite::{Connection, OptionalExtension};

/// A grant of a population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Whose.
    pub user: UserId,
    /// Whether it is privileged.
    pub privileged: bool,
    /// The grant and the facts beside it, as JSON.
    pub body: String,
}

/// Adds grants, in the order of the population.
///
/// # Errors
/// What `rows` answers, or if the database fails.
pub fn add(conn: &Connection, review: i64, rows: &mut dyn Iterator<Item = Result<ItemRow>>) -> Result<u64> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO review_item (review_id, place, user_id, privileged, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut count = 0;
    for row in rows {
        let row = row?;
        statement.execute((review, count, row.user.0, row.privileged, &row.body))?;
        count += 1;
    }
    Ok(count)
}

/// Hands every grant to `take`, in order: its JSON.
///
/// # Errors
/// What `take` answers, or if the database fails.
pub fn each(conn: &Connection, review: i64, take: &mut dyn FnMut(&str) -> Result<()>) -> Result<()> {
    all(conn, "SELECT body FROM review_item WHERE review_id = ?1 ORDER BY place", review, take)
}

fn all(conn: &Connection, sql: &str, review: i64, take: &mut dyn FnMut(&str) -> Result<()>) -> Result<()> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([review])?;
    while let Some(row) = rows.next()? {
        take(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
    }
    Ok(())
}

/// The JSON of the grant at a place, from 0.
///
/// # Errors
/// If the database fails.
pub fn body(conn: &Connection, review: i64, place: u64) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached("SELECT body FROM review_item WHERE review_id = ?1 AND place = ?2")?;
    Ok(statement.query_row((review, place), |row| row.get(0)).optional()?)
}

/// Puts who holds what now in place of what was kept of it.
///
/// # Errors
/// What `bodies` answers, or if the database fails.
pub fn set_after(conn: &Connection, review: i64, bodies: &mut dyn Iterator<Item = Result<String>>) -> Result<()> {
    conn.execute("DELETE FROM review_after WHERE review_id = ?1", [review])?;
    let mut statement = conn.prepare_cached("INSERT INTO review_after (review_id, place, body) VALUES (?1, ?2, ?3)")?;
    for (place, body) in bodies.enumerate() {
        statement.execute((review, i64::try_from(place).unwrap_or(i64::MAX), &body?))?;
    }
    Ok(())
}

/// Hands every grant that was kept of afterwards to `take`, in order.
///
/// # Errors
/// As [`each`].
pub fn each_after(conn: &Connection, review: i64, take: &mut dyn FnMut(&str) -> Result<()>) -> Result<()> {
    all(conn, "SELECT body FROM review_after WHERE review_id = ?1 ORDER BY place", review, take)
}
