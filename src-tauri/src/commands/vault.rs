//! Creating, opening and keeping a vault; its log.

use super::{DoorState, at, changing, job, on};
use crate::events::{self, now};
use muster_app::Result;
use muster_app::api::audit_log::{LogPage, LogQuery, LogVerification};
use muster_app::api::import::Progress;
use muster_app::api::vault::{
    AddUserstore, ChangePassphrase, CheckReport, CreateVault, CreatedVault, OpenVault, Status, VaultInfo, WrittenFile,
};
use muster_app::door::Door;
use muster_app::session::Session;
use muster_model::Userstore;
use secrecy::SecretString;
use std::path::Path;
use tauri::ipc::Channel;
use tauri::{AppHandle, Emitter, Runtime};

#[tauri::command]
pub(super) async fn status(door: DoorState<'_>) -> Result<Status> {
    at(&door, Door::status).await
}

#[tauri::command]
pub(super) async fn vault_create(door: DoorState<'_>, request: CreateVault) -> Result<CreatedVault> {
    at(&door, move |door| {
        let created = door.create(request, now())?;
        door.session()?.load()?;
        Ok(created)
    })
    .await
}

#[tauri::command]
pub(super) async fn vault_open<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: OpenVault,
) -> Result<VaultInfo> {
    let info = at(&door, move |door| door.open(request, now())).await?;
    events::load_directory(&app, &door);
    Ok(info)
}

#[tauri::command]
pub(super) async fn vault_lock<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>) -> Result<()> {
    at(&door, |door| {
        door.lock();
        Ok(())
    })
    .await?;
    // The window that asked may be the one that is gone.
    let _ = app.emit(events::LOCKED, ());
    Ok(())
}

#[tauri::command]
pub(super) async fn demo_open<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    progress: Channel<Progress>,
) -> Result<VaultInfo> {
    let job = job(&door, progress);
    let info = at(&door, move |door| door.open_demo(&job, now())).await?;
    events::load_directory(&app, &door);
    Ok(info)
}

#[tauri::command]
pub(super) async fn passphrase_change(door: DoorState<'_>, request: ChangePassphrase) -> Result<()> {
    at(&door, move |door| {
        door.change_passphrase(SecretString::from(request.current), SecretString::from(request.new), now())
    })
    .await
}

#[tauri::command]
pub(super) async fn vault_info(door: DoorState<'_>) -> Result<VaultInfo> {
    on(&door, Session::info).await
}

#[tauri::command]
pub(super) async fn vault_check(door: DoorState<'_>, progress: Channel<Progress>) -> Result<CheckReport> {
    let job = job(&door, progress);
    on(&door, move |session| {
        job.progress("checking", 0, 0, 0);
        session.check()
    })
    .await
}

#[tauri::command]
pub(super) async fn vault_backup(
    door: DoorState<'_>,
    request: String,
    progress: Channel<Progress>,
) -> Result<WrittenFile> {
    let job = job(&door, progress);
    on(&door, move |session| {
        job.progress("writing", 0, 0, 0);
        session.backup(Path::new(&request), now())
    })
    .await
}

#[tauri::command]
pub(super) async fn userstore_add<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: AddUserstore,
) -> Result<Userstore> {
    changing(&app, &door, move |session| session.userstore_add(&request, now())).await
}

#[tauri::command]
pub(super) async fn log_page(door: DoorState<'_>, request: LogQuery) -> Result<LogPage> {
    on(&door, move |session| session.log_page(&request)).await
}

#[tauri::command]
pub(super) async fn log_verify(door: DoorState<'_>) -> Result<LogVerification> {
    on(&door, Session::log_verify).await
}

#[tauri::command]
pub(super) async fn cancel(door: DoorState<'_>) -> Result<()> {
    door.cancel();
    Ok(())
}
