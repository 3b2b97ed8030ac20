//! A worksheet that goes out: CSV for any spreadsheet, XLSX with a list to choose
//! from and everything else locked.

use super::{Column, Label, Worksheet};
use muster_report::formula::guard;
use muster_report::xlsx::{Form, FormColumn, Input, write_form};
use muster_report::{Cell, Delimiter, ReportError};
use std::io::Write;

/// The sheet's name in a workbook.
pub const SHEET: &str = "Review";

/// Writes it as CSV: UTF-8 with a byte order mark, as Excel needs it to read
/// names, lines ending in CR LF.
///
/// # Errors
/// `out` failed.
pub fn csv(sheet: &Worksheet<'_>, delimiter: Delimiter, out: &mut dyn Write) -> Result<(), ReportError> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer =
        ::csv::WriterBuilder::new().delimiter(delimiter.byte()).terminator(::csv::Terminator::CRLF).from_writer(out);
    // Every line has every cell, so that a program that looks at the first line
    // to see how many columns there are sees all of them.
    let mut line = |cells: &[String]| -> Result<(), ReportError> {
        let empty = std::iter::repeat_n("", Column::ALL.len().saturating_sub(cells.len()));
        let guarded: Vec<_> = cells.iter().map(|cell| guard(cell)).collect();
        Ok(writer.write_record(guarded.iter().map(AsRef::as_ref).chain(empty))?)
    };
    for label in Label::ALL {
        line(&[label.title().to_owned(), sheet.said(label)])?;
    }
    line(&[])?;
    line(&Column::ALL.map(|column| column.title().to_owned()))?;
    for row in &sheet.rows {
        line(&row.facts)?;
    }
    Ok(writer.flush()?)
}

/// Writes it as XLSX.
///
/// # Errors
/// `out` failed.
pub fn xlsx(sheet: &Worksheet<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let form = Form {
        sheet: SHEET.to_owned(),
        head: Label::ALL.map(|label| (label.title().to_owned(), sheet.said(label))).to_vec(),
        columns: Column::ALL.map(|column| form_column(sheet, column)).to_vec(),
    };
    let open = Column::ALL.iter().filter(|column| column.is_open()).count();
    let rows = sheet.rows.iter().map(|row| {
        let facts = row.facts.iter().map(|fact| Cell::Text(fact.clone()));
        facts.chain(std::iter::repeat_n(Cell::Empty, open)).collect()
    });
    write_form(&form, rows, out)
}

fn form_column(sheet: &Worksheet<'_>, column: Column) -> FormColumn {
    let (width, input) = match column {
        Column::Key => (13, Input::Locked),
        Column::Who => (38, Input::Locked),
        Column::Role => (20, Input::Locked),
        Column::Scope | Column::Through => (28, Input::Locked),
        Column::Privileged => (12, Input::Locked),
        Column::Since | Column::LastSeen => (14, Input::Locked),
        Column::Peers => (26, Input::Locked),
        Column::Decision => (12, Input::OneOf(["keep", "revoke", "reduce"].map(str::to_owned).to_vec())),
        Column::NewRole => (20, Input::OneOf(sheet.new_roles())),
        Column::Note => (48, Input::Text),
    };
    FormColumn { title: column.title().to_owned(), width, input }
}
