//! Worksheets that go out, are filled in as people and programs do, and come
//! back.
#![allow(clippy::unwrap_used)]

use super::grid::cell_name;
use super::*;
use crate::review::testing::{item, review};
use crate::review::{How, Verdict};
use muster_report::{Cell, Delimiter};
use proptest::prelude::*;

/// Twelve columns from here on in CSV: five labels, a blank row, the header.
const FIRST_ROW: usize = 8;

fn people() -> Vec<Item> {
    let mut odd = item("bob", "=1+1");
    odd.name = "O'Brien; \"Bo\", the\u{a0}second\r\nline".into();
    let mut number = item("cyd", "007");
    (number.since, number.peers) = (None, None);
    number.through = Some("1/2".into());
    let mut never = item("dan", "true");
    never.last_seen = LastSeen::never("last_login");
    vec![item("ada", "Owner"), odd, number, never]
}

/// The cells of a sheet as it goes out, as text.
fn cells(sheet: &Worksheet<'_>) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    write::csv(sheet, Delimiter::Comma, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn file(cells: &[Vec<String>], delimiter: u8, bom: bool) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
    cells.iter().for_each(|row| writer.write_record(row).unwrap());
    let bytes = writer.into_inner().unwrap();
    if bom { [b"\xef\xbb\xbf".as_slice(), &bytes].concat() } else { bytes }
}

/// The cells with every row decided: keep, revoke, reduce to Guest, and again.
fn filled(sheet: &Worksheet<'_>) -> Vec<Vec<String>> {
    let mut cells = cells(sheet);
    for (at, row) in cells.iter_mut().skip(FIRST_ROW - 1).enumerate() {
        row[9] = ["keep", "Revoke", " REDUCE "][at % 3].into();
        row[10] = if at % 3 == 2 { "guest".into() } else { String::new() };
        row[11] = if at % 2 == 0 { "so, \"yes\"\nand; on".into() } else { String::new() };
    }
    cells
}

fn faults(sheet: &Worksheet<'_>, cells: &[Vec<String>]) -> Faults {
    match check(sheet, &file(cells, b',', true)) {
        Err(SheetError::Faults(faults)) => faults,
        other => panic!("expected faults, found {other:?}"),
    }
}

/// The only fault: its cell and its code.
fn only(sheet: &Worksheet<'_>, cells: &[Vec<String>]) -> (String, &'static str) {
    let found = faults(sheet, cells);
    assert_eq!(found.count, 1, "{found}");
    (found.told[0].cell.clone().unwrap_or_default(), found.told[0].kind.code())
}

fn expected(rows: &[ReturnedRow]) {
    for (at, row) in rows.iter().enumerate() {
        let verdict = match at % 3 {
            0 => Verdict::Keep,
            1 => Verdict::Revoke,
            _ => Verdict::Reduce { to: "Guest".into() },
        };
        assert_eq!((row.item, &row.verdict), (at, &verdict));
        assert_eq!(row.note.is_empty(), at % 2 == 1);
    }
}

#[test]
fn a_sheet_that_is_filled_in_comes_back() {
    let mut held = review(people());
    let returned = {
        let sheet = Worksheet::of(&held, "rita").unwrap();
        assert_eq!(sheet.file_name(), "q4-2026-rita");
        check(&sheet, &file(&filled(&sheet), b',', true)).unwrap()
    };
    assert_eq!(returned.reviewer, "rita");
    expected(&returned.rows);
    assert_eq!(returned.rows[0].note, "so, \"yes\"\nand; on");
    held.take(&returned, crate::review::testing::at()).unwrap();
    assert_eq!(held.progress().undecided, 0);
    assert_eq!(held.decisions[3].as_ref().unwrap().how, How::Worksheet { sha256: returned.sha256 });
}

