//! One table as a sheet, or as several where one does not hold it.

use super::book::{Begin, Book};
use super::{cell, parts};
use crate::display::width;
use crate::error::ReportError;
use crate::table::{Cell, ColumnKind, Table};
use std::fmt::Write as _;

/// Rows held back to find the widths of the columns.
pub(super) const SAMPLE: usize = 1000;
/// Widths of columns, in characters.
pub(super) const NARROWEST: usize = 8;
pub(super) const WIDEST: usize = 60;
/// As wide as a time is shown.
const TIME: usize = 24;

/// When a further sheet begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Rows of a sheet, header included (ECMA-376 leaves it open; every
    /// spreadsheet has this limit).
    pub rows: u64,
    /// Bytes of a sheet's XML. Beyond 4 GiB the archive would need the zip64
    /// form, which not every spreadsheet reads from a stream.
    pub bytes: u64,
}

const LIMITS: Limits = Limits { rows: 1_048_576, bytes: 4_000_000_000 };

/// A table on its way into a workbook.
pub(super) struct TableSheet {
    table: Table,
    name: String,
    pub limits: Limits,
    /// Letters of the columns: `A`, ..., `Z`, `AA`, ...
    letters: Vec<String>,
    rows: u64,
    pub cut: u64,
    held: Vec<Vec<Cell>>,
    widths: Option<Vec<usize>>,
}

impl TableSheet {
    /// A table, and what its first sheet is called.
    pub fn new(table: &Table, name: &str) -> Self {
        Self {
            table: table.clone(),
            name: parts::sheet_name(name),
            limits: LIMITS,
            letters: (0..table.columns.len()).map(parts::letters).collect(),
            rows: 0,
            cut: 0,
            held: Vec::new(),
            widths: None,
        }
    }

    /// Adds a row.
    pub fn row(&mut self, book: &mut Book<'_>, cells: &[Cell]) -> Result<(), ReportError> {
        self.rows += 1;
        self.table.check(self.rows, cells)?;
        if self.widths.is_some() {
            return self.put(book, cells);
        }
        self.held.push(cells.to_vec());
        if self.held.len() == SAMPLE { self.release(book) } else { Ok(()) }
    }

    /// Ends its last sheet.
    pub fn finish(&mut self, book: &mut Book<'_>) -> Result<(), ReportError> {
        if self.widths.is_none() {
            self.release(book)?;
        }
        self.end(book)
    }

    /// Takes the widths from the rows held back, and writes those rows.
    fn release(&mut self, book: &mut Book<'_>) -> Result<(), ReportError> {
        let mut widths: Vec<usize> = self.table.columns.iter().map(|column| width(&column.name) + 3).collect();
        for row in &self.held {
            for (widest, cell) in widths.iter_mut().zip(row) {
                let shown = if matches!(cell, Cell::Time(_)) { TIME } else { width(&cell.plain()) + 1 };
                *widest = (*widest).max(shown);
            }
        }
        for (columns, column) in widths.iter_mut().zip(&self.table.columns) {
            let least = if column.kind == ColumnKind::Date { TIME } else { NARROWEST };
            *columns = (*columns).clamp(least, WIDEST);
        }
        self.widths = Some(widths);
        self.begin(book)?;
        for row in std::mem::take(&mut self.held) {
            self.put(book, &row)?;
        }
        Ok(())
    }

    fn begin(&self, book: &mut Book<'_>) -> Result<(), ReportError> {
        let widths = self.widths.as_deref().unwrap_or_default();
        book.begin(&self.name, Begin { widths, header: Some(1), grid: true })?;
        book.buffer.push_str("<row r=\"1\">");
        for (column, letters) in self.table.columns.iter().zip(&self.letters) {
            cell::header(&mut book.buffer, &column.name, letters, 1);
        }
        book.buffer.push_str("</row>");
        if let Some(sheet) = book.sheet() {
            sheet.rows = 1;
        }
        Ok(())
    }

    fn end(&self, book: &mut Book<'_>) -> Result<(), ReportError> {
        let rows = book.sheet().map_or(1, |sheet| sheet.rows);
        let filter = self.letters.last().map(|last| format!("A1:{last}{rows}"));
        book.end(filter, None)
    }

    fn put(&mut self, book: &mut Book<'_>, cells: &[Cell]) -> Result<(), ReportError> {
        let bytes = book.bytes();
        if book.sheet().is_some_and(|sheet| sheet.rows >= self.limits.rows || bytes >= self.limits.bytes) {
            self.end(book)?;
            self.begin(book)?;
        }
        let Some(sheet) = book.sheet() else { return Ok(()) };
        sheet.rows += 1;
        let row = sheet.rows;
        let _ = write!(book.buffer, "<row r=\"{row}\">");
        for (cell, letters) in cells.iter().zip(&self.letters) {
            self.cut += u64::from(cell::put(&mut book.buffer, cell, letters, row));
        }
        book.buffer.push_str("</row>");
        book.go_on()
    }
}
