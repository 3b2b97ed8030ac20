//! Which formats there are, and how one is opened.

use crate::error::ReportError;
use crate::table::{Cell, Table};
use crate::{csv, json, text, xlsx};
use std::io::Write;

/// What stands between the cells of a CSV row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Delimiter {
    /// `,` as RFC 4180 has it.
    #[default]
    Comma,
    /// `;` as spreadsheets expect where the comma is the decimal sign.
    Semicolon,
    /// A tab.
    Tab,
}

impl Delimiter {
    /// The byte that is written.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSV after RFC 4180, UTF-8, lines ending in CR LF.
    Csv {
        /// What stands between cells.
        delimiter: Delimiter,
        /// Whether to begin with a byte order mark, without which some
        /// spreadsheets take the file for Latin-1.
        bom: bool,
    },
    /// One JSON array of objects.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// A workbook for spreadsheets (Office Open XML).
    Xlsx {
        /// What its sheet is called; further sheets add a number.
        sheet: &'static str,
    },
    /// An aligned table for a terminal.
    Text {
        /// Columns of the terminal, to which long cells are cut; none, for a
        /// file or a pipe, cuts nothing.
        width: Option<usize>,
    },
}

impl Format {
    /// CSV as most programs want it: commas, no byte order mark.
    pub const CSV: Self = Self::Csv { delimiter: Delimiter::Comma, bom: false };
}

/// Takes the rows of a report, one at a time.
pub trait Writer {
    /// Writes a row: one cell for each column.
    ///
    /// # Errors
    /// The file failed, or the row does not fit the table.
    fn row(&mut self, cells: &[Cell]) -> Result<(), ReportError>;

    /// Writes what is still held back, and the end. A report without it is
    /// not whole.
    ///
    /// # Errors
    /// The file failed.
    fn finish(&mut self) -> Result<(), ReportError>;

    /// How many texts were cut so far, because the format holds no longer
    /// ones. Each shows that it was.
    fn cut(&self) -> u64 {
        0
    }
}

/// Begins a report of this shape in this format.
///
/// # Errors
/// The file failed.
pub fn open<'a>(
    table: &Table,
    format: Format,
    out: &'a mut (dyn Write + 'a),
) -> Result<Box<dyn Writer + 'a>, ReportError> {
    Ok(match format {
        Format::Csv { delimiter, bom } => Box::new(csv::CsvWriter::open(table, delimiter, bom, out)?),
        Format::Json => Box::new(json::JsonWriter::open(table, json::Shape::Array, out)?),
        Format::JsonLines => Box::new(json::JsonWriter::open(table, json::Shape::Lines, out)?),
        Format::Xlsx { sheet } => Box::new(xlsx::XlsxWriter::open(table, sheet, out)),
        Format::Text { width } => Box::new(text::TextWriter::open(table, width, out)),
    })
}

/// Writes a whole report and says how many rows it has.
///
/// # Errors
/// The file failed, or a row does not fit the table.
pub fn write(
    table: &Table,
    rows: impl IntoIterator<Item = Vec<Cell>>,
    format: Format,
    out: &mut dyn Write,
) -> Result<u64, ReportError> {
    let mut writer = open(table, format, out)?;
    let mut count = 0;
    for row in rows {
        writer.row(&row)?;
        count += 1;
    }
    writer.finish()?;
    Ok(count)
}
