//! Changing users, one or many: staged and previewed, then applied to local
//! userstores and pending on mirrored ones, and taken back as one.

use crate::api::users::FieldChange;
use chrono::{DateTime, Utc};
use muster_model::transition::Action;
use muster_model::{Authority, Scope, Standing, State, UserId, Visibility};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which users.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Selected {
    /// These.
    Users(Vec<UserId>),
    /// All that a filter finds.
    Filter(String),
    /// One username, full name, e-mail or id a line, as they stand in a file.
    Lines(String),
}

/// What to do to each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Operation {
    /// Bring into a state by the action the userstore's kind has for it
    /// (block, approve, activate, ...).
    SetState {
        /// The state.
        state: State,
    },
    /// Do one action of its state, and no other: `approve` lets in only who
    /// waits for it.
    Act {
        /// Which.
        action: Action,
    },
    /// Delete: the state becomes deleted, and grants and groups are taken
    /// away or handed over.
    Delete {
        /// Who is given the grants and groups; none to take them away.
        hand_to: Option<UserId>,
    },
    /// Give a role.
    AddRole {
        /// Its name in the user's userstore.
        role: String,
        /// On what.
        scope: Scope,
        /// Until when.
        #[ts(type = "string | null")]
        expires: Option<DateTime<Utc>>,
    },
    /// Take a direct role.
    RemoveRole {
        /// Its name.
        role: String,
        /// On what; none for wherever it is held.
        scope: Option<Scope>,
    },
    /// Put into a group.
    AddGroup {
        /// Its path.
        group: String,
    },
    /// Take out of a group.
    RemoveGroup {
        /// Its path.
        group: String,
    },
    /// Set a field: `username`, `display_name`, `email`, `kind`,
    /// `profile.WORD`, `attributes.NAME`, `service.owner`, `service.purpose`,
    /// `service.review_at`; none or an empty text clears it. Several values
    /// of an attribute are lines.
    SetField {
        /// The field.
        field: String,
        /// Its value.
        value: Option<String>,
    },
    /// Who may see a field of the profile.
    SetVisibility {
        /// The field, as `profile.WORD`.
        field: String,
        /// Who.
        visibility: Visibility,
    },
    /// When access ends.
    SetExpiry {
        /// None for never.
        #[ts(type = "string | null")]
        at: Option<DateTime<Utc>>,
    },
    /// The user and `into` are one person and one of the accounts too many:
    /// `into` gets the groups, direct grants and profile fields it lacks, the
    /// user is deactivated (blocked, where its system does not let it be
    /// deactivated now), and both are linked to one person.
    MergeInto {
        /// Who stays.
        into: UserId,
    },
}

/// A change to stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ChangeRequest {
    /// Which users.
    pub selected: Selected,
    /// What to do, in this order.
    pub operations: Vec<Operation>,
    /// What it is called; a title is made from the operations if there is none.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub title: Option<String>,
}

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

/// The files in which a pending change leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeFormat {
    /// A row per user and field, with ids.
    Csv,
    /// A JSON object per user.
    Jsonl,
    /// SCIM bulk requests (RFC 7644, 3.7).
    ScimBulk,
    /// LDIF change records (RFC 2849).
    Ldif,
    /// A shell script of GitLab API calls.
    GitlabSh,
}

/// What of a change to write, and where.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ExportChange {
    /// The change.
    #[ts(type = "number")]
    pub change: i64,
    /// As what.
    pub format: ChangeFormat,
    /// Where to.
    pub path: String,
    /// Replace a file that is there.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub overwrite: bool,
}

/// What a change's file can and cannot say.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WrittenChange {
    /// The files; SCIM bulk may need several.
    pub files: Vec<crate::api::vault::WrittenFile>,
    /// Steps written.
    #[ts(type = "number")]
    pub steps: u64,
    /// What the format has no word for, and is to be done by hand.
    pub skipped: Vec<SkippedStep>,
}

/// A step that a format has no word for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SkippedStep {
    /// The sign-in name.
    pub username: String,
    /// The field.
    pub field: String,
    /// Why.
    pub reason: String,
}

/// What can be done to a user's state, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StateAction {
    /// What it is called for this kind of userstore: `block`, `unblock`,
    /// `approve`, `reject`, `deactivate`, `activate`, `ban`, `unban`, `lock`,
    /// `unlock`, `delete`, `restore`.
    pub action: String,
    /// The state it leads to.
    pub state: State,
    /// Why it cannot be done now; none if it can.
    pub refused: Option<String>,
}
