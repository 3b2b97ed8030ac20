//! What operators said of roles whose source has no word for privilege.

use crate::Result;
use chrono::{DateTime, Utc};
use muster_model::RoleId;
use rusqlite::Connection;

/// Every role of which an operator said whether it is privileged.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<(RoleId, bool)>> {
    let mut statement = conn.prepare_cached("SELECT role_id, privileged FROM role_told ORDER BY role_id")?;
    let rows = statement.query_map([], |row| Ok((RoleId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes whether a role is privileged, in place of what was said of it.
///
/// # Errors
/// If the database fails.
pub fn set(conn: &Connection, role: RoleId, privileged: bool, operator: &str, at: DateTime<Utc>) -> Result<()> {
    conn.execute(
        "INSERT INTO role_told (role_id, privileged, operator, at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (role_id) DO UPDATE SET privileged = ?2, operator = ?3, at = ?4",
        (role.0, privileged, operator, at.timestamp()),
    )?;
    Ok(())
}
