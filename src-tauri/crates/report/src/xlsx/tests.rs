//! What was written, read back by a reader that shares no code with it.

#![allow(clippy::unwrap_used)]

use super::sheet::{Limits, NARROWEST, SAMPLE, WIDEST};
use super::*;
use crate::format::{Format, write};
use crate::table::Column;
use calamine::{Data, DataType, Range, Reader, Xlsx};
use chrono::{NaiveDate, TimeZone, Utc};
use proptest::prelude::*;
use std::io::{Cursor, Read};

const USERS: Format = Format::Xlsx { sheet: "Users" };

fn bytes(table: &Table, rows: Vec<Vec<Cell>>) -> Vec<u8> {
    let mut out = Vec::new();
    write(table, rows, USERS, &mut out).unwrap();
    out
}

fn opened(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn sheet(bytes: Vec<u8>) -> Range<Data> {
    opened(bytes).worksheet_range("Users").unwrap()
}

/// A file of the archive.
fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn texts(count: usize) -> Table {
    Table::new((0..count).map(|at| Column::text(&format!("c{at}"))).collect())
}

#[test]
fn each_cell_is_what_it_is() {
    let table = Table::new(vec![
        Column::text("user"),
        Column::number("seats"),
        Column::bool("mfa"),
        Column::date("day"),
        Column::date("at"),
    ]);
    let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let at = Utc.with_ymd_and_hms(2026, 11, 20, 9, 14, 1).unwrap();
    let range = sheet(bytes(
        &table,
        vec![
            vec!["Ada".into(), Cell::Integer(-3), true.into(), Cell::Day(day), Cell::Time(at)],
            vec![Cell::Empty, Cell::Decimal(0.5), false.into(), Cell::Empty, Cell::Empty],
            vec![
                Cell::List(vec!["Owner".into(), "Guest".into()]),
                Cell::Decimal(f64::NAN),
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
            ],
        ],
    ));
    assert_eq!(range.get_size(), (4, 5));
    assert_eq!(range.get_value((0, 0)), Some(&Data::String("user".into())));
    assert_eq!(range.get_value((1, 1)), Some(&Data::Float(-3.0)));
    assert_eq!(range.get_value((1, 2)), Some(&Data::Bool(true)));
    assert_eq!(range.get_value((1, 3)).unwrap().as_date(), Some(day));
    assert_eq!(range.get_value((1, 4)).unwrap().as_datetime(), Some(at.naive_utc()));
    assert!(range.get_value((1, 4)).unwrap().is_datetime(), "a time is shown as one");
    assert_eq!(range.get_value((2, 0)), Some(&Data::Empty));
    assert_eq!(range.get_value((2, 1)), Some(&Data::Float(0.5)));
    assert_eq!(range.get_value((3, 0)), Some(&Data::String("Owner; Guest".into())));
    assert_eq!(range.get_value((3, 1)), Some(&Data::Empty));
}

#[test]
fn nothing_is_a_formula() {
    let hostile = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1", "=HYPERLINK(\"http://x\")", "-12"];
    let written = bytes(&texts(1), hostile.iter().map(|text| vec![Cell::from(*text)]).collect());
    let xml = part(&written, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f") && !xml.contains("hyperlink"));
    // Marked as text, so that editing the cell does not run it either; a
    // plain negative number is text all the same.
    assert_eq!(xml.matches("s=\"4\"").count(), hostile.len() - 1);
    let formulas = opened(written.clone()).worksheet_formula("Users").unwrap();
    assert!(formulas.is_empty());
    let range = sheet(written);
    for (row, text) in hostile.iter().enumerate() {
        assert_eq!(range.get((row + 1, 0)), Some(&Data::String((*text).to_owned())));
    }
}

#[test]
fn what_a_spreadsheet_has_no_number_for_is_text() {
    let table = Table::new(vec![Column::date("a"), Column::number("b")]);
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let rows = vec![
        vec![Cell::Day(day(1899, 12, 31)), Cell::Integer(i64::MAX)],
        vec![Cell::Day(day(1900, 2, 28)), Cell::Integer(-1_000_000_000_000_000)],
        vec![Cell::Day(day(1900, 3, 1)), Cell::Integer(999_999_999_999_999)],
        vec![Cell::Day(day(10_000, 1, 1)), Cell::Integer(0)],
        vec![Cell::Time(Utc.with_ymd_and_hms(1815, 12, 10, 1, 2, 3).unwrap()), Cell::Empty],
        vec![Cell::Time(Utc.with_ymd_and_hms(9999, 12, 31, 23, 59, 59).unwrap()), Cell::Empty],
    ];
    let range = sheet(bytes(&table, rows));
    let at = |row, column| range.get_value((row, column)).unwrap().clone();
    assert_eq!(at(1, 0), Data::String("1899-12-31".into()));
    assert_eq!(at(2, 0), Data::String("1900-02-28".into()));
    assert_eq!(at(3, 0).as_date(), Some(day(1900, 3, 1)));
    assert_eq!(at(4, 0), Data::String("+10000-01-01".into()));
    assert_eq!(at(5, 0), Data::String("1815-12-10T01:02:03Z".into()));
    assert_eq!(at(6, 0).as_date(), Some(day(9999, 12, 31)));
    assert_eq!(at(1, 1), Data::String("9223372036854775807".into()));
    assert_eq!(at(2, 1), Data::String("-1000000000000000".into()));
    assert_eq!(at(3, 1), Data::Float(999_999_999_999_999.0));
}

#[test]
fn a_text_no_cell_holds_is_cut_shows_it_and_is_counted() {
    let table = texts(1);
    let mut out = Vec::new();
    let mut writer = crate::format::open(&table, USERS, &mut out).unwrap();
    writer.row(&["x".repeat(32_767).as_str().into()]).unwrap();
    writer.row(&["y".repeat(40_000).as_str().into()]).unwrap();
    writer.finish().unwrap();
    assert_eq!(writer.cut(), 1);
    drop(writer);
    let range = sheet(out);
    assert_eq!(range.get_value((1, 0)).unwrap().as_string().unwrap().len(), 32_767);
    let cut = range.get_value((2, 0)).unwrap().as_string().unwrap();
    assert!(cut.encode_utf16().count() == 32_767 && cut.ends_with("the whole text has 40000 characters)"));
}

#[test]
fn the_header_stays_in_sight_and_filters() {
    let written = bytes(&texts(3), vec![vec!["a".into(), Cell::Empty, Cell::Empty]]);
    let xml = part(&written, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("state=\"frozen\"") && xml.contains("ySplit=\"1\""));
    assert!(xml.contains("<autoFilter ref=\"A1:C2\"/>"));
    assert!(xml.contains("<c r=\"A1\" s=\"1\" t=\"inlineStr\">"), "the header is bold");
    assert!(part(&written, "xl/workbook.xml").contains("'Users'!$A$1:$C$2"));
    let empty = bytes(&texts(2), Vec::new());
    assert_eq!(sheet(empty).get_size(), (1, 2), "a report without rows still has its columns");
}

#[test]
fn what_no_sheet_holds_goes_to_the_next() {
    for limits in [Limits { rows: 4, bytes: u64::MAX }, Limits { rows: u64::MAX, bytes: 800 }] {
        let table = texts(1);
        let mut out = Vec::new();
        let mut writer = XlsxWriter::open(&table, "Users", &mut out);
        writer.sheet.limits = limits;
        for row in 0..8 {
            writer.row(&[format!("user {row}").as_str().into()]).unwrap();
        }
        writer.finish().unwrap();
        drop(writer);
        let mut book = opened(out);
        let names = book.sheet_names();
        assert!(names.len() > 1);
        assert_eq!((names[0].as_str(), names[1].as_str()), ("Users", "Users 2"));
        let mut found = Vec::new();
        for name in names {
            let range = book.worksheet_range(&name).unwrap();
            let column: Vec<String> = range.rows().map(|row| row[0].as_string().unwrap()).collect();
            assert_eq!(column[0], "c0", "each sheet has the header");
            assert!(column.len() as u64 <= limits.rows);
            found.extend_from_slice(&column[1..]);
        }
        assert_eq!(found, (0..8).map(|row| format!("user {row}")).collect::<Vec<_>>());
    }
}

#[test]
fn the_same_report_is_the_same_bytes_and_says_nothing_of_when() {
    let rows = || vec![vec!["a".into()], vec!["b".into()]];
    let (one, two) = (bytes(&texts(1), rows()), bytes(&texts(1), rows()));
    assert_eq!(one, two);
    let mut archive = zip::ZipArchive::new(Cursor::new(one)).unwrap();
    for at in 0..archive.len() {
        let file = archive.by_index(at).unwrap();
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()), "{:?}", file.name());
    }
}

