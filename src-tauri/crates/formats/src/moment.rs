//! Times as files write them.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Utc};
use muster_model::Precision;

/// What [`any`] understands, for messages.
pub(crate) const FORMATS: &str = "RFC 3339 (2026-01-31T09:30:00Z), YYYY-MM-DD, YYYY-MM-DD HH:MM:SS or Unix seconds";

/// Times outside these years are mistakes or sentinels, and not every format
/// we write can hold them.
fn plausible(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (1900..=9998).contains(&at.year()).then_some(at)
}

/// RFC 3339, `2026-01-31T09:30:00.000+01:00`.
pub(crate) fn rfc3339(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc)).and_then(plausible)
}

/// A calendar day, `2026-01-31`, as its first second in UTC.
pub(crate) fn day(text: &str) -> Option<DateTime<Utc>> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |from: usize, to: usize| {
        let digits = &bytes[from..to];
        digits.iter().all(u8::is_ascii_digit).then(|| digits.iter().fold(0u32, |n, d| n * 10 + u32::from(d - b'0')))
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?;
    plausible(date.and_hms_opt(0, 0, 0)?.and_utc())
}

/// Any of [`FORMATS`], and how exact it is. A time without a zone is UTC.
pub(crate) fn any(text: &str) -> Option<(DateTime<Utc>, Precision)> {
    let text = text.trim();
    if let Some(at) = day(text) {
        return Some((at, Precision::Day));
    }
    if let Some(at) = rfc3339(text) {
        return Some((at, Precision::Second));
    }
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        let number: i64 = text.parse().ok()?;
        return match text.len() {
            9 | 10 => DateTime::from_timestamp(number, 0),
            12 | 13 => DateTime::from_timestamp_millis(number),
            _ => None,
        }
        .map(|at| (at, Precision::Second));
    }
    let bare = text.strip_suffix(" UTC").or_else(|| text.strip_suffix('Z')).unwrap_or(text);
    // With the year first, the month comes before the day wherever it is written.
    if let Some(at) = day(&text.replacen('/', "-", 2)) {
        return Some((at, Precision::Day));
    }
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M:%S"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(bare, format).ok())
        .map(|at| at.and_utc())
        .or_else(|| {
            ["%Y-%m-%d %H:%M:%S%.f %z", "%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%dT%H:%M:%S%.f%z"]
                .iter()
                .find_map(|format| DateTime::parse_from_str(text, format).ok())
                .map(|at| at.with_timezone(&Utc))
        })
        .and_then(plausible)
        .map(|at| (at, Precision::Second))
}

/// Milliseconds since 1970 (Keycloak, WSO2).
pub(crate) fn millis(number: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(number).and_then(plausible)
}

/// Active Directory's FILETIME: 100 nanoseconds since 1601. None for 0 and
/// for the largest number, both of which mean "not set".
pub(crate) fn filetime(number: i64) -> Option<DateTime<Utc>> {
    const SECONDS_1601_TO_1970: i64 = 11_644_473_600;
    DateTime::from_timestamp(number / 10_000_000 - SECONDS_1601_TO_1970, 0).and_then(plausible)
}

/// LDAP's generalized time, `20260131093000Z` or with a fraction or offset.
pub(crate) fn generalized(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let form = match digits {
        14 => "%Y%m%d%H%M%S",
        12 => "%Y%m%d%H%M",
        _ => return None,
    };
    let at = NaiveDateTime::parse_from_str(&text[..digits], form).ok()?;
    let rest = text[digits..].trim_start_matches(|c: char| matches!(c, '.' | ',') || c.is_ascii_digit());
    let offset = match rest.as_bytes() {
        [] | [b'Z'] => 0,
        [sign @ (b'+' | b'-'), h1 @ b'0'..=b'9', h2 @ b'0'..=b'9', minutes @ ..] => {
            let two = |a: u8, b: u8| i32::from(a - b'0') * 10 + i32::from(b - b'0');
            let minutes = match minutes {
                [] => 0,
                [m1 @ b'0'..=b'9', m2 @ b'0'..=b'9'] => two(*m1, *m2),
                _ => return None,
            };
            (two(*h1, *h2) * 60 + minutes) * if *sign == b'-' { -60 } else { 60 }
        }
        _ => return None,
    };
    let at = at.and_local_timezone(FixedOffset::east_opt(offset)?).single()?;
    plausible(at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> String {
        any(text).map_or_else(|| "-".to_owned(), |(at, p)| format!("{} {p}", at.format("%Y-%m-%dT%H:%M:%SZ")))
    }

    #[test]
    fn every_format_named_in_messages_is_read() {
        assert_eq!(read("2026-01-31T09:30:00+01:00"), "2026-01-31T08:30:00Z second");
        assert_eq!(read("2026-01-31"), "2026-01-31T00:00:00Z day");
        assert_eq!(read("2026-01-31 09:30:00"), "2026-01-31T09:30:00Z second");
        assert_eq!(read("2026-01-31 09:30:00 UTC"), "2026-01-31T09:30:00Z second");
        assert_eq!(read("2026-01-31 09:30:00 +0100"), "2026-01-31T08:30:00Z second");
        assert_eq!(read("2026/01/31 09:30:00"), "2026-01-31T09:30:00Z second");
        assert_eq!(read("2026/01/31"), "2026-01-31T00:00:00Z day");
        assert_eq!(read("1769851800"), "2026-01-31T09:30:00Z second");
        assert_eq!(read("1769851800000"), "2026-01-31T09:30:00Z second");
    }

    #[test]
    fn what_could_mean_two_days_is_refused() {
        for text in ["01/02/2026", "1.2.2026", "2026-13-01", "2026-02-30", "", "20260131", "0001-01-01", "yesterday"] {
            assert_eq!(read(text), "-", "{text}");
        }
    }

    #[test]
    fn directory_times() {
        assert_eq!(filetime(133_800_000_000_000_000).unwrap().to_rfc3339(), "2024-12-30T02:40:00+00:00");
        assert_eq!((filetime(0), filetime(i64::MAX), filetime(i64::MIN)), (None, None, None));
        for (text, utc) in [
            ("20260131093000Z", "2026-01-31T09:30:00+00:00"),
            ("20260131093000.123Z", "2026-01-31T09:30:00+00:00"),
            ("20260131093000.0Z", "2026-01-31T09:30:00+00:00"),
            ("20260131093000+0200", "2026-01-31T07:30:00+00:00"),
            ("202601310930Z", "2026-01-31T09:30:00+00:00"),
        ] {
            assert_eq!(generalized(text).unwrap().to_rfc3339(), utc, "{text}");
        }
        assert_eq!(generalized("000001010000Z"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = (any(&text), generalized(&text), day(&text), rfc3339(&text));
        }

        #[test]
        fn any_number_is_read_or_refused(number in proptest::num::i64::ANY) {
            let _ = (filetime(number), millis(number), any(&number.to_string()));
        }
    }
}
