//! Files for reviewers, out and back.

use super::list::ReviewProgress;
use crate::api::export::Separator;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The files a worksheet can be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum WorksheetFormat {
    /// A workbook.
    #[default]
    Xlsx,
    /// CSV, UTF-8 with a byte order mark.
    Csv,
}

/// Worksheets to write: one for each reviewer.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct WriteWorksheets {
    /// The review's id.
    pub review: String,
    /// The folder; it is made if it is not there.
    pub folder: String,
    /// As what.
    pub format: WorksheetFormat,
    /// For CSV: what stands between cells.
    #[serde(default)]
    #[ts(as = "Option<Separator>")]
    pub separator: Separator,
    /// Only these reviewers, by key; empty for all.
    #[serde(default)]
    #[ts(as = "Option<Vec<String>>")]
    pub reviewers: Vec<String>,
    /// Replace files that are there.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub overwrite: bool,
}

/// A worksheet that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WrittenWorksheet {
    /// The reviewer's key.
    pub reviewer: String,
    /// The reviewer's name and e-mail.
    pub name: String,
    /// Where it is.
    pub path: String,
    /// Its rows.
    #[ts(type = "number")]
    pub rows: u64,
}

/// Worksheets that were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WrittenWorksheets {
    /// One for each reviewer.
    pub files: Vec<WrittenWorksheet>,
}

/// Worksheets that came back.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ReturnWorksheets {
    /// The review's id.
    pub review: String,
    /// The files.
    pub paths: Vec<String>,
    /// Look only: check the files, and take nothing from them.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub dry_run: bool,
}

/// Something in a worksheet that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SheetFault {
    /// The cell, such as `D17`; none for what is not there.
    pub cell: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

/// What became of one file that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReturnedFile {
    /// The file.
    pub path: String,
    /// Whose worksheet it is, by key, if that can be told.
    pub reviewer: Option<String>,
    /// Whether its decisions were taken (or would be, for a look only).
    pub taken: bool,
    /// Decisions in it.
    #[ts(type = "number")]
    pub rows: u64,
    /// Why nothing was taken, where that is not about cells.
    pub message: Option<String>,
    /// What does not hold, by cell: the first 100.
    pub faults: Vec<SheetFault>,
    /// How many faults there are.
    #[ts(type = "number")]
    pub faults_total: u64,
}

/// What became of worksheets that came back. Each file is taken whole or not
/// at all; one that is refused does not stop the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReturnedWorksheets {
    /// The files, in the order they were given.
    pub files: Vec<ReturnedFile>,
    /// How many were refused.
    #[ts(type = "number")]
    pub refused: u64,
    /// How far the review is now.
    pub progress: ReviewProgress,
}
