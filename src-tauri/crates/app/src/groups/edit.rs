//! Making, changing and removing groups.

use crate::Result;
use crate::api::groups::{GroupDetail, GroupEdit, NewGroup, RemoveGroup};
use crate::roles::Last;
use crate::session::Session;
use chrono::{DateTime, Utc};
use muster_model::GroupId;
use muster_vault::changes::{self, By, Done, group};
use muster_vault::log::Entry;
use muster_vault::{Transaction, tables};
use serde_json::{Value, json};

fn wanted(edit: &GroupEdit) -> group::GroupEdit {
    let role = |role: &crate::api::groups::GroupRole| group::GroupRole {
        role: role.role.clone(),
        scope: role.scope.clone(),
        expires: role.expires,
    };
    group::GroupEdit {
        path: edit.path.clone(),
        display_name: edit.display_name.clone(),
        description: edit.description.clone(),
        parents: edit.parents.clone(),
        roles: edit.roles.as_ref().map(|roles| roles.iter().map(role).collect()),
    }
}

impl Session {
    /// Makes a group of a local userstore.
    ///
    /// # Errors
    /// `NotPermitted` for an auditor or a mirrored userstore, `Exists` for a
    /// path that is taken, `NotFound` for a group or role it refers to,
    /// `Invalid` with the field.
    pub fn group_create(&self, request: &NewGroup, now: DateTime<Utc>) -> Result<GroupDetail> {
        let done = self.change_group("group.create", json!(request.edit), Last::MayGo, now, |tx, by| {
            group::create(tx, &request.userstore, &wanted(&request.edit), by)
        })?;
        self.group_show(done.id)
    }

    /// Changes a group of a local userstore; its members follow.
    ///
    /// # Errors
    /// As [`Session::group_create`]; `Invalid` with `cycle` if the group would
    /// be in itself; `NeedsTwice` if nobody would be privileged, or own a group
    /// or project, and `even_last` was not said.
    pub fn group_edit(&self, id: GroupId, edit: &GroupEdit, now: DateTime<Utc>) -> Result<GroupDetail> {
        let decides = edit.parents.is_some() || edit.roles.is_some();
        let last = self.last(id, !decides || edit.even_last)?;
        self.change_group("group.edit", json!(edit), last, now, |tx, by| group::edit(tx, id, &wanted(edit), by))?;
        self.group_show(id)
    }

    /// Removes a group of a local userstore with its memberships and what it
    /// gives; undoing brings all of it back.
    ///
    /// # Errors
    /// `NotPermitted`, `NotFound`, `NeedsTwice` if nobody would be privileged,
    /// or own a group or project, and `even_last` was not said, or that the
    /// vault cannot be written.
    pub fn group_remove(&self, request: &RemoveGroup, now: DateTime<Utc>) -> Result<()> {
        let last = self.last(request.group, request.even_last)?;
        let remove = |tx: &Transaction<'_>, by: By<'_>| group::remove(tx, request.group, by);
        self.change_group("group.remove", Value::Null, last, now, remove).map(drop)
    }

    /// Whether a change of a group may take the last one in charge.
    fn last(&self, group: GroupId, may_go: bool) -> Result<Last> {
        if may_go {
            return Ok(Last::MayGo);
        }
        Ok(Last::Stays(self.vault().read(|conn| Ok(tables::group::by_id(conn, group)?.userstore))?))
    }

    fn change_group(
        &self,
        action: &str,
        edit: Value,
        last: Last,
        now: DateTime<Utc>,
        work: impl FnOnce(&Transaction<'_>, By<'_>) -> muster_vault::Result<Done<GroupId>>,
    ) -> Result<Done<GroupId>> {
        self.change_thing(now, last, |tx, by| {
            let done = work(tx, by)?;
            let entry = Entry::new(action).target(&changes::target(tx, done.change)?);
            Ok((done, entry, edit))
        })
    }
}
