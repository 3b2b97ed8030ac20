//! The adapters: each takes its request across, runs the use case where it
//! may block, and takes the answer back. Their list is `muster_app::commands`.

mod audit;
mod changes;
mod export;
mod groups;
mod import;
mod pick;
mod profile;
mod reports;
mod reviews;
mod roles;
mod search;
mod seat_history;
mod seat_plans;
mod seats;
mod snapshots;
mod users;
mod vault;

use crate::events;
use crate::pick::Picker;
use muster_app::api::import::Progress;
use muster_app::door::Door;
use muster_app::job::Job;
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use std::sync::Arc;
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime, State};

type DoorState<'a> = State<'a, Arc<Door>>;
type PickerState<'a, R> = State<'a, Arc<dyn Picker<R>>>;

/// Every command.
pub fn handler<R: Runtime>() -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        vault::status,
        vault::vault_create,
        vault::vault_open,
        vault::vault_lock,
        vault::demo_open,
        vault::passphrase_change,
        vault::vault_info,
        vault::vault_check,
        vault::vault_backup,
        vault::userstore_add,
        users::overview,
        users::users_page,
        users::users_views,
        users::user_show,
        users::user_create,
        users::user_edit,
        profile::avatar_set,
        profile::profile_fields,
        profile::profile_preview,
        profile::attributes_list,
        profile::attribute_define,
        profile::attribute_remove,
        profile::person_link,
        profile::person_unlink,
        changes::change_preview,
        changes::change_rows,
        changes::change_apply,
        changes::change_discard,
        changes::changes_page,
        changes::change_show,
        changes::change_undo,
        changes::change_export,
        groups::groups_page,
        groups::group_show,
        groups::group_members,
        groups::group_create,
        groups::group_edit,
        groups::group_remove,
        roles::roles_list,
        roles::role_show,
        roles::role_create,
        roles::role_edit,
        roles::role_remove,
        roles::roles_install,
        roles::permissions_tree,
        roles::permission_add,
        roles::permission_remove,
        roles::grants_effective,
        roles::grants_holders,
        search::filter_complete,
        search::filter_chips,
        search::view_save,
        search::view_remove,
        search::preference,
        search::preference_set,
        import::import_attributes,
        import::import_preview,
        import::import_maps,
        import::import_map_save,
        import::import_map_remove,
        import::import_detect,
        import::import_run,
        import::import_history,
        snapshots::snapshots_page,
        snapshots::snapshots_diff,
        snapshots::instance_counts_import,
        seats::seats_plans,
        seats::seats_choose,
        seats::seats_set,
        seats::seats_report,
        seats::seats_page,
        seats::seats_explain,
        seat_plans::seats_terms,
        seat_plans::seats_terms_set,
        seat_plans::seats_plan_read,
        seat_plans::seats_plan_save,
        seat_plans::seats_plan_remove,
        seat_plans::seats_plan_try,
        seat_plans::seats_reclaimable,
        seat_plans::seats_mismatches,
        seat_history::seats_history,
        seat_history::seats_breakdown,
        seat_history::seats_days,
        seat_history::seats_forecast,
        seat_history::seats_what_if,
        export::export_users,
        export::export_things,
        export::copy_users,
        export::export_seats,
        audit::audit_overview,
        audit::audit_run,
        audit::audit_findings,
        audit::audit_groups,
        audit::audit_finding,
        audit::audit_accept,
        audit::audit_withdraw,
        audit::audit_resolve,
        audit::audit_fix,
        audit::audit_removal,
        audit::audit_remove,
        audit::audit_of_user,
        audit::audit_rules,
        audit::audit_rule,
        audit::audit_rule_try,
        audit::audit_rule_save,
        audit::audit_rule_remove,
        audit::audit_rule_set,
        audit::audit_time_zone_set,
        audit::export_findings,
        reports::report_make,
        reports::report_preview,
        reviews::reviews_list,
        reviews::review_try,
        reviews::review_mark_role,
        reviews::review_open,
        reviews::review_show,
        reviews::review_items,
        reviews::review_decide,
        reviews::review_assign,
        reviews::review_worksheets,
        reviews::review_return,
        reviews::review_closing,
        reviews::review_close,
        reviews::review_stage,
        reviews::review_proof,
        reviews::evidence_key,
        reviews::evidence_make,
        reviews::evidence_verify,
        vault::log_page,
        vault::log_verify,
        vault::cancel,
        pick::pick_files,
        pick::pick_folder,
        pick::pick_save,
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
