//! Putting the roles and permissions that a product comes with into a local
//! userstore.

use super::noted::{By, Done, Noted, local};
use super::permission::{NewPermission, put};
use super::role::{self, SetRole};
use crate::tables::permission::PermissionRow;
use crate::{Error, Result};
use muster_model::RoleId;
use muster_model::fold::fold_case;
use rusqlite::Transaction;
use std::collections::HashMap;

/// Roles and permissions that a product comes with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set {
    /// What it is called: `GitLab`.
    pub title: String,
    /// Its permissions.
    pub permissions: Vec<NewPermission>,
    /// Its roles.
    pub roles: Vec<SetRole>,
}

/// Adds what is missing of a set. Roles of its names that are there become
/// those of the set, and their holders follow. Installed twice, it changes
/// nothing.
///
/// # Errors
/// [`Error::NotLocal`], [`Error::NoSuch`], or if the database fails.
pub fn install(tx: &Transaction<'_>, domain: &str, set: &Set, by: By<'_>) -> Result<Done<()>> {
    let store = local(tx, domain)?;
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
    noted.end(())
}
