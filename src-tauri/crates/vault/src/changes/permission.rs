//! Adding nodes to the permission tree of a local userstore, and taking them away.

use super::noted::{By, Done, Noted, local, refused, text};
use super::thing::Thing;
use crate::tables::permission::{self as table, PermissionRow};
use crate::tables::role;
use crate::{Error, Result};
use muster_model::permission::{self, ROOT, covers, key, parent};
use muster_model::{Userstore, UserstoreId};
use rusqlite::{Connection, Transaction};

/// The most nodes of a tree.
const MOST_NODES: usize = 20_000;
/// The most characters of a title.
const MOST_TITLE: usize = 255;

/// A permission to add.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPermission {
    /// Its path.
    pub path: String,
    /// A title.
    pub title: Option<String>,
    /// What it allows.
    pub description: Option<String>,
}

/// Adds a node, and those above it that are missing.
///
/// # Errors
/// [`Error::NotLocal`], [`Error::Taken`], [`Error::Value`] with the field, or
/// if the database fails.
pub fn add(tx: &Transaction<'_>, domain: &str, new: &NewPermission, by: By<'_>) -> Result<Done<()>> {
    let store = local(tx, domain)?;
    let path = permission::normal(&new.path).map_err(|error| refused("path", error.to_string()))?;
    if path == ROOT {
        return Err(refused("path", "the root is there already: give a path below it"));
    }
    if table::by_path(tx, store.id, &path)?.is_some() {
        return Err(Error::Taken { what: "permission", name: path });
    }
    let title = text("title", new.title.as_deref().unwrap_or_default(), MOST_TITLE, false)?;
    let about = new.description.as_deref().unwrap_or_default();
    let description = text("description", about, super::role::MOST_DESCRIPTION, true)?;
    let mut noted =
        Noted::begin(tx, by, &format!("Add the permission {path}"), &format!("{}{}", store.domain, rooted(&path)))?;
    let node = PermissionRow { id: 0, path, title, description, builtin: false };
    put(tx, &store, &node, &mut noted)?;
    noted.end(())
}

/// Removes a node and those below it, unless a role names one of them.
///
/// # Errors
/// [`Error::NotLocal`], [`Error::NoSuch`], [`Error::Held`] with the roles,
/// [`Error::Builtin`], or if the database fails.
pub fn remove(tx: &Transaction<'_>, domain: &str, path: &str, by: By<'_>) -> Result<Done<()>> {
    let store = local(tx, domain)?;
    let missing = || Error::NoSuch { what: "permission", name: path.to_owned() };
    let top = table::by_path(tx, store.id, path)?.ok_or_else(missing)?;
    let below = |other: &str| key(&top.path).zip(key(other)).is_some_and(|(top, other)| covers(&top, &other));
    let roles: Vec<String> = role::list(tx)?
        .into_iter()
        .filter(|row| row.userstore == store.id && row.role.permissions.iter().any(|path| below(path)))
        .map(|row| row.role.name)
        .collect();
    if !roles.is_empty() {
        return Err(Error::Held { what: "permission", name: top.path, users: 0, groups: 0, roles });
    }
    let mut nodes = table::list(tx, store.id)?;
    nodes.retain(|node| below(&node.path));
    if let Some(node) = nodes.iter().find(|node| node.builtin) {
        return Err(Error::Builtin { what: "permission", name: node.path.clone() });
    }
    let title = format!("Remove the permission {}", top.path);
    let mut noted = Noted::begin(tx, by, &title, &format!("{}{}", store.domain, rooted(&top.path)))?;
    for node in nodes {
        noted.change(Thing::Permission, node.id, || table::remove(tx, node.id))?;
    }
    noted.end(())
}

/// `/a/b`, also for a node without its slash.
fn rooted(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

/// Adds a node and those above it; one that is there takes what it lacks.
pub(super) fn put(tx: &Transaction<'_>, store: &Userstore, node: &PermissionRow, noted: &mut Noted<'_>) -> Result<()> {
    if let Some(known) = table::by_path(tx, store.id, &node.path)? {
        let put = PermissionRow {
            id: known.id,
            path: known.path.clone(),
            title: known.title.clone().or_else(|| node.title.clone()),
            description: known.description.clone().or_else(|| node.description.clone()),
            builtin: known.builtin || node.builtin,
        };
        if put == known {
            return Ok(());
        }
        return noted.change(Thing::Permission, known.id, || table::set(tx, &put));
    }
    room(tx, store.id)?;
    if let Some(above) = parent(&node.path) {
        let above = PermissionRow { path: above.to_owned(), title: None, description: None, ..node.clone() };
        put(tx, store, &above, noted)?;
    }
    noted.make(Thing::Permission, || table::add(tx, store.id, node))?;
    Ok(())
}

fn room(conn: &Connection, store: UserstoreId) -> Result<()> {
    let mut count = conn.prepare_cached("SELECT count(*) FROM permission WHERE userstore_id = ?1")?;
    if count.query_row([store.0], |row| row.get::<_, usize>(0))? >= MOST_NODES {
        return Err(refused(
            "path",
            format!("the tree has {MOST_NODES} permissions, and no room for more: remove some"),
        ));
    }
    Ok(())
}
