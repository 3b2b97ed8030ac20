//! Reports that people hand on.

use super::{DoorState, job, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::import::Progress;
use muster_app::api::reports::MakeReport;
use muster_app::api::vault::WrittenFile;
use tauri::ipc::Channel;

#[tauri::command]
pub(super) async fn report_make(
    door: DoorState<'_>,
    request: MakeReport,
    progress: Channel<Progress>,
) -> Result<WrittenFile> {
    let job = job(&door, progress);
    on(&door, move |session| session.report_make(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn report_preview(door: DoorState<'_>, request: MakeReport) -> Result<String> {
    on(&door, move |session| session.report_preview(&request, now())).await
}
