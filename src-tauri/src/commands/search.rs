//! The search bar, saved views, and what the window remembers.

use super::{DoorState, at, changing, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::filter::{Chips, CompleteFilter, Completions, SaveView};
use muster_app::api::users::View;
use serde_json::Value;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn filter_complete(door: DoorState<'_>, request: CompleteFilter) -> Result<Completions> {
    on(&door, move |session| session.filter_complete(&request)).await
}

#[tauri::command]
pub(super) async fn filter_chips(door: DoorState<'_>, request: String) -> Result<Chips> {
    at(&door, move |_| Ok(muster_app::search::chips(&request))).await
}

#[tauri::command]
pub(super) async fn view_save<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: SaveView,
) -> Result<Vec<View>> {
    changing(&app, &door, move |session| session.view_save(&request, now())).await
}

#[tauri::command]
pub(super) async fn view_remove<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>, request: i64) -> Result<Vec<View>> {
    changing(&app, &door, move |session| session.view_remove(request, now())).await
}

#[tauri::command]
pub(super) async fn preference(door: DoorState<'_>, request: String) -> Result<Value> {
    on(&door, move |session| session.preference(&request)).await
}

#[tauri::command]
pub(super) async fn preference_set(door: DoorState<'_>, request: (String, Value)) -> Result<()> {
    on(&door, move |session| session.preference_set(&request.0, &request.1, now())).await
}