#[test]
fn as_it_goes_out_nothing_is_decided() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let mut bytes = Vec::new();
    write::csv(&sheet, Delimiter::Semicolon, &mut bytes).unwrap();
    let Err(SheetError::Faults(found)) = check(&sheet, &bytes) else { panic!() };
    assert!(found.told.iter().all(|fault| fault.kind.code() == "undecided"), "{found}");
    assert_eq!((found.count, found.told[0].cell.as_deref()), (4, Some("J8")));
    let mut bytes = Vec::new();
    write::xlsx(&sheet, &mut bytes).unwrap();
    let Err(SheetError::Faults(from_xlsx)) = check(&sheet, &bytes) else { panic!() };
    assert_eq!(from_xlsx, found, "both files say the same in the same cells");
}

#[test]
fn what_programs_do_to_a_file_does_no_harm() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let plain = filled(&sheet);
    let same = |cells: &[Vec<String>], what: &str| {
        let checked = check(&sheet, &file(cells, b',', false));
        expected(&checked.unwrap_or_else(|error| panic!("{what}: {error}")).rows);
    };
    let mut other = plain.clone();
    other.iter_mut().for_each(|row| row.extend(["".into(), "".into()]));
    other.extend(vec![vec![String::new(); 14]; 3]);
    same(&other, "trailing empty columns and rows");
    let mut other = plain.clone();
    other.iter_mut().for_each(|row| {
        while row.len() > 1 && row.last().unwrap().is_empty() {
            row.pop();
        }
    });
    same(&other, "short rows");
    let mut other = plain.clone();
    other[FIRST_ROW - 1..].reverse();
    same(&other, "sorted");
    let mut other = plain.clone();
    other.rotate_left(9);
    same(&other, "everything sorted, the header somewhere");
    let mut other = plain.clone();
    other.iter_mut().for_each(|row| row.rotate_right(3));
    same(&other, "columns moved");
    let mut other = plain.clone();
    for row in &mut other[FIRST_ROW - 1..] {
        row[6] = row[6].replace("2025-03-04", "04.03.2025");
        row[7] = row[7].replace("2026-11-12", "11/12/26");
        row[2] = row[2].replace("007", "7").replace("true", "TRUE");
        row[1] = row[1].replace("  ", " ");
    }
    same(&other, "days, numbers and yes respelled");
    for delimiter in *b",;\t" {
        for bom in [false, true] {
            expected(&check(&sheet, &file(&plain, delimiter, bom)).unwrap().rows);
        }
    }
    let text = String::from_utf8(file(&plain, b'\t', false)).unwrap();
    let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    expected(&check(&sheet, &little).unwrap().rows);
    let unix = text.replace("\r\n", "\n");
    expected(&check(&sheet, unix.as_bytes()).unwrap().rows);
}

#[test]
fn whatever_was_altered_is_named_by_its_cell() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let plain = filled(&sheet);
    let with = |row: usize, column: usize, text: &str| {
        let mut cells = plain.clone();
        cells[row - 1][column] = text.into();
        only(&sheet, &cells)
    };
    for column in 1..9 {
        assert_eq!(with(9, column, "other"), (cell_name(9, column as u32), "altered"));
        assert_eq!(with(8, column, ""), (cell_name(8, column as u32), "altered"));
    }
    assert_eq!(with(10, 6, "2025-03-04"), ("G10".into(), "altered"), "where there was no day");
    assert_eq!(with(8, 6, "2025-03-05"), ("G8".into(), "altered"));
    assert_eq!(with(8, 9, ""), ("J8".into(), "undecided"));
    assert_eq!(with(8, 9, "undecided"), ("J8".into(), "undecided"));
    assert_eq!(with(8, 9, "maybe"), ("J8".into(), "no-decision"));
    assert_eq!(with(8, 9, "=\"keep\""), ("J8".into(), "no-decision"));
    assert_eq!(with(8, 9, "reduce"), ("K8".into(), "new-role"), "no role named");
    assert_eq!(with(10, 10, "Chief"), ("K10".into(), "new-role"));
    assert_eq!(with(8, 10, "Guest"), ("K8".into(), "new-role"), "a role beside keep");
    assert_eq!(with(8, 11, &"x".repeat(2001)), ("L8".into(), "long-note"));
}

