//! Seats over time.

use super::{DoorState, job, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::import::Progress;
use muster_app::api::seat_history::{
    SeatBreakdown, SeatBreakdownQuery, SeatDaysPage, SeatDaysQuery, SeatForecast, SeatHistory, SeatHistoryQuery,
    WhatIf, WhatIfQuery,
};
use tauri::ipc::Channel;

#[tauri::command]
pub(super) async fn seats_history(door: DoorState<'_>, request: SeatHistoryQuery) -> Result<SeatHistory> {
    on(&door, move |session| session.seats_history(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_breakdown(door: DoorState<'_>, request: SeatBreakdownQuery) -> Result<SeatBreakdown> {
    on(&door, move |session| session.seats_breakdown(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_days(door: DoorState<'_>, request: SeatDaysQuery) -> Result<SeatDaysPage> {
    on(&door, move |session| session.seats_days(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_forecast(door: DoorState<'_>, request: String) -> Result<SeatForecast> {
    on(&door, move |session| session.seats_forecast(&request, now())).await
}

#[tauri::command]
pub(super) async fn seats_what_if(
    door: DoorState<'_>,
    request: WhatIfQuery,
    progress: Channel<Progress>,
) -> Result<WhatIf> {
    let job = job(&door, progress);
    on(&door, move |session| session.seats_what_if(&request, &job, now())).await
}
