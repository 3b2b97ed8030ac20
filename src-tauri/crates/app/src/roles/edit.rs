//! Making, changing and removing roles, and installing those of a product.

use super::sets;
use crate::api::roles::{NewRole, RoleDetail, RoleEdit, RoleGlance, RoleSet};
use crate::changes::{check_charge, outside};
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{RoleId, UserstoreId};
use muster_vault::changes::charge::{Charges, charge};
use muster_vault::changes::{self, By, Done, role, set};
use muster_vault::log::Entry;
use muster_vault::merge::ChangedUsers;
use muster_vault::{Transaction, tables};
use serde_json::{Value, json};

/// From so many users on it is quicker to read everyone.
const MANY: usize = 2_000;

/// Whether a change of a group or a role may take the last one who is in charge
/// of a userstore: nobody else would be privileged there, or own something.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Last {
    /// It may: it was said twice, or the change takes nothing from anyone.
    MayGo,
    /// It may not.
    Stays(UserstoreId),
}

impl Last {
    /// Who is in charge now, if they must stay.
    fn charge(self, tx: &Transaction<'_>) -> muster_vault::Result<Option<(UserstoreId, Charges)>> {
        match self {
            Self::MayGo => Ok(None),
            Self::Stays(store) => Ok(Some((store, charge(tx, store)?))),
        }
    }
}

fn wanted(edit: &RoleEdit) -> role::RoleEdit {
    role::RoleEdit {
        name: edit.name.clone(),
        description: edit.description.clone(),
        privileged: edit.privileged,
        base: edit.base.clone(),
        includes: edit.includes.clone(),
        permissions: edit.permissions.clone(),
    }
}

impl Session {
    /// Makes a role of a local userstore.
    ///
    /// # Errors
    /// `NotPermitted` for an auditor or a mirrored userstore, `Exists` for a
    /// name that is taken, `NotFound` for a role or permission it refers to,
    /// `Invalid` with the field.
    pub fn role_create(&self, request: &NewRole, now: DateTime<Utc>) -> Result<RoleDetail> {
        self.check_requirements(&request.edit, None)?;
        let done = self.change_thing(now, Last::MayGo, |tx, by| {
            let done = role::create(tx, &request.userstore, &wanted(&request.edit), by)?;
            let entry = Entry::new("role.create").target(&changes::target(tx, done.change)?);
            Ok((done, entry, json!(request.edit)))
        })?;
        self.role_show(done.id)
    }

    /// Changes a role of a local userstore; its holders follow.
    ///
    /// # Errors
    /// As [`Session::role_create`]; `Invalid` with `cycle` if it would include
    /// itself; `NeedsTwice` if nobody would be privileged, or own a group or
    /// project, and `even_last` was not said.
    pub fn role_edit(&self, id: RoleId, edit: &RoleEdit, now: DateTime<Utc>) -> Result<RoleDetail> {
        self.check_requirements(edit, Some(id))?;
        let decides = edit.name.is_some() || edit.privileged.is_some() || edit.includes.is_some();
        let last = match decides && !edit.even_last {
            true => Last::Stays(self.vault().read(|conn| Ok(tables::role::by_id(conn, id)?.userstore))?),
            false => Last::MayGo,
        };
        self.change_thing(now, last, |tx, by| {
            let done = role::edit(tx, id, &wanted(edit), by)?;
            let entry = Entry::new("role.edit").target(&changes::target(tx, done.change)?);
            Ok((done, entry, json!(edit)))
        })?;
        self.role_show(id)
    }

    /// Removes a role that nobody holds.
    ///
    /// # Errors
    /// `Invalid` with by how many it is held, `NotPermitted`, `NotFound`.
    pub fn role_remove(&self, request: RoleId, now: DateTime<Utc>) -> Result<()> {
        let done = self.change_thing(now, Last::MayGo, |tx, by| {
            let done = role::remove(tx, request, by)?;
            let entry = Entry::new("role.remove").target(&changes::target(tx, done.change)?);
            Ok((done, entry, Value::Null))
        });
        done.map(drop)
    }

    /// Adds the roles and permissions that a product comes with to a local
    /// userstore or to one that mirrors that product, and answers the
    /// userstore's roles. Installed again, it changes nothing.
    ///
    /// # Errors
    /// `NotPermitted` for an auditor or a userstore that mirrors something
    /// else, `NotFound`.
    pub fn roles_install(&self, domain: &str, wanted: RoleSet, now: DateTime<Utc>) -> Result<Vec<RoleGlance>> {
        let set = sets::set(wanted)?;
        self.change_thing(now, Last::MayGo, |tx, by| {
            let done = set::install(tx, domain, &set, by)?;
            let entry = Entry::new("roles.install").target(&changes::target(tx, done.change)?);
            Ok((done, entry, json!(wanted)))
        })?;
        self.roles_list(Some(domain))
    }

    /// Changes things in one transaction with its log entry, and lets the users
    /// in memory follow. What changes nothing leaves no trace.
    ///
    /// # Errors
    /// [`Code::NeedsTwice`] if the last one in charge would go who should stay,
    /// [`Code::NotPermitted`], or what `work` answers.
    pub(crate) fn change_thing<K>(
        &self,
        now: DateTime<Utc>,
        last: Last,
        work: impl FnOnce(&Transaction<'_>, By<'_>) -> muster_vault::Result<(Done<K>, Entry, Value)>,
    ) -> Result<Done<K>> {
        self.may_change()?;
        self.changing(|| {
            let done = self.vault().write(now, |tx| {
                let before = last.charge(tx)?;
                let (done, entry, edit) = work(tx, By { operator: self.operator(), now })?;
                if let Some((store, before)) = before {
                    check_charge(tx, store, &before, &charge(tx, store)?).map_err(outside)?;
                }
                let details = json!({ "change": done.change, "users": done.users.len(), "edit": edit });
                let entry = done.change.is_some().then(|| entry.details(details));
                Ok((done, entry))
            })?;
            if done.change.is_some() {
                let users =
                    if done.users.len() > MANY { ChangedUsers::Many } else { ChangedUsers::Some(done.users.clone()) };
                self.directory_changed(&users, &Job::silent())?;
            }
            Ok(done)
        })
    }

    /// # Errors
    /// [`Code::Invalid`] if a custom role has a permission without one that
    /// GitLab says it needs.
    fn check_requirements(&self, edit: &RoleEdit, id: Option<RoleId>) -> Result<()> {
        let Some(permissions) = &edit.permissions else { return Ok(()) };
        let base = match id {
            Some(id) => self.vault().read(|conn| Ok(tables::role::by_id(conn, id)?.role.base))?,
            None => edit.base.clone().filter(|base| !base.trim().is_empty()),
        };
        let Some(base) = base else { return Ok(()) };
        match sets::missing_requirement(&base, permissions)? {
            Some((permission, needed)) => {
                let message = format!("{permission} needs {needed}. Add it, or leave both out.");
                Err(Error::new(Code::Invalid, message).with(json!({ "field": "permissions", "needs": needed })))
            }
            None => Ok(()),
        }
    }
}