#[test]
fn nothing_is_added_removed_or_doubled() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let plain = filled(&sheet);
    let mut cells = plain.clone();
    cells.remove(8);
    let found = faults(&sheet, &cells);
    assert_eq!((found.count, found.told[0].kind.code(), &found.told[0].cell), (1, "row-missing", &None));
    assert!(found.to_string().contains("bob"), "{found}");
    let mut cells = plain.clone();
    cells.push(plain[8].clone());
    assert_eq!(only(&sheet, &cells), ("A12".into(), "row-twice"));
    let mut cells = plain.clone();
    let mut added = plain[8].clone();
    added[0] = "R99-ABCDEF".into();
    cells.insert(7, added);
    assert_eq!(only(&sheet, &cells), ("A8".into(), "row-added"));
    let mut cells = plain.clone();
    cells[8][0].clear();
    let found = faults(&sheet, &cells);
    let codes: Vec<_> = found.told.iter().map(|fault| fault.kind.code()).collect();
    assert_eq!(
        (codes.as_slice(), found.told[0].cell.as_deref()),
        (["row-without-key", "row-missing"].as_slice(), Some("A9"))
    );
    let mut cells = plain.clone();
    cells[9].push("see also".into());
    assert_eq!(only(&sheet, &cells), ("M10".into(), "cell-added"));
    let mut cells = plain.clone();
    cells.iter_mut().skip(6).for_each(|row| drop(row.remove(4)));
    let found = faults(&sheet, &cells);
    assert_eq!((found.count, found.told[0].kind.clone()), (1, FaultKindOf::missing("Through")));
    let mut cells = plain.clone();
    cells[6].push("Role".into());
    assert_eq!(only(&sheet, &cells), ("M7".into(), "column-twice"));
}

/// Short for the tests above.
struct FaultKindOf;
impl FaultKindOf {
    fn missing(column: &'static str) -> fault::FaultKind {
        fault::FaultKind::ColumnMissing(column)
    }
}

#[test]
fn it_is_the_right_sheet_of_the_right_reviewer_and_review() {
    let mut held = review(people());
    held.reassign(0, "otto").unwrap();
    let (ritas, ottos) = (Worksheet::of(&held, "rita").unwrap(), Worksheet::of(&held, "otto").unwrap());
    assert_eq!((ritas.rows.len(), ottos.rows.len()), (3, 1));
    assert_ne!(ritas.code, ottos.code);
    let found = faults(&ottos, &filled(&ritas));
    assert_eq!(
        (found.count, found.told[0].cell.as_deref(), found.told[0].kind.code()),
        (1, Some("B3"), "wrong-reviewer")
    );
    let mut other = held.clone();
    other.campaign.id = "q3-2026".into();
    let old = Worksheet::of(&other, "rita").unwrap();
    let found = faults(&ritas, &filled(&old));
    assert_eq!(
        (found.count, found.told[0].cell.as_deref(), found.told[0].kind.code()),
        (1, Some("B2"), "wrong-campaign")
    );
    let mut cells = filled(&ritas);
    cells[3][1] = "0000-0000-0000-0000".into();
    assert_eq!(only(&ritas, &cells), ("B4".into(), "wrong-code"));
    let mut cells = filled(&ritas);
    cells.remove(3);
    assert_eq!(only(&ritas, &cells), (String::new(), "label-missing"));
    let mut cells = filled(&ritas);
    cells.push(cells[2].clone());
    assert_eq!(only(&ritas, &cells).1, "label-twice");
    let mut before = held.clone();
    before.items[1].last_seen = LastSeen::never("x");
    let older = Worksheet::of(&before, "rita").unwrap();
    let found = faults(&ritas, &filled(&older));
    assert_eq!(found.told.iter().map(|fault| fault.kind.code()).collect::<Vec<_>>(), ["wrong-code", "altered"]);
}

