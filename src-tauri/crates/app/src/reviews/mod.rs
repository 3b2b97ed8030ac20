//! Access reviews over the vault.

use crate::api::changes::ChangePreview;
use crate::api::reviews::*;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};

fn unfinished<T>() -> Result<T> {
    Err(Error::new(Code::Internal, "Reviews are not there yet."))
}

/// Verifies a pack.
///
/// # Errors
/// Not there yet.
pub fn evidence_verify(_request: &VerifyEvidence) -> Result<VerifiedEvidence> {
    unfinished()
}

#[allow(missing_docs, clippy::missing_errors_doc)]
impl Session {
    pub fn reviews_list(&self, _now: DateTime<Utc>) -> Result<Vec<ReviewGlance>> {
        unfinished()
    }

    pub fn review_try(&self, _request: &ReviewDraft, _now: DateTime<Utc>) -> Result<ReviewPreview> {
        unfinished()
    }

    pub fn review_mark_role(&self, _request: MarkRole, _now: DateTime<Utc>) -> Result<()> {
        unfinished()
    }

    pub fn review_open(&self, _request: &ReviewDraft, _job: &Job, _now: DateTime<Utc>) -> Result<ReviewDetail> {
        unfinished()
    }

    pub fn review_show(&self, _id: &str, _now: DateTime<Utc>) -> Result<ReviewDetail> {
        unfinished()
    }

    pub fn review_items(&self, _request: &ReviewItemsQuery) -> Result<ReviewItemsPage> {
        unfinished()
    }

    pub fn review_decide(&self, _request: &DecideReview, _now: DateTime<Utc>) -> Result<DecidedReview> {
        unfinished()
    }

    pub fn review_assign(&self, _request: &AssignReview, _now: DateTime<Utc>) -> Result<DecidedReview> {
        unfinished()
    }

    pub fn review_worksheets(
        &self,
        _request: &WriteWorksheets,
        _job: &Job,
        _now: DateTime<Utc>,
    ) -> Result<WrittenWorksheets> {
        unfinished()
    }

    pub fn review_return(
        &self,
        _request: &ReturnWorksheets,
        _job: &Job,
        _now: DateTime<Utc>,
    ) -> Result<ReturnedWorksheets> {
        unfinished()
    }

    pub fn review_closing(&self, _id: &str) -> Result<ReviewClosing> {
        unfinished()
    }

    pub fn review_close(&self, _request: &CloseReview, _now: DateTime<Utc>) -> Result<ReviewDetail> {
        unfinished()
    }

    pub fn review_stage(&self, _id: &str, _job: &Job, _now: DateTime<Utc>) -> Result<ChangePreview> {
        unfinished()
    }

    pub fn review_proof(&self, _request: &ProofQuery, _now: DateTime<Utc>) -> Result<ProofPage> {
        unfinished()
    }

    pub fn evidence_key(&self, _now: DateTime<Utc>) -> Result<EvidenceKey> {
        unfinished()
    }

    pub fn evidence_make(&self, _request: &MakeEvidence, _job: &Job, _now: DateTime<Utc>) -> Result<MadeEvidence> {
        unfinished()
    }
}
