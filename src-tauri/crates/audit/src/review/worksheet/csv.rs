//! A worksheet that comes back as CSV: comma, semicolon or tab, with or without a
//! byte order mark, as UTF-8 or as UTF-16 with one (Excel's *Unicode text*).

use super::check::is_header;
use super::fault::SheetError;
use super::grid::{Grid, GridRow, LONGEST_CELL, MOST_BYTES, MOST_CELLS, MOST_ROWS, Value, cell_name};
use std::borrow::Cow;

/// The most delimiters of a line; more would only be there to fill memory.
const MOST_DELIMITERS: usize = 200_000;

/// Reads the cells of a CSV file, with whichever delimiter makes it a worksheet.
///
/// # Errors
/// [`SheetError`] for what is no text, not UTF-8, too large, or no worksheet.
pub fn read(file: &[u8]) -> Result<Grid, SheetError> {
    if file.len() as u64 > MOST_BYTES {
        return Err(SheetError::TooLarge { bytes: file.len() as u64 });
    }
    let text = text(file)?;
    // Of several the first: most files that are no worksheet have commas.
    let mut error = None;
    for delimiter in [b',', b';', b'\t'] {
        match rows(&text, delimiter) {
            Ok(rows) if rows.iter().any(is_header) => return Ok(Grid { sheet: None, rows }),
            Ok(_) => {}
            Err(found) => error = error.or(Some(found)),
        }
    }
    Err(error.unwrap_or(SheetError::NoWorksheet))
}

fn text(file: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    let kind = |found| Err(SheetError::Kind { found });
    match file {
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return kind("a workbook of an old Excel (.xls), or one with a password");
        }
        [b'%', b'P', b'D', b'F', ..] => return kind("a PDF"),
        [b'{', b'\\', b'r', b't', b'f', ..] => return kind("a text document"),
        [0xff, 0xfe, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    if file.iter().take(1024).any(|byte| *byte == 0) {
        return kind("neither CSV nor XLSX");
    }
    match std::str::from_utf8(file) {
        Ok(text) => Ok(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text))),
        Err(error) => {
            let before = &file[..error.valid_up_to()];
            let byte = file.get(error.valid_up_to()).copied().unwrap_or_default();
            Err(SheetError::Encoding { byte, row: row_after(before) })
        }
    }
}

fn row_after(before: &[u8]) -> u32 {
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(1)
}

fn utf16(bytes: &[u8], from: fn([u8; 2]) -> u16) -> Result<Cow<'static, str>, SheetError> {
    let units = bytes.chunks_exact(2).map(|pair| from([pair[0], pair[1]]));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    match text {
        Ok(text) if bytes.len().is_multiple_of(2) => Ok(Cow::Owned(text)),
        _ => Err(SheetError::Kind { found: "text in UTF-16 that is damaged" }),
    }
}

/// Every row that holds something. The reader leaves out blank lines, which
/// spreadsheets count as rows, so they are counted between where one record ends
/// and the next begins.
fn rows(text: &str, delimiter: u8) -> Result<Vec<GridRow>, SheetError> {
    let bytes = text.as_bytes();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.iter().filter(|byte| **byte == delimiter).count() > MOST_DELIMITERS {
            return Err(SheetError::TooMany { row: u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1) });
        }
    }
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes);
    let mut rows: Vec<GridRow> = Vec::new();
    let mut number = 0u32;
    let mut record = ::csv::StringRecord::new();
    loop {
        let at = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(rows),
            // The text is UTF-8 and rows may have any length, so nothing else is left.
            Err(error) => {
                return Err(SheetError::Damaged { part: "the text".to_owned(), reason: error.to_string() });
            }
        }
        number = number.saturating_add(blank_lines(bytes, at)).saturating_add(1);
        let row = row(&record, number)?;
        if !row.cells.is_empty() {
            rows.push(row);
        }
        if rows.len() > MOST_ROWS {
            return Err(SheetError::TooMany { row: number });
        }
    }
}

fn row(record: &::csv::StringRecord, number: u32) -> Result<GridRow, SheetError> {
    let mut cells = Vec::new();
    for (column, text) in record.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        if text.len() > LONGEST_CELL {
            return Err(SheetError::LongCell { cell: cell_name(number, column) });
        }
        if cells.len() == MOST_CELLS {
            return Err(SheetError::TooMany { row: number });
        }
        cells.push((column, Value::Text(text.to_owned())));
    }
    Ok(GridRow { number, cells })
}

/// How many blank lines there are from here to the next record.
fn blank_lines(bytes: &[u8], from: usize) -> u32 {
    let mut at = from.min(bytes.len());
    // The second half of the line end that ended the record before.
    if at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut lines = 0u32;
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += 2,
            (Some(b'\r' | b'\n'), _) => at += 1,
            _ => return lines,
        }
        lines = lines.saturating_add(1);
    }
}
