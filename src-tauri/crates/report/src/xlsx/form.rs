//! A sheet that someone fills in: what it is about above the columns, cells that
//! are locked and cells that are open, lists to choose from.
//!
//! The lock keeps from slips, not from will: it has no password. Whoever takes
//! the sheet back checks it.

use super::book::{Begin, Book};
use super::{cell, escape, parts};
use crate::error::ReportError;
use crate::table::Cell;
use std::fmt::Write as _;
use std::io::Write;

/// The longest list that stands in a sheet itself, in UTF-16 units, quotes left
/// out (a formula's text has 255 at most).
const LONGEST_LIST: usize = 253;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Facts: locked.
    Locked,
    /// Words that someone writes.
    Text,
    /// One of these words. A list too long for a sheet, or with a comma in one of
    /// its words, is left out, and any words can be written.
    OneOf(Vec<String>),
}

/// A column of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormColumn {
    /// Its title.
    pub title: String,
    /// Its width, in characters.
    pub width: usize,
    /// What it holds.
    pub input: Input,
}

/// What a form is, beside its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What the sheet is called.
    pub sheet: String,
    /// What stands above the columns: labels, and what is said beside them. A
    /// blank row follows.
    pub head: Vec<(String, String)>,
    /// Its columns.
    pub columns: Vec<FormColumn>,
}

/// Writes a workbook of one form.
///
/// # Errors
/// The file failed, or a row has another number of cells than there are columns.
pub fn write_form<'a>(
    form: &Form,
    rows: impl IntoIterator<Item = Vec<Cell>>,
    out: &'a mut (dyn Write + 'a),
) -> Result<(), ReportError> {
    let letters: Vec<String> = (0..form.columns.len()).map(parts::letters).collect();
    let header = form.head.len() as u64 + 2;
    let widths: Vec<usize> = form.columns.iter().map(|column| column.width).collect();
    let mut book = Book::new(out);
    book.begin(&parts::sheet_name(&form.sheet), Begin { widths: &widths, header: Some(header), grid: true })?;
    for (at, (label, said)) in form.head.iter().enumerate() {
        let row = at as u64 + 1;
        let _ = write!(book.buffer, "<row r=\"{row}\">");
        cell::put_as(&mut book.buffer, &Cell::from(label.as_str()), "A", row, cell::Look::Bold);
        cell::put(&mut book.buffer, &Cell::from(said.as_str()), "B", row);
        book.buffer.push_str("</row>");
    }
    let _ = write!(book.buffer, "<row r=\"{header}\">");
    for (column, letters) in form.columns.iter().zip(&letters) {
        cell::header(&mut book.buffer, &column.title, letters, header);
    }
    book.buffer.push_str("</row>");
    let mut last = header;
    for cells in rows {
        last += 1;
        if cells.len() != form.columns.len() {
            let (found, expected) = (cells.len(), form.columns.len());
            return Err(ReportError::RowLength { row: last - header, found, expected });
        }
        let _ = write!(book.buffer, "<row r=\"{last}\">");
        for ((held, column), letters) in cells.iter().zip(&form.columns).zip(&letters) {
            match column.input {
                Input::Locked => drop(cell::put(&mut book.buffer, held, letters, last)),
                _ => cell::open(&mut book.buffer, held, letters, last),
            }
        }
        book.buffer.push_str("</row>");
        book.go_on()?;
    }
    let filter = letters.last().map(|to| format!("A{header}:{to}{last}"));
    book.end_form(filter, None, PROTECTION, &validations(form, &letters, header + 1, last))?;
    book.finish()
}

/// Locks what is not open, but for what readers do to a list: widths, hidden
/// columns, filters, order (ECMA-376 part 1, 18.3.1.85: `0` is allowed).
const PROTECTION: &str = "<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatCells=\"0\" \
                          formatColumns=\"0\" formatRows=\"0\" sort=\"0\" autoFilter=\"0\"/>";

fn validations(form: &Form, letters: &[String], first: u64, last: u64) -> String {
    let mut lists = String::new();
    let mut count = 0;
    for (column, letters) in form.columns.iter().zip(letters) {
        let Input::OneOf(words) = &column.input else { continue };
        let list = words.join(",");
        let fits = !list.is_empty() && list.encode_utf16().count() <= LONGEST_LIST;
        if last < first || !fits || words.iter().any(|word| word.contains([',', '"'])) {
            continue;
        }
        count += 1;
        let _ = write!(
            lists,
            "<dataValidation type=\"list\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"{letters}{first}:{letters}{last}\">\
             <formula1>\""
        );
        escape::push(&mut lists, &list);
        lists.push_str("\"</formula1></dataValidation>");
    }
    if count == 0 { lists } else { format!("<dataValidations count=\"{count}\">{lists}</dataValidations>") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::io::{Cursor, Read};

    fn form(words: &[&str]) -> Form {
        let column = |title: &str, input| FormColumn { title: title.into(), width: 12, input };
        Form {
            sheet: "Review".into(),
            head: vec![("Campaign".into(), "=q4".into()), ("Reviewer".into(), "Rita".into())],
            columns: vec![
                column("Who", Input::Locked),
                column("Decision", Input::OneOf(words.iter().map(|word| (*word).to_owned()).collect())),
                column("Note", Input::Text),
            ],
        }
    }

    fn sheet(bytes: &[u8]) -> String {
        let mut text = String::new();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn written(form: &Form) -> Vec<u8> {
        let mut out = Vec::new();
        let rows = ["ada", "=1+1"].map(|who| vec![who.into(), Cell::Empty, "so".into()]);
        write_form(form, rows, &mut out).unwrap();
        out
    }

    #[test]
    fn facts_are_locked_and_the_rest_is_open() {
        let bytes = written(&form(&["keep", "re<voke"]));
        let xml = sheet(&bytes);
        assert!(xml.contains("<sheetProtection sheet=\"1\"") && xml.contains("ySplit=\"4\" topLeftCell=\"A5\""));
        assert!(xml.contains("<c r=\"B5\" s=\"14\"/>") && xml.contains("<c r=\"C6\" s=\"14\" t=\"inlineStr\">"));
        assert!(xml.contains("sqref=\"B5:B6\"><formula1>\"keep,re&lt;voke\"</formula1>"), "{xml}");
        assert!(xml.contains("<autoFilter ref=\"A4:C6\"/>") && !xml.contains("<f>"));
        let order = ["</sheetData>", "<sheetProtection", "<autoFilter", "<dataValidations", "<pageSetup"];
        let places: Vec<usize> = order.iter().map(|part| xml.find(part).unwrap()).collect();
        assert!(places.is_sorted(), "{places:?}");
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("Review").unwrap();
        assert_eq!(range.get_value((0, 1)), Some(&Data::String("=q4".into())));
        assert_eq!(range.get_value((3, 1)), Some(&Data::String("Decision".into())));
        assert_eq!(range.get_value((5, 0)), Some(&Data::String("=1+1".into())));
        assert_eq!(range.get_value((5, 2)), Some(&Data::String("so".into())));
    }

    #[test]
    fn a_list_that_no_sheet_holds_is_left_out() {
        for words in [vec!["a,b"], vec!["say \"no\""], vec![], vec!["x"; 200]] {
            assert!(!sheet(&written(&form(&words))).contains("dataValidation"), "{words:?}");
        }
    }

    #[test]
    fn a_row_that_does_not_fit_is_refused() {
        let error = write_form(&form(&["a"]), vec![vec![Cell::Empty]], &mut Vec::new()).unwrap_err();
        assert!(matches!(error, ReportError::RowLength { row: 1, found: 1, expected: 3 }));
    }
}
