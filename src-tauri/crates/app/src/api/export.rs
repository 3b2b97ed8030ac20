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
    /// A workbook.
    Xlsx,
    /// A SCIM 2.0 list (RFC 7644, 3.4.2); users only.
    Scim,
    /// LDIF (RFC 2849); users only.
    Ldif,
}

/// What stands between the cells of a CSV row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Separator {
    /// A comma.
    #[default]
    Comma,
    /// A semicolon.
    Semicolon,
    /// A tab.
    Tab,
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
    /// Names of columns, in order; empty for all. SCIM and LDIF have their own.
    #[serde(default)]
    #[ts(as = "Option<Vec<String>>")]
    pub columns: Vec<String>,
    /// The kind of file.
    pub format: Format,
    /// For CSV: what stands between cells.
    #[serde(default)]
    #[ts(as = "Option<Separator>")]
    pub separator: Separator,
    /// For CSV: begin with a byte order mark.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub bom: bool,
    /// For LDIF: the base that people's entries are below, such as
    /// `dc=example,dc=org`; `o=REALM` if nothing is said.
    #[serde(default)]
    pub base_dn: Option<String>,
    /// Where to write.
    pub path: String,
    /// Replace a file that is there.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub overwrite: bool,
    /// Also write `PATH.manifest.json`: what, when, by whom, which filter, how
    /// many rows, SHA-256.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub manifest: bool,
}

/// Rows as CSV for the clipboard.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CopyUsers {
    /// These users, in this order.
    pub users: Vec<muster_model::UserId>,
    /// Names of columns, in order; empty for all.
    pub columns: Vec<String>,
}

/// What is exported beside users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Things {
    /// Roles and their permissions.
    Roles,
    /// Who holds which role on what, through what.
    Grants,
    /// Groups.
    Groups,
}

/// Roles, grants or groups to export.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ExportThings {
    /// What.
    pub things: Things,
    /// For grants: of the users this filter finds; empty for all.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub filter: String,
    /// The kind of file.
    pub format: Format,
    /// For CSV: what stands between cells.
    #[serde(default)]
    #[ts(as = "Option<Separator>")]
    pub separator: Separator,
    /// For CSV: begin with a byte order mark.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub bom: bool,
    /// Where to write.
    pub path: String,
    /// Replace a file that is there.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub overwrite: bool,
    /// Also write `PATH.manifest.json`.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub manifest: bool,
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
