//! Which changes carry out what reviews decided.

use crate::Result;
use rusqlite::Connection;

/// Notes that a change carries out what a review decided.
///
/// # Errors
/// If the database fails.
pub fn add(conn: &Connection, review: i64, change: i64) -> Result<()> {
    conn.execute("INSERT OR IGNORE INTO review_change (review_id, change_id) VALUES (?1, ?2)", (review, change))?;
    Ok(())
}

/// The changes that carry out what a review decided, oldest first.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection, review: i64) -> Result<Vec<i64>> {
    let mut statement =
        conn.prepare_cached("SELECT change_id FROM review_change WHERE review_id = ?1 ORDER BY change_id")?;
    let rows = statement.query_map([review], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
