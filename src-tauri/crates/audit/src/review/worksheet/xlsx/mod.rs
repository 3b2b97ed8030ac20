//! A worksheet that comes back as XLSX (ECMA-376), from Excel, LibreOffice or
//! another program.
//!
//! Only what a check needs is read: which sheets there are, their cells and
//! formulas, the table of shared words. Looks, pictures and everything else are
//! never unpacked. Every part is unpacked into memory within bounds, whatever the
//! archive says of its size, and whoever lets one long word stand in a million
//! cells runs into a bound as well.
//!
//! The reader most Rust programs take (calamine) builds its cells for every
//! column and row up to the last, adds up cell names without a bound, and reads
//! styles and tables too; for a file that may be hostile this smaller reader on
//! its XML parser is the safer one.

mod package;
mod sheet;
mod strings;
mod text;

use super::check::is_header;
use super::fault::SheetError;
use super::grid::{Grid, MOST_BYTES};
use package::Package;

/// The most sheets of a workbook that are looked at.
const MOST_SHEETS: usize = 64;

/// Whether a file is an archive, and so perhaps a workbook.
#[must_use]
pub fn is_archive(file: &[u8]) -> bool {
    file.starts_with(b"PK\x03\x04") || file.starts_with(b"PK\x05\x06")
}

/// Reads the cells of the one sheet that is a worksheet of a review.
///
/// # Errors
/// [`SheetError`] for what is damaged, too large, of another kind, or holds no
/// worksheet or several.
pub fn read(file: &[u8]) -> Result<Grid, SheetError> {
    if file.len() as u64 > MOST_BYTES {
        return Err(SheetError::TooLarge { bytes: file.len() as u64 });
    }
    let mut package = Package::open(file)?;
    let workbook = package.workbook()?;
    let strings = match &workbook.strings {
        Some(path) => strings::read(&package.part(path)?, path)?,
        None => Vec::new(),
    };
    let mut room = package::MOST_UNPACKED;
    let mut found: Vec<Grid> = Vec::new();
    for (name, path) in workbook.sheets.into_iter().take(MOST_SHEETS) {
        let rows = sheet::read(&package.part(&path)?, &path, &strings, &mut room)?;
        if rows.iter().any(is_header) {
            found.push(Grid { sheet: Some(name), rows });
        }
    }
    if found.len() > 1 {
        let names: Vec<String> =
            found.iter().filter_map(|grid| grid.sheet.as_deref()).map(|name| format!("{name:?}")).collect();
        return Err(SheetError::Several(names.join(" and ")));
    }
    found.pop().ok_or(SheetError::NoWorksheet)
}
