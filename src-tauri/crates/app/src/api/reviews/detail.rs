//! One review.

use super::list::ReviewGlance;
use super::open::ReviewCompleteness;
use crate::api::changes::ChangeStatus;
use chrono::{DateTime, Utc};
use serde::Serialize;
use ts_rs::TS;

/// Who put their name to a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewSignOff {
    /// Who.
    pub by: String,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// What they say.
    pub statement: String,
    /// The operator who closed it.
    pub operator: String,
}

/// A change that carries out what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewChange {
    /// The change, to be shown with `change_show`.
    #[ts(type = "number")]
    pub change: i64,
    /// What it is called.
    pub title: String,
    /// When it was applied.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// How far it is.
    pub status: ChangeStatus,
    /// Users it changed or waits to change.
    #[ts(type = "number")]
    pub users: u64,
    /// Of these, how many wait for their source.
    #[ts(type = "number")]
    pub outstanding: u64,
}

/// A worksheet that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReturnedSheet {
    /// The reviewer's key.
    pub reviewer: String,
    /// The file's name.
    pub name: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// How many bytes it has.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Decisions taken from it.
    #[ts(type = "number")]
    pub rows: u64,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// By which operator.
    pub operator: String,
}

/// The roles of a userstore: what its grants can be reduced to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewRoles {
    /// The userstore's domain.
    pub userstore: String,
    /// Their names.
    pub roles: Vec<String>,
}

/// One review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewDetail {
    /// As in the list.
    #[serde(flatten)]
    #[ts(flatten)]
    pub glance: ReviewGlance,
    /// Whether each userstore was seen whole when it was opened.
    pub completeness: Vec<ReviewCompleteness>,
    /// Why it was opened although it was not.
    pub incomplete_because: Option<String>,
    /// SHA-256 of the frozen population.
    pub population_sha256: String,
    /// What grants can be reduced to.
    pub roles: Vec<ReviewRoles>,
    /// Worksheets that came back, newest first.
    pub returned: Vec<ReturnedSheet>,
    /// The sign-off, once it is closed.
    pub sign_off: Option<ReviewSignOff>,
    /// Changes that carry it out, oldest first.
    pub changes: Vec<ReviewChange>,
    /// How many things are to be done to users, once it is closed.
    #[ts(type = "number")]
    pub remedies: u64,
}
