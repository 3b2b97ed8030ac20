//! A whole report as a file.

use crate::document::Document;
use crate::error::ReportError;
use crate::{Format, html, json, pdf, xlsx};
use std::io::Write;

/// The files a report can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// One page for a browser, without scripts.
    Html,
    /// Pages to print.
    Pdf,
    /// A workbook: each table a sheet, the chart, and how it was counted.
    Xlsx,
    /// The report's list, comma-separated.
    Csv,
    /// One document with everything.
    Json,
}

impl FileFormat {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Html, Self::Pdf, Self::Xlsx, Self::Csv, Self::Json];

    /// Its word, which is also the end of a file's name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// Writes a report. Nothing but `out` is written to: no temporary file holds
/// what is in it.
///
/// # Errors
/// The file failed, or the rows did ([`crate::document::Rows::each`]).
pub fn write_document(document: &Document<'_>, format: FileFormat, out: &mut dyn Write) -> Result<(), ReportError> {
    match format {
        FileFormat::Html => html::write(document, html::ALL_ROWS, out),
        FileFormat::Pdf => pdf::write(document, out),
        FileFormat::Xlsx => xlsx::write_document(document, out),
        FileFormat::Json => json::write_document(document, out),
        FileFormat::Csv => {
            let Some(section) = document.main() else { return Ok(out.flush()?) };
            let mut writer = crate::open(&section.table(), Format::CSV, out)?;
            section.rows.each(u64::MAX, &mut |row| writer.row(row))?;
            writer.finish()
        }
    }
}
