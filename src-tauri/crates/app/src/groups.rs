//! Groups and who is in them.

use crate::api::groups::{GroupDetail, GroupEdit, GroupsPage, GroupsQuery, MembersPage, MembersQuery, NewGroup};
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::GroupId;

fn missing<T>() -> Result<T> {
    Err(Error::new(Code::Internal, "Not built yet."))
}

impl Session {
    /// See the command `groups_page`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn groups_page(&self, request: &GroupsQuery) -> Result<GroupsPage> {
        let _ = (request,);
        missing()
    }

    /// See the command `group_show`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn group_show(&self, request: GroupId) -> Result<GroupDetail> {
        let _ = (request,);
        missing()
    }

    /// See the command `group_members`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn group_members(&self, request: &MembersQuery) -> Result<MembersPage> {
        let _ = (request,);
        missing()
    }

    /// See the command `group_create`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn group_create(&self, request: &NewGroup, now: DateTime<Utc>) -> Result<GroupDetail> {
        let _ = (request, now);
        missing()
    }

    /// See the command `group_edit`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn group_edit(&self, id: GroupId, second: &GroupEdit, now: DateTime<Utc>) -> Result<GroupDetail> {
        let _ = (id, second, now);
        missing()
    }

    /// See the command `group_remove`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn group_remove(&self, request: GroupId, now: DateTime<Utc>) -> Result<()> {
        let _ = (request, now);
        missing()
    }
}
