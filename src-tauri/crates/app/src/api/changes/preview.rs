//! What a staged change would come to.

use crate::api::users::FieldChange;
use muster_model::{Authority, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a staged change comes to for a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Something changes.
    Changed,
    /// It is so already.
    Unchanged,
    /// It cannot be.
    Refused,
}

/// A user in a preview.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PreviewRow {
    /// The user.
    pub user: UserId,
    /// The domain of its userstore.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// What the change comes to.
    pub effect: Effect,
    /// Why it was refused, and what could be done instead.
    pub reason: Option<String>,
    /// What changes.
    pub fields: Vec<FieldChange>,
}

/// Something to think about before applying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Warning {
    /// What it is about.
    pub kind: WarningKind,
    /// In a sentence.
    pub message: String,
    /// Whether applying needs `even_last`.
    pub needs_twice: bool,
    /// Users it is about, in all.
    #[ts(type = "number")]
    pub count: u64,
}

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// A userstore would be left without an enabled privileged user.
    LastPrivileged,
    /// A group or project would be left without an enabled owner.
    LastOwner,
    /// The operator's own account, as far as its name or e-mail tells.
    Self_,
    /// Privileged users are among them.
    Privileged,
    /// Users who are gone from their source are among them.
    Gone,
    /// Deleting cannot be taken back at the source.
    Irreversible,
    /// GitLab switches a deactivated user on again when they sign in.
    ComesBack,
    /// An earlier change of the same user is still outstanding.
    Outstanding,
    /// Lines of the file matched no user, or several.
    Unmatched,
}

/// A line of a file that named no user, or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Unmatched {
    /// Its number, from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// What it says.
    pub text: String,
    /// Why it was not taken.
    pub reason: String,
}

/// Users of one userstore in a staged change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UserstoreShare {
    /// The domain.
    pub userstore: String,
    /// Local: applied at once. Mirrored: pending, and carried out there.
    pub authority: Authority,
    /// How many change.
    #[ts(type = "number")]
    pub changed: u64,
}

/// What a staged change would do. Nothing is written yet.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangePreview {
    /// By which it is applied or discarded. The vault may have moved on
    /// before that: applying then says so.
    #[ts(type = "number")]
    pub staged: u64,
    /// What it is called.
    pub title: String,
    /// Users it is about.
    #[ts(type = "number")]
    pub matched: u64,
    /// Of these, how many change.
    #[ts(type = "number")]
    pub changed: u64,
    /// How many are so already.
    #[ts(type = "number")]
    pub unchanged: u64,
    /// How many cannot be changed so.
    #[ts(type = "number")]
    pub refused: u64,
    /// How many change per userstore.
    pub userstores: Vec<UserstoreShare>,
    /// What to think about.
    pub warnings: Vec<Warning>,
    /// Lines that matched no user, or several: the first 1,000.
    pub unmatched: Vec<Unmatched>,
    /// How many lines did not match.
    #[ts(type = "number")]
    pub unmatched_total: u64,
    /// Why users were refused, with how many: the most frequent first.
    pub refusals: Vec<Refusal>,
    /// The first rows, changed ones first.
    pub rows: Vec<PreviewRow>,
}

/// A reason, and how many users it holds for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Refusal {
    /// Why.
    pub reason: String,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// A page of a preview's rows.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PreviewQuery {
    /// The staged change.
    #[ts(type = "number")]
    pub staged: u64,
    /// Only these; none for all.
    pub effect: Option<Effect>,
    /// How many to skip.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// Rows of a preview.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PreviewPage {
    /// The rows.
    pub rows: Vec<PreviewRow>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
}
