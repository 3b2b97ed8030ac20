//! Changes, and the users of one.

use crate::api::users::FieldChange;
use chrono::{DateTime, Utc};
use muster_model::{Standing, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangeStatus {
    /// Done here; nothing waits.
    Applied,
    /// Something of it waits to be carried out at its source.
    Pending,
    /// All of it was seen at its source.
    Confirmed,
    /// Taken back.
    Undone,
    /// Given up before it was carried out.
    Withdrawn,
}

/// A change in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangeGlance {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// Who.
    pub operator: String,
    /// What it did, in words.
    pub title: String,
    /// The full name of its only user, or what else it changed.
    pub target: Option<String>,
    /// Its only user.
    pub user: Option<UserId>,
    /// How far it is.
    pub status: ChangeStatus,
    /// Users it changed or waits to change.
    #[ts(type = "number")]
    pub users: u64,
    /// Of these, how many wait.
    #[ts(type = "number")]
    pub outstanding: u64,
    /// How many were seen as wanted at their source.
    #[ts(type = "number")]
    pub confirmed: u64,
    /// How many could not be changed.
    #[ts(type = "number")]
    pub refused: u64,
    /// When it was taken back or withdrawn.
    #[ts(type = "string | null")]
    pub undone_at: Option<DateTime<Utc>>,
    /// By whom.
    pub undone_by: Option<String>,
    /// Whether it can be taken back or withdrawn now.
    pub can_undo: bool,
    /// What changed, where it is about one user.
    pub fields: Vec<FieldChange>,
}

/// A page of changes, newest first.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ChangesQuery {
    /// Only these; none for all.
    pub status: Option<ChangeStatus>,
    /// How many to skip.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most.
    #[ts(type = "number")]
    pub limit: u64,
}

/// Changes.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangesPage {
    /// Newest first.
    pub changes: Vec<ChangeGlance>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
    /// How many users wait to be changed at their source, in all changes.
    #[ts(type = "number")]
    pub outstanding: u64,
    /// The newest of all that can be taken back or withdrawn, on this page or not.
    pub undoable: Option<ChangeGlance>,
}

/// A user in a change.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangeUserRow {
    /// The user; may no longer be there.
    pub user: UserId,
    /// The full name then.
    pub target: String,
    /// How far it is.
    pub standing: Standing,
    /// Why it was refused, or what the source says instead of what was wanted.
    pub reason: Option<String>,
    /// What changed, or is wanted.
    pub fields: Vec<FieldChange>,
}

/// Users of a change.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ChangeUsersQuery {
    /// The change.
    #[ts(type = "number")]
    pub change: i64,
    /// Only these; none for all.
    pub standing: Option<Standing>,
    /// How many to skip.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// A change, and a page of its users.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangeDetail {
    /// The change.
    pub change: ChangeGlance,
    /// The page.
    pub users: Vec<ChangeUserRow>,
    /// How many there are under the same standing.
    #[ts(type = "number")]
    pub total: u64,
}
