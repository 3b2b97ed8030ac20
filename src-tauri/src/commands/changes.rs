//! Changing users, one or many, and taking it back.

use super::{DoorState, changing, job, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::changes::{
    ApplyChange, ChangeDetail, ChangeGlance, ChangePreview, ChangeReport, ChangeRequest, ChangeUsersQuery, ChangesPage,
    ChangesQuery, ExportChange, PreviewPage, PreviewQuery, UndoChange, WrittenChange,
};
use muster_app::api::import::Progress;
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn change_preview(
    door: DoorState<'_>,
    request: ChangeRequest,
    progress: Channel<Progress>,
) -> Result<ChangePreview> {
    let job = job(&door, progress);
    on(&door, move |session| session.change_preview(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn change_rows(door: DoorState<'_>, request: PreviewQuery) -> Result<PreviewPage> {
    on(&door, move |session| session.change_rows(&request)).await
}

#[tauri::command]
pub(super) async fn change_apply<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: ApplyChange,
    progress: Channel<Progress>,
) -> Result<ChangeReport> {
    let job = job(&door, progress);
    changing(&app, &door, move |session| session.change_apply(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn change_discard(door: DoorState<'_>, request: u64) -> Result<()> {
    on(&door, move |session| session.change_discard(request)).await
}

#[tauri::command]
pub(super) async fn changes_page(door: DoorState<'_>, request: ChangesQuery) -> Result<ChangesPage> {
    on(&door, move |session| session.changes_page(&request)).await
}

#[tauri::command]
pub(super) async fn change_show(door: DoorState<'_>, request: ChangeUsersQuery) -> Result<ChangeDetail> {
    on(&door, move |session| session.change_show(&request)).await
}

#[tauri::command]
pub(super) async fn change_undo<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: UndoChange,
    progress: Channel<Progress>,
) -> Result<ChangeGlance> {
    let job = job(&door, progress);
    changing(&app, &door, move |session| session.change_undo(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn change_export(
    door: DoorState<'_>,
    request: ExportChange,
    progress: Channel<Progress>,
) -> Result<WrittenChange> {
    let job = job(&door, progress);
    on(&door, move |session| session.change_export(&request, &job, now())).await
}
