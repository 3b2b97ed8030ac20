//! The adapters: each takes its request across, runs the use case where it
//! may block, and takes the answer back. Their list is `muster_app::commands`.

use crate::events::{self, now};
use crate::pick::Picker;
use muster_app::api::audit_log::{LogPage, LogQuery, LogVerification};
use muster_app::api::export::{ExportSeats, ExportUsers};
use muster_app::api::import::{DetectedFile, ImportReport, ImportRequest, Progress};
use muster_app::api::overview::Overview;
use muster_app::api::seats::{PlanGlance, SeatExplanation, SeatReport, SeatsPage, SetPlan};
use muster_app::api::users::{ChangeGlance, EditResult, NewUser, UserDetail, UserEdit, UsersPage, UsersQuery, View};
use muster_app::api::vault::{
    AddUserstore, ChangePassphrase, CheckReport, CreateVault, CreatedVault, OpenVault, Status, VaultInfo, WrittenFile,
};
use muster_app::door::Door;
use muster_app::job::Job;
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use muster_model::{UserId, Userstore};
use secrecy::SecretString;
use std::path::Path;
use std::sync::Arc;
use tauri::ipc::Channel;
use tauri::{AppHandle, Emitter, Runtime, State};

type DoorState<'a> = State<'a, Arc<Door>>;
type PickerState<'a, R> = State<'a, Arc<dyn Picker<R>>>;

/// Every command.
pub fn handler<R: Runtime>() -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        status,
        vault_create,
        vault_open,
        vault_lock,
        demo_open,
        passphrase_change,
        vault_info,
        vault_check,
        vault_backup,
        userstore_add,
        overview,
        users_page,
        users_views,
        user_show,
        user_create,
        user_edit,
        changes_list,
        change_undo,
        import_detect,
        import_run,
        seats_plans,
        seats_choose,
        seats_set,
        seats_report,
        seats_page,
        seats_explain,
        export_users,
        export_seats,
        log_page,
        log_verify,
        cancel,
        pick_files,
        pick_vault,
        pick_save,
    ]
}

/// Runs a use case off the window's thread.
async fn at<T: Send + 'static>(door: &Arc<Door>, work: impl FnOnce(&Door) -> Result<T> + Send + 'static) -> Result<T> {
    let door = Arc::clone(door);
    match tauri::async_runtime::spawn_blocking(move || work(&door)).await {
        Ok(answer) => answer,
        Err(fault) => Err(Error::new(
            Code::Internal,
            format!("A fault in Muster stopped this command: {fault}. Nothing was changed."),
        )),
    }
}

/// Runs a use case on the open vault.
async fn on<T: Send + 'static>(
    door: &Arc<Door>,
    work: impl FnOnce(&Session) -> Result<T> + Send + 'static,
) -> Result<T> {
    at(door, move |door| work(door.session()?.as_ref())).await
}

/// The same, for a use case that changes users.
async fn changing<R: Runtime, T: Send + 'static>(
    app: &AppHandle<R>,
    door: &Arc<Door>,
    work: impl FnOnce(&Session) -> Result<T> + Send + 'static,
) -> Result<T> {
    let answer = on(door, work).await;
    if answer.is_ok() {
        events::users_changed(app);
    }
    answer
}

/// A job whose progress goes down a channel.
fn job(door: &Door, progress: Channel<Progress>) -> Job {
    // A window that is gone needs no progress.
    door.job(move |p| drop(progress.send(p)))
}

#[tauri::command]
async fn status(door: DoorState<'_>) -> Result<Status> {
    at(&door, Door::status).await
}

#[tauri::command]
async fn vault_create(door: DoorState<'_>, request: CreateVault) -> Result<CreatedVault> {
    at(&door, move |door| {
        let created = door.create(request, now())?;
        door.session()?.load()?;
        Ok(created)
    })
    .await
}

#[tauri::command]
async fn vault_open<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>, request: OpenVault) -> Result<VaultInfo> {
    let info = at(&door, move |door| door.open(request, now())).await?;
    events::load_directory(&app, &door);
    Ok(info)
}

#[tauri::command]
async fn vault_lock<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>) -> Result<()> {
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
async fn demo_open<R: Runtime>(
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
async fn passphrase_change(door: DoorState<'_>, request: ChangePassphrase) -> Result<()> {
    at(&door, move |door| {
        door.change_passphrase(SecretString::from(request.current), SecretString::from(request.new), now())
    })
    .await
}

#[tauri::command]
async fn vault_info(door: DoorState<'_>) -> Result<VaultInfo> {
    on(&door, Session::info).await
}

#[tauri::command]
async fn vault_check(door: DoorState<'_>, progress: Channel<Progress>) -> Result<CheckReport> {
    let job = job(&door, progress);
    on(&door, move |session| {
        job.progress("checking", 0, 0, 0);
        session.check()
    })
    .await
}

#[tauri::command]
async fn vault_backup(door: DoorState<'_>, request: String, progress: Channel<Progress>) -> Result<WrittenFile> {
    let job = job(&door, progress);
    on(&door, move |session| {
        job.progress("writing", 0, 0, 0);
        session.backup(Path::new(&request), now())
    })
    .await
}

#[tauri::command]
async fn userstore_add<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>, request: AddUserstore) -> Result<Userstore> {
    changing(&app, &door, move |session| session.userstore_add(&request, now())).await
}

#[tauri::command]
async fn overview(door: DoorState<'_>) -> Result<Overview> {
    on(&door, |session| session.overview(now())).await
}

#[tauri::command]
async fn users_page(door: DoorState<'_>, request: UsersQuery) -> Result<UsersPage> {
    on(&door, move |session| session.users_page(&request, now())).await
}

#[tauri::command]
async fn users_views(door: DoorState<'_>) -> Result<Vec<View>> {
    on(&door, |session| session.users_views(now())).await
}

#[tauri::command]
async fn user_show(door: DoorState<'_>, request: UserId) -> Result<UserDetail> {
    on(&door, move |session| session.user_show(request, now())).await
}

#[tauri::command]
async fn user_create<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>, request: NewUser) -> Result<EditResult> {
    changing(&app, &door, move |session| session.user_create(&request, now())).await
}

