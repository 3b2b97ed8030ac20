//! When users were last seen. A user without a row was never asked about.

use super::{stored, time_of};
use crate::Result;
use muster_model::seen::SeenStatus;
use muster_model::{LastSeen, Precision};
use rusqlite::{Connection, OptionalExtension, Row};

/// The columns [`read`] takes, of `user_seen n` and `seen_source ss`.
pub(crate) const COLUMNS: &str = "n.status, n.at, n.precision, ss.name";

/// Reads [`COLUMNS`], the first of which is column `first`; all are null for a
/// user nobody asked about.
pub(crate) fn read(row: &Row<'_>, first: usize) -> Result<LastSeen> {
    let Some(number) = row.get::<_, Option<u8>>(first)? else { return Ok(LastSeen::not_collected()) };
    let precision = match row.get::<_, Option<u8>>(first + 2)? {
        Some(number) => Some(stored("user_seen", "precision", number, || Precision::from_number(number))?),
        None => None,
    };
    Ok(LastSeen {
        status: status(number)?,
        at: time_of("user_seen", "at", row.get(first + 1)?)?,
        source: row.get(first + 3)?,
        precision,
    })
}

/// A status from its number.
pub(crate) fn status(number: u8) -> Result<SeenStatus> {
    stored("user_seen", "status", number, || SeenStatus::from_number(number))
}

/// The key of the field a time came from, added if it is missing.
pub(crate) fn source(conn: &Connection, name: &str) -> Result<i64> {
    let mut find = conn.prepare_cached("SELECT id FROM seen_source WHERE name = ?1")?;
    if let Some(id) = find.query_row([name], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    conn.prepare_cached("INSERT INTO seen_source (name) VALUES (?1)")?.execute([name])?;
    Ok(conn.last_insert_rowid())
}
