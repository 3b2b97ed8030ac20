//! What can go wrong while a report is written.

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The file or pipe behind the writer failed.
    #[error(
        "the report could not be written: {0}; check the free space and the rights of the folder, then write it again"
    )]
    Write(#[from] std::io::Error),
    /// A row does not fit its table: a fault of the program.
    #[error("row {row} of the report has {found} cells where its table has {expected} columns; please report this")]
    RowLength {
        /// Which row, from 1.
        row: u64,
        /// How many cells it has.
        found: usize,
        /// How many columns the table has.
        expected: usize,
    },
    /// There were fewer or more rows than were counted.
    #[error("a list of the report has {found} rows where {expected} were counted; make the report again")]
    RowsChanged {
        /// How many rows came.
        found: u64,
        /// How many were counted.
        expected: u64,
    },
    /// Whoever tells the rows failed.
    #[error("{0}")]
    Source(Box<dyn std::error::Error + Send + Sync>),
    /// The pages could not be laid out.
    #[error("the pages could not be written: {0}; write the report in another format and report this")]
    Pages(String),
}

impl From<::csv::Error> for ReportError {
    fn from(error: ::csv::Error) -> Self {
        // Only writing is done with it, where nothing but the file can fail.
        Self::Write(error.into())
    }
}

impl From<zip::result::ZipError> for ReportError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Write(error.into())
    }
}

impl From<serde_json::Error> for ReportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}
