//! The end of a review, and what the snapshots since then say of it.

use super::list::{ProofCounts, ReviewProgress};
use super::open::ReviewCompleteness;
use muster_model::UserId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that would be done to a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewRemedy {
    /// The user; may no longer be there.
    pub user: UserId,
    /// `DOMAIN/username`.
    pub target: String,
    /// What is done, in words.
    pub what: String,
    /// The keys of the grants it takes away.
    pub keys: Vec<String>,
}

/// What closing a review would come to. Nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewClosing {
    /// How far the review is.
    pub progress: ReviewProgress,
    /// Those with grants left to decide, by key with how many.
    pub left: Vec<ReviewLeft>,
    /// What keeps it from being closed, in sentences; empty if nothing does.
    pub refusals: Vec<String>,
    /// What would be done: the first 100.
    pub remedies: Vec<ReviewRemedy>,
    /// How much there is to do.
    #[ts(type = "number")]
    pub remedies_total: u64,
}

/// What a reviewer has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewLeft {
    /// The reviewer's key.
    pub reviewer: String,
    /// Name and e-mail.
    pub name: String,
    /// Grants that are not decided.
    #[ts(type = "number")]
    pub grants: u64,
}

/// Closes a review.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CloseReview {
    /// Its id.
    pub review: String,
    /// Who puts their name to it.
    pub by: String,
    /// What they say.
    pub statement: String,
}

/// Which of what followed a review is asked for.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ProofQuery {
    /// The review's id.
    pub review: String,
    /// Only what is done, or only what is not; none for both.
    #[serde(default)]
    pub done: Option<bool>,
    /// How many to skip.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// Whether something that follows from a review was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProofRow {
    /// What was to be done.
    #[serde(flatten)]
    #[ts(flatten)]
    pub remedy: ReviewRemedy,
    /// Whether it is done.
    pub done: bool,
    /// Whether the account is gone altogether.
    pub gone: bool,
    /// Other ways by which the user still holds the same.
    pub still: Vec<String>,
    /// Why it is not done, or nothing shows that it is.
    pub why: Option<String>,
}

/// What the snapshots since a review say of what followed from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProofPage {
    /// In numbers.
    pub counts: ProofCounts,
    /// The snapshots that were looked at; local userstores are looked at as they are.
    pub snapshots: Vec<ReviewCompleteness>,
    /// The page.
    pub rows: Vec<ProofRow>,
    /// How many rows there are.
    #[ts(type = "number")]
    pub total: u64,
}
