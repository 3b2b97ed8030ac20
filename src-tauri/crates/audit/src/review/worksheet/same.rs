//! Whether a cell still says what it said when the sheet went out.
//!
//! Programs respell what they take for a number, a day or a yes: `2026-11-20`
//! comes back as `20.11.2026` or as the number 46346, `007` as `7`, `10%` as 0.1,
//! `true` as `TRUE`. Each of these is the same as long as some reading of it is what went
//! out. A row is told by its key, so that a generous reading here never takes one
//! grant for another.

use super::clean;
use super::grid::Value;
use chrono::{Days, NaiveDate};
use muster_report::formula::plain;

/// Whether `found` is `expected` in another spelling; nothing in a cell is an
/// empty text.
#[must_use]
pub fn same(expected: &str, found: Option<&Value>) -> bool {
    match found {
        None => expected.is_empty(),
        Some(Value::Text(text)) => same_text(expected, text),
        Some(Value::Number(number)) => same_number(expected, *number),
        Some(Value::Bool(value)) => expected.eq_ignore_ascii_case(if *value { "true" } else { "false" }),
        Some(Value::Formula(_) | Value::Error(_)) => false,
    }
}

fn same_text(expected: &str, found: &str) -> bool {
    let found = clean(found);
    if found == expected || plain(&found) == expected {
        return true;
    }
    if let Ok(day) = expected.parse::<NaiveDate>() {
        return days(&found).any(|read| read == day);
    }
    if expected.eq_ignore_ascii_case("true") || expected.eq_ignore_ascii_case("false") {
        return found.eq_ignore_ascii_case(expected);
    }
    number(&found).is_some_and(|found| same_number(expected, found))
}

/// A number as spreadsheets read one: digits with a point or comma, perhaps with
/// `E+17`, `%` or the sign of a currency; or a time of day, a part of 1.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Some(percent) = text.strip_suffix('%') {
        return digits(percent).map(|number| number / 100.0);
    }
    let sign = |c: char| matches!(c, '$' | '€' | '£' | '¥');
    digits(text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)).unwrap_or(text)).or_else(|| time(text))
}

fn digits(text: &str) -> Option<f64> {
    let text = text.trim();
    let well = |b: u8| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b',' | b'e' | b'E');
    if text.is_empty() || !text.bytes().all(well) || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    text.replacen(',', ".", 1).parse().ok()
}

fn time(text: &str) -> Option<f64> {
    let upper = text.to_ascii_uppercase();
    let half = |ending: &str| upper.strip_suffix(ending).map(str::trim_end);
    let (text, noon) = match (half("AM"), half("PM")) {
        (Some(time), _) => (time, Some(0.0)),
        (_, Some(time)) => (time, Some(0.5)),
        _ => (upper.as_str(), None),
    };
    let parts: Vec<&str> = text.split(':').collect();
    let well = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(well) {
        return None;
    }
    let seconds = parts.iter().zip([3600.0, 60.0, 1.0]).map(|(part, unit)| part.parse::<f64>().unwrap_or(0.0) * unit);
    let day = seconds.sum::<f64>() / 86_400.0;
    // Twelve of either half comes before one.
    Some(noon.map_or(day, |noon| if day >= 0.5 { day - 0.5 } else { day } + noon))
}

fn same_number(expected: &str, found: f64) -> bool {
    if let Ok(day) = expected.parse::<NaiveDate>() {
        return serial(found).is_some_and(|read| read == day);
    }
    let Some(wanted) = number(expected) else { return false };
    // Spreadsheets keep 15 digits of a number, and show six of a long one.
    let allowed = match wanted.abs() {
        long if long >= 1e11 => long * 5e-6,
        short if short.fract() != 0.0 => short * 1e-12,
        _ => 0.0,
    };
    (wanted - found).abs() <= allowed
}

