//! Who is in which group, and since when groups are gone.

use super::Whose;
use crate::Result;
use rusqlite::Connection;
use std::collections::HashMap;

/// A user in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member<'r> {
    /// Muster's key of the user.
    pub user: i64,
    /// The group's path.
    pub path: &'r str,
    /// Since when the group is gone, in seconds since 1970: its members are no
    /// longer in it, and no version of theirs says so.
    pub until: Option<i64>,
}

/// Hands over who is directly in which group, in the order of users.
///
/// # Errors
/// If the database fails.
pub fn members(conn: &Connection, whose: Whose, take: &mut dyn FnMut(Member<'_>)) -> Result<()> {
    let mut statement = conn.prepare_cached("SELECT id, path, gone_since FROM user_group")?;
    let named = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    let groups: HashMap<i64, (String, Option<i64>)> = named.collect::<rusqlite::Result<_>>()?;
    let (condition, key) = whose.condition("user_id");
    let sql = format!("SELECT user_id, group_id FROM group_user WHERE {condition} ORDER BY user_id");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([key])?;
    while let Some(row) = rows.next()? {
        if let Some((path, until)) = groups.get(&row.get(1)?) {
            take(Member { user: row.get(0)?, path, until: *until });
        }
    }
    Ok(())
}

/// When each userstore first listed grants, in seconds since 1970, by its key;
/// those that never did are left out.
///
/// # Errors
/// If the database fails.
pub fn grants_since(conn: &Connection) -> Result<Vec<(i64, i64)>> {
    let mut statement = conn.prepare_cached("SELECT id, grants_since FROM userstore WHERE grants_since IS NOT NULL")?;
    let since = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(since.collect::<rusqlite::Result<_>>()?)
}
