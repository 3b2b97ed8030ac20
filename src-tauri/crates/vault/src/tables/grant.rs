//! Who holds which role on what: directly, or through a group.

use super::{role, scope, time_of};
use crate::Result;
use muster_model::{Grant, Role, Scope, ScopeKind, UserId};
use rusqlite::{Connection, OptionalExtension};

/// The groups a user is in, directly or through other groups; groups that are
/// gone carry nothing.
const GROUPS_OF_USER: &str = "WITH RECURSIVE member_of (id) AS (
        SELECT m.group_id FROM group_user m JOIN user_group g ON g.id = m.group_id
        WHERE m.user_id = ?1 AND g.gone_since IS NULL
        UNION
        SELECT m.group_id FROM group_group m JOIN member_of ON m.member_id = member_of.id
        JOIN user_group g ON g.id = m.group_id WHERE g.gone_since IS NULL)";

/// Whether any group holds a role; without, nobody needs to look for groups.
pub(crate) fn any_through_groups(conn: &Connection) -> Result<bool> {
    let mut statement = conn.prepare_cached("SELECT 1 FROM group_grant LIMIT 1")?;
    Ok(statement.exists([])?)
}

/// Roles a user holds, highest first; one told by several dialects once, and
/// one held through a group with that group's path.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn of_user(conn: &Connection, user: UserId) -> Result<Vec<Grant>> {
    let mut grants = Vec::new();
    let direct = format!(
        "SELECT {}, s.kind, s.path, g.through, min(g.since),
            CASE WHEN count(*) = count(g.expires_at) THEN max(g.expires_at) END
         FROM user_grant g JOIN role r ON r.id = g.role_id JOIN scope s ON s.id = g.scope_id
         WHERE g.user_id = ?1 GROUP BY g.scope_id, g.role_id, g.through",
        role::COLUMNS
    );
    read(conn, &direct, user, &mut grants)?;
    if any_through_groups(conn)? {
        let through = format!(
            "{GROUPS_OF_USER} SELECT {}, s.kind, s.path, u.path, g.since, g.expires_at
             FROM member_of JOIN group_grant g ON g.group_id = member_of.id JOIN user_group u ON u.id = g.group_id
             JOIN role r ON r.id = g.role_id JOIN scope s ON s.id = g.scope_id",
            role::COLUMNS
        );
        let mut inherited = Vec::new();
        read(conn, &through, user, &mut inherited)?;
        inherited.retain(|g: &Grant| !grants.iter().any(|held| same(held, g)));
        grants.extend(inherited);
    }
    grants.sort_by(|a, b| {
        role::highest_first(&a.role, &b.role)
            .then_with(|| a.scope.cmp(&b.scope))
            .then_with(|| a.through.cmp(&b.through))
    });
    Ok(grants)
}

/// Whether two grants differ at most in when they began.
fn same(a: &Grant, b: &Grant) -> bool {
    (&a.role.name, &a.scope, &a.through, a.expires) == (&b.role.name, &b.scope, &b.through, b.expires)
}

fn read(conn: &Connection, sql: &str, user: UserId, grants: &mut Vec<Grant>) -> Result<()> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([user.0])?;
    while let Some(row) = rows.next()? {
        let through: String = row.get(role::WIDTH + 2)?;
        grants.push(Grant {
            role: role::read(row, 0)?.role,
            scope: Scope { kind: scope::kind(row.get(role::WIDTH)?)?, path: row.get(role::WIDTH + 1)? },
            through: (!through.is_empty()).then_some(through),
            since: time_of("user_grant", "since", row.get(role::WIDTH + 3)?)?,
            expires: time_of("user_grant", "expires_at", row.get(role::WIDTH + 4)?)?,
        });
    }
    Ok(())
}

/// Roles each user holds by whatever way, each once, highest first.
/// `through_groups` is [`any_through_groups`].
pub(crate) fn roles_of_user(conn: &Connection, user: i64, through_groups: bool) -> Result<Vec<Role>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {} FROM role r WHERE r.id IN (SELECT role_id FROM user_grant WHERE user_id = ?1)",
        role::COLUMNS
    ))?;
    let mut roles = Vec::new();
    let mut rows = statement.query([user])?;
    while let Some(row) = rows.next()? {
        roles.push(role::read(row, 0)?.role);
    }
    drop(rows);
    if through_groups {
        let mut statement = conn.prepare_cached(&format!(
            "{GROUPS_OF_USER} SELECT {} FROM role r WHERE r.id IN
                (SELECT g.role_id FROM member_of JOIN group_grant g ON g.group_id = member_of.id)",
            role::COLUMNS
        ))?;
        let mut rows = statement.query([user])?;
        while let Some(row) = rows.next()? {
            let held = role::read(row, 0)?.role;
            if !roles.contains(&held) {
                roles.push(held);
            }
        }
    }
    roles.sort_by(role::highest_first);
    Ok(roles)
}

/// One role on one scope, by their keys.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    /// The role's key.
    pub role: i64,
    /// The scope's key.
    pub scope: i64,
    /// The scope's kind.
    pub kind: ScopeKind,
}

/// What a user holds by whatever way; the same may come twice.
pub(crate) fn held_by(conn: &Connection, user: i64, through_groups: bool, held: &mut Vec<Held>) -> Result<()> {
    held.clear();
    let mut read = |sql: &str| -> Result<()> {
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query([user])?;
        while let Some(row) = rows.next()? {
            held.push(Held { role: row.get(0)?, scope: row.get(1)?, kind: scope::kind(row.get(2)?)? });
        }
        Ok(())
    };
    read(
        "SELECT g.role_id, g.scope_id, s.kind FROM user_grant g JOIN scope s ON s.id = g.scope_id WHERE g.user_id = ?1",
    )?;
    if through_groups {
        read(&format!(
            "{GROUPS_OF_USER} SELECT g.role_id, g.scope_id, s.kind FROM member_of
             JOIN group_grant g ON g.group_id = member_of.id JOIN scope s ON s.id = g.scope_id"
        ))?;
    }
    Ok(())
}

/// How many grants are stored; those through groups count once per group.
///
/// # Errors
/// If the database fails.
pub fn count(conn: &Connection) -> Result<u64> {
    let count = conn
        .query_row("SELECT (SELECT count(*) FROM user_grant) + (SELECT count(*) FROM group_grant)", [], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(count.unwrap_or_default())
}
