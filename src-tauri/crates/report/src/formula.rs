//! Cells that a spreadsheet would run as a formula, made harmless.
//!
//! A CSV file opened in a spreadsheet runs every cell that begins with `=`,
//! `+`, `-` or `@`, or with a tab, carriage return or line feed before one of
//! them; some locales take the full-width forms too. A display name is enough
//! to bring one in, so such a cell is written with an apostrophe before it,
//! which spreadsheets show as the text that follows.
//!
//! The rule, and its way back:
//! - **guard**: take away the leading apostrophes; if what is left begins with
//!   one of these characters and is not a plain negative number (`-12`,
//!   `-0.5`), write one apostrophe more than there were.
//! - **read back** ([`plain`]): take away the leading apostrophes; if what is
//!   left begins with one of these characters and is not a plain negative
//!   number, and there was an apostrophe, take one away.
//!
//! A number with a plus, such as a telephone number, is guarded: a spreadsheet
//! would take its plus away.

use std::borrow::Cow;

const STARTERS: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text as it may stand in a CSV cell.
#[must_use]
pub fn guard(text: &str) -> Cow<'_, str> {
    if runs(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text behind a cell that [`guard`] wrote.
#[must_use]
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if runs(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

fn runs(text: &str) -> bool {
    text.starts_with(STARTERS) && !is_negative_number(text)
}

fn is_negative_number(text: &str) -> bool {
    let Some(number) = text.strip_prefix('-') else { return false };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe() {
        for (text, cell) in [
            ("=HYPERLINK(\"http://evil.example\")", "'=HYPERLINK(\"http://evil.example\")"),
            ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1", "'＝1"),
            ("+49 30 1234", "'+49 30 1234"),
            ("'=1", "''=1"),
            ("-", "'-"),
            ("-1e5", "'-1e5"),
        ] {
            assert_eq!(guard(text), cell);
            assert_eq!(plain(cell), text);
        }
    }

    #[test]
    fn numbers_and_names_stay_as_they_are() {
        for text in ["-12", "-0.5", "12", "", "'t Hooft", "O'Brien", "Ada - Lovelace", "'-12", "a=b"] {
            assert_eq!(guard(text), text);
            assert_eq!(plain(text), text);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@\\-\t\r\n０-９0-9.a-c＝]{0,8}|.*") {
            let cell = guard(&text);
            prop_assert_eq!(plain(&cell), text.as_str());
        }

        #[test]
        fn no_cell_begins_a_formula(text in "['=+@\\-\t\r\n0-9.a-c＝＠]{0,8}") {
            let cell = guard(&text).into_owned();
            prop_assert!(!cell.starts_with(STARTERS) || cell.parse::<f64>().is_ok(), "{:?}", cell);
        }
    }
}
