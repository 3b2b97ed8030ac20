//! Roles, permissions, and who may do what.

use super::{DoorState, changing, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::roles::{
    Effective, EffectiveQuery, HoldersPage, HoldersQuery, NewPermission, NewRole, PermissionNode, RoleDetail, RoleEdit,
    RoleGlance, RoleSet,
};
use muster_model::RoleId;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn roles_list(door: DoorState<'_>, request: Option<String>) -> Result<Vec<RoleGlance>> {
    on(&door, move |session| session.roles_list(request.as_deref())).await
}

#[tauri::command]
pub(super) async fn role_show(door: DoorState<'_>, request: RoleId) -> Result<RoleDetail> {
    on(&door, move |session| session.role_show(request)).await
}

#[tauri::command]
pub(super) async fn role_create<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: NewRole,
) -> Result<RoleDetail> {
    changing(&app, &door, move |session| session.role_create(&request, now())).await
}

#[tauri::command]
pub(super) async fn role_edit<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (RoleId, RoleEdit),
) -> Result<RoleDetail> {
    changing(&app, &door, move |session| session.role_edit(request.0, &request.1, now())).await
}

#[tauri::command]
pub(super) async fn role_remove<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>, request: RoleId) -> Result<()> {
    changing(&app, &door, move |session| session.role_remove(request, now())).await
}

#[tauri::command]
pub(super) async fn roles_install<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (String, RoleSet),
) -> Result<Vec<RoleGlance>> {
    changing(&app, &door, move |session| session.roles_install(&request.0, request.1, now())).await
}

#[tauri::command]
pub(super) async fn permissions_tree(door: DoorState<'_>, request: String) -> Result<Vec<PermissionNode>> {
    on(&door, move |session| session.permissions_tree(&request)).await
}

#[tauri::command]
pub(super) async fn permission_add<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: NewPermission,
) -> Result<Vec<PermissionNode>> {
    changing(&app, &door, move |session| session.permission_add(&request, now())).await
}

#[tauri::command]
pub(super) async fn permission_remove<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (String, String),
) -> Result<Vec<PermissionNode>> {
    changing(&app, &door, move |session| session.permission_remove(&request.0, &request.1, now())).await
}

#[tauri::command]
pub(super) async fn grants_effective(door: DoorState<'_>, request: EffectiveQuery) -> Result<Effective> {
    on(&door, move |session| session.grants_effective(&request, now())).await
}

#[tauri::command]
pub(super) async fn grants_holders(door: DoorState<'_>, request: HoldersQuery) -> Result<HoldersPage> {
    on(&door, move |session| session.grants_holders(&request, now())).await
}
