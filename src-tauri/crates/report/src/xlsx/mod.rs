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
//! | `cell` | one cell as XML |
//! | `escape` | text as XML |
//! | `parts` | the small files of the archive |

mod cell;
mod escape;
mod parts;
#[cfg(test)]
mod tests;

use crate::display::width;
use crate::error::ReportError;
use crate::format::Writer;
use crate::table::{Cell, ColumnKind, Table};
use std::fmt::Write as _;
use std::io::Write;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Rows held back to find the widths of the columns.
const SAMPLE: usize = 1000;
/// Widths of columns, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;
/// As wide as a time is shown.
const TIME: usize = 24;
/// What is gathered before it is compressed, in bytes.
const CHUNK: usize = 64 * 1024;

/// When a further sheet begins.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Rows of a sheet, header included (ECMA-376 leaves it open; every
    /// spreadsheet has this limit).
    rows: u64,
    /// Bytes of a sheet's XML. Beyond 4 GiB the archive would need the zip64
    /// form, which not every spreadsheet reads from a stream.
    bytes: u64,
}

const LIMITS: Limits = Limits { rows: 1_048_576, bytes: 4_000_000_000 };

/// A sheet that was begun.
#[derive(Debug)]
struct Sheet {
    name: String,
    /// Rows it has, header included.
    rows: u64,
    /// Bytes of its XML.
    bytes: u64,
}

/// Writes a workbook.
pub struct XlsxWriter<'a> {
    table: Table,
    name: String,
    limits: Limits,
    /// Letters of the columns: `A`, ..., `Z`, `AA`, ...
    letters: Vec<String>,
    rows: u64,
    cut: u64,
    held: Vec<Vec<Cell>>,
    widths: Option<Vec<usize>>,
    sheets: Vec<Sheet>,
    buffer: String,
    zip: Option<ZipWriter<StreamWriter<&'a mut (dyn Write + 'a)>>>,
}

impl<'a> XlsxWriter<'a> {
    /// Begins; `sheet` is what its first sheet is called.
    pub fn open(table: &Table, sheet: &str, out: &'a mut (dyn Write + 'a)) -> Self {
        Self {
            table: table.clone(),
            name: parts::sheet_name(sheet),
            limits: LIMITS,
            letters: (0..table.columns.len()).map(parts::letters).collect(),
            rows: 0,
            cut: 0,
            held: Vec::new(),
            widths: None,
            sheets: Vec::new(),
            buffer: String::new(),
            zip: Some(ZipWriter::new_stream(out)),
        }
    }

    fn zip(&mut self) -> Result<&mut ZipWriter<StreamWriter<&'a mut (dyn Write + 'a)>>, ReportError> {
        self.zip.as_mut().ok_or_else(|| std::io::Error::other("the report was finished before this row").into())
    }

    fn begin_file(&mut self, name: &str) -> Result<(), ReportError> {
        // Level 1: a tenth larger than the usual 6, in a third of the time.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
            .last_modified_time(DateTime::default());
        Ok(self.zip()?.start_file(name, options)?)
    }

    fn file(&mut self, name: &str, text: &str) -> Result<(), ReportError> {
        self.begin_file(name)?;
        Ok(self.zip()?.write_all(text.as_bytes())?)
    }

    /// Hands on what was gathered.
    fn drain(&mut self) -> Result<(), ReportError> {
        let text = std::mem::take(&mut self.buffer);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.bytes += text.len() as u64;
        }
        self.zip()?.write_all(text.as_bytes())?;
        self.buffer = text;
        self.buffer.clear();
        Ok(())
    }

    /// Takes the widths from the rows held back, and writes those rows.
    fn release(&mut self) -> Result<(), ReportError> {
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
        self.begin_sheet()?;
        for row in std::mem::take(&mut self.held) {
            self.put(&row)?;
        }
        Ok(())
    }

    fn begin_sheet(&mut self) -> Result<(), ReportError> {
        let number = self.sheets.len() + 1;
        self.begin_file(&parts::sheet_path(number))?;
        self.sheets.push(Sheet { name: parts::numbered(&self.name, number), rows: 1, bytes: 0 });
        let widths = self.widths.as_deref().unwrap_or_default();
        parts::sheet_head(&mut self.buffer, widths, number == 1);
        self.buffer.push_str("<row r=\"1\">");
        for (column, letters) in self.table.columns.iter().zip(&self.letters) {
            cell::header(&mut self.buffer, &column.name, letters);
        }
        self.buffer.push_str("</row>");
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), ReportError> {
        self.buffer.push_str("</sheetData>");
        if let Some(filter) = self.filter() {
            let _ = write!(self.buffer, "<autoFilter ref=\"{filter}\"/>");
        }
        self.buffer.push_str("</worksheet>");
        self.drain()
    }

    /// What the filter of the last sheet covers.
    fn filter(&self) -> Option<String> {
        let (last, sheet) = (self.letters.last()?, self.sheets.last()?);
        Some(format!("A1:{last}{}", sheet.rows))
    }

    fn put(&mut self, cells: &[Cell]) -> Result<(), ReportError> {
        let full = self.sheets.last().is_some_and(|sheet| {
            sheet.rows >= self.limits.rows || sheet.bytes + self.buffer.len() as u64 >= self.limits.bytes
        });
        if full {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        sheet.rows += 1;
        let row = sheet.rows;
        let _ = write!(self.buffer, "<row r=\"{row}\">");
        for (cell, letters) in cells.iter().zip(&self.letters) {
            self.cut += u64::from(cell::put(&mut self.buffer, cell, letters, row));
        }
        self.buffer.push_str("</row>");
        if self.buffer.len() >= CHUNK { self.drain() } else { Ok(()) }
    }
}

impl Writer for XlsxWriter<'_> {
    fn row(&mut self, cells: &[Cell]) -> Result<(), ReportError> {
        self.rows += 1;
        self.table.check(self.rows, cells)?;
        if self.widths.is_some() {
            return self.put(cells);
        }
        self.held.push(cells.to_vec());
        if self.held.len() == SAMPLE { self.release() } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<(), ReportError> {
        if self.widths.is_none() {
            self.release()?;
        }
        self.end_sheet()?;
        let sheets = std::mem::take(&mut self.sheets);
        let last = self.letters.last().cloned();
        let named: Vec<(&str, Option<String>)> = sheets
            .iter()
            .map(|sheet| (sheet.name.as_str(), last.as_ref().map(|l| format!("$A$1:${l}${}", sheet.rows))))
            .collect();
        self.file("xl/styles.xml", cell::STYLES)?;
        self.file("xl/workbook.xml", &parts::workbook(&named))?;
        self.file("xl/_rels/workbook.xml.rels", &parts::workbook_relations(named.len()))?;
        self.file("_rels/.rels", parts::RELATIONS)?;
        self.file("[Content_Types].xml", &parts::content_types(named.len()))?;
        if let Some(zip) = self.zip.take() {
            zip.finish()?.into_inner().flush()?;
        }
        Ok(())
    }

    fn cut(&self) -> u64 {
        self.cut
    }
}
