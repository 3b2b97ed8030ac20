//! Nodes of the permission tree.

use crate::Result;
use muster_model::UserstoreId;
use muster_model::permission::key;
use rusqlite::{Connection, OptionalExtension};

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionRow {
    /// Its key in the vault.
    pub id: i64,
    /// Its path, in the form of [`muster_model::permission::normal`].
    pub path: String,
    /// A title.
    pub title: Option<String>,
    /// What it allows.
    pub description: Option<String>,
    /// Whether it comes with a set of roles.
    pub builtin: bool,
}

const SELECT: &str = "SELECT id, path, title, description, builtin FROM permission";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<PermissionRow> {
    Ok(PermissionRow {
        id: row.get(0)?,
        path: row.get(1)?,
        title: row.get(2)?,
        description: row.get(3)?,
        builtin: row.get(4)?,
    })
}

/// The nodes of a userstore's tree, each before those below it.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection, userstore: UserstoreId) -> Result<Vec<PermissionRow>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE userstore_id = ?1"))?;
    let mut nodes: Vec<_> = statement.query_map([userstore.0], read)?.collect::<rusqlite::Result<_>>()?;
    nodes.sort_by_cached_key(|node| key(&node.path).map(|key| key.split('/').map(str::to_owned).collect::<Vec<_>>()));
    Ok(nodes)
}

/// The node with this path, whatever its case.
///
/// # Errors
/// If the database fails.
pub fn by_path(conn: &Connection, userstore: UserstoreId, path: &str) -> Result<Option<PermissionRow>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE userstore_id = ?1 AND path_key = ?2"))?;
    Ok(statement.query_row((userstore.0, key(path)), read).optional()?)
}

/// Adds a node and answers its key; its path must be new.
pub(crate) fn add(conn: &Connection, userstore: UserstoreId, node: &PermissionRow) -> Result<i64> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO permission (userstore_id, path, path_key, title, description, builtin)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    statement.execute((userstore.0, &node.path, key(&node.path), &node.title, &node.description, node.builtin))?;
    Ok(conn.last_insert_rowid())
}

/// Replaces what a node is called and what it allows.
pub(crate) fn set(conn: &Connection, node: &PermissionRow) -> Result<()> {
    let mut statement =
        conn.prepare_cached("UPDATE permission SET title = ?2, description = ?3, builtin = ?4 WHERE id = ?1")?;
    statement.execute((node.id, &node.title, &node.description, node.builtin))?;
    Ok(())
}

/// Removes a node alone.
pub(crate) fn remove(conn: &Connection, id: i64) -> Result<()> {
    conn.prepare_cached("DELETE FROM permission WHERE id = ?1")?.execute([id])?;
    Ok(())
}
