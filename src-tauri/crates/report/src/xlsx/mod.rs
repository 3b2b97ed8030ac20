//! XLSX: a workbook that spreadsheets open (Office Open XML, ECMA-376).
//!
//! Rows go straight into the file, so memory does not grow with the report
//! and nothing is put into a temporary file. Text is written as text, never
//! as a formula or a link; days and times are dates a spreadsheet can sort;
//! the header is bold, stays in sight and filters. The same report is the
//! same bytes: the archive's own times are fixed.
//!
//! What a spreadsheet cannot hold:
//! - a sheet has 1,048,576 rows: what follows goes to further sheets, `NAME 2`
//!   and so on, each with the header;
//! - a cell has 32,767 characters: a longer text is cut, ends in how long it
//!   was, and is counted ([`crate::Writer::cut`]);
//! - there is no day before March 1900 on which spreadsheets agree, and a
//!   number has 15 digits: what is beyond is written as text.
//!
//! | module | what it does |
//! | --- | --- |
//! | `book` | the archive and its sheets |
//! | `cell` | one cell as XML |
//! | `chart` | a chart that the spreadsheet draws |
//! | `document` | a whole report: summary, tables, how it was counted |
//! | `escape` | text as XML |
//! | `form` | a sheet that someone fills in |
//! | `parts` | the small files of the archive |
//! | `sheet` | one table as a sheet |

mod book;
mod cell;
mod chart;
mod document;
mod escape;
mod form;
mod parts;
mod sheet;
#[cfg(test)]
mod tests;

pub use document::write_document;
pub use form::{Form, FormColumn, Input, write_form};

use crate::error::ReportError;
use crate::format::Writer;
use crate::table::{Cell, Table};
use book::Book;
use sheet::TableSheet;
use std::io::Write;

/// Writes a workbook of one table.
pub struct XlsxWriter<'a> {
    sheet: TableSheet,
    book: Book<'a>,
}

impl<'a> XlsxWriter<'a> {
    /// Begins; `sheet` is what its first sheet is called.
    pub fn open(table: &Table, sheet: &str, out: &'a mut (dyn Write + 'a)) -> Self {
        Self { sheet: TableSheet::new(table, sheet), book: Book::new(out) }
    }
}

impl Writer for XlsxWriter<'_> {
    fn row(&mut self, cells: &[Cell]) -> Result<(), ReportError> {
        self.sheet.row(&mut self.book, cells)
    }

    fn finish(&mut self) -> Result<(), ReportError> {
        self.sheet.finish(&mut self.book)?;
        self.book.finish()
    }

    fn cut(&self) -> u64 {
        self.sheet.cut
    }
}
