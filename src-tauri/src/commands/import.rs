//! Bringing users in from files.

use super::{DoorState, at, changing, job, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::import::{
    AttributeChoice, DetectedFile, HistoryReport, ImportReport, ImportRequest, MapPreview, MapPreviewRequest, Progress,
    SavedMap,
};
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn import_detect(door: DoorState<'_>, request: Vec<String>) -> Result<Vec<DetectedFile>> {
    at(&door, move |_| muster_app::import::detect(&request)).await
}

#[tauri::command]
pub(super) async fn import_run<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: ImportRequest,
    progress: Channel<Progress>,
) -> Result<ImportReport> {
    let job = job(&door, progress);
    changing(&app, &door, move |session| session.import(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn import_history<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: ImportRequest,
    progress: Channel<Progress>,
) -> Result<HistoryReport> {
    let job = job(&door, progress);
    changing(&app, &door, move |session| session.import_history(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn import_attributes(door: DoorState<'_>) -> Result<Vec<AttributeChoice>> {
    at(&door, move |_| Ok(muster_app::maps::attributes())).await
}

#[tauri::command]
pub(super) async fn import_preview(door: DoorState<'_>, request: MapPreviewRequest) -> Result<MapPreview> {
    on(&door, move |session| session.import_preview(&request)).await
}

#[tauri::command]
pub(super) async fn import_maps(door: DoorState<'_>) -> Result<Vec<SavedMap>> {
    on(&door, move |session| session.import_maps()).await
}

#[tauri::command]
pub(super) async fn import_map_save(door: DoorState<'_>, request: SavedMap) -> Result<()> {
    on(&door, move |session| session.import_map_save(&request, now())).await
}

#[tauri::command]
pub(super) async fn import_map_remove(door: DoorState<'_>, request: String) -> Result<()> {
    on(&door, move |session| session.import_map_remove(&request, now())).await
}
