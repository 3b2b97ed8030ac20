//! Groups and who is in them.

use super::{DoorState, changing, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::groups::{
    GroupDetail, GroupEdit, GroupsPage, GroupsQuery, MembersPage, MembersQuery, NewGroup, RemoveGroup,
};
use muster_model::GroupId;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn groups_page(door: DoorState<'_>, request: GroupsQuery) -> Result<GroupsPage> {
    on(&door, move |session| session.groups_page(&request)).await
}

#[tauri::command]
pub(super) async fn group_show(door: DoorState<'_>, request: GroupId) -> Result<GroupDetail> {
    on(&door, move |session| session.group_show(request)).await
}

#[tauri::command]
pub(super) async fn group_members(door: DoorState<'_>, request: MembersQuery) -> Result<MembersPage> {
    on(&door, move |session| session.group_members(&request)).await
}

#[tauri::command]
pub(super) async fn group_create<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: NewGroup,
) -> Result<GroupDetail> {
    changing(&app, &door, move |session| session.group_create(&request, now())).await
}

#[tauri::command]
pub(super) async fn group_edit<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (GroupId, GroupEdit),
) -> Result<GroupDetail> {
    changing(&app, &door, move |session| session.group_edit(request.0, &request.1, now())).await
}

#[tauri::command]
pub(super) async fn group_remove<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: RemoveGroup,
) -> Result<()> {
    changing(&app, &door, move |session| session.group_remove(&request, now())).await
}
