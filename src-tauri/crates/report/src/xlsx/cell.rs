//! One cell as XML.

use super::escape::{self, fitting};
use crate::formula::guard;
use crate::table::Cell;
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use std::fmt::Write as _;

/// The looks of cells, by their place in `cellXfs`. Text that a spreadsheet
/// would run if someone typed it is marked as text (`TYPED`), so that it stays
/// text when its cell is edited.
pub(super) const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/>"#,
    r#"<numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss\ &quot;UTC&quot;"/></numFmts>"#,
    r#"<fonts count="4"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>"#,
    r#"<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>"#,
    r#"<font><b/><sz val="18"/><name val="Calibri"/><family val="2"/></font>"#,
    r#"<font><sz val="11"/><color rgb="FF565E6A"/><name val="Calibri"/><family val="2"/></font></fonts>"#,
    r#"<fills count="3"><fill><patternFill patternType="none"/></fill>"#,
    r#"<fill><patternFill patternType="gray125"/></fill>"#,
    r#"<fill><patternFill patternType="solid"><fgColor rgb="FFFFF8E1"/><bgColor indexed="64"/></patternFill></fill>"#,
    r#"</fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="15"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>"#,
    r#"<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>"#,
    r#"<xf numFmtId="0" fontId="3" fillId="0" borderId="0" xfId="0" applyFont="1"/>"#,
    r#"<xf numFmtId="3" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1""#,
    r#" applyAlignment="1"><alignment horizontal="left"/></xf>"#,
    r#"<xf numFmtId="4" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1""#,
    r#" applyAlignment="1"><alignment horizontal="left"/></xf>"#,
    r#"<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">"#,
    r#"<alignment vertical="top" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">"#,
    r#"<alignment horizontal="left"/></xf>"#,
    r#"<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">"#,
    r#"<alignment horizontal="left"/></xf>"#,
    r#"<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">"#,
    r#"<alignment horizontal="left"/></xf>"#,
    r#"<xf numFmtId="49" fontId="0" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFill="1""#,
    r#" applyProtection="1"><protection locked="0"/></xf>"#,
    r#"</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
);
const PLAIN: u8 = 0;
const HEADER: u8 = 1;
const DAY: u8 = 2;
const TIME: u8 = 3;
const TYPED: u8 = 4;
const MONEY: u8 = 5;
const OPEN: u8 = 14;

/// How a cell outside a table looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// As in a table.
    Plain,
    /// Bold words.
    Bold,
    /// Large and bold words.
    Title,
    /// Grey words.
    Quiet,
    /// Bold; numbers with their thousands apart.
    Figure,
    /// Words that go on in further lines.
    Wrapped,
    /// Days, times and amounts to the left, as words are.
    Left,
}

/// Adds a cell that is part of no table.
pub(super) fn put_as(out: &mut String, cell: &Cell, letters: &str, row: u64, look: Look) {
    let plain = cell.plain();
    let place = (letters, row);
    let style = match (look, cell) {
        (Look::Bold, _) => HEADER,
        (Look::Title, _) => 6,
        (Look::Quiet, _) => 7,
        (Look::Figure, Cell::Integer(_)) => 8,
        (Look::Figure, Cell::Money(_)) => 9,
        (Look::Figure, Cell::Text(_)) => HEADER,
        (Look::Wrapped, _) => 10,
        (Look::Left, Cell::Day(_)) => 11,
        (Look::Left, Cell::Time(_)) => 12,
        (Look::Left, Cell::Money(_)) => 13,
        (Look::Plain | Look::Figure | Look::Left, _) => PLAIN,
    };
    match cell {
        Cell::Text(_) | Cell::List(_) if style != PLAIN => {
            text(out, &plain, place, style);
        }
        Cell::Integer(number) if style != PLAIN && number.unsigned_abs() <= MOST_DIGITS => {
            numeric(out, place, style, number);
        }
        Cell::Money(cents) if style != PLAIN && cents.unsigned_abs() <= MOST_DIGITS => {
            numeric(out, place, style, &plain);
        }
        Cell::Day(day) if style != PLAIN => match serial(*day) {
            Some(days) => drop(numeric(out, place, style, &days)),
            None => drop(text(out, &plain, place, PLAIN)),
        },
        Cell::Time(time) if style != PLAIN => match moment(*time) {
            Some(days) => drop(numeric(out, place, style, &days)),
            None => drop(text(out, &plain, place, PLAIN)),
        },
        _ => drop(put(out, cell, letters, row)),
    }
}

