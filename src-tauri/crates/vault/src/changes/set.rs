//! Putting the roles and permissions that a product comes with into a local
//! userstore, or into one that mirrors that product: no export of it says what
//! its built-in roles allow.

use super::noted::{By, Done, Noted, local};
use super::permission::{NewPermission, put};
use super::role::{self, SetRole};
use crate::tables::permission::PermissionRow;
use crate::tables::userstore;
use crate::{Error, Result};
use muster_model::fold::fold_case;
use muster_model::{RoleId, Userstore, UserstoreKind};
use rusqlite::{Connection, Transaction};
use std::collections::HashMap;

/// Roles and permissions that a product comes with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// What it is called: `GitLab`.
    pub title: String,
    /// The kind of userstore that mirrors the product.
    pub of: UserstoreKind,
    /// Its permissions.
    pub permissions: Vec<NewPermission>,
    /// Its roles.
    pub roles: Vec<SetRole>,
}

/// Adds what is missing of a set. Roles of its names that are there become
/// those of the set, and their holders follow. Installed twice, it changes
/// nothing. Imports into a userstore that mirrors the product leave alone what
/// they do not speak of.
///
/// # Errors
/// [`Error::NotLocal`] for a userstore that mirrors something else,
/// [`Error::NoSuch`], or if the database fails.
pub fn install(tx: &Transaction<'_>, domain: &str, set: &Set, by: By<'_>) -> Result<Done<()>> {
    let store = taking(tx, domain, set.of)?;
    let title = format!("Install the roles and permissions of {}", set.title);
    let mut noted = Noted::begin(tx, by, &title, &store.domain)?;
    for new in &set.permissions {
        let (title, description) = (new.title.clone(), new.description.clone());
        let node = PermissionRow { id: 0, path: new.path.clone(), title, description, builtin: true };
        put(tx, &store, &node, &mut noted)?;
    }
    let mut ids: HashMap<String, RoleId> = HashMap::new();
    for role in &set.roles {
        ids.insert(fold_case(&role.role.name), role::install(tx, store.id, role, &mut noted)?);
    }
    for role in &set.roles {
        let id = |name: &String| {
            ids.get(&fold_case(name)).copied().ok_or_else(|| Error::NoSuch { what: "role", name: name.clone() })
        };
        let includes = role.includes.iter().map(id).collect::<Result<Vec<_>>>()?;
        role::install_includes(tx, id(&role.role.name)?, &includes, &mut noted)?;
    }
    for (custom, base) in role::without_base(tx, store.id)? {
        if let Some(base) = ids.get(&fold_case(&base)) {
            role::install_includes(tx, custom, &[*base], &mut noted)?;
        }
    }
    noted.end(())
}

/// A userstore that takes the set of a product: a local one, or one that
/// mirrors that product.
fn taking(conn: &Connection, domain: &str, of: UserstoreKind) -> Result<Userstore> {
    match userstore::by_domain(conn, domain)? {
        Some(store) if store.kind == of => Ok(store),
        _ => local(conn, domain),
    }
}
