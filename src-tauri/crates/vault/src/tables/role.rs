//! Roles.

use super::stored;
use crate::{Error, Result};
use muster_model::fold::fold_case;
use muster_model::{Role, RoleId, UserstoreId};
use rusqlite::{Connection, Row};
use std::cmp::Ordering;

/// A role and where it stands in the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRow {
    /// Muster's key.
    pub id: RoleId,
    /// The userstore it belongs to.
    pub userstore: UserstoreId,
    /// The role.
    pub role: Role,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it comes with the userstore's kind and is not edited.
    pub builtin: bool,
}

/// Highest first: by access level, roles without one after those with one;
/// then privileged ones, then by name.
#[must_use]
pub fn highest_first(a: &Role, b: &Role) -> Ordering {
    b.level.cmp(&a.level).then(b.privileged.cmp(&a.privileged)).then_with(|| a.name.cmp(&b.name))
}

/// The columns [`read`] takes, of a table called `r`.
pub(crate) const COLUMNS: &str =
    "r.id, r.userstore_id, r.name, r.level, r.privileged, r.base, r.permissions, r.description, r.builtin";
/// How many they are.
pub(crate) const WIDTH: usize = 9;

/// Reads [`COLUMNS`], the first of which is column `first`.
pub(crate) fn read(row: &Row<'_>, first: usize) -> Result<RoleRow> {
    let permissions = match row.get_ref(first + 6)?.as_str_or_null().map_err(rusqlite::Error::from)? {
        Some(text) => stored("role", "permissions", text, || serde_json::from_str(text).ok())?,
        None => Vec::new(),
    };
    Ok(RoleRow {
        id: RoleId(row.get(first)?),
        userstore: UserstoreId(row.get(first + 1)?),
        role: Role {
            name: row.get(first + 2)?,
            level: row.get(first + 3)?,
            privileged: row.get(first + 4)?,
            base: row.get(first + 5)?,
            permissions,
        },
        description: row.get(first + 7)?,
        builtin: row.get(first + 8)?,
    })
}

/// All roles of all userstores, by key.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<RoleRow>> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM role r ORDER BY r.id"))?;
    let mut rows = statement.query([])?;
    let mut roles = Vec::new();
    while let Some(row) = rows.next()? {
        roles.push(read(row, 0)?);
    }
    Ok(roles)
}

/// A role by its key.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn by_id(conn: &Connection, id: RoleId) -> Result<RoleRow> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM role r WHERE r.id = ?1"))?;
    let mut rows = statement.query([id.0])?;
    let found = rows.next()?.map(|row| read(row, 0)).transpose()?;
    found.ok_or_else(|| Error::NoSuch { what: "role", name: id.to_string() })
}

/// A role of a userstore by its name, whatever its case.
///
/// # Errors
/// If the database fails.
pub fn by_name(conn: &Connection, userstore: UserstoreId, name: &str) -> Result<Option<RoleRow>> {
    let sql = format!("SELECT {COLUMNS} FROM role r WHERE r.userstore_id = ?1 AND r.name_key = ?2");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query((userstore.0, fold_case(name)))?;
    rows.next()?.map(|row| read(row, 0)).transpose()
}

/// How many users hold a role themselves, or as their source says through a
/// group, and how many groups give it.
///
/// # Errors
/// If the database fails.
pub fn holders(conn: &Connection, id: RoleId) -> Result<(u64, u64)> {
    // The key of grants begins with the user, so all of them are read once.
    let mut users = conn.prepare_cached("SELECT count(DISTINCT user_id) FROM user_grant WHERE role_id = ?1")?;
    let mut groups = conn.prepare_cached("SELECT count(DISTINCT group_id) FROM group_grant WHERE role_id = ?1")?;
    Ok((users.query_row([id.0], |row| row.get(0))?, groups.query_row([id.0], |row| row.get(0))?))
}

/// Adds a role; its name must be new in its userstore.
pub(crate) fn add(conn: &Connection, userstore: UserstoreId, role: &Role) -> Result<RoleId> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO role (userstore_id, name, name_key, level, privileged, base, permissions)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    statement.execute((
        userstore.0,
        &role.name,
        fold_case(&role.name),
        role.level,
        role.privileged,
        &role.base,
        permissions(role),
    ))?;
    Ok(RoleId(conn.last_insert_rowid()))
}

/// Sets what a role is for, and whether it comes with the userstore's kind.
pub(crate) fn note(conn: &Connection, id: RoleId, description: Option<&str>, builtin: bool) -> Result<()> {
    let mut statement = conn.prepare_cached("UPDATE role SET description = ?2, builtin = ?3 WHERE id = ?1")?;
    statement.execute((id.0, description, builtin))?;
    Ok(())
}

/// Gives a role another name.
pub(crate) fn rename(conn: &Connection, id: RoleId, name: &str) -> Result<()> {
    let mut statement = conn.prepare_cached("UPDATE role SET name = ?2, name_key = ?3 WHERE id = ?1")?;
    statement.execute((id.0, name, fold_case(name)))?;
    Ok(())
}

/// Removes a role that nothing refers to any more.
pub(crate) fn remove(conn: &Connection, id: RoleId) -> Result<()> {
    conn.prepare_cached("DELETE FROM role WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}

/// Replaces what a role is, its name's case and all else; not its key.
pub(crate) fn set(conn: &Connection, id: RoleId, role: &Role) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "UPDATE role SET name = ?2, level = ?3, privileged = ?4, base = ?5, permissions = ?6 WHERE id = ?1",
    )?;
    statement.execute((id.0, &role.name, role.level, role.privileged, &role.base, permissions(role)))?;
    Ok(())
}

fn permissions(role: &Role) -> Option<String> {
    (!role.permissions.is_empty()).then(|| serde_json::json!(role.permissions).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_come_before_privileges_and_names() {
        let role = |name: &str, level, privileged| Role { level, privileged, ..Role::named(name) };
        let mut roles =
            [role("b", None, false), role("a", None, false), role("z", None, true), role("Guest", Some(10), false)];
        roles.sort_by(highest_first);
        assert_eq!(roles.map(|r| r.name), ["Guest", "z", "a", "b"]);
    }
}
