//! What of a change is carried out elsewhere, as a file.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
