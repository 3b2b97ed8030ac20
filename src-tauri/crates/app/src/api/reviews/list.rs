//! Reviews at a glance, and the words all of it shares.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why someone is asked to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewerKind {
    /// The user's manager.
    Manager,
    /// Who owns the group that the grant is on or comes through.
    GroupOwner,
    /// Someone the operator named.
    Named,
}

/// What is decided on a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It stays.
    Keep,
    /// It goes.
    Revoke,
    /// Another role takes its place on the same scope.
    Reduce,
}

/// How far a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Decisions are taken.
    Open,
    /// All was decided and someone put their name to it.
    Closed,
}

/// Grants by what was decided on them. All four are all there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct ReviewProgress {
    /// Grants that stay.
    #[ts(type = "number")]
    pub keep: u64,
    /// Grants that go.
    #[ts(type = "number")]
    pub revoke: u64,
    /// Grants that another role replaces.
    #[ts(type = "number")]
    pub reduce: u64,
    /// Grants that nobody decided on yet.
    #[ts(type = "number")]
    pub undecided: u64,
}

/// Someone who decides, and how far they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewerGlance {
    /// Their key within the review.
    pub key: String,
    /// Why they were asked.
    pub kind: ReviewerKind,
    /// Their name.
    pub name: String,
    /// Their e-mail.
    pub email: Option<String>,
    /// Their sign-in name.
    pub username: Option<String>,
    /// How far they are.
    pub progress: ReviewProgress,
    /// When a worksheet of theirs was last taken.
    #[ts(type = "string | null")]
    pub returned_at: Option<DateTime<Utc>>,
}

/// What the snapshots after a review say, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ProofCounts {
    /// When it was looked at.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// Revocations and reductions that are done.
    #[ts(type = "number")]
    pub done: u64,
    /// Those that are not, or that nothing shows to be.
    #[ts(type = "number")]
    pub outstanding: u64,
}

/// A review in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewGlance {
    /// Its id: small letters, digits and `-`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whose grants, in the filter language; empty for everyone's.
    pub filter: String,
    /// How far it is.
    pub state: ReviewState,
    /// When it was opened.
    #[ts(type = "string")]
    pub opened_at: DateTime<Utc>,
    /// The operator who opened it.
    pub opened_by: String,
    /// The last day to decide.
    #[ts(type = "string")]
    pub due: NaiveDate,
    /// Days left to decide; negative when overdue. None once it is closed.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// How many grants.
    #[ts(type = "number")]
    pub grants: u64,
    /// Of how many users.
    #[ts(type = "number")]
    pub users: u64,
    /// How many of the grants are privileged.
    #[ts(type = "number")]
    pub privileged: u64,
    /// How far it is, all reviewers together.
    pub progress: ReviewProgress,
    /// Who decides, in the order they were asked.
    pub reviewers: Vec<ReviewerGlance>,
    /// When it was closed.
    #[ts(type = "string | null")]
    pub closed_at: Option<DateTime<Utc>>,
    /// Who put their name to it.
    pub closed_by: Option<String>,
    /// What was last found of what followed; none where nobody looked.
    pub proof: Option<ProofCounts>,
}
