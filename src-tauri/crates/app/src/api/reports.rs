//! Reports that people hand on.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The reports there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// Seats: how many, by day, why, what could be freed.
    Seats,
    /// Everyone of a filter.
    Inventory,
    /// How two snapshots differ.
    Comparison,
    /// Who holds which role on what.
    Access,
}

/// The files a report can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ReportFormat {
    /// One page for a browser, without scripts.
    Html,
    /// Pages to print.
    Pdf,
    /// A workbook.
    Xlsx,
    /// The report's list, comma-separated.
    Csv,
    /// One document.
    Json,
}

/// A report to make.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct MakeReport {
    /// Which.
    pub report: ReportKind,
    /// As what.
    pub format: ReportFormat,
    /// For seats: the plan's name; the chosen one if nothing is said.
    #[serde(default)]
    pub plan: Option<String>,
    /// For seats: seats bought, for this report only.
    #[serde(default)]
    #[ts(as = "Option<u32>")]
    pub purchased: Option<u64>,
    /// The first day of the period.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub from: Option<NaiveDate>,
    /// The last day of the period.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub to: Option<NaiveDate>,
    /// For the inventory and access: only these users.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub filter: String,
    /// For a comparison: the two snapshots.
    #[serde(default)]
    #[ts(type = "[number, number] | null")]
    pub snapshots: Option<(i64, i64)>,
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

impl ReportKind {
    /// Its word, with which file names begin.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seats => "seats",
            Self::Inventory => "inventory",
            Self::Comparison => "comparison",
            Self::Access => "access",
        }
    }
}

impl From<ReportFormat> for muster_report::FileFormat {
    fn from(format: ReportFormat) -> Self {
        match format {
            ReportFormat::Html => Self::Html,
            ReportFormat::Pdf => Self::Pdf,
            ReportFormat::Xlsx => Self::Xlsx,
            ReportFormat::Csv => Self::Csv,
            ReportFormat::Json => Self::Json,
        }
    }
}
