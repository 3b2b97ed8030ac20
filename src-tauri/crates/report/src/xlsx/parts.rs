//! The small files of the archive, and the names in it.

use super::escape;
use std::fmt::Write as _;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Which file of the archive is the workbook.
pub(super) const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" "#,
    r#"Target="xl/workbook.xml"/></Relationships>"#,
);

/// The longest name of a sheet, in characters.
const LONGEST_NAME: usize = 31;

/// A name a sheet may have: without `: \ / ? * [ ]`, without an apostrophe at
/// its ends, not empty, and short enough for a number behind it.
pub(super) fn sheet_name(wanted: &str) -> String {
    let kept: String = wanted
        .chars()
        .map(|c| if c.is_control() || matches!(c, ':' | '\\' | '/' | '?' | '*' | '[' | ']') { ' ' } else { c })
        .take(LONGEST_NAME - 5)
        .collect();
    let kept = kept.trim_matches(|c: char| c == '\'' || c == ' ');
    if kept.is_empty() { "Report".to_owned() } else { kept.to_owned() }
}

/// The name of a sheet, by its number from 1.
pub(super) fn numbered(name: &str, number: usize) -> String {
    if number == 1 { name.to_owned() } else { format!("{name} {number}") }
}

/// Where a sheet is in the archive.
pub(super) fn sheet_path(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

/// The letters of a column, from 0: `A`, ..., `Z`, `AA`, ...
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest % 26]);
        rest /= 26;
    }
    letters.reverse();
    letters.into_iter().map(char::from).collect()
}

/// What a sheet begins with: the header in sight, and the widths.
pub(super) fn sheet_head(out: &mut String, widths: &[usize], shown: bool) {
    let shown = if shown { " tabSelected=\"1\"" } else { "" };
    let _ = write!(
        out,
        "{XML}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView{shown} workbookViewId=\"0\">\
         <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
         </sheetView></sheetViews>"
    );
    if !widths.is_empty() {
        out.push_str("<cols>");
        for (at, width) in widths.iter().enumerate() {
            let column = at + 1;
            let _ = write!(out, "<col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>");
        }
        out.push_str("</cols>");
    }
    out.push_str("<sheetData>");
}

/// The workbook: its sheets, and what their filters cover.
pub(super) fn workbook(sheets: &[(&str, Option<String>)]) -> String {
    let mut out = format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>");
    for (at, (name, _)) in sheets.iter().enumerate() {
        out.push_str("<sheet name=\"");
        escape::push(&mut out, name);
        let _ = write!(out, "\" sheetId=\"{0}\" r:id=\"rId{0}\"/>", at + 1);
    }
    out.push_str("</sheets>");
    if sheets.iter().any(|(_, filter)| filter.is_some()) {
        out.push_str("<definedNames>");
        for (at, (name, filter)) in sheets.iter().enumerate() {
            let Some(filter) = filter else { continue };
            let _ = write!(out, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{at}\" hidden=\"1\">");
            escape::push(&mut out, &format!("'{}'!{filter}", name.replace('\'', "''")));
            out.push_str("</definedName>");
        }
        out.push_str("</definedNames>");
    }
    out.push_str("</workbook>");
    out
}

/// Where the workbook's sheets and styles are.
pub(super) fn workbook_relations(sheets: usize) -> String {
    let mut out =
        format!("{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for number in 1..=sheets {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let _ = write!(
        out,
        "<Relationship Id=\"rId{}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>",
        sheets + 1
    );
    out
}

/// What each file of the archive is.
pub(super) fn content_types(sheets: usize) -> String {
    const SHEETS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut out = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{SHEETS}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{SHEETS}.styles+xml\"/>"
    );
    for number in 1..=sheets {
        let path = sheet_path(number);
        let _ = write!(out, "<Override PartName=\"/{path}\" ContentType=\"{SHEETS}.worksheet+xml\"/>");
    }
    out.push_str("</Types>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(letters(column), expected);
        }
    }

    #[test]
    fn a_sheet_has_a_name_it_may_have() {
        assert_eq!(sheet_name("Users"), "Users");
        assert_eq!(sheet_name("'a/b:[c]*'"), "a b  c");
        assert_eq!(sheet_name("?"), "Report");
        assert!(numbered(&sheet_name(&"x".repeat(99)), 9999).chars().count() <= LONGEST_NAME);
    }
}
