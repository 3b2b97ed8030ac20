//! Cells as people read them: `1,284`, `2026-11-20 09:14 UTC`, `yes`.

use crate::display::clean;
use crate::table::Cell;
use std::borrow::Cow;

/// The cell for a page: nothing in it can steer a reader's eye (control
/// characters, direction overrides), and it stands on one line.
#[must_use]
pub fn shown(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Integer(number) => Cow::Owned(thousands(*number)),
        Cell::Money(cents) => {
            let plain = cell.plain().into_owned();
            let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, "00"));
            let sign = if *cents < 0 { "-" } else { "" };
            let whole = whole.trim_start_matches('-').parse().map_or_else(|_| whole.to_owned(), thousands);
            Cow::Owned(format!("{sign}{whole}.{fraction}"))
        }
        Cell::Time(time) => Cow::Owned(time.format("%Y-%m-%d %H:%M UTC").to_string()),
        Cell::Bool(true) => Cow::Borrowed("yes"),
        Cell::Bool(false) => Cow::Borrowed("no"),
        Cell::Text(text) => clean(text),
        Cell::List(items) => Cow::Owned(clean(&items.join(", ")).into_owned()),
        Cell::Day(_) | Cell::Decimal(_) => cell.plain(),
    }
}

/// A whole number with its thousands apart.
#[must_use]
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count with its thousands apart.
#[must_use]
pub fn counted(number: u64) -> String {
    thousands(i64::try_from(number).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn people_read_numbers_times_and_yes() {
        for (cell, expected) in [
            (Cell::Integer(-1_284_000), "-1,284,000"),
            (Cell::Integer(i64::MIN), "-9,223,372,036,854,775,808"),
            (Cell::Money(168_207), "1,682.07"),
            (Cell::Money(-5), "-0.05"),
            (Cell::Time(DateTime::UNIX_EPOCH), "1970-01-01 00:00 UTC"),
            (Cell::Bool(true), "yes"),
            (Cell::List(vec!["a".into(), "b\u{202e}".into()]), "a, b\u{fffd}"),
            (Cell::Text("x\ny".into()), "x␊y"),
            (Cell::Empty, ""),
        ] {
            assert_eq!(shown(&cell), expected);
        }
    }
}
