//! Worksheets that go out, are filled in as people and programs do, and come
//! back.
#![allow(clippy::unwrap_used)]

mod altered;
mod hostile;
mod workbook;

use super::grid::cell_name;
use super::*;
use crate::review::testing::{item, review};
use crate::review::{How, Verdict};
use muster_report::Delimiter;
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

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
}
