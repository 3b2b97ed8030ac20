//! Files that leave the vault.

use super::{DoorState, job, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::export::{CopyUsers, ExportSeats, ExportThings, ExportUsers};
use muster_app::api::import::Progress;
use muster_app::api::vault::WrittenFile;
use tauri::ipc::Channel;

#[tauri::command]
pub(super) async fn export_users(
    door: DoorState<'_>,
    request: ExportUsers,
    progress: Channel<Progress>,
) -> Result<WrittenFile> {
    let job = job(&door, progress);
    on(&door, move |session| session.export_users(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn export_seats(
    door: DoorState<'_>,
    request: ExportSeats,
    progress: Channel<Progress>,
) -> Result<WrittenFile> {
    let job = job(&door, progress);
    on(&door, move |session| session.export_seats(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn export_things(
    door: DoorState<'_>,
    request: ExportThings,
    progress: Channel<Progress>,
) -> Result<WrittenFile> {
    let job = job(&door, progress);
    on(&door, move |session| session.export_things(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn copy_users(door: DoorState<'_>, request: CopyUsers) -> Result<String> {
    on(&door, move |session| session.copy_users(&request, now())).await
}
