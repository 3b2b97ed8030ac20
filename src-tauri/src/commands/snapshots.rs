//! What imports saw, and how two of them differ.

use super::{DoorState, changing, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::snapshots::{DiffPage, DiffQuery, InstanceCounts, SnapshotsPage, SnapshotsQuery};
use std::path::Path;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn snapshots_page(door: DoorState<'_>, request: SnapshotsQuery) -> Result<SnapshotsPage> {
    on(&door, move |session| session.snapshots_page(&request)).await
}

#[tauri::command]
pub(super) async fn snapshots_diff(door: DoorState<'_>, request: DiffQuery) -> Result<DiffPage> {
    on(&door, move |session| session.snapshots_diff(&request, now())).await
}

#[tauri::command]
pub(super) async fn instance_counts_import<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (String, String),
) -> Result<InstanceCounts> {
    let (userstore, path) = request;
    changing(&app, &door, move |session| session.instance_counts_import(&userstore, Path::new(&path), now())).await
}
