//! The permission tree of a userstore.

use super::Last;
use crate::api::roles::{NewPermission, PermissionNode};
use crate::groups::store_of;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::permission::{key, parent, title};
use muster_query::near;
use muster_vault::changes::{self, permission};
use muster_vault::log::Entry;
use muster_vault::tables::{permission as table, role};
use serde_json::json;
use std::collections::{BTreeMap, HashSet};

/// Names that are offered for one that is not known.
const MOST_MEANT: usize = 3;

impl Session {
    /// The tree of a userstore: its nodes, and those that roles name without
    /// the tree having them; each before those below it.
    ///
    /// # Errors
    /// `NotFound` for the userstore, or that the vault cannot be read.
    pub fn permissions_tree(&self, domain: &str) -> Result<Vec<PermissionNode>> {
        let nodes = self.vault().read(|conn| {
            let store = store_of(conn, domain)?;
            let mut nodes: BTreeMap<Vec<String>, PermissionNode> = BTreeMap::new();
            for node in table::list(conn, store)? {
                let name = node.title.unwrap_or_else(|| title(&node.path).to_owned());
                let (description, builtin, roles) = (node.description, node.builtin, Vec::new());
                nodes.insert(
                    place(&node.path),
                    PermissionNode { path: node.path, title: name, description, builtin, roles },
                );
            }
            for row in role::list(conn)?.into_iter().filter(|row| row.userstore == store) {
                for path in &row.role.permissions {
                    named(&mut nodes, path).roles.push(row.role.name.clone());
                }
            }
            Ok(nodes)
        })?;
        Ok(nodes.into_values().collect())
    }

    /// Adds a permission to the tree of a local userstore, with those above it
    /// that are missing.
    ///
    /// # Errors
    /// `NotPermitted` for an auditor or a mirrored userstore, `Exists`,
    /// `Invalid` with the field.
    pub fn permission_add(&self, request: &NewPermission, now: DateTime<Utc>) -> Result<Vec<PermissionNode>> {
        let new = permission::NewPermission {
            path: request.path.clone(),
            title: request.title.clone(),
            description: request.description.clone(),
        };
        self.change_thing(now, Last::MayGo, |tx, by| {
            let done = permission::add(tx, &request.userstore, &new, by)?;
            let entry = Entry::new("permission.add").target(&changes::target(tx, done.change)?);
            Ok((done, entry, json!({ "path": new.path, "title": new.title })))
        })?;
        self.permissions_tree(&request.userstore)
    }

    /// Removes a permission and those below it.
    ///
    /// # Errors
    /// `Invalid` with the roles that name one of them, `NotPermitted`,
    /// `NotFound`.
    pub fn permission_remove(&self, domain: &str, path: &str, now: DateTime<Utc>) -> Result<Vec<PermissionNode>> {
        self.change_thing(now, Last::MayGo, |tx, by| {
            let done = permission::remove(tx, domain, path, by)?;
            let entry = Entry::new("permission.remove").target(&changes::target(tx, done.change)?);
            Ok((done, entry, json!({ "path": path })))
        })?;
        self.permissions_tree(domain)
    }
}

/// The error for a permission that no tree has, with those it may be a slip of.
#[must_use]
pub fn unknown_permission<'t>(
    message: &str,
    asked: &str,
    known: impl IntoIterator<Item = &'t PermissionNode>,
) -> Error {
    let paths: Vec<&str> = known.into_iter().map(|node| node.path.as_str()).collect();
    let mut meant = near(asked, paths.iter().copied(), MOST_MEANT);
    // Its last part may be right, and what is above it forgotten.
    let ending = format!("/{}", title(asked).to_lowercase());
    meant.extend(paths.into_iter().filter(|path| path.to_lowercase().ends_with(&ending)));
    let mut seen = HashSet::new();
    meant.retain(|path| seen.insert(*path));
    meant.truncate(MOST_MEANT);
    let hint = match meant.as_slice() {
        [] => "See what there is with: muster permissions list".to_owned(),
        meant => format!("Did you mean {}?", meant.join(", or ")),
    };
    Error::new(Code::NotFound, format!("{message} {hint}")).with(json!({ "field": "permission", "candidates": meant }))
}

/// Where a path stands: before those below it.
fn place(path: &str) -> Vec<String> {
    key(path).unwrap_or_default().split('/').skip(1).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The node of a path, made with those above it if it is missing.
fn named<'n>(nodes: &'n mut BTreeMap<Vec<String>, PermissionNode>, path: &str) -> &'n mut PermissionNode {
    let place = place(path);
    if !nodes.contains_key(&place)
        && let Some(above) = parent(path)
    {
        named(nodes, above);
    }
    nodes.entry(place).or_insert_with(|| PermissionNode {
        path: path.to_owned(),
        title: title(path).to_owned(),
        description: None,
        builtin: false,
        roles: Vec::new(),
    })
}