/// A day as spreadsheets count: days since 30 December 1899.
fn serial(number: f64) -> Option<NaiveDate> {
    if !(1.0..3_000_000.0).contains(&number) || number.fract() != 0.0 {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number within these bounds")]
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number as u64))
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Every day a text may mean: year, month and day in any of the orders that
/// people write them, a month also by its English name, midnight or not.
fn days(text: &str) -> impl Iterator<Item = NaiveDate> {
    let text = text.trim();
    let day = match text.split_once(['T', ' ']) {
        Some((day, time)) if is_midnight(time) => day,
        _ => text,
    };
    let parts: Vec<&str> = day.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let named = |part: &str| {
        let low = part.to_ascii_lowercase();
        MONTHS.iter().position(|month| low.starts_with(month) && low.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    let read = |part: &str| -> Option<(u32, bool)> {
        match named(part) {
            Some(month) => Some((u32::try_from(month).ok()? + 1, true)),
            None if part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()) => Some((part.parse().ok()?, false)),
            None => None,
        }
    };
    let numbers: Option<Vec<(u32, bool)>> = parts.iter().map(|part| read(part)).collect();
    let orders: &[[usize; 3]] = match numbers.as_deref() {
        Some([_, _, _]) => &[[0, 1, 2], [2, 1, 0], [2, 0, 1]],
        _ => &[],
    };
    let numbers = numbers.unwrap_or_default();
    orders.iter().filter_map(move |[year, month, day]| {
        let ((year, named_year), (month, _), (day, named_day)) = (numbers[*year], numbers[*month], numbers[*day]);
        if named_year || named_day {
            return None;
        }
        // Two digits: spreadsheets take 30 to 99 for the last century.
        let year = match year {
            0..=29 => year + 2000,
            30..=99 => year + 1900,
            _ => year,
        };
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
    })
}

fn is_midnight(time: &str) -> bool {
    let digits: String = time.chars().filter(char::is_ascii_digit).collect();
    let rest_is_dividers = time.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z' | ' '));
    rest_is_dividers && !digits.is_empty() && digits.bytes().all(|b| b == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(expected: &str, found: &str) -> bool {
        same(expected, Some(&Value::Text(found.to_owned())))
    }

    #[test]
    fn a_day_in_any_spelling_is_that_day_and_no_other() {
        for found in [
            "2026-11-20",
            "20.11.2026",
            "11/20/2026",
            "20/11/26",
            "2026/11/20",
            "20-Nov-26",
            "20 November 2026",
            "Nov 20 2026",
            "2026-11-20 00:00:00",
            "2026-11-20T00:00:00Z",
            " 2026-11-20 ",
        ] {
            assert!(text("2026-11-20", found), "{found}");
        }
        for found in ["2026-11-21", "21.11.2026", "2026-11-20 09:00", "20.11.1926", "2026-11", "never", "", "20.11"] {
            assert!(!text("2026-11-20", found), "{found}");
        }
        assert!(same("2026-11-20", Some(&Value::Number(46_346.0))));
        assert!(!same("2026-11-20", Some(&Value::Number(46_347.0))));
        assert!(!same("2026-11-20", Some(&Value::Number(46_346.5))));
        assert!(text("2026-04-05", "05/04/2026") && text("2026-04-05", "04/05/2026"));
    }

    #[test]
    fn what_looks_like_a_number_may_be_respelled() {
        assert!(text("007", "7") && text("007", "7.0") && text("1e5", "100000") && text("12", "12"));
        assert!(text("123456789012345678", "1.23457E+17"));
        assert!(same("0042", Some(&Value::Number(42.0))));
        assert!(!text("007", "8") && !text("12", "") && !text("12", "12a") && !text("a", "1"));
        assert!(!text("123456789012345678", "1.23458E+17"));
        for (expected, found) in [("10%", 0.1), ("12:30", 0.520_833_333_333_333), ("$5", 5.0), ("1:00:00", 1.0 / 24.0)]
        {
            assert!(same(expected, Some(&Value::Number(found))), "{expected}");
            assert!(!same(expected, Some(&Value::Number(found + 0.01))), "{expected}");
        }
        for (expected, found) in [("12:30", "12:30:00 PM"), ("0:30", "12:30 am"), ("13:05", "01:05:00 PM")] {
            assert!(text(expected, found) && !text(expected, "11:00 PM"), "{expected}");
        }
        assert!(text("12:30", "12:30:00") && !text("12:30", "12:31") && !text("12:3a", "12:3b") && !text("%", "$"));
        assert!(!text("1000", "1001") && !same("role", Some(&Value::Number(1.0))));
    }

    #[test]
    fn words_are_the_same_but_for_space_and_guards() {
        assert!(text("=1+1", "'=1+1") && text("=1+1", "=1+1") && text("a b", " a\u{a0}\r\nb "));
        assert!(text("TRUE", "true") && same("True", Some(&Value::Bool(true))));
        assert!(!text("Owner", "owner") && !text("Owner", "") && !same("Owner", None));
        assert!(same("", None) && text("", " ") && !text("", "x"));
        assert!(!same("4", Some(&Value::Formula("2+2".into()))));
    }
}
