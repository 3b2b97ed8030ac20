//! Times in a filter.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// A hundred years: what is further away is a slip of the keyboard.
const FURTHEST_DAYS: i32 = 36_525;

/// A time as a filter names it. Each is an interval: a second for instants and
/// hours, a calendar day (UTC) for days, so that `le "2026-01-31"` includes
/// that day and `lt "-90d"` means "on a day more than 90 days ago" all day long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A second, since 1970-01-01 UTC.
    Instant(i64),
    /// A day, since 1970-01-01 UTC.
    Day(i32),
    /// The day that lies so many days ahead of now (behind, if negative).
    Days(i32),
    /// The second that lies so many hours ahead of now (behind, if negative).
    Hours(i32),
}

/// How often the answer of a filter can change although no user does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// Never: no time in it is relative.
    Still,
    /// At midnight, UTC.
    Daily,
    /// With every second.
    Running,
}

impl Moment {
    /// Understands `2026-01-31`, `2026-01-31T10:00:00Z` (also with an offset,
    /// a fraction, or without a zone, which means UTC), `-90d`, `+2w`, `-12h`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::relative(text).or_else(|| Self::day(text)).or_else(|| Self::instant(text))
    }

    fn relative(text: &str) -> Option<Self> {
        let (sign, rest) = match text.split_at_checked(1)? {
            ("-", rest) => (-1, rest),
            ("+", rest) => (1, rest),
            _ => return None,
        };
        let unit = rest.chars().next_back()?;
        let digits = rest.strip_suffix(unit)?;
        if digits.is_empty() || digits.len() > 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let amount = sign * digits.parse::<i32>().ok()?;
        match unit.to_ascii_lowercase() {
            'd' => Some(amount).filter(|a| a.abs() <= FURTHEST_DAYS).map(Self::Days),
            'w' => amount.checked_mul(7).filter(|a| a.abs() <= FURTHEST_DAYS).map(Self::Days),
            'h' => Some(amount).filter(|a| a.abs() <= FURTHEST_DAYS * 24).map(Self::Hours),
            _ => None,
        }
    }

    fn day(text: &str) -> Option<Self> {
        // chrono reads signs and short years too; a date here is ten characters.
        if text.len() != 10 {
            return None;
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        i32::try_from(date.signed_duration_since(NaiveDate::default()).num_days()).ok().map(Self::Day)
    }

    fn instant(text: &str) -> Option<Self> {
        if !text.as_bytes().first()?.is_ascii_digit() || text.as_bytes().get(4) != Some(&b'-') {
            return None;
        }
        let seconds = DateTime::parse_from_rfc3339(text)
            .map(|time| time.timestamp())
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").map(|t| t.and_utc().timestamp()))
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").map(|t| t.and_utc().timestamp()))
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").map(|t| t.and_utc().timestamp()))
            .ok()?;
        // An offset can push the year out of four digits, which would not print back.
        (-62_167_219_200..253_402_300_800).contains(&seconds).then_some(Self::Instant(seconds))
    }

    /// The first second of the interval and the first after it, in seconds
    /// since 1970-01-01 UTC, when it is `now`.
    #[must_use]
    pub const fn interval(self, now: i64) -> (i64, i64) {
        match self {
            Self::Instant(at) => (at, at.saturating_add(1)),
            Self::Day(day) => (day as i64 * DAY, (day as i64 + 1) * DAY),
            Self::Days(ahead) => {
                let start = now.div_euclid(DAY).saturating_add(ahead as i64).saturating_mul(DAY);
                (start, start.saturating_add(DAY))
            }
            Self::Hours(ahead) => {
                let at = now.saturating_add(ahead as i64 * HOUR);
                (at, at.saturating_add(1))
            }
        }
    }

    /// How often it moves.
    #[must_use]
    pub const fn clock(self) -> Clock {
        match self {
            Self::Instant(_) | Self::Day(_) => Clock::Still,
            Self::Days(_) => Clock::Daily,
            Self::Hours(_) => Clock::Running,
        }
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Instant(at) => match DateTime::from_timestamp(*at, 0) {
                Some(time) => write!(f, "{}", time.format("%Y-%m-%dT%H:%M:%SZ")),
                None => write!(f, "{at}"),
            },
            Self::Day(day) => write!(f, "{}", day_text(i64::from(*day) * DAY)),
            Self::Days(ahead) => write!(f, "{ahead:+}d"),
            Self::Hours(ahead) => write!(f, "{ahead:+}h"),
        }
    }
}

/// The day of a time in seconds since 1970-01-01 UTC, as `2026-01-31`.
#[must_use]
pub fn day_text(at: i64) -> String {
    DateTime::from_timestamp(at, 0).map_or_else(|| at.to_string(), |time| time.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_time() {
        assert_eq!(Moment::read("1970-01-02"), Some(Moment::Day(1)));
        assert_eq!(Moment::read("1970-01-01T00:01:00Z"), Some(Moment::Instant(60)));
        assert_eq!(Moment::read("1970-01-01T01:00:00+01:00"), Some(Moment::Instant(0)));
        assert_eq!(Moment::read("1970-01-01T00:01:00.999"), Some(Moment::Instant(60)));
        assert_eq!(Moment::read("1970-01-01 00:01"), Some(Moment::Instant(60)));
        assert_eq!(Moment::read("-90d"), Some(Moment::Days(-90)));
        assert_eq!(Moment::read("+2w"), Some(Moment::Days(14)));
        assert_eq!(Moment::read("-12h"), Some(Moment::Hours(-12)));
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "",
            "-",
            "90d",
            "-d",
            "-90",
            "-90m",
            "-99999999d",
            "--1d",
            "2026-13-01",
            "2026-02-30",
            "26-1-1",
            "x",
            "-é",
            "é",
        ] {
            assert_eq!(Moment::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn days_are_whole_and_hours_are_exact() {
        let noon = 10 * DAY + 12 * HOUR;
        assert_eq!(Moment::Days(-1).interval(noon), (9 * DAY, 10 * DAY));
        assert_eq!(Moment::Hours(-1).interval(noon), (noon - HOUR, noon - HOUR + 1));
        assert_eq!(Moment::Day(3).interval(noon), (3 * DAY, 4 * DAY));
    }
}
