//! Groups and who is in them.

use crate::Result;
use muster_model::{GroupId, UserId, UserstoreId};
use rusqlite::Connection;

/// A group as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// Muster's key.
    pub id: GroupId,
    /// The userstore it belongs to.
    pub userstore: UserstoreId,
    /// The source's own id or distinguished name, where it gave one.
    pub source_id: Option<String>,
    /// Its path or name.
    pub path: String,
    /// The name to show, if it differs from the path.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Since when (seconds since 1970) its source no longer lists it.
    pub gone_since: Option<i64>,
    /// Users directly in it.
    pub users: u64,
}

/// All groups, by path.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<GroupRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.id, g.userstore_id, g.source_id, g.path, g.display_name, g.description, g.gone_since,
            (SELECT count(*) FROM group_user m WHERE m.group_id = g.id)
         FROM user_group g ORDER BY g.path, g.id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(GroupRow {
            id: GroupId(row.get(0)?),
            userstore: UserstoreId(row.get(1)?),
            source_id: row.get(2)?,
            path: row.get(3)?,
            display_name: row.get(4)?,
            description: row.get(5)?,
            gone_since: row.get(6)?,
            users: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Paths of the groups a user is directly in, in order; groups that are gone
/// are left out.
///
/// # Errors
/// If the database fails.
pub fn paths_of_user(conn: &Connection, user: UserId) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.path FROM group_user m JOIN user_group g ON g.id = m.group_id
         WHERE m.user_id = ?1 AND g.gone_since IS NULL ORDER BY g.path",
    )?;
    Ok(statement.query_map([user.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