#[test]
fn a_role_that_is_called_like_a_label_is_a_role() {
    let held = review(["Reviewer", "Campaign", "Sheet code"].map(|role| item("ada", role)).to_vec());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let mut cells = filled(&sheet);
    cells.iter_mut().skip(6).for_each(|row| row.swap(0, 2));
    assert_eq!(check(&sheet, &file(&cells, b',', true)).unwrap().rows.len(), 3);
}

#[test]
fn all_faults_are_told_at_once_but_not_without_end() {
    let items = (0..150).map(|at| item(&format!("u{at:03}"), "Owner")).collect();
    let held = review(items);
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let found = faults(&sheet, &cells(&sheet));
    assert_eq!((found.count, found.told.len()), (150, fault::MOST_TOLD));
    assert!(found.to_string().ends_with("and 50 more"), "{found}");
}

#[test]
fn other_files_are_told_apart() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let error = |bytes: &[u8]| check(&sheet, bytes).unwrap_err().to_string();
    assert!(error(b"").contains("no worksheet"));
    assert!(error(b"a,b\n1,2\n").contains("no worksheet"));
    assert!(error(b"%PDF-1.7").contains("a PDF"));
    assert!(error(b"\xd0\xcf\x11\xe0....").contains(".xls"));
    assert!(error(b"\0\0\0").contains("neither CSV nor XLSX"));
    assert!(error(b"PK\x03\x04 and so on").contains("damaged"));
    assert!(error(b"Row,Who\nR1,M\xfcller\n").contains("byte 0xFC near row 2 is not UTF-8"));
    assert!(error(&[0xff, 0xfe, 0x00]).contains("UTF-16"));
    assert!(error(&vec![b','; 300_000]).contains("row 1"));
    let wide = format!("{}\n", vec!["x"; 300].join(","));
    assert!(error(wide.as_bytes()).contains("row 1"));
    let long = format!("a,b\n\n,\"{}\"\n", "x".repeat(grid::LONGEST_CELL + 1));
    assert!(error(long.as_bytes()).contains("B3 holds more text"), "{}", error(long.as_bytes()));
}

/// A workbook as another program may write it.
fn workbook(sheets: &[(&str, String)], shared: Option<&str>) -> Vec<u8> {
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
fn sheet_xml(cells: &[Vec<String>], instead: &[(&str, &str)]) -> String {
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

#[test]
fn a_hostile_workbook_ends_in_an_error() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let cells = filled(&sheet);
    let damaged = |xml: &str| {
        let error =
            check(&sheet, &workbook(&[("x", format!("<worksheet><sheetData>{xml}</sheetData></worksheet>"))], None));
        assert!(matches!(error, Err(SheetError::Damaged { .. } | SheetError::TooMany { .. })), "{xml}: {error:?}");
    };
    for xml in [
        "<row r=\"0\"/>",
        "<row r=\"1048577\"/>",
        "<row r=\"-1\"/>",
        "<row r=\"2\"/><row r=\"2\"/>",
        "<row r=\"1\"><c r=\"ZZZZZZZZZZZZZZZZ99999999999999999999\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&boom;</v></c></row>",
        "<row><c r=\"A1\"></row></c>",
    ] {
        damaged(xml);
    }
    let many: String = (0..300).map(|_| "<c><v>1</v></c>").collect();
    damaged(&format!("<row>{many}</row>"));
    // A long word that many cells share.
    let word = "x".repeat(grid::LONGEST_CELL);
    let shared = format!("<sst><si><t>{word}</t></si></sst>");
    let rows = "<row><c t=\"s\"><v>0</v></c></row>".repeat(3_000);
    let bomb = workbook(&[("x", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))], Some(&shared));
    assert!(bomb.len() < 100_000);
    assert!(matches!(check(&sheet, &bomb), Err(SheetError::TooLarge { .. })));
    let long = format!("<c r=\"B1\" t=\"str\"><v>{word}y</v></c>");
    let file = workbook(&[("x", sheet_xml(&cells, &[("B1", &long)]))], None);
    assert_eq!(check(&sheet, &file).unwrap_err(), SheetError::LongCell { cell: "B1".into() });
    // A few bytes that are very many when they are unpacked.
    let spaces = " ".repeat(300 * 1024 * 1024);
    let file = workbook(&[("x", format!("<worksheet>{spaces}</worksheet>"))], None);
    assert!(file.len() < 2 * 1024 * 1024);
    assert!(matches!(check(&sheet, &file), Err(SheetError::TooLarge { .. })));
}