#[tauri::command]
async fn user_edit<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (UserId, UserEdit),
) -> Result<EditResult> {
    changing(&app, &door, move |session| session.user_edit(request.0, &request.1, now())).await
}

#[tauri::command]
async fn changes_list(door: DoorState<'_>) -> Result<Vec<ChangeGlance>> {
    on(&door, Session::changes_list).await
}

#[tauri::command]
async fn change_undo<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>, request: i64) -> Result<ChangeGlance> {
    changing(&app, &door, move |session| session.change_undo(request, now())).await
}

#[tauri::command]
async fn import_detect(door: DoorState<'_>, request: Vec<String>) -> Result<Vec<DetectedFile>> {
    at(&door, move |_| muster_app::import::detect(&request)).await
}

#[tauri::command]
async fn import_run<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: ImportRequest,
    progress: Channel<Progress>,
) -> Result<ImportReport> {
    let job = job(&door, progress);
    changing(&app, &door, move |session| session.import(&request, &job, now())).await
}

#[tauri::command]
async fn seats_plans(door: DoorState<'_>) -> Result<Vec<PlanGlance>> {
    on(&door, Session::seats_plans).await
}

#[tauri::command]
async fn seats_choose<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>, request: String) -> Result<()> {
    changing(&app, &door, move |session| session.seats_choose(&request, now())).await
}

#[tauri::command]
async fn seats_set<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>, request: SetPlan) -> Result<PlanGlance> {
    changing(&app, &door, move |session| session.seats_set(&request, now())).await
}

#[tauri::command]
async fn seats_report(door: DoorState<'_>, request: String) -> Result<SeatReport> {
    on(&door, move |session| session.seats_summary(&request, now())).await
}

#[tauri::command]
async fn seats_page(door: DoorState<'_>, request: (String, bool, u64, u64)) -> Result<SeatsPage> {
    let (plan, reclaimable, offset, limit) = request;
    on(&door, move |session| session.seats_page(&plan, reclaimable, offset, limit, now())).await
}

#[tauri::command]
async fn seats_explain(door: DoorState<'_>, request: (UserId, String)) -> Result<SeatExplanation> {
    on(&door, move |session| session.seats_explain(&request.0.to_string(), &request.1, now())).await
}

#[tauri::command]
async fn export_users(door: DoorState<'_>, request: ExportUsers, progress: Channel<Progress>) -> Result<WrittenFile> {
    let job = job(&door, progress);
    on(&door, move |session| session.export_users(&request, &job, now())).await
}

#[tauri::command]
async fn export_seats(door: DoorState<'_>, request: ExportSeats, progress: Channel<Progress>) -> Result<WrittenFile> {
    let job = job(&door, progress);
    on(&door, move |session| session.export_seats(&request, &job, now())).await
}

#[tauri::command]
async fn log_page(door: DoorState<'_>, request: LogQuery) -> Result<LogPage> {
    on(&door, move |session| session.log_page(&request)).await
}

#[tauri::command]
async fn log_verify(door: DoorState<'_>) -> Result<LogVerification> {
    on(&door, Session::log_verify).await
}

#[tauri::command]
async fn cancel(door: DoorState<'_>) -> Result<()> {
    door.cancel();
    Ok(())
}

#[tauri::command]
async fn pick_files<R: Runtime>(app: AppHandle<R>, picker: PickerState<'_, R>) -> Result<Vec<String>> {
    let picked = pick(&app, &picker, |picker, app| picker.files(app)).await?;
    Ok(picked.iter().map(|p| text(p)).collect())
}

#[tauri::command]
async fn pick_vault<R: Runtime>(app: AppHandle<R>, picker: PickerState<'_, R>) -> Result<Option<String>> {
    Ok(pick(&app, &picker, |picker, app| picker.vault(app)).await?.as_deref().map(text))
}

#[tauri::command]
async fn pick_save<R: Runtime>(
    app: AppHandle<R>,
    picker: PickerState<'_, R>,
    request: (String, String),
) -> Result<Option<String>> {
    let picked = pick(&app, &picker, move |picker, app| picker.save(app, &request.0, &request.1)).await?;
    Ok(picked.as_deref().map(text))
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Dialogs block until answered, so they wait off the window's thread.
async fn pick<R: Runtime, T: Send + 'static>(
    app: &AppHandle<R>,
    picker: &Arc<dyn Picker<R>>,
    ask: impl FnOnce(&dyn Picker<R>, &AppHandle<R>) -> T + Send + 'static,
) -> Result<T> {
    let (app, picker) = (app.clone(), Arc::clone(picker));
    tauri::async_runtime::spawn_blocking(move || ask(picker.as_ref(), &app))
        .await
        .map_err(|fault| Error::new(Code::Internal, format!("The dialog could not be shown: {fault}.")))
}
