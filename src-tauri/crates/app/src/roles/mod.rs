//! Roles, the permission tree, and who may do what through what.

mod edit;
mod effective;
mod holders;
mod permissions;
mod sets;
#[cfg(test)]
mod tests;

pub(crate) use edit::Last;
pub use permissions::unknown_permission;
pub(crate) use sets::set;

use crate::api::roles::{IncludedPermission, RoleDetail, RoleGlance};
use crate::groups::store_of;
use crate::session::Session;
use crate::{Code, Error, Result};
use muster_model::{Authority, RoleId, Userstore};
use muster_query::print::quote;
use muster_vault::tables::role::{self, RoleRow};
use muster_vault::tables::{group_grant, role_include, userstore};
use std::collections::{HashMap, HashSet, VecDeque};

/// Roles and what is needed to show them.
struct Known {
    roles: Vec<RoleRow>,
    /// Roles included directly, by key.
    includes: HashMap<RoleId, Vec<RoleId>>,
    /// How many groups give each.
    groups: HashMap<RoleId, u64>,
    stores: Vec<Userstore>,
}

impl Known {
    fn read(conn: &muster_vault::Connection) -> muster_vault::Result<Self> {
        let mut includes: HashMap<RoleId, Vec<RoleId>> = HashMap::new();
        for (id, included) in role_include::list(conn)? {
            includes.entry(id).or_default().push(included);
        }
        let given: HashSet<(i64, i64)> =
            group_grant::list(conn)?.into_iter().map(|(group, grant)| (grant.role, group.0)).collect();
        let mut groups = HashMap::new();
        for (role, _) in given {
            *groups.entry(RoleId(role)).or_default() += 1;
        }
        Ok(Self { roles: role::list(conn)?, includes, groups, stores: userstore::list(conn)? })
    }

    fn get(&self, id: RoleId) -> Option<&RoleRow> {
        // By key.
        self.roles.binary_search_by_key(&id, |row| row.id).ok().map(|place| &self.roles[place])
    }

    fn name(&self, id: RoleId) -> Option<String> {
        self.get(id).map(|row| row.role.name.clone())
    }

    /// Names of the roles included directly, the base left out.
    fn included(&self, row: &RoleRow) -> Vec<String> {
        let included = self.includes.get(&row.id).into_iter().flatten();
        let names = included.filter_map(|id| self.name(*id));
        let mut names: Vec<String> = names.filter(|name| Some(name) != row.role.base.as_ref()).collect();
        names.sort();
        names
    }

    fn glance(&self, row: &RoleRow, users: &HashMap<i64, u64>) -> Option<RoleGlance> {
        let store = self.stores.iter().find(|store| store.id == row.userstore)?;
        Some(RoleGlance {
            id: row.id,
            userstore: store.domain.clone(),
            authority: store.authority,
            name: row.role.name.clone(),
            description: row.description.clone(),
            level: row.role.level,
            privileged: row.role.privileged,
            builtin: row.builtin,
            base: row.role.base.clone(),
            includes: self.included(row),
            permissions: row.role.permissions.len() as u64,
            users: users.get(&row.id.0).copied().unwrap_or(0),
            groups: self.groups.get(&row.id).copied().unwrap_or(0),
        })
    }

    /// Permissions that a role has through others, by the shortest chain to each.
    fn permissions_through(&self, id: RoleId) -> Vec<IncludedPermission> {
        let mut found: Vec<IncludedPermission> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        let mut seen = HashSet::from([id]);
        let mut left: VecDeque<(RoleId, Vec<String>)> = VecDeque::from([(id, Vec::new())]);
        while let Some((role, through)) = left.pop_front() {
            for included in self.includes.get(&role).into_iter().flatten() {
                let Some(row) = self.get(*included).filter(|_| seen.insert(*included)) else { continue };
                let mut through = through.clone();
                through.push(row.role.name.clone());
                for permission in row.role.permissions.iter().filter(|path| known.insert((*path).clone())) {
                    found.push(IncludedPermission { permission: permission.clone(), through: through.clone() });
                }
                left.push_back((*included, through));
            }
        }
        found.sort_by(|a, b| a.permission.cmp(&b.permission));
        found
    }
}

