//! Files that leave the vault: the only plaintext there is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The files that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Comma-separated, RFC 4180.
    Csv,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
}

/// Users to export: all rows of the filter, in the order asked for.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ExportUsers {
    /// A filter; empty for everyone.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub filter: String,
    /// The order.
    #[serde(default)]
    #[ts(as = "Option<crate::api::users::SortBy>")]
    pub sort: crate::api::users::SortBy,
    /// Whether from last to first.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub descending: bool,
    /// The kind of file.
    pub format: Format,
    /// Where to write.
    pub path: String,
    /// Replace a file that is there.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub overwrite: bool,
}

/// A seat report to export.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ExportSeats {
    /// The plan's name.
    pub plan: String,
    /// The kind of file.
    pub format: Format,
    /// Where to write.
    pub path: String,
    /// Replace a file that is there.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub overwrite: bool,
}
