//! What seats cost in a period. Money is in cents, time in days, and nothing
//! is rounded before the end.

use crate::terms::Period;
use chrono::NaiveDate;

/// What it costs to have seats from one day to another, both included, in
/// cents, rounded to the nearest in each licence period. `seats` are how many
/// there are, from which day on, in order; `period_of` is the licence period
/// that a day is in: each of its days costs the price of a month times the
/// period's months over its days, so that a whole period costs whole months.
#[must_use]
pub fn cost_cents(
    price_cents: u64,
    seats: &[(NaiveDate, u64)],
    from: NaiveDate,
    to: NaiveDate,
    period_of: impl Fn(NaiveDate) -> Period,
) -> u64 {
    let (mut cents, mut from) = (0_u64, from);
    while from <= to {
        let period = period_of(from);
        let last = to.min(period.to);
        cents = cents.saturating_add(in_period(price_cents, seats, from, last, &period));
        match last.succ_opt() {
            Some(next) => from = next,
            None => break,
        }
    }
    cents
}

/// The same for days of one licence period.
fn in_period(price_cents: u64, seats: &[(NaiveDate, u64)], from: NaiveDate, to: NaiveDate, period: &Period) -> u64 {
    let mut seat_days: u128 = 0;
    for (at, (since, count)) in seats.iter().enumerate() {
        let next = seats.get(at + 1).and_then(|(next, _)| next.pred_opt());
        let (from, to) = ((*since).max(from), next.map_or(to, |next| next.min(to)));
        let days = u128::try_from((to - from).num_days() + 1).unwrap_or_default();
        seat_days = seat_days.saturating_add(days.saturating_mul(u128::from(*count)));
    }
    let days = u128::from(period.days().max(1));
    let whole = u128::from(price_cents) * u128::from(period.months);
    let product = whole.checked_mul(seat_days).and_then(|product| product.checked_add(days / 2));
    product.and_then(|product| u64::try_from(product / days).ok()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Cents a month, seats from which day on, the licence's first day and
    /// months, the days, and what they cost.
    type Row = (u64, &'static [(&'static str, u64)], (&'static str, u8), (&'static str, &'static str), u64);

    #[test]
    fn what_seats_cost() {
        #[rustfmt::skip]
        let table: &[Row] = &[
            // cents  seats                                      licence             days                         cents
            (2900,  &[("1970-01-01", 10)],                      ("2026-01-01", 12), ("2026-01-01", "2026-12-31"), 348_000),
            (2900,  &[("2026-01-01", 10)],                      ("2026-01-01", 12), ("2026-01-01", "2026-12-31"), 348_000),
            (2900,  &[("2020-01-01", 5), ("2025-01-01", 10)],   ("2026-01-01", 12), ("2026-01-01", "2026-12-31"), 348_000),
            // 10 for 181 days, 20 for 184 of 365 days: 348.00 * (1810 + 3680) / 365
            (2900,  &[("2026-01-01", 10), ("2026-07-01", 20)],  ("2026-01-01", 12), ("2026-01-01", "2026-12-31"), 523_430),
            // from the middle on, and after the end
            (3100,  &[("2026-01-17", 2)],                       ("2026-01-01",  1), ("2026-01-01", "2026-01-31"),   3_000),
            (3100,  &[("2026-02-01", 2)],                       ("2026-01-01",  1), ("2026-01-01", "2026-01-31"),       0),
            // three months of days in a licence by the month cost three months
            (3100,  &[("2020-01-01", 2)],                       ("2026-01-01",  1), ("2026-01-01", "2026-03-31"),  18_600),
            // half a year: 348.00 * 181 / 365
            (2900,  &[("2020-01-01", 1)],                       ("2026-01-01", 12), ("2026-01-01", "2026-06-30"),  17_257),
            // two licence years, one of them with a leap day
            (2900,  &[("2020-01-01", 1)],                       ("2024-01-01", 12), ("2024-01-01", "2025-12-31"),  69_600),
            (2900,  &[],                                        ("2026-01-01", 12), ("2026-01-01", "2026-12-31"),       0),
            (2900,  &[("2026-01-01", 10)],                      ("2026-01-01", 12), ("2026-02-01", "2026-01-31"),       0),
            (0,     &[("2026-01-01", 10)],                      ("2026-01-01", 12), ("2026-01-01", "2026-12-31"),       0),
            (u64::MAX, &[("2026-01-01", u64::MAX)],             ("2026-01-01", 12), ("2026-01-01", "2026-12-31"), u64::MAX),
        ];
        for (price, seats, (first, months), (from, to), cents) in table {
            let seats: Vec<_> = seats.iter().map(|(from, seats)| (day(from), *seats)).collect();
            let period_of = |on| Period::around(day(first), *months, on);
            assert_eq!(
                cost_cents(*price, &seats, day(from), day(to), period_of),
                *cents,
                "{price} {seats:?} {from} {to}"
            );
        }
    }
}
