//! Findings as files.

use super::FindingFilter;
use crate::api::export::Separator;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The files findings can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum FindingsFormat {
    /// Comma-separated.
    Csv,
    /// One document, as `muster audit run --json` prints it.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// A workbook.
    Xlsx,
    /// One page for a browser.
    Html,
    /// Pages to print.
    Pdf,
    /// SARIF 2.1.0, for programs that collect findings.
    Sarif,
}

/// Findings to export.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ExportFindings {
    /// Which.
    #[serde(default)]
    #[ts(as = "Option<FindingFilter>")]
    pub filter: FindingFilter,
    /// As what.
    pub format: FindingsFormat,
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
