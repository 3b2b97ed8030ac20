//! Roles that groups give their members.

use super::{role, scope, time_of};
use crate::Result;
use chrono::{DateTime, Utc};
use muster_model::{GrantKeys, GroupId, RoleId, Scope};
use rusqlite::Connection;

/// A role that a group gives its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupGrant {
    /// The role's key.
    pub role: RoleId,
    /// The role's name.
    pub name: String,
    /// The scope's key.
    pub scope_id: i64,
    /// On what.
    pub scope: Scope,
    /// Since when, if that is known.
    pub since: Option<DateTime<Utc>>,
    /// Until when, if it ends.
    pub expires: Option<DateTime<Utc>>,
}

/// What a group gives, highest role first.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn of_group(conn: &Connection, group: GroupId) -> Result<Vec<GroupGrant>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {}, g.scope_id, s.kind, s.path, g.since, g.expires_at FROM group_grant g
         JOIN role r ON r.id = g.role_id JOIN scope s ON s.id = g.scope_id WHERE g.group_id = ?1",
        role::COLUMNS
    ))?;
    let mut rows = statement.query([group.0])?;
    let mut grants = Vec::new();
    while let Some(row) = rows.next()? {
        let held = role::read(row, 0)?;
        let grant = GroupGrant {
            role: held.id,
            name: held.role.name.clone(),
            scope_id: row.get(role::WIDTH)?,
            scope: Scope { kind: scope::kind(row.get(role::WIDTH + 1)?)?, path: row.get(role::WIDTH + 2)? },
            since: time_of("group_grant", "since", row.get(role::WIDTH + 3)?)?,
            expires: time_of("group_grant", "expires_at", row.get(role::WIDTH + 4)?)?,
        };
        grants.push((held.role, grant));
    }
    grants.sort_by(|(a, one), (b, other)| role::highest_first(a, b).then_with(|| one.scope.cmp(&other.scope)));
    Ok(grants.into_iter().map(|(_, grant)| grant).collect())
}

/// Everything groups give that their sources still list, by their keys.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<(GroupId, GrantKeys)>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.group_id, g.role_id, g.scope_id, g.expires_at FROM group_grant g
         JOIN user_group t ON t.id = g.group_id WHERE t.gone_since IS NULL ORDER BY g.group_id",
    )?;
    let rows = statement.query_map([], |row| {
        let (role, scope, expires) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((GroupId(row.get(0)?), GrantKeys { role, scope, through: String::new(), expires }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Gives a group a role, or sets when it ends.
pub(crate) fn put(
    conn: &Connection,
    group: GroupId,
    role: RoleId,
    scope_id: i64,
    since: Option<i64>,
    expires: Option<i64>,
) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO group_grant (group_id, role_id, scope_id, since, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET since = excluded.since, expires_at = excluded.expires_at",
    )?;
    statement.execute((group.0, role.0, scope_id, since, expires))?;
    Ok(())
}

/// Takes a role from a group.
pub(crate) fn remove(conn: &Connection, group: GroupId, role: RoleId, scope_id: i64) -> Result<()> {
    let mut statement =
        conn.prepare_cached("DELETE FROM group_grant WHERE group_id = ?1 AND role_id = ?2 AND scope_id = ?3")?;
    statement.execute((group.0, role.0, scope_id))?;
    Ok(())
}
