//! Roles, the permission tree, and who may do what through what.

use crate::api::roles::{
    Effective, EffectiveQuery, HoldersPage, HoldersQuery, NewPermission, NewRole, PermissionNode, RoleDetail, RoleEdit,
    RoleGlance, RoleSet,
};
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::RoleId;

fn missing<T>() -> Result<T> {
    Err(Error::new(Code::Internal, "Not built yet."))
}

impl Session {
    /// See the command `roles_list`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn roles_list(&self, userstore: Option<&str>) -> Result<Vec<RoleGlance>> {
        let _ = (userstore,);
        missing()
    }

    /// See the command `role_show`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn role_show(&self, request: RoleId) -> Result<RoleDetail> {
        let _ = (request,);
        missing()
    }

    /// See the command `role_create`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn role_create(&self, request: &NewRole, now: DateTime<Utc>) -> Result<RoleDetail> {
        let _ = (request, now);
        missing()
    }

    /// See the command `role_edit`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn role_edit(&self, id: RoleId, second: &RoleEdit, now: DateTime<Utc>) -> Result<RoleDetail> {
        let _ = (id, second, now);
        missing()
    }

    /// See the command `role_remove`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn role_remove(&self, request: RoleId, now: DateTime<Utc>) -> Result<()> {
        let _ = (request, now);
        missing()
    }

    /// See the command `roles_install`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn roles_install(&self, first: &str, second: RoleSet, now: DateTime<Utc>) -> Result<Vec<RoleGlance>> {
        let _ = (first, second, now);
        missing()
    }

    /// See the command `permissions_tree`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn permissions_tree(&self, request: &str) -> Result<Vec<PermissionNode>> {
        let _ = (request,);
        missing()
    }

    /// See the command `permission_add`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn permission_add(&self, request: &NewPermission, now: DateTime<Utc>) -> Result<Vec<PermissionNode>> {
        let _ = (request, now);
        missing()
    }

    /// See the command `permission_remove`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn permission_remove(&self, first: &str, second: &str, now: DateTime<Utc>) -> Result<Vec<PermissionNode>> {
        let _ = (first, second, now);
        missing()
    }

    /// See the command `grants_effective`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn grants_effective(&self, request: &EffectiveQuery, now: DateTime<Utc>) -> Result<Effective> {
        let _ = (request, now);
        missing()
    }

    /// See the command `grants_holders`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn grants_holders(&self, request: &HoldersQuery, now: DateTime<Utc>) -> Result<HoldersPage> {
        let _ = (request, now);
        missing()
    }
}
