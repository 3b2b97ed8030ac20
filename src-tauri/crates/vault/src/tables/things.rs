//! Roles and groups with what hangs on them, for files that leave the vault.

use super::role::{self, RoleRow};
use super::{time_of, userstore};
use crate::Result;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::collections::HashMap;

/// A role with what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleThing {
    /// The domain of its userstore.
    pub userstore: String,
    /// The role.
    pub row: RoleRow,
    /// Names of the roles it includes, in order.
    pub includes: Vec<String>,
    /// Users who hold it directly.
    pub users: u64,
    /// Groups that give it.
    pub groups: u64,
}

/// All roles, by userstore, the highest first.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn roles(conn: &Connection) -> Result<Vec<RoleThing>> {
    let includes = lists(
        conn,
        "SELECT i.role_id, r.name FROM role_include i JOIN role r ON r.id = i.included_id ORDER BY r.name",
    )?;
    let users = counts(conn, "SELECT role_id, count(DISTINCT user_id) FROM user_grant GROUP BY role_id")?;
    let groups = counts(conn, "SELECT role_id, count(DISTINCT group_id) FROM group_grant GROUP BY role_id")?;
    let domains: HashMap<_, _> = userstore::list(conn)?.into_iter().map(|store| (store.id, store.domain)).collect();
    let thing = |row: RoleRow| {
        let id = row.id.0;
        RoleThing {
            userstore: domains.get(&row.userstore).cloned().unwrap_or_default(),
            includes: includes.get(&id).cloned().unwrap_or_default(),
            users: users.get(&id).copied().unwrap_or_default(),
            groups: groups.get(&id).copied().unwrap_or_default(),
            row,
        }
    };
    let mut roles: Vec<_> = role::list(conn)?.into_iter().map(thing).collect();
    roles.sort_by(|a, b| a.userstore.cmp(&b.userstore).then_with(|| role::highest_first(&a.row.role, &b.row.role)));
    Ok(roles)
}

/// A group with what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupThing {
    /// The domain of its userstore.
    pub userstore: String,
    /// Its path or name.
    pub path: String,
    /// The name to show, if it differs.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The source's own id.
    pub source_id: Option<String>,
    /// Users directly in it.
    pub users: u64,
    /// Paths of the groups it is in, in order.
    pub above: Vec<String>,
    /// Roles it gives, each with what it is held on.
    pub roles: Vec<String>,
    /// Since when its source no longer lists it.
    pub gone_since: Option<DateTime<Utc>>,
}

/// All groups, by userstore and path.
///
/// # Errors
/// If the database fails.
pub fn groups(conn: &Connection) -> Result<Vec<GroupThing>> {
    let above = lists(
        conn,
        "SELECT g.member_id, u.path FROM group_group g JOIN user_group u ON u.id = g.group_id ORDER BY u.path",
    )?;
    let roles = lists(
        conn,
        "SELECT g.group_id, r.name || CASE WHEN s.path = '' THEN '' ELSE ' on ' || s.path END
         FROM group_grant g JOIN role r ON r.id = g.role_id JOIN scope s ON s.id = g.scope_id ORDER BY 2",
    )?;
    let users = counts(conn, "SELECT group_id, count(*) FROM group_user GROUP BY group_id")?;
    let mut statement = conn.prepare(
        "SELECT g.id, s.domain, g.path, g.display_name, g.description, g.source_id, g.gone_since
         FROM user_group g JOIN userstore s ON s.id = g.userstore_id ORDER BY s.domain, g.path, g.id",
    )?;
    let mut rows = statement.query([])?;
    let mut groups = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        groups.push(GroupThing {
            userstore: row.get(1)?,
            path: row.get(2)?,
            display_name: row.get(3)?,
            description: row.get(4)?,
            source_id: row.get(5)?,
            users: users.get(&id).copied().unwrap_or_default(),
            above: above.get(&id).cloned().unwrap_or_default(),
            roles: roles.get(&id).cloned().unwrap_or_default(),
            gone_since: time_of("user_group", "gone_since", row.get(6)?)?,
        });
    }
    Ok(groups)
}

fn lists(conn: &Connection, sql: &str) -> Result<HashMap<i64, Vec<String>>> {
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut lists: HashMap<i64, Vec<String>> = HashMap::new();
    while let Some(row) = rows.next()? {
        lists.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(lists)
}

fn counts(conn: &Connection, sql: &str) -> Result<HashMap<i64, u64>> {
    let mut statement = conn.prepare(sql)?;
    let counts = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(counts.collect::<rusqlite::Result<_>>()?)
}
