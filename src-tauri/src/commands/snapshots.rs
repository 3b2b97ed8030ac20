//! What imports saw, and how two of them differ.

use super::{DoorState, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::snapshots::{DiffPage, DiffQuery, SnapshotsPage, SnapshotsQuery};

#[tauri::command]
pub(super) async fn snapshots_page(door: DoorState<'_>, request: SnapshotsQuery) -> Result<SnapshotsPage> {
    on(&door, move |session| session.snapshots_page(&request)).await
}

#[tauri::command]
pub(super) async fn snapshots_diff(door: DoorState<'_>, request: DiffQuery) -> Result<DiffPage> {
    on(&door, move |session| session.snapshots_diff(&request, now())).await
}
