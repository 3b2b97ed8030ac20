//! What imports saw, and how two of them differ.

use chrono::{DateTime, NaiveDate, Utc};
use muster_model::UserId;
use muster_model::import::Rejection;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A snapshot: what one import or sync saw.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SnapshotRow {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// The userstore's domain.
    pub userstore: String,
    /// When the source was read.
    #[ts(type = "string")]
    pub taken_at: DateTime<Utc>,
    /// When it was imported.
    #[ts(type = "string")]
    pub imported_at: DateTime<Utc>,
    /// Who imported it.
    pub operator: String,
    /// The dialect in words, or several.
    pub format: String,
    /// Whether it listed every user.
    pub complete: bool,
    /// Why not, in a sentence.
    pub because: Option<String>,
    /// Names of its files.
    pub files: Vec<String>,
    /// Users it listed.
    #[ts(type = "number")]
    pub users: u64,
    /// Users it was the first to list.
    #[ts(type = "number")]
    pub created: u64,
    /// Rows that changed a user.
    #[ts(type = "number")]
    pub changed: u64,
    /// Users it no longer listed.
    #[ts(type = "number")]
    pub gone: u64,
    /// Rows that could not be taken.
    #[ts(type = "number")]
    pub rejected: u64,
    /// Whether a later one had been imported before it.
    pub late: bool,
}

/// The newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SnapshotsPage {
    /// The rows.
    pub snapshots: Vec<SnapshotRow>,
    /// How many there are in all.
    #[ts(type = "number")]
    pub total: u64,
}

/// A page of snapshots, to ask for.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[ts(optional_fields)]
pub struct SnapshotsQuery {
    /// Only of this userstore.
    #[serde(default)]
    pub userstore: Option<String>,
    /// Rows to pass over.
    #[serde(default)]
    #[ts(as = "Option<u32>")]
    pub offset: u64,
    /// Rows to answer with.
    #[ts(type = "number")]
    pub limit: u64,
}

/// What became of a user between two snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// Not there in the first, there in the second.
    Added,
    /// There in the first, not in the second.
    Removed,
    /// In both, and something differs.
    Changed,
}

/// A comparison to ask for, page by page.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct DiffQuery {
    /// The earlier snapshot's number.
    #[ts(type = "number")]
    pub from: i64,
    /// The later one's, of the same userstore.
    #[ts(type = "number")]
    pub to: i64,
    /// Only users of whom this is so.
    #[serde(default)]
    pub became: Option<Became>,
    /// Only users in whom this field differs, such as `state`.
    #[serde(default)]
    pub field: Option<String>,
    /// Only users whose name or username contains this.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub text: String,
    /// Rows to pass over.
    #[serde(default)]
    #[ts(as = "Option<u32>")]
    pub offset: u64,
    /// Rows to answer with.
    #[ts(type = "number")]
    pub limit: u64,
}

/// How two snapshots differ.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DiffPage {
    /// The earlier one.
    pub from: SnapshotRow,
    /// The later one.
    pub to: SnapshotRow,
    /// Users who came.
    #[ts(type = "number")]
    pub added: u64,
    /// Users who went.
    #[ts(type = "number")]
    pub removed: u64,
    /// Users in whom something differs.
    #[ts(type = "number")]
    pub changed: u64,
    /// Fields that differ, with how many users; the most frequent first.
    pub fields: Vec<FieldShare>,
    /// The rows that were asked for: who came, who went, who changed, each by name.
    pub rows: Vec<DiffRow>,
    /// How many rows there are of what was asked for.
    #[ts(type = "number")]
    pub total: u64,
}

/// A field, and in how many users it differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FieldShare {
    /// The field's name.
    pub name: String,
    /// Users.
    #[ts(type = "number")]
    pub count: u64,
}

/// A user in whom two snapshots differ.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DiffRow {
    /// The user's key.
    pub id: UserId,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// What became of the user.
    pub became: Became,
    /// For those who changed: what, field by field.
    pub fields: Vec<DiffField>,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DiffField {
    /// The field's name.
    pub name: String,
    /// In the earlier one; none if it was empty.
    pub before: Option<String>,
    /// In the later one.
    pub after: Option<String>,
}

/// What importing an instance's own counts did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InstanceCounts {
    /// The userstore's domain.
    pub userstore: String,
    /// The first day that was counted; none if no row could be taken.
    #[ts(type = "string | null")]
    pub from: Option<NaiveDate>,
    /// The last day.
    #[ts(type = "string | null")]
    pub to: Option<NaiveDate>,
    /// Days with a count.
    #[ts(type = "number")]
    pub days: u64,
    /// Of these, days whose count was not known, or another.
    #[ts(type = "number")]
    pub changed: u64,
    /// Rows that could not be taken: the first 1,000 of them.
    pub rejected: Vec<Rejection>,
    /// How many rows could not be taken.
    #[ts(type = "number")]
    pub rejected_total: u64,
    /// What stands in the file about the licence and who holds it, and is not kept.
    pub left_out: Vec<String>,
}
