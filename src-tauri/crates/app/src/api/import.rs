//! Bringing users in from files.

use crate::api::snapshots::InstanceCounts;
use chrono::{DateTime, Utc};
use muster_model::UserstoreKind;
use muster_model::import::{Rejection, Totals};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What a file looks like.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DetectedFile {
    /// Where it is.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// The dialect it is read as: `gitlab-users`, `gitlab-permissions`,
    /// `gitlab-members`, `scim`, `ldif`, `keycloak`, `wso2-5`, `wso2-7`,
    /// `entra`, `google`, `okta`, `authelia`, `csv`; none where none fits.
    pub format: Option<String>,
    /// The dialect's name for people.
    pub title: Option<String>,
    /// What gave it away, or why nothing fits and what to do.
    pub because: String,
    /// The kind of userstore such a file comes from.
    pub userstore_kind: Option<UserstoreKind>,
    /// For CSV: its columns, and what each is taken for.
    pub columns: Vec<CsvColumn>,
}

/// A column of a CSV file.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CsvColumn {
    /// Its header.
    pub header: String,
    /// The attribute it is taken for; none if it is left out.
    pub attribute: Option<String>,
    /// The first values, for a preview.
    pub samples: Vec<String>,
}

/// An import to run.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ImportRequest {
    /// The files; together they are one snapshot.
    pub files: Vec<String>,
    /// The domain to import into; it is added if it is missing.
    pub userstore: String,
    /// Read them as this dialect whatever they look like.
    #[serde(default)]
    pub format: Option<String>,
    /// For CSV: column header to attribute.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, String>>")]
    pub map: BTreeMap<String, String>,
    /// Say what would happen and change nothing.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub dry_run: bool,
    /// Take nothing if a row is rejected.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub strict: bool,
    /// The files list only a part: nobody becomes gone.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub incomplete: bool,
    /// The files list everyone, even if they look like a part.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub complete: bool,
    /// When the source was read; now, if not said.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub as_of: Option<DateTime<Utc>>,
}

/// What an import did, or would do. `read` = `created` + `changed` +
/// `unchanged` + the number of `rejected`; these count rows about users.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct ImportReport {
    /// The dialect, or several joined by `+`.
    pub format: String,
    /// The domain.
    pub userstore: String,
    /// Rows about users, and rows nothing could be read from.
    #[ts(type = "number")]
    pub read: u64,
    /// New users.
    #[ts(type = "number")]
    pub created: u64,
    /// Rows that changed a user.
    #[ts(type = "number")]
    pub changed: u64,
    /// Rows that changed nothing.
    #[ts(type = "number")]
    pub unchanged: u64,
    /// Users who are no longer listed.
    #[ts(type = "number")]
    pub gone: u64,
    /// Rows that could not be taken: the first 1,000 of them.
    pub rejected: Vec<Rejection>,
    /// How many rows could not be taken.
    #[ts(type = "number")]
    pub rejected_total: u64,
    /// Passwords, hashes and tokens that were found and dropped.
    #[ts(type = "number")]
    pub credentials_dropped: u64,
    /// Groups.
    pub groups: Totals,
    /// Grants.
    pub grants: Totals,
    /// Pending changes that were seen as wanted, user by user.
    #[ts(type = "number")]
    pub confirmed: u64,
    /// How many of this userstore still wait, user by user.
    #[ts(type = "number")]
    pub outstanding: u64,
    /// Whether the files listed everyone.
    pub complete: bool,
    /// Why not, in a sentence.
    pub incomplete_because: Option<String>,
    /// Whether this only says what would happen.
    pub dry_run: bool,
    /// The snapshot that was kept; none for a dry run.
    #[ts(type = "number | null")]
    pub snapshot: Option<i64>,
    /// When the source was read; none if no file lists users.
    #[ts(type = "string | null")]
    pub taken_at: Option<DateTime<Utc>>,
    /// Whether later snapshots of the userstore were there before it. The
    /// totals are then those of its own time, and today's users stay as they are.
    pub late: bool,
    /// What the instance itself counted, where a file says so.
    pub counts: Option<InstanceCounts>,
    /// How long it took, in milliseconds.
    #[ts(type = "number")]
    pub milliseconds: u64,
}

/// What importing a folder of dated exports did: each date is a snapshot.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HistoryReport {
    /// The snapshots, the oldest first.
    pub snapshots: Vec<ImportReport>,
    /// All of them together: rows about users.
    pub total: HistoryTotal,
    /// Whether this only says what would happen.
    pub dry_run: bool,
    /// How long it took, in milliseconds.
    #[ts(type = "number")]
    pub milliseconds: u64,
}

/// The sums of several snapshots; `read` is all but `gone`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct HistoryTotal {
    /// Rows read.
    #[ts(type = "number")]
    pub read: u64,
    /// New users.
    #[ts(type = "number")]
    pub created: u64,
    /// Rows that changed a user.
    #[ts(type = "number")]
    pub changed: u64,
    /// Rows that changed nothing.
    #[ts(type = "number")]
    pub unchanged: u64,
    /// Users who were no longer listed.
    #[ts(type = "number")]
    pub gone: u64,
    /// Rows that could not be taken.
    #[ts(type = "number")]
    pub rejected: u64,
    /// Passwords, hashes and tokens that were found and dropped.
    #[ts(type = "number")]
    pub credentials_dropped: u64,
}

/// How far a long job has come.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Progress {
    /// What is being done: `reading`, `merging`, `indexing`, `writing`.
    pub stage: String,
    /// Done so far, in the unit of `total`.
    #[ts(type = "number")]
    pub done: u64,
    /// All there is to do; 0 if that is not known.
    #[ts(type = "number")]
    pub total: u64,
    /// Rows so far.
    #[ts(type = "number")]
    pub rows: u64,
}

/// A CSV file to look into before it is imported.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct MapPreviewRequest {
    /// Where it is.
    pub path: String,
    /// Column header to attribute; an empty attribute leaves the column out.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, String>>")]
    pub map: BTreeMap<String, String>,
}

/// A record as it would be read.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MappedRow {
    /// Where it begins, from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// Attribute to value, in words.
    pub values: BTreeMap<String, String>,
    /// Why it would be rejected.
    pub rejected: Option<String>,
}

/// What a CSV file would be read as.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MapPreview {
    /// Its columns: what each is taken for under this map, and first values.
    pub columns: Vec<CsvColumn>,
    /// The first records.
    pub rows: Vec<MappedRow>,
    /// The saved map that fits its headers, if there is one.
    pub saved: Option<String>,
}

/// An attribute a column can be taken for.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AttributeChoice {
    /// Its word.
    pub word: String,
    /// Its name for people.
    pub title: String,
    /// In a sentence.
    pub doc: String,
    /// The heading it stands under.
    pub group: String,
}

/// How the columns of a file are read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SavedMap {
    /// Its name.
    pub name: String,
    /// The headers of the file it was made for.
    pub headers: Vec<String>,
    /// Column header to attribute.
    pub map: BTreeMap<String, String>,
}
