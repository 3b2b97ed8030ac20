//! Profiles, custom attributes, and the people behind accounts.

use super::{DoorState, at, changing, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::profile::{AttributeDefinition, AttributeGlance, Audience, FieldInfo, PersonGlance, SeenProfile};
use muster_app::api::users::EditResult;
use muster_model::UserId;
use std::path::Path;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn avatar_set<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (UserId, Option<String>),
) -> Result<EditResult> {
    changing(&app, &door, move |session| session.avatar_set(request.0, request.1.as_deref().map(Path::new), now()))
        .await
}

#[tauri::command]
pub(super) async fn profile_fields(door: DoorState<'_>) -> Result<Vec<FieldInfo>> {
    at(&door, move |_| Ok(muster_app::profiles::fields())).await
}

#[tauri::command]
pub(super) async fn profile_preview(door: DoorState<'_>, request: (UserId, Audience)) -> Result<SeenProfile> {
    on(&door, move |session| session.profile_preview(request.0, request.1, now())).await
}

#[tauri::command]
pub(super) async fn attributes_list(door: DoorState<'_>, request: Option<String>) -> Result<Vec<AttributeGlance>> {
    on(&door, move |session| session.attributes_list(request.as_deref())).await
}

#[tauri::command]
pub(super) async fn attribute_define<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: AttributeDefinition,
) -> Result<()> {
    changing(&app, &door, move |session| session.attribute_define(&request, now())).await
}

#[tauri::command]
pub(super) async fn attribute_remove<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (String, String),
) -> Result<()> {
    changing(&app, &door, move |session| session.attribute_remove(&request.0, &request.1, now())).await
}

#[tauri::command]
pub(super) async fn person_link<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (Vec<UserId>, Option<String>),
) -> Result<PersonGlance> {
    changing(&app, &door, move |session| session.person_link(&request.0, request.1.as_deref(), now())).await
}

#[tauri::command]
pub(super) async fn person_unlink<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: UserId,
) -> Result<PersonGlance> {
    changing(&app, &door, move |session| session.person_unlink(request, now())).await
}
