//! Access reviews and their evidence.

use super::{DoorState, at, changing, job, on};
use crate::events::now;
use muster_app::Result;
use muster_app::api::changes::ChangePreview;
use muster_app::api::import::Progress;
use muster_app::api::reviews::{
    AssignReview, CloseReview, DecideReview, DecidedReview, EvidenceKey, MadeEvidence, MakeEvidence, MarkRole,
    ProofPage, ProofQuery, ReturnWorksheets, ReturnedWorksheets, ReviewClosing, ReviewDetail, ReviewDraft,
    ReviewGlance, ReviewItemsPage, ReviewItemsQuery, ReviewPreview, VerifiedEvidence, VerifyEvidence, WriteWorksheets,
    WrittenWorksheets,
};
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

#[tauri::command]
pub(super) async fn reviews_list(door: DoorState<'_>) -> Result<Vec<ReviewGlance>> {
    on(&door, |session| session.reviews_list(now())).await
}

#[tauri::command]
pub(super) async fn review_try(door: DoorState<'_>, request: ReviewDraft) -> Result<ReviewPreview> {
    on(&door, move |session| session.review_try(&request, now())).await
}

#[tauri::command]
pub(super) async fn review_mark_role(door: DoorState<'_>, request: MarkRole) -> Result<()> {
    on(&door, move |session| session.review_mark_role(request, now())).await
}

#[tauri::command]
pub(super) async fn review_open<R: Runtime>(
    app: AppHandle<R>,
    door: DoorState<'_>,
    request: ReviewDraft,
    progress: Channel<Progress>,
) -> Result<ReviewDetail> {
    let job = job(&door, progress);
    changing(&app, &door, move |session| session.review_open(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn review_show(door: DoorState<'_>, request: String) -> Result<ReviewDetail> {
    on(&door, move |session| session.review_show(&request, now())).await
}

#[tauri::command]
pub(super) async fn review_items(door: DoorState<'_>, request: ReviewItemsQuery) -> Result<ReviewItemsPage> {
    on(&door, move |session| session.review_items(&request)).await
}

#[tauri::command]
pub(super) async fn review_decide(door: DoorState<'_>, request: DecideReview) -> Result<DecidedReview> {
    on(&door, move |session| session.review_decide(&request, now())).await
}

#[tauri::command]
pub(super) async fn review_assign(door: DoorState<'_>, request: AssignReview) -> Result<DecidedReview> {
    on(&door, move |session| session.review_assign(&request, now())).await
}

#[tauri::command]
pub(super) async fn review_worksheets(
    door: DoorState<'_>,
    request: WriteWorksheets,
    progress: Channel<Progress>,
) -> Result<WrittenWorksheets> {
    let job = job(&door, progress);
    on(&door, move |session| session.review_worksheets(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn review_return(
    door: DoorState<'_>,
    request: ReturnWorksheets,
    progress: Channel<Progress>,
) -> Result<ReturnedWorksheets> {
    let job = job(&door, progress);
    on(&door, move |session| session.review_return(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn review_closing(door: DoorState<'_>, request: String) -> Result<ReviewClosing> {
    on(&door, move |session| session.review_closing(&request)).await
}

#[tauri::command]
pub(super) async fn review_close(door: DoorState<'_>, request: CloseReview) -> Result<ReviewDetail> {
    on(&door, move |session| session.review_close(&request, now())).await
}

#[tauri::command]
pub(super) async fn review_stage(
    door: DoorState<'_>,
    request: String,
    progress: Channel<Progress>,
) -> Result<ChangePreview> {
    let job = job(&door, progress);
    on(&door, move |session| session.review_stage(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn review_proof(door: DoorState<'_>, request: ProofQuery) -> Result<ProofPage> {
    on(&door, move |session| session.review_proof(&request, now())).await
}

#[tauri::command]
pub(super) async fn evidence_key(door: DoorState<'_>) -> Result<EvidenceKey> {
    on(&door, |session| session.evidence_key(now())).await
}

#[tauri::command]
pub(super) async fn evidence_make(
    door: DoorState<'_>,
    request: MakeEvidence,
    progress: Channel<Progress>,
) -> Result<MadeEvidence> {
    let job = job(&door, progress);
    on(&door, move |session| session.evidence_make(&request, &job, now())).await
}

#[tauri::command]
pub(super) async fn evidence_verify(door: DoorState<'_>, request: VerifyEvidence) -> Result<VerifiedEvidence> {
    at(&door, move |_| muster_app::reviews::evidence_verify(&request)).await
}
