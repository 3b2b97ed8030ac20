//! Calendar days, UTC.

use chrono::{Days, NaiveDate};

const SECONDS: i64 = 86_400;

/// A calendar day, UTC, in days since 1970-01-01. Two bytes, because every
/// run has one: they reach to 2149-06-05, and what lies outside counts as the
/// first or the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u16);

impl Day {
    /// 1970-01-01: for what holds from the beginning.
    pub const FIRST: Self = Self(0);
    /// After all days: for what has no end.
    pub const END: Self = Self(u16::MAX);

    /// The day of a time in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn of(seconds: i64) -> Self {
        Self(u16::try_from(seconds.div_euclid(SECONDS).clamp(0, i64::from(u16::MAX) - 1)).unwrap_or_default())
    }

    /// The day of a date.
    #[must_use]
    pub fn from_date(date: NaiveDate) -> Self {
        Self::of(date.signed_duration_since(NaiveDate::default()).num_days().saturating_mul(SECONDS))
    }

    /// Its date.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        NaiveDate::default().checked_add_days(Days::new(u64::from(self.0))).unwrap_or(NaiveDate::MAX)
    }

    /// Its last second, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn last_second(self) -> i64 {
        (self.0 as i64 + 1) * SECONDS - 1
    }

    /// The day after it; [`Day::END`] has none.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Days from `earlier` to this one; 0 if that is not earlier.
    #[must_use]
    pub const fn since(self, earlier: Self) -> usize {
        self.0.saturating_sub(earlier.0) as usize
    }

    /// The day so many days later, [`Day::END`] at most.
    #[must_use]
    pub fn plus(self, days: usize) -> Self {
        Self(u16::try_from(days).map_or(u16::MAX, |days| self.0.saturating_add(days)))
    }

    pub(crate) const fn number(self) -> u16 {
        self.0
    }

    pub(crate) const fn numbered(number: u16) -> Self {
        Self(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_times_and_dates() {
        for (seconds, day) in [(-1, 0), (0, 0), (86_399, 0), (86_400, 1), (i64::MAX, 65_534), (i64::MIN, 0)] {
            assert_eq!(Day::of(seconds), Day(day), "{seconds}");
        }
        for date in ["1970-01-01", "2026-11-20", "2149-06-05"] {
            let date: NaiveDate = date.parse().unwrap_or_default();
            assert_eq!(Day::from_date(date).date(), date);
            assert_eq!(Day::of(Day::from_date(date).last_second()).date(), date);
        }
        assert_eq!(Day::from_date(NaiveDate::MAX), Day(65_534));
        assert_eq!(Day(65_534).next(), Day::END);
        assert_eq!(Day::END.next(), Day::END);
        assert_eq!((Day(5).since(Day(3)), Day(3).since(Day(5)), Day(3).plus(2)), (2, 0, Day(5)));
    }
}
