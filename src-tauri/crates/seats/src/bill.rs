//! What seats cost in a period. Money is in cents, time in days, and nothing
//! is rounded before the end.

use crate::terms::Period;
use chrono::NaiveDate;

/// What it costs in a period to have seats bought, in cents, rounded to the
/// nearest: for each day as many as were bought then, at the price of a month
/// times the period's months over its days. `purchases` are all seats bought,
/// from which day on, in order.
#[must_use]
pub fn bought_cents(price_cents: u64, purchases: &[(NaiveDate, u64)], period: &Period) -> u64 {
    let mut seat_days: u128 = 0;
    for (at, (from, seats)) in purchases.iter().enumerate() {
        let next = purchases.get(at + 1).and_then(|(next, _)| next.pred_opt());
        let (from, to) = ((*from).max(period.from), next.map_or(period.to, |next| next.min(period.to)));
        let days = u128::try_from((to - from).num_days() + 1).unwrap_or_default();
        seat_days = seat_days.saturating_add(days.saturating_mul(u128::from(*seats)));
    }
    let days = u128::from(period.days().max(1));
    let whole = u128::from(price_cents) * u128::from(period.months);
    match whole.checked_mul(seat_days) {
        Some(product) => u64::try_from((product + days / 2) / days).unwrap_or(u64::MAX),
        None => u64::MAX,
    }
}

/// What seats owed cost, in cents: a true-up is charged for the whole period.
#[must_use]
pub fn owed_cents(price_cents: u64, owed: u64, period: &Period) -> u64 {
    let cents = u128::from(price_cents) * u128::from(owed);
    u64::try_from(cents.saturating_mul(u128::from(period.months))).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, months: u8) -> Period {
        Period::around(day(from), months, day(from))
    }

    #[test]
    fn what_seats_cost() {
        #[rustfmt::skip]
        let table: &[(u64, &[(&str, u64)], &str, u8, u64)] = &[
            // cents  bought                                    period from  months  cents
            (2900,  &[("1970-01-01", 10)],                      "2026-01-01", 12,   348_000),
            (2900,  &[("2026-01-01", 10)],                      "2026-01-01", 12,   348_000),
            (2900,  &[("2020-01-01", 5), ("2025-01-01", 10)],   "2026-01-01", 12,   348_000),
            // 10 for 181 days, 20 for 184 of 365 days: 348.00 * (1810 + 3680) / 365
            (2900,  &[("2026-01-01", 10), ("2026-07-01", 20)],  "2026-01-01", 12,   523_430),
            // from the middle on, and after the end
            (3100,  &[("2026-01-17", 2)],                       "2026-01-01",  1,     3_000),
            (3100,  &[("2026-02-01", 2)],                       "2026-01-01",  1,         0),
            (2900,  &[],                                        "2026-01-01", 12,         0),
            (2900,  &[("2024-02-29", 1)],                       "2024-02-29", 12,    34_800),
            (0,     &[("2026-01-01", 10)],                      "2026-01-01", 12,         0),
            (u64::MAX, &[("2026-01-01", u64::MAX)],             "2026-01-01", 12,  u64::MAX),
        ];
        for (price, purchases, from, months, cents) in table {
            let purchases: Vec<_> = purchases.iter().map(|(from, seats)| (day(from), *seats)).collect();
            assert_eq!(bought_cents(*price, &purchases, &period(from, *months)), *cents, "{price} {purchases:?} {from}");
        }
    }

    #[test]
    fn seats_owed_are_charged_for_the_whole_period() {
        for (price, owed, months, cents) in
            [(2900, 3, 12, 104_400), (2900, 0, 12, 0), (2900, 3, 1, 8_700), (u64::MAX, 2, 12, u64::MAX)]
        {
            assert_eq!(owed_cents(price, owed, &period("2026-01-01", months)), cents, "{price} {owed} {months}");
        }
    }
}
