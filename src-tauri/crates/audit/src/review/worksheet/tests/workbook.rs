//! Workbooks: our own, and as other programs write them.

use super::*;
use muster_report::Cell;

/// A workbook as another program may write it.
pub(super) fn workbook(sheets: &[(&str, String)], shared: Option<&str>) -> Vec<u8> {
    use std::io::Write as _;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    };
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    put(
        "_rels/.rels",
        &format!(
            "<Relationships><Relationship Id=\"a\" Type=\"{kind}/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"
        ),
    );
    let mut names = String::new();
    let mut relations = String::new();
    for (at, (name, text)) in sheets.iter().enumerate() {
        names.push_str(&format!("<x:sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"s{at}\"/>"));
        relations.push_str(&format!(
            "<Relationship Id=\"s{at}\" Type=\"{kind}/worksheet\" Target=\"worksheets/s{at}.xml\"/>"
        ));
        put(&format!("xl/worksheets/s{at}.xml"), text);
    }
    if let Some(shared) = shared {
        relations
            .push_str(&format!("<Relationship Id=\"w\" Type=\"{kind}/sharedStrings\" Target=\"sharedStrings.xml\"/>"));
        put("xl/sharedStrings.xml", shared);
    }
    put("xl/workbook.xml", &format!("<x:workbook><x:sheets>{names}</x:sheets></x:workbook>"));
    put("xl/_rels/workbook.xml.rels", &format!("<Relationships>{relations}</Relationships>"));
    writer.finish().unwrap().into_inner()
}

fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

/// Cells as a sheet's XML, with one cell written as `instead` says.
pub(super) fn sheet_xml(cells: &[Vec<String>], instead: &[(&str, &str)]) -> String {
    let mut out = "<worksheet><sheetData>".to_owned();
    for (at, row) in cells.iter().enumerate() {
        let number = at as u32 + 1;
        out.push_str(&format!("<row r=\"{number}\">"));
        for (column, text) in row.iter().enumerate() {
            let name = cell_name(number, column as u32);
            match instead.iter().find(|(cell, _)| *cell == name) {
                Some((_, xml)) => out.push_str(xml),
                None if text.is_empty() => out.push_str(&format!("<c r=\"{name}\" s=\"3\"/>")),
                None => out.push_str(&format!(
                    "<c r=\"{name}\" t=\"inlineStr\"><is><r><t>{}</t></r><rPh><t>x</t></rPh></is></c>",
                    escape(text)
                )),
            }
        }
        out.push_str("</row>");
    }
    out + "</sheetData></worksheet>"
}

#[test]
fn a_workbook_of_another_program_is_read() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let cells = filled(&sheet);
    let shared = "<sst><si><t>keep</t></si><si><r><t>ke</t></r><r><t xml:space=\"preserve\">ep</t></r></si></sst>";
    let instead = [
        ("J8", "<c r=\"J8\" t=\"s\"><v>1</v></c>"),
        ("G8", "<c r=\"G8\" s=\"2\"><v>45720</v></c>"),
        ("C10", "<c r=\"C10\"><v>7</v></c>"),
        ("C11", "<c r=\"C11\" t=\"b\"><v>1</v></c>"),
    ];
    let file = workbook(
        &[("Notes", "<worksheet><sheetData/></worksheet>".into()), ("Mine", sheet_xml(&cells, &instead))],
        Some(shared),
    );
    expected(&check(&sheet, &file).unwrap().rows);
    for (cell, xml, code) in [
        ("J8", "<c r=\"J8\"><f>1+1</f><v>keep</v></c>", "formula"),
        ("J8", "<c r=\"J8\"><f t=\"shared\" si=\"0\"/><v>keep</v></c>", "formula"),
        ("B8", "<c r=\"B8\" t=\"str\"><f>A1&amp;A2</f><v>x</v></c>", "formula"),
        ("A8", "<c r=\"A8\"><f>A9</f></c>", "row-added"),
        ("L8", "<c r=\"L8\" t=\"str\"><f>1</f></c>", "formula"),
        ("J8", "<c r=\"J8\" t=\"e\"><v>#REF!</v></c>", "no-decision"),
        ("C8", "<c r=\"C8\" t=\"b\"><v>1</v></c>", "altered"),
        ("G8", "<c r=\"G8\"><v>45721</v></c>", "altered"),
    ] {
        let file = workbook(&[("Mine", sheet_xml(&cells, &[(cell, xml)]))], None);
        let Err(SheetError::Faults(found)) = check(&sheet, &file) else { panic!("{xml}") };
        assert_eq!((found.told[0].cell.as_deref(), found.told[0].kind.code()), (Some(cell), code), "{xml}");
    }
    let twice = workbook(&[("One", sheet_xml(&cells, &[])), ("Two", sheet_xml(&cells, &[]))], None);
    assert!(matches!(check(&sheet, &twice), Err(SheetError::Several(_))));
}

pub(super) fn decide_in_xlsx(sheet: &Worksheet<'_>) -> Vec<u8> {
    use muster_report::xlsx::{Form, FormColumn, Input, write_form};
    let form = Form {
        sheet: "Review".into(),
        head: Label::ALL.map(|label| (label.title().to_owned(), sheet.said(label))).to_vec(),
        columns: Column::ALL
            .map(|column| FormColumn { title: column.title().into(), width: 9, input: Input::Text })
            .to_vec(),
    };
    let rows = sheet.rows.iter().map(|row| {
        let open = ["keep", "", ""].map(Cell::from);
        row.facts.iter().map(|fact| Cell::Text(fact.clone())).chain(open).collect()
    });
    let mut out = Vec::new();
    write_form(&form, rows, &mut out).unwrap();
    out
}

#[test]
fn our_own_workbook_filled_in_comes_back() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let returned = check(&sheet, &decide_in_xlsx(&sheet)).unwrap();
    assert!(returned.rows.iter().all(|row| row.verdict == Verdict::Keep) && returned.rows.len() == 4);
}
