//! What seats come to if a change were made today.

use crate::true_up::{Owed, true_up};
use muster_model::TrueUp;

/// Seats without and with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhatIf {
    /// The highest daily count without it.
    pub peak_before: u64,
    /// The highest daily count with it: a peak that was reached stays.
    pub peak_after: u64,
    /// What is owed without it, if something was bought.
    pub owed_before: Option<u64>,
    /// What is owed with it.
    pub owed_after: Option<u64>,
}

/// A period in which a change is made.
#[derive(Debug, Clone, Copy)]
pub struct Underway<'c> {
    /// The daily counts so far, today's included.
    pub by_day: &'c [u64],
    /// The days that are left after today.
    pub left: usize,
    /// Seats bought now, if known.
    pub purchased: Option<u64>,
    /// How seats beyond them are charged.
    pub method: TrueUp,
}

/// What comes of going from one count to another today, if nothing else
/// changes until the end of the period.
#[must_use]
pub fn what_if(period: Underway<'_>, before: u64, after: u64) -> WhatIf {
    let ends_with = |count: u64| -> (u64, Option<Owed>) {
        // The change itself adds no day to an average, but can be a new peak.
        let days = if period.method == TrueUp::Average { period.left } else { period.left.max(1) };
        let rest = std::iter::repeat_n(count, days);
        let all: Vec<u64> = period.by_day.iter().copied().chain(rest).collect();
        let peak = all.iter().copied().max().unwrap_or_default();
        (peak.max(count), period.purchased.map(|purchased| true_up(period.method, &all, purchased)))
    };
    let ((peak_before, owed_before), (peak_after, owed_after)) = (ends_with(before), ends_with(after));
    let owed = |found: Option<Owed>| found.map(|found| found.owed);
    WhatIf { peak_before, peak_after, owed_before: owed(owed_before), owed_after: owed(owed_after) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The method, the counts so far, the days left, seats now and then, and the
    /// peak and what is owed before and after.
    type Row = (TrueUp, &'static [u64], usize, u64, u64, (u64, u64), (u64, u64));

    #[test]
    fn freeing_seats_lowers_no_peak() {
        use TrueUp::{Average, EndOfPeriod, Peak};
        #[rustfmt::skip]
        let table: &[Row] = &[
            // method     so far        left  now  then  peak       owed over 10
            (Peak,        &[12, 13, 13],   9,  13,    8,  (13, 13),  (3, 3)),
            (Peak,        &[12, 13, 13],   9,  13,   15,  (13, 15),  (3, 5)),
            (Peak,        &[12, 13, 13],   0,  13,   15,  (13, 15),  (3, 5)),
            (EndOfPeriod, &[12, 13, 13],   9,  13,    8,  (13, 13),  (3, 0)),
            (EndOfPeriod, &[12, 13, 13],   0,  13,    8,  (13, 13),  (3, 0)),
            // (12 + 13 + 13 + 3 * 13) / 6 = 12.8; (38 + 3 * 8) / 6 = 10.3
            (Average,     &[12, 13, 13],   3,  13,    8,  (13, 13),  (3, 1)),
        ];
        for (method, by_day, left, before, after, peaks, owed) in table {
            let period = Underway { by_day, left: *left, purchased: Some(10), method: *method };
            let found = what_if(period, *before, *after);
            assert_eq!((found.peak_before, found.peak_after), *peaks, "{method} {by_day:?} to {after}");
            assert_eq!((found.owed_before, found.owed_after), (Some(owed.0), Some(owed.1)), "{method} to {after}");
        }
        let nothing = Underway { by_day: &[], left: 0, purchased: None, method: Peak };
        let found = what_if(nothing, 0, 4);
        assert_eq!((found.peak_before, found.peak_after, found.owed_after), (0, 4, None));
    }
}
