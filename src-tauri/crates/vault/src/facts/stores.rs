//! Userstores, with when they became known and whether their roles are listed.

use crate::Result;
use crate::tables::userstore;
use muster_model::Userstore;
use rusqlite::Connection;

/// A userstore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreTold {
    /// The userstore.
    pub store: Userstore,
    /// When the vault first knew of it, in seconds since 1970.
    pub since: i64,
    /// Whether its source lists the roles of its users.
    pub roles_listed: bool,
    /// Its last snapshot.
    pub snapshot: Option<i64>,
}

/// All userstores, in the order of their keys.
///
/// # Errors
/// If the database fails.
pub fn stores(conn: &Connection) -> Result<Vec<StoreTold>> {
    let mut statement = conn.prepare_cached(
        "SELECT created_at, grants_since IS NOT NULL,
            (SELECT id FROM snapshot WHERE userstore_id = s.id ORDER BY taken_at DESC, id DESC LIMIT 1)
         FROM userstore s WHERE id = ?1",
    )?;
    let mut all = Vec::new();
    for store in userstore::list(conn)? {
        let told = statement.query_row([store.id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let (since, roles_listed, snapshot) = told;
        all.push(StoreTold { store, since, roles_listed, snapshot });
    }
    Ok(all)
}

/// The day on which the last access review with users of each userstore was
/// closed: the userstore's key, and when, in seconds since 1970.
///
/// # Errors
/// If the database fails.
pub fn reviews(conn: &Connection) -> Result<Vec<(i64, i64)>> {
    let mut statement = conn.prepare_cached(
        "SELECT u.userstore_id, max(r.closed_at) FROM review r JOIN review_item i ON i.review_id = r.id
         JOIN user u ON u.id = i.user_id WHERE r.closed_at IS NOT NULL GROUP BY u.userstore_id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
