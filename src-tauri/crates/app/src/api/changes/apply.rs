//! Doing a staged change, what came of it, and taking it back.

use super::Unmatched;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A staged change to apply.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ApplyChange {
    /// The staged change.
    #[ts(type = "number")]
    pub staged: u64,
    /// Said twice: also the last enabled owner or privileged user.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub even_last: bool,
}

/// A user a change left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RefusedUser {
    /// The sign-in name.
    pub username: String,
    /// The domain of its userstore.
    pub userstore: String,
    /// Why.
    pub reason: String,
}

/// What a change did. `matched` = `changed` + `unchanged` + refused.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangeReport {
    /// Its number, by which it can be undone; none if nothing changed.
    #[ts(type = "number | null")]
    pub change: Option<i64>,
    /// What it is called.
    pub title: String,
    /// Users it was about.
    #[ts(type = "number")]
    pub matched: u64,
    /// How many changed, here or pending.
    #[ts(type = "number")]
    pub changed: u64,
    /// How many were so already.
    #[ts(type = "number")]
    pub unchanged: u64,
    /// Who could not be changed so: the first 1,000.
    pub refused: Vec<RefusedUser>,
    /// How many could not.
    #[ts(type = "number")]
    pub refused_total: u64,
    /// Of the changed, how many wait to be carried out at their source.
    #[ts(type = "number")]
    pub pending: u64,
    /// Lines that matched no user, or several.
    pub unmatched: Vec<Unmatched>,
}

/// A change to take back, or of which to withdraw what still waits.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct UndoChange {
    /// Its number.
    #[ts(type = "number")]
    pub change: i64,
    /// Said twice: also if that leaves nobody in charge of something.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub even_last: bool,
}
