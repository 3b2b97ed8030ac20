//! Seats owed beyond those bought.

use muster_model::TrueUp;

/// What a period comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// The count that is charged by.
    pub basis: u64,
    /// How far it is above what was bought.
    pub owed: u64,
}

/// What is owed by the daily counts of a period, or of its days so far, of
/// which the last comes last. `purchased` is what was bought at the end of
/// them: seats bought during a period settle an earlier peak, as in GitLab's
/// "users over subscription = maximum users - users in subscription"
/// (`gitlab.md` section 2.2).
#[must_use]
pub fn true_up(method: TrueUp, by_day: &[u64], purchased: u64) -> Owed {
    let basis = match method {
        TrueUp::Peak => by_day.iter().copied().max().unwrap_or_default(),
        TrueUp::Average => average(by_day.iter().copied()),
        TrueUp::EndOfPeriod => by_day.last().copied().unwrap_or_default(),
    };
    Owed { basis, owed: basis.saturating_sub(purchased) }
}

/// The average of daily counts, rounded up: a part of a seat is a seat.
fn average(by_day: impl ExactSizeIterator<Item = u64>) -> u64 {
    let days = by_day.len() as u128;
    let sum: u128 = by_day.map(u128::from).sum();
    if days == 0 { 0 } else { u64::try_from(sum.div_ceil(days)).unwrap_or(u64::MAX) }
}

/// The highest count and the first day it was reached, by place.
#[must_use]
pub fn peak(by_day: &[u64]) -> Option<(usize, u64)> {
    let best = by_day.iter().copied().max()?;
    by_day.iter().position(|count| *count == best).map(|place| (place, best))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_owed() {
        use TrueUp::{Average, EndOfPeriod, Peak};
        // GitLab's own example (gitlab.md 2.2): 10 seats are bought; 12 join;
        // 3 are blocked, which leaves 9; 4 join, which makes 13: 3 are owed.
        let example: &[u64] = &[12, 9, 13];
        #[rustfmt::skip]
        let table: &[(TrueUp, &[u64], u64, u64, u64)] = &[
            // method      daily counts      bought  basis  owed
            (Peak,         example,              10,    13,    3),
            (Peak,         &[12, 9, 13, 2],      10,    13,    3), // blocking later does not lower it
            (Peak,         &[12, 9],             10,    12,    2),
            (Peak,         &[10, 10],            10,    10,    0),
            (Peak,         &[13, 9],             15,    13,    0), // 5 more were bought after the peak
            (Peak,         &[],                  10,     0,    0),
            (Average,      &[12, 9, 13],         10,    12,    2), // 34 / 3 = 11.3
            (Average,      &[12, 12],            10,    12,    2),
            (Average,      &[1, 0, 0],            0,     1,    1), // a part of a seat is a seat
            (Average,      &[],                   0,     0,    0),
            (Average,      &[u64::MAX; 3],        0, u64::MAX, u64::MAX),
            (EndOfPeriod,  &[12, 9, 13],         10,    13,    3),
            (EndOfPeriod,  &[13, 9],             10,     9,    0),
            (EndOfPeriod,  &[],                  10,     0,    0),
        ];
        for (method, by_day, purchased, basis, owed) in table {
            let found = true_up(*method, by_day, *purchased);
            assert_eq!(found, Owed { basis: *basis, owed: *owed }, "{method} of {by_day:?} over {purchased}");
        }
    }

    #[test]
    fn a_peak_is_on_the_first_day_it_was_reached() {
        assert_eq!(peak(&[3, 7, 2, 7]), Some((1, 7)));
        assert_eq!(peak(&[]), None);
    }
}
