//! The small files of the archive, and the names in it.

use super::book::{Begin, Sheet};
use super::escape;
use std::fmt::Write as _;

/// What every file begins with.
pub(super) const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/// The name space of relations.
pub(super) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

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

/// What a sheet begins with: its header in sight, and the widths.
pub(super) fn sheet_head(out: &mut String, begin: Begin<'_>, shown: bool) {
    let shown = if shown { " tabSelected=\"1\"" } else { "" };
    let grid = if begin.grid { "" } else { " showGridLines=\"0\"" };
    let _ = write!(
        out,
        "{XML}<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\">\
         <sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView{shown}{grid} workbookViewId=\"0\">"
    );
    if let Some(row) = begin.header {
        let below = row + 1;
        let _ =
            write!(out, "<pane ySplit=\"{row}\" topLeftCell=\"A{below}\" activePane=\"bottomLeft\" state=\"frozen\"/>");
    }
    out.push_str("</sheetView></sheetViews>");
    if !begin.widths.is_empty() {
        out.push_str("<cols>");
        for (at, width) in begin.widths.iter().enumerate() {
            let column = at + 1;
            let _ = write!(out, "<col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>");
        }
        out.push_str("</cols>");
    }
    out.push_str("<sheetData>");
}

/// What stands behind the rows of a sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail<'a> {
    /// What its filter covers.
    pub filter: Option<&'a str>,
    /// Whether a chart is on it.
    pub chart: bool,
    /// XML that locks its cells, or nothing.
    pub protection: &'a str,
    /// XML of what its open cells may hold, or nothing.
    pub validations: &'a str,
}

/// What a sheet ends with, in the order that ECMA-376 wants (part 1, 18.3.1.99):
/// what is locked, what its filter covers, what may be filled in, how it prints
/// (as wide as a page, with page numbers), its chart.
pub(super) fn sheet_tail(out: &mut String, tail: Tail<'_>) {
    out.push_str("</sheetData>");
    out.push_str(tail.protection);
    if let Some(filter) = tail.filter {
        let _ = write!(out, "<autoFilter ref=\"{filter}\"/>");
    }
    out.push_str(tail.validations);
    out.push_str(
        "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>\
         <headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>",
    );
    if tail.chart {
        out.push_str("<drawing r:id=\"rId1\"/>");
    }
    out.push_str("</worksheet>");
}

/// The workbook: its sheets, what their filters cover, and which rows repeat on
/// each printed page.
pub(super) fn workbook(sheets: &[Sheet]) -> String {
    let mut out = format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>");
    for (at, sheet) in sheets.iter().enumerate() {
        out.push_str("<sheet name=\"");
        escape::push(&mut out, &sheet.name);
        let _ = write!(out, "\" sheetId=\"{0}\" r:id=\"rId{0}\"/>", at + 1);
    }
    out.push_str("</sheets>");
    let mut names = String::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let quoted = format!("'{}'", sheet.name.replace('\'', "''"));
        if let Some((from, to)) = sheet.filter.as_deref().and_then(|filter| filter.split_once(':')) {
            let _ = write!(names, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{at}\" hidden=\"1\">");
            escape::push(&mut names, &format!("{quoted}!{}:{}", fixed(from), fixed(to)));
            names.push_str("</definedName>");
        }
        if let Some(row) = sheet.repeats {
            let _ = write!(names, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{at}\">");
            escape::push(&mut names, &format!("{quoted}!${row}:${row}"));
            names.push_str("</definedName>");
        }
    }
    if !names.is_empty() {
        let _ = write!(out, "<definedNames>{names}</definedNames>");
    }
    out.push_str("</workbook>");
    out
}

/// `C7` as `$C$7`.
fn fixed(place: &str) -> String {
    let digits = place.find(|c: char| c.is_ascii_digit()).unwrap_or(place.len());
    format!("${}${}", &place[..digits], &place[digits..])
}

/// Which drawing is on a sheet.
pub(super) fn to_drawing(number: usize) -> String {
    relation("drawing", &format!("../drawings/drawing{number}.xml"))
}

/// Which chart is in a drawing.
pub(super) fn to_chart(number: usize) -> String {
    relation("chart", &format!("../charts/chart{number}.xml"))
}

fn relation(kind: &str, target: &str) -> String {
    format!(
        "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
    )
}

/// Where a chart is on its sheet: right of the first three columns.
pub(super) const DRAWING: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>"#,
    r#"<xdr:from><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"#,
    r#"<xdr:to><xdr:col>14</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>22</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"#,
    r#"<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Chart"/><xdr:cNvGraphicFramePr/>"#,
    r#"</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>"#,
    r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">"#,
    r#"<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>"#,
    r#"</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"#,
);

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
pub(super) fn content_types(sheets: usize, charts: usize) -> String {
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
    for number in 1..=charts {
        let _ = write!(
            out,
            "<Override PartName=\"/xl/drawings/drawing{number}.xml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.drawing+xml\"/>\
             <Override PartName=\"/xl/charts/chart{number}.xml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>"
        );
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
