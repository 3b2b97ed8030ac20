//! Audits: runs, findings, rules.

use super::{DoorState, changing, job, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::audit::{
    AcceptFindings, AuditOverview, AuditReport, AuditRuleDetail, AuditRuleGlance, DecidedFindings, ExportFindings,
    FindingDetail, FindingGroups, FindingGroupsQuery, FindingsPage, FindingsQuery, FixFindings, FixPreview,
    RemovalPreview, RemovalReport, RemoveFound, ResolveFinding, RuleSource, RunAudit, SelectedFindings, SetRule,
    ShowFinding, TriedRule, UserFindings,
};
use muster_app::api::import::Progress;
use muster_app::api::vault::WrittenFile;
use muster_model::UserId;
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn audit_overview(door: DoorState<'_>, request: Option<String>) -> Result<AuditOverview> {
    on(&door, move |session| session.audit_overview(request.as_deref(), now())).await
}

#[tauri::command]
pub(super) async fn audit_run<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: RunAudit,
    progress: Channel<Progress>,
) -> Result<AuditReport> {
    let job = job(&door, progress);
    changing(&app, &door, move |session| session.audit_run(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn audit_findings(door: DoorState<'_>, request: FindingsQuery) -> Result<FindingsPage> {
    on(&door, move |session| session.audit_findings(&request)).await
}

#[tauri::command]
pub(super) async fn audit_groups(door: DoorState<'_>, request: FindingGroupsQuery) -> Result<FindingGroups> {
    on(&door, move |session| session.audit_groups(&request)).await
}

#[tauri::command]
pub(super) async fn audit_finding(door: DoorState<'_>, request: ShowFinding) -> Result<FindingDetail> {
    on(&door, move |session| session.audit_finding(&request)).await
}

#[tauri::command]
pub(super) async fn audit_accept<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: AcceptFindings,
    progress: Channel<Progress>,
) -> Result<DecidedFindings> {
    let job = job(&door, progress);
    changing(&app, &door, move |session| session.audit_accept(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn audit_withdraw<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: SelectedFindings,
    progress: Channel<Progress>,
) -> Result<DecidedFindings> {
    let job = job(&door, progress);
    changing(&app, &door, move |session| session.audit_withdraw(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn audit_fix(
    door: DoorState<'_>,
    request: FixFindings,
    progress: Channel<Progress>,
) -> Result<FixPreview> {
    let job = job(&door, progress);
    on(&door, move |session| session.audit_fix(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn audit_resolve<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: ResolveFinding,
    progress: Channel<Progress>,
) -> Result<DecidedFindings> {
    let job = job(&door, progress);
    let ResolveFinding { id, pack, time_zone } = request;
    let how = RunAudit { pack, as_of: None, time_zone };
    changing(&app, &door, move |session| session.audit_resolve(&id, &how, &job, now())).await
}

#[tauri::command]
pub(super) async fn audit_removal(door: DoorState<'_>, request: SelectedFindings) -> Result<RemovalPreview> {
    on(&door, move |session| session.audit_removal(&request)).await
}

#[tauri::command]
pub(super) async fn audit_remove<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: RemoveFound,
) -> Result<RemovalReport> {
    changing(&app, &door, move |session| session.audit_remove(&request, now())).await
}

#[tauri::command]
pub(super) async fn audit_of_user(door: DoorState<'_>, request: UserId) -> Result<UserFindings> {
    on(&door, move |session| session.audit_of_user(request)).await
}

#[tauri::command]
pub(super) async fn audit_rules(door: DoorState<'_>) -> Result<Vec<AuditRuleGlance>> {
    on(&door, |session| session.audit_rules()).await
}

#[tauri::command]
pub(super) async fn audit_rule(door: DoorState<'_>, request: String) -> Result<AuditRuleDetail> {
    on(&door, move |session| session.audit_rule(&request)).await
}

#[tauri::command]
pub(super) async fn audit_rule_try(door: DoorState<'_>, request: RuleSource) -> Result<TriedRule> {
    on(&door, move |session| session.audit_rule_try(&request, now())).await
}

#[tauri::command]
pub(super) async fn audit_rule_save<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: RuleSource,
) -> Result<AuditRuleDetail> {
    changing(&app, &door, move |session| session.audit_rule_save(&request, now())).await
}

#[tauri::command]
pub(super) async fn audit_rule_remove<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: String,
) -> Result<()> {
    changing(&app, &door, move |session| session.audit_rule_remove(&request, now())).await
}

#[tauri::command]
pub(super) async fn audit_rule_set<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: SetRule,
) -> Result<AuditRuleDetail> {
    changing(&app, &door, move |session| session.audit_rule_set(&request, now())).await
}

#[tauri::command]
pub(super) async fn audit_time_zone_set(door: DoorState<'_>, request: Option<String>) -> Result<()> {
    on(&door, move |session| session.audit_time_zone_set(request.as_deref(), now())).await
}

#[tauri::command]
pub(super) async fn export_findings(
    door: DoorState<'_>,
    request: ExportFindings,
    progress: Channel<Progress>,
) -> Result<WrittenFile> {
    let job = job(&door, progress);
    on(&door, move |session| session.export_findings(&request, &job, now())).await
}
