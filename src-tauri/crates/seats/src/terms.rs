//! Licence periods, and what a seat costs until one ends.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Months of a licence period of which nobody said how long it is.
pub const USUAL_MONTHS: u8 = 12;

/// A licence period: whole days, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// How many months it has.
    pub months: u8,
}

impl Period {
    /// The period that `day` is in, if one begins on `first` and each has so
    /// many `months` (at least one).
    #[must_use]
    pub fn around(first: NaiveDate, months: u8, day: NaiveDate) -> Self {
        let months = months.max(1);
        let apart = i64::from(day.year() - first.year()) * 12 + i64::from(day.month()) - i64::from(first.month());
        let mut number = apart.div_euclid(i64::from(months));
        // Whole months say too much by one where the day of the month comes later.
        if start(first, months, number) > day {
            number -= 1;
        }
        let next = start(first, months, number + 1);
        Self { from: start(first, months, number), to: next.pred_opt().unwrap_or(next), months }
    }

    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> u64 {
        days(self.from, self.to) + 1
    }

    /// How many of its days come after `day`.
    #[must_use]
    pub fn left_after(&self, day: NaiveDate) -> u64 {
        days(day.max(self.from.checked_sub_days(Days::new(1)).unwrap_or(self.from)), self.to)
    }

    /// What a seat at so many cents a month costs from the day after `day` to
    /// the end of the period, in cents, rounded down.
    #[must_use]
    pub fn rest_cents(&self, price_cents: u64, day: NaiveDate) -> u64 {
        let whole = u128::from(price_cents) * u128::from(self.months);
        let rest = whole * u128::from(self.left_after(day)) / u128::from(self.days().max(1));
        u64::try_from(rest).unwrap_or(u64::MAX)
    }
}

/// The first day of the period with this number; 0 begins on `first`.
fn start(first: NaiveDate, months: u8, number: i64) -> NaiveDate {
    let distance = number.saturating_mul(i64::from(months));
    let months = Months::new(u32::try_from(distance.unsigned_abs()).unwrap_or(u32::MAX));
    let moved = if distance < 0 { first.checked_sub_months(months) } else { first.checked_add_months(months) };
    moved.unwrap_or(first)
}

fn days(from: NaiveDate, to: NaiveDate) -> u64 {
    u64::try_from((to - from).num_days()).unwrap_or(0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_follow_each_other() {
        for (first, months, on, from, to) in [
            ("2026-01-01", 12, "2026-11-20", "2026-01-01", "2026-12-31"),
            ("2024-03-15", 12, "2026-03-14", "2025-03-15", "2026-03-14"),
            ("2024-03-15", 12, "2026-03-15", "2026-03-15", "2027-03-14"),
            ("2026-06-01", 12, "2026-01-31", "2025-06-01", "2026-05-31"),
            ("1970-01-01", 12, "2026-11-20", "2026-01-01", "2026-12-31"),
            ("2026-01-31", 1, "2026-02-28", "2026-02-28", "2026-03-30"),
            ("2026-01-31", 1, "2026-02-27", "2026-01-31", "2026-02-27"),
            ("2026-02-01", 36, "2030-01-01", "2029-02-01", "2032-01-31"),
        ] {
            let period = Period::around(day(first), months, day(on));
            assert_eq!((period.from, period.to), (day(from), day(to)), "{first} {months} {on}");
        }
    }

    #[test]
    fn every_day_is_in_its_period_and_the_next_one_begins_where_it_ends() {
        let first = day("2024-01-31");
        for months in [1, 3, 12, 36] {
            for on in day("2020-01-01").iter_days().take(4_000) {
                let period = Period::around(first, months, on);
                assert!(period.from <= on && on <= period.to, "{months} {on} {period:?}");
                let next = Period::around(first, months, period.to.succ_opt().unwrap());
                assert_eq!(next.from, period.to.succ_opt().unwrap(), "{months} {on}");
            }
        }
    }

    #[test]
    fn what_is_left_is_paid_by_the_day() {
        let year = Period::around(day("2026-01-01"), 12, day("2026-11-20"));
        assert_eq!((year.days(), year.left_after(day("2026-11-20"))), (365, 41));
        // 29.00 a month are 348.00 a year; 41 of 365 days of that are 39.09.
        assert_eq!(year.rest_cents(2900, day("2026-11-20")), 3909);
        assert_eq!(year.rest_cents(2900, day("2026-12-31")), 0);
        assert_eq!(year.rest_cents(2900, day("2025-12-31")), 34_800);
        assert_eq!(year.rest_cents(2900, day("2025-01-01")), 34_800);
        assert_eq!(year.rest_cents(u64::MAX, day("2025-12-31")), u64::MAX);
    }
}