impl Session {
    /// Roles of one userstore, or of all: by userstore, highest first.
    ///
    /// # Errors
    /// [`Code::NotFound`] for the userstore, or that the vault cannot be read.
    pub fn roles_list(&self, userstore: Option<&str>) -> Result<Vec<RoleGlance>> {
        self.load()?;
        let users = self.directory.with(|loaded| Ok(loaded.users_by_role()))?;
        let mut known = self.vault().read(|conn| {
            let wanted = userstore.map(|domain| store_of(conn, domain)).transpose()?;
            let known = Known::read(conn)?;
            Ok((known, wanted))
        })?;
        let mut rows = known.0.roles.clone();
        rows.retain(|row| known.1.is_none_or(|store| row.userstore == store));
        rows.sort_by(|a, b| a.userstore.cmp(&b.userstore).then_with(|| role::highest_first(&a.role, &b.role)));
        let known = &mut known.0;
        Ok(rows.iter().filter_map(|row| known.glance(row, &users)).collect())
    }

    /// Everything about one role.
    ///
    /// # Errors
    /// [`Code::NotFound`], or that the vault cannot be read.
    pub fn role_show(&self, request: RoleId) -> Result<RoleDetail> {
        self.load()?;
        let users = self.directory.with(|loaded| Ok(loaded.users_by_role()))?;
        let known = self.vault().read(Known::read)?;
        let missing = || muster_vault::Error::NoSuch { what: "role", name: request.to_string() };
        let row = known.get(request).ok_or_else(missing)?;
        let glance = known.glance(row, &users).ok_or_else(missing)?;
        let including = known.includes.iter().filter(|(_, included)| included.contains(&request));
        let mut included_by: Vec<String> = including.filter_map(|(id, _)| known.name(*id)).collect();
        included_by.sort();
        Ok(RoleDetail {
            editable: self.may_change().is_ok() && glance.authority == Authority::Local && !glance.builtin,
            own: row.role.permissions.clone(),
            included: known.permissions_through(request),
            included_by,
            filter: format!("roles.value eq {} and userstore eq {}", quote(&glance.name), quote(&glance.userstore)),
            role: glance,
        })
    }

    /// The role that a text names: by `DOMAIN/name`, by name, or by number.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Invalid`] where it fits several.
    pub fn role_named(&self, text: &str) -> Result<RoleId> {
        let known = self.vault().read(Known::read)?;
        let same = |one: &str| muster_model::fold::fold_case(one) == muster_model::fold::fold_case(text);
        let domain =
            |row: &RoleRow| known.stores.iter().find(|store| store.id == row.userstore).map(|s| s.domain.clone());
        let full = |row: &RoleRow| format!("{}/{}", domain(row).unwrap_or_default(), row.role.name);
        let fits = |row: &&RoleRow| same(&row.role.name) || same(&full(row)) || row.id.to_string() == text.trim();
        let found: Vec<&RoleRow> = known.roles.iter().filter(fits).collect();
        match found.as_slice() {
            [] => {
                let message = format!("There is no role {text:?} in this vault. Check the spelling.");
                Err(Error::new(Code::NotFound, message).with(serde_json::json!({ "what": "role", "name": text })))
            }
            [row] => Ok(row.id),
            several => {
                let candidates: Vec<String> = several.iter().take(10).map(|row| full(row)).collect();
                let names = candidates.join(", ");
                let message = format!("{text:?} fits several roles: {names}. Give the full name.");
                Err(Error::new(Code::Invalid, message).with(serde_json::json!({ "candidates": candidates })))
            }
        }
    }
}
