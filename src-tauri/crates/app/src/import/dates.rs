//! The date in the name of a file or folder.

use chrono::{Datelike, NaiveDate};

/// What a name says about its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    /// Nothing.
    No,
    /// This day; a month is its first day.
    On(NaiveDate),
    /// Several days, of which nobody can say which is meant.
    Unclear,
}

/// Looks for a date: `2026-03-01`, `2026_03_01`, `2026.03.01`, `20260301`, or a
/// month such as `2026-03`. Digits that belong to a longer number are none.
pub(super) fn date_in(name: &str) -> Dated {
    let bytes = name.as_bytes();
    let mut found = Dated::No;
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let run = digits(&bytes[at..]);
        let (date, length) = match run {
            8 => (date(&bytes[at..at + 4], &bytes[at + 4..at + 6], Some(&bytes[at + 6..at + 8])), 8),
            4 => apart(&bytes[at..]),
            _ => (None, run),
        };
        at += length;
        match (date, found) {
            (Some(new), Dated::No) => found = Dated::On(new),
            (Some(new), Dated::On(known)) if new != known => found = Dated::Unclear,
            _ => {}
        }
    }
    found
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// A date whose parts stand apart, and how many bytes it takes.
fn apart(bytes: &[u8]) -> (Option<NaiveDate>, usize) {
    let separator = bytes.get(4).copied().filter(|b| matches!(b, b'-' | b'_' | b'.'));
    let part = |at: usize| bytes.get(at..at + 2).filter(|part| digits(&bytes[at..]) == 2 && digits(part) == 2);
    let Some(month) = separator.and_then(|_| part(5)) else { return (None, 4) };
    let day = if bytes.get(7).copied() == separator { part(8) } else { None };
    match date(&bytes[..4], month, day) {
        Some(date) => (Some(date), if day.is_some() { 10 } else { 7 }),
        None => (None, 4),
    }
}

fn date(year: &[u8], month: &[u8], day: Option<&[u8]>) -> Option<NaiveDate> {
    let number = |text: &[u8]| std::str::from_utf8(text).ok()?.parse::<u32>().ok();
    let day = day.map_or(Some(1), number)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(year)?).ok()?, number(month)?, day)?;
    // Other numbers of eight digits are no dates of exports.
    (1990..2100).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_in_names() {
        let on = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map_or(Dated::No, Dated::On);
        for (name, expected) in [
            ("2026-03-01", on(2026, 3, 1)),
            ("users_2026_03_31.csv", on(2026, 3, 31)),
            ("20260301T0900.json", on(2026, 3, 1)),
            ("export.2026.03.02.ldif", on(2026, 3, 2)),
            ("users-2026-03.json", on(2026, 3, 1)),
            ("2026-03-01 copy of 20260301.csv", on(2026, 3, 1)),
            ("users-2026-03-1.json", on(2026, 3, 1)),
            ("2026-03-01_2026-03-31.csv", Dated::Unclear),
            ("users.csv", Dated::No),
            ("2026-02-30.csv", Dated::No),
            ("2026-13.csv", Dated::No),
            ("ticket-120260301.csv", Dated::No),
            ("99999999.csv", Dated::No),
            ("report 2026.csv", Dated::No),
            ("\u{fc}ber-2026-03-01-\u{e4}.csv", on(2026, 3, 1)),
        ] {
            assert_eq!(date_in(name), expected, "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_name_is_too_strange(name in "\\PC{0,40}", digits in "[0-9._-]{0,30}") {
            date_in(&name);
            date_in(&digits);
        }
    }
}
