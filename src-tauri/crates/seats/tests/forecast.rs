//! Forecasts: known answers, and a backtest on invented series whose future
//! is known.
#![allow(clippy::unwrap_used)]

use chrono::{Days, NaiveDate};
use muster_seats::forecast::{Forecast, Observed, TooShort, forecast};

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + Days::new(n)
}

/// A count every so many days.
fn every(step: u64, counts: &[u64]) -> Vec<Observed> {
    (0..).zip(counts).map(|(n, count)| Observed { day: day(n * step), count: *count }).collect()
}

/// A forecast from the last count on.
fn ahead(observed: &[Observed], days: u64) -> Result<Forecast, TooShort> {
    let last = *observed.last().unwrap();
    forecast(observed, last.count, last.day, last.day + Days::new(days))
}

#[test]
fn a_straight_line_goes_on_without_a_spread() {
    let observed = every(30, &[100, 110, 120, 130, 140, 150, 160]);
    let found = ahead(&observed, 60).unwrap();
    assert_eq!((found.counts, found.since, found.days.len()), (7, day(0), 60));
    assert!((found.per_month - 10.0).abs() < 1e-9);
    for (ahead, expected) in [(3, 161), (30, 170), (60, 180)] {
        let on = found.days[ahead - 1];
        assert_eq!((on.day, on.low, on.likely, on.high), (day(180 + ahead as u64), expected, expected, expected));
    }
    assert_eq!(found.passes(169), Some(day(209)));
    assert_eq!(found.passes(180), None);
}

#[test]
fn one_unusual_month_does_not_bend_it() {
    let found = ahead(&every(30, &[100, 110, 120, 500, 140, 150, 160, 170]), 30).unwrap();
    assert!((found.per_month - 10.0).abs() < 0.5, "{}", found.per_month);
    let last = found.days.last().unwrap();
    assert!(last.low < last.likely && last.likely < last.high, "{last:?}");
}

#[test]
fn what_shrinks_ends_at_none() {
    let found = ahead(&every(30, &[60, 50, 40, 30, 20, 10, 2]), 365).unwrap();
    assert_eq!(found.days.last().map(|d| (d.low, d.likely)), Some((0, 0)));
}

#[test]
fn a_short_history_is_refused_and_says_why() {
    for (step, counts, expected) in [
        (30, 5, Some(TooShort { counts: 5, days: 120 })),
        (30, 6, None),
        // Daily counts are one a week.
        (1, 60, Some(TooShort { counts: 9, days: 56 })),
        (1, 100, None),
        // Six, but not yet ninety days.
        (17, 6, Some(TooShort { counts: 6, days: 85 })),
        (18, 6, None),
    ] {
        let observed = every(step, &vec![7; counts]);
        assert_eq!(ahead(&observed, 9).err().map(|e| e.counts), expected.map(|e| e.counts), "{step} {counts}");
    }
    assert!(forecast(&[], 0, day(0), day(9)).is_err());
    let said = TooShort { counts: 5, days: 120 }.to_string();
    assert!(said.contains("5 weeks over 120 days") && said.contains("at least 6 over 90"), "{said}");
}

#[test]
fn nothing_is_left_to_forecast_after_the_end() {
    let observed = every(30, &[9; 8]);
    assert_eq!(forecast(&observed, 9, day(210), day(210)).unwrap().days, []);
    assert_eq!(forecast(&observed, 9, day(210), day(100)).unwrap().days, []);
}

/// Numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    /// From -1 to 1, the middle likelier than the ends.
    fn roll(&mut self) -> f64 {
        let mut one = || {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
        };
        (one() + one() + one() + one()) / 2.0 - 1.0
    }
}

/// 17 months, of which the last five are to be forecast.
fn series(kind: usize, seed: u64) -> Vec<u64> {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut walk = 0.0;
    let months = (0..17).map(|month| {
        let month = f64::from(month);
        walk += dice.roll() * 12.0;
        match kind {
            // Growth with noise, a walk with drift, a level with noise, growth by a share.
            0 => 400.0 + 9.0 * month + dice.roll() * 15.0,
            1 => 400.0 + 6.0 * month + walk,
            2 => 400.0 + dice.roll() * 20.0,
            _ => 300.0 * 1.015_f64.powf(month) + dice.roll() * 8.0,
        }
    });
    months.map(|count| count.round().max(0.0) as u64).collect()
}

#[test]
fn eight_of_ten_counts_come_to_lie_within_the_spread() {
    for kind in 0..4 {
        let (mut within, mut all, mut off, mut off_if_nothing_changed) = (0, 0, 0.0, 0.0);
        for seed in 0..200 {
            let counts = series(kind, seed);
            let (known, future) = counts.split_at(12);
            let found = ahead(&every(30, known), 150).unwrap();
            for (month, count) in (1..).zip(future) {
                let expected = found.days[month * 30 - 1];
                within += u32::from((expected.low..=expected.high).contains(count));
                all += 1;
                off += expected.likely.abs_diff(*count) as f64;
                off_if_nothing_changed += known[11].abs_diff(*count) as f64;
            }
        }
        let share = f64::from(within) / f64::from(all);
        println!(
            "series {kind}: {share:.3} within, off by {off:.0}, by {off_if_nothing_changed:.0} if nothing changed"
        );
        assert!((0.75..=0.999).contains(&share), "series {kind}: {share}");
        // Where there is a trend, following it is better than none.
        assert!(kind == 2 || off < off_if_nothing_changed, "series {kind}: {off} {off_if_nothing_changed}");
    }
}