/// The largest whole number of which a spreadsheet keeps every digit.
const MOST_DIGITS: u64 = 999_999_999_999_999;

/// Adds the header of a column.
pub(super) fn header(out: &mut String, name: &str, letters: &str, row: u64) {
    text(out, name, (letters, row), HEADER);
}

/// Adds a cell that someone fills in: not locked, tinted, and text whatever is
/// typed into it, so that nothing becomes a formula or a day there.
pub(super) fn open(out: &mut String, cell: &Cell, letters: &str, row: u64) {
    let plain = cell.plain();
    if plain.is_empty() {
        let _ = write!(out, "<c r=\"{letters}{row}\" s=\"{OPEN}\"/>");
    } else {
        text(out, &plain, (letters, row), OPEN);
    }
}

/// Adds a cell; answers whether its text was cut.
pub(super) fn put(out: &mut String, cell: &Cell, letters: &str, row: u64) -> bool {
    let place = (letters, row);
    match cell {
        Cell::Empty => false,
        Cell::Integer(number) if number.unsigned_abs() <= MOST_DIGITS => numeric(out, place, PLAIN, number),
        Cell::Decimal(number) if number.is_finite() => numeric(out, place, PLAIN, number),
        Cell::Decimal(_) => false,
        Cell::Money(cents) if cents.unsigned_abs() <= MOST_DIGITS => numeric(out, place, MONEY, &cell.plain()),
        Cell::Day(day) => match serial(*day) {
            Some(days) => numeric(out, place, DAY, &days),
            None => text(out, &cell.plain(), place, PLAIN),
        },
        Cell::Time(time) => match moment(*time) {
            Some(days) => numeric(out, place, TIME, &days),
            None => text(out, &cell.plain(), place, PLAIN),
        },
        Cell::Bool(value) => {
            let _ = write!(out, "<c r=\"{letters}{row}\" t=\"b\"><v>{}</v></c>", u8::from(*value));
            false
        }
        Cell::Integer(_) | Cell::Money(_) => text(out, &cell.plain(), place, PLAIN),
        Cell::Text(_) | Cell::List(_) => {
            let plain = cell.plain();
            if plain.is_empty() {
                return false;
            }
            let style = if guard(&plain) == plain { PLAIN } else { TYPED };
            text(out, &plain, place, style)
        }
    }
}

fn numeric(out: &mut String, (letters, row): (&str, u64), style: u8, number: &dyn std::fmt::Display) -> bool {
    let _ = match style {
        PLAIN => write!(out, "<c r=\"{letters}{row}\"><v>{number}</v></c>"),
        style => write!(out, "<c r=\"{letters}{row}\" s=\"{style}\"><v>{number}</v></c>"),
    };
    false
}

fn text(out: &mut String, text: &str, (letters, row): (&str, u64), style: u8) -> bool {
    let _ = match style {
        PLAIN => write!(out, "<c r=\"{letters}{row}\" t=\"inlineStr\"><is><t"),
        style => write!(out, "<c r=\"{letters}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t"),
    };
    let space = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let keep = space(text.chars().next()) || space(text.chars().next_back()) || text.contains('\n');
    out.push_str(if keep { " xml:space=\"preserve\">" } else { ">" });
    let fits = fitting(text);
    escape::push(out, fits.as_deref().unwrap_or_else(String::as_str));
    out.push_str("</t></is></c>");
    fits.is_err()
}

/// A day as spreadsheets count: days since 30 December 1899. None before
/// March 1900, where they disagree (one of them has a 29 February 1900), and
/// after 9999, where they end.
fn serial(day: NaiveDate) -> Option<i64> {
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let days = day.signed_duration_since(zero).num_days();
    (days > 60 && day.year() <= 9999).then_some(days)
}

/// A time likewise, to the second.
fn moment(time: DateTime<Utc>) -> Option<f64> {
    let days = serial(time.date_naive())?;
    #[allow(clippy::cast_precision_loss, reason = "a day number has seven digits")]
    Some(days as f64 + f64::from(time.num_seconds_from_midnight()) / 86_400.0)
}