fn decide_in_xlsx(sheet: &Worksheet<'_>) -> Vec<u8> {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_end_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let held = review(people());
        let sheet = Worksheet::of(&held, "rita").unwrap();
        prop_assert!(check(&sheet, &bytes).is_err());
        let mut archive = b"PK\x03\x04".to_vec();
        archive.extend(&bytes);
        prop_assert!(check(&sheet, &archive).is_err());
    }

    #[test]
    fn damage_to_a_workbook_ends_without_a_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let held = review(people());
        let sheet = Worksheet::of(&held, "rita").unwrap();
        let mut bytes = decide_in_xlsx(&sheet);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(returned) = check(&sheet, &bytes) {
            // What still comes back says what it said.
            prop_assert!(returned.rows.iter().all(|row| row.verdict == Verdict::Keep));
        }
    }

    #[test]
    fn damage_to_its_xml_ends_without_a_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), "[<>/&;a-z0-9\"= ]{0,3}"), 1..5)) {
        let held = review(people());
        let sheet = Worksheet::of(&held, "rita").unwrap();
        let mut xml = sheet_xml(&filled(&sheet), &[]);
        for (at, text) in changes {
            let at = (0..=at.index(xml.len())).rev().find(|at| xml.is_char_boundary(*at)).unwrap_or(0);
            let end = (at + 1..=xml.len()).find(|end| xml.is_char_boundary(*end)).unwrap_or(xml.len());
            xml.replace_range(at..end, &text);
        }
        let _ = check(&sheet, &workbook(&[("x", xml)], None));
    }

    #[test]
    fn whatever_order_and_dialect_it_comes_back_in_it_says_the_same(
        order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle(),
        columns in Just((0..12usize).collect::<Vec<_>>()).prop_shuffle(),
        blanks in proptest::collection::vec(0usize..12, 0..4),
        delimiter in proptest::sample::select(b",;\t".to_vec()),
        bom: bool,
    ) {
        let names = ["ada", "bob", "cyd", "dan", "eve", "fay", "gil", "hal"];
        let held = review(names.map(|name| item(name, "Owner")).to_vec());
        let sheet = Worksheet::of(&held, "rita").unwrap();
        let plain = filled(&sheet);
        let mut cells: Vec<Vec<String>> = plain[..7].to_vec();
        cells.extend(order.iter().map(|at| plain[7 + at].clone()));
        for row in cells.iter_mut().skip(6) {
            *row = columns.iter().map(|column| row[*column].clone()).collect();
        }
        for at in blanks {
            cells.insert(at.min(cells.len()), vec![String::new(); 3]);
        }
        let returned = check(&sheet, &file(&cells, delimiter, bom)).unwrap();
        prop_assert_eq!(returned.rows.len(), 8);
        expected(&returned.rows);
    }

    #[test]
    fn one_altered_cell_is_found_where_it_is(row in 0usize..4, column in 0usize..9, text in "[a-z]{1,5}", blank_lines in 0usize..3) {
        let held = review(people());
        let sheet = Worksheet::of(&held, "rita").unwrap();
        let mut cells = filled(&sheet);
        cells[7 + row][column].push_str(&text);
        let mut bytes = "\r\n".repeat(blank_lines).into_bytes();
        bytes.extend(file(&cells, b';', false));
        let Err(SheetError::Faults(found)) = check(&sheet, &bytes) else { panic!("not found") };
        let name = cell_name((8 + row + blank_lines) as u32, column as u32);
        prop_assert_eq!(found.told[0].cell.as_deref(), Some(name.as_str()));
        prop_assert_eq!(found.count, if column == 0 { 2 } else { 1 });
    }
}
