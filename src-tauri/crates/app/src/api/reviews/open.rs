//! What a review would be, and opening it.

use super::list::{ReviewerGlance, ReviewerKind};
use chrono::{DateTime, NaiveDate, Utc};
use muster_model::{RoleId, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether a userstore was seen whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewCompleteness {
    /// Its domain.
    pub userstore: String,
    /// The snapshot the population is from; none for a local userstore.
    #[ts(type = "number | null")]
    pub snapshot: Option<i64>,
    /// When that was taken.
    #[ts(type = "string")]
    pub taken_at: DateTime<Utc>,
    /// How many users the source says it has; none if it does not say.
    #[ts(type = "number | null")]
    pub source_total: Option<u64>,
    /// How many users were read.
    #[ts(type = "number")]
    pub rows: u64,
    /// Whether the snapshot is complete by its own account.
    pub complete: bool,
    /// What is missing, in a sentence; none if nothing is.
    pub gap: Option<String>,
}

/// Someone the operator names as a reviewer. With `user`, what is not said is
/// taken from that user.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct NamedReviewer {
    /// A user who is this reviewer.
    #[serde(default)]
    pub user: Option<UserId>,
    /// Their name.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub name: String,
    /// Their e-mail.
    #[serde(default)]
    pub email: Option<String>,
    /// Their sign-in name: an operator's, or a username with or without its userstore.
    #[serde(default)]
    pub username: Option<String>,
}

/// What a review is opened with.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ReviewDraft {
    /// Its id; one is made from the title and the day if nothing is said.
    #[serde(default)]
    pub id: Option<String>,
    /// What it is called.
    pub title: String,
    /// Whose grants, in the filter language; empty for everyone's.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub filter: String,
    /// The last day to decide.
    #[ts(type = "string")]
    pub due: NaiveDate,
    /// Who is asked first, second and third; kinds that are not in it are not asked.
    pub order: Vec<ReviewerKind>,
    /// Whom the operator names, the first choice first.
    #[serde(default)]
    #[ts(as = "Option<Vec<NamedReviewer>>")]
    pub named: Vec<NamedReviewer>,
    /// Why it is opened although users are missing; goes into the evidence.
    #[serde(default)]
    pub incomplete_because: Option<String>,
}

/// What keeps a review from being opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// Its id, title or day is wrong.
    Words,
    /// There is not a single grant, or there are too many.
    Population,
    /// Nobody can tell of some roles whether they are privileged.
    PrivilegedUnknown,
    /// Users are missing, and nobody said why that may be.
    Incomplete,
    /// Grants have nobody who may decide on them.
    Unassigned,
}

/// Something that keeps a review from being opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewRefusal {
    /// Of which kind.
    pub kind: RefusalKind,
    /// In a sentence, with what to do.
    pub message: String,
}

/// A role of which nobody can tell whether it is privileged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UntoldRole {
    /// The role's own key, to mark it by (`review_mark_role`).
    pub role: RoleId,
    /// Its userstore.
    pub userstore: String,
    /// Its name.
    pub name: String,
    /// How many grants of the review are of it.
    #[ts(type = "number")]
    pub grants: u64,
}

/// Says of a role whose source has no word for it whether it is privileged,
/// for reviews; roles of local userstores are edited with `role_edit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
pub struct MarkRole {
    /// The role.
    pub role: RoleId,
    /// Whether it is privileged.
    pub privileged: bool,
}

/// A grant that nobody may decide on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UnassignedGrant {
    /// Whose: `DOMAIN/username`.
    pub user: String,
    /// Which, in words.
    pub grant: String,
    /// The only reviewer there was, who is the user itself.
    pub only: Option<String>,
}

/// What a review would be if it were opened now. Nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewPreview {
    /// The id it would have.
    pub id: String,
    /// How many users the filter finds, with grants or without.
    #[ts(type = "number")]
    pub matched: u64,
    /// How many of them hold something.
    #[ts(type = "number")]
    pub users: u64,
    /// How many grants.
    #[ts(type = "number")]
    pub grants: u64,
    /// How many of the grants are privileged.
    #[ts(type = "number")]
    pub privileged: u64,
    /// Each userstore that is looked at.
    pub completeness: Vec<ReviewCompleteness>,
    /// Roles of which nobody can tell whether they are privileged.
    pub untold: Vec<UntoldRole>,
    /// Who would get how many; those with none are left out.
    pub reviewers: Vec<ReviewerGlance>,
    /// How many grants go to the next reviewer, since nobody decides on themselves.
    #[ts(type = "number")]
    pub handed_on: u64,
    /// Grants that nobody may decide on: the first 20.
    pub unassigned: Vec<UnassignedGrant>,
    /// How many there are.
    #[ts(type = "number")]
    pub unassigned_total: u64,
    /// What keeps it from being opened; empty if nothing does.
    pub refusals: Vec<ReviewRefusal>,
}
