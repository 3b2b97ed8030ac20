//! Which roles include which. A custom role's base is among those it includes.

use crate::Result;
use muster_model::RoleId;
use rusqlite::Connection;

/// Every pair: a role and one that it includes directly.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<(RoleId, RoleId)>> {
    let mut statement = conn.prepare_cached("SELECT role_id, included_id FROM role_include ORDER BY 1, 2")?;
    let rows = statement.query_map([], |row| Ok((RoleId(row.get(0)?), RoleId(row.get(1)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Roles that a role includes directly.
///
/// # Errors
/// If the database fails.
pub fn of_role(conn: &Connection, id: RoleId) -> Result<Vec<RoleId>> {
    let mut statement =
        conn.prepare_cached("SELECT included_id FROM role_include WHERE role_id = ?1 ORDER BY included_id")?;
    let rows = statement.query_map([id.0], |row| Ok(RoleId(row.get(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Makes a role include these and no others.
pub(crate) fn set(conn: &Connection, id: RoleId, included: &[RoleId]) -> Result<()> {
    conn.prepare_cached("DELETE FROM role_include WHERE role_id = ?1")?.execute([id.0])?;
    included.iter().try_for_each(|included| add(conn, id, *included))
}

/// Makes a role include another.
pub(crate) fn add(conn: &Connection, id: RoleId, included: RoleId) -> Result<()> {
    let mut statement =
        conn.prepare_cached("INSERT OR IGNORE INTO role_include (role_id, included_id) VALUES (?1, ?2)")?;
    statement.execute((id.0, included.0))?;
    Ok(())
}