#[test]
fn widths_follow_what_is_shown_within_bounds() {
    let rows = vec![vec!["田中浩田中浩田中浩".into(), "x".repeat(500).as_str().into(), "x".into()]];
    let xml = part(&bytes(&texts(3), rows), "xl/worksheets/sheet1.xml");
    for (column, width) in [(1, 19), (2, WIDEST), (3, NARROWEST)] {
        let expected = format!("<col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>");
        assert!(xml.contains(&expected), "{expected} in {xml}");
    }
}

#[test]
fn a_row_that_does_not_fit_is_refused() {
    let error = write(&texts(1), vec![vec![]], USERS, &mut Vec::new()).unwrap_err();
    assert!(matches!(error, ReportError::RowLength { row: 1, found: 0, expected: 1 }));
}

#[test]
fn more_rows_than_are_held_back() {
    let rows = (0..SAMPLE as i64 + 5).map(|row| vec![Cell::Integer(row)]).collect();
    let range = sheet(bytes(&texts(1), rows));
    assert_eq!(range.get_size().0, SAMPLE + 6);
    assert_eq!(range.get_value((SAMPLE as u32 + 5, 0)), Some(&Data::Float(SAMPLE as f64 + 4.0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_comes_back(rows in proptest::collection::vec(
        proptest::collection::vec("['=+@<>&\"_x0041\r\n\t\u{0}\u{1}\u{b}\u{7f}\u{85}\u{fffe} 👩\u{200d}a]{0,12}|.*", 3), 0..6)) {
        let cells = rows.iter().map(|row| row.iter().map(|text| Cell::Text(text.clone())).collect()).collect();
        let range = sheet(bytes(&texts(3), cells));
        for (row, expected) in rows.iter().enumerate() {
            for (column, text) in expected.iter().enumerate() {
                let found = range.get_value((row as u32 + 1, column as u32)).and_then(DataType::as_string).unwrap_or_default();
                prop_assert_eq!(&found, text);
            }
        }
    }
}
