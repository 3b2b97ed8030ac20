//! Listing, showing and editing users.

use super::{DoorState, changing, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::overview::Overview;
use muster_app::api::users::{EditResult, NewUser, UserDetail, UserEdit, UsersPage, UsersQuery, View};
use muster_model::UserId;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn overview(door: DoorState<'_>) -> Result<Overview> {
    on(&door, |session| session.overview(now())).await
}

#[tauri::command]
pub(super) async fn users_page(door: DoorState<'_>, request: UsersQuery) -> Result<UsersPage> {
    on(&door, move |session| session.users_page(&request, now())).await
}

#[tauri::command]
pub(super) async fn users_views(door: DoorState<'_>) -> Result<Vec<View>> {
    on(&door, |session| session.users_views(now())).await
}

#[tauri::command]
pub(super) async fn user_show(door: DoorState<'_>, request: UserId) -> Result<UserDetail> {
    on(&door, move |session| session.user_show(request, now())).await
}

#[tauri::command]
pub(super) async fn user_create<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: NewUser,
) -> Result<EditResult> {
    changing(&app, &door, move |session| session.user_create(&request, now())).await
}

#[tauri::command]
pub(super) async fn user_edit<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (UserId, UserEdit),
) -> Result<EditResult> {
    changing(&app, &door, move |session| session.user_edit(request.0, &request.1, now())).await
}
