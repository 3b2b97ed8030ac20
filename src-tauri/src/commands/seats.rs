//! Choosing a seat plan, and the report.

use super::{DoorState, changing, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::seats::{PlanGlance, SeatExplanation, SeatReport, SeatsPage, SetPlan};
use muster_model::UserId;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn seats_plans(door: DoorState<'_>) -> Result<Vec<PlanGlance>> {
    on(&door, move |session| session.seats_plans(now())).await
}

#[tauri::command]
pub(super) async fn seats_choose<R: Runtime>(app: AppHandle<R>, door: DoorState<'_>, request: String) -> Result<()> {
    changing(&app, &door, move |session| session.seats_choose(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_set<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: SetPlan,
) -> Result<PlanGlance> {
    changing(&app, &door, move |session| session.seats_set(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_report(door: DoorState<'_>, request: String) -> Result<SeatReport> {
    on(&door, move |session| session.seats_summary(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_page(door: DoorState<'_>, request: (String, bool, u64, u64)) -> Result<SeatsPage> {
    let (plan, reclaimable, offset, limit) = request;
    on(&door, move |session| session.seats_page(&plan, reclaimable, offset, limit, now())).await
}

#[tauri::command]
pub(super) async fn seats_explain(door: DoorState<'_>, request: (UserId, String)) -> Result<SeatExplanation> {
    on(&door, move |session| session.seats_explain(&request.0.to_string(), &request.1, now())).await
}
