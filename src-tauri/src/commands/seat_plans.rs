//! Editing seat plans, what could be freed, and where the instance counts otherwise.

use super::{DoorState, changing, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::seat_plans::{MismatchPage, PlanDraft, ReclaimPage, ReclaimQuery, SeatTerms, TriedPlan, TryPlan};
use muster_app::api::seats::PlanGlance;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn seats_terms(door: DoorState<'_>, request: String) -> Result<SeatTerms> {
    on(&door, move |session| session.seats_terms(&request)).await
}

#[tauri::command]
pub(super) async fn seats_terms_set<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: (String, SeatTerms),
) -> Result<PlanGlance> {
    changing(&app, &door, move |session| session.seats_terms_set(&request.0, &request.1, now())).await
}

#[tauri::command]
pub(super) async fn seats_plan_read(door: DoorState<'_>, request: String) -> Result<PlanDraft> {
    on(&door, move |session| session.seats_plan_read(&request)).await
}

#[tauri::command]
pub(super) async fn seats_plan_save<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: PlanDraft,
) -> Result<PlanGlance> {
    changing(&app, &door, move |session| session.seats_plan_save(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_plan_remove<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: String,
) -> Result<()> {
    changing(&app, &door, move |session| session.seats_plan_remove(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_plan_try(door: DoorState<'_>, request: TryPlan) -> Result<TriedPlan> {
    on(&door, move |session| session.seats_plan_try(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_reclaimable(door: DoorState<'_>, request: ReclaimQuery) -> Result<ReclaimPage> {
    on(&door, move |session| session.seats_reclaimable(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_mismatches(door: DoorState<'_>, request: (String, u64, u64)) -> Result<MismatchPage> {
    on(&door, move |session| session.seats_mismatches(&request.0, request.1, request.2, now())).await
}
