//! Moments of every row in half the room: seconds since 1970 as 32 bits, which
//! reach until 2106. The few beyond are kept aside.

use crate::store::NONE;
use std::collections::HashMap;
use zeroize::Zeroize;

/// What stands for no time; what is not within 32 bits; the first second.
const ABSENT: u32 = 0;
const ASIDE: u32 = 1;
const FIRST: u32 = 2;

/// A time, or none ([`NONE`]), for every row.
#[derive(Default)]
pub(crate) struct Times {
    short: Vec<u32>,
    aside: HashMap<usize, i64>,
}

impl Times {
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.short.reserve(rows);
    }

    pub(crate) fn push(&mut self, at: i64) {
        self.short.push(ABSENT);
        self.set(self.short.len() - 1, at);
    }

    pub(crate) fn set(&mut self, row: usize, at: i64) {
        let code = code(at);
        self.short[row] = code;
        if code == ASIDE {
            self.aside.insert(row, at);
        } else if !self.aside.is_empty() {
            self.aside.remove(&row);
        }
    }

    pub(crate) fn get(&self, row: usize) -> i64 {
        match self.short[row] {
            ABSENT => NONE,
            ASIDE => self.aside.get(&row).copied().unwrap_or(NONE),
            code => i64::from(code - FIRST),
        }
    }

    /// All rows as numbers, and the numbers that stand for the times `from` to
    /// `to`, both included; none if some rows have a time aside.
    pub(crate) fn between(&self, from: i64, to: i64) -> Option<(&[u32], std::ops::RangeInclusive<u32>)> {
        if !self.aside.is_empty() {
            return None;
        }
        let first = if from == NONE { ABSENT } else { seconds(from) };
        // Times before 1970 would be aside, so below it there is only "none".
        let last = match to {
            0.. => seconds(to),
            _ if from == NONE => ABSENT,
            _ => ASIDE,
        };
        Some((&self.short, first..=last))
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        4 * self.short.capacity() + 24 * self.aside.capacity()
    }

    pub(crate) fn wipe(&mut self) {
        self.short.zeroize();
        self.aside.values_mut().for_each(Zeroize::zeroize);
        self.aside.clear();
    }
}

fn code(at: i64) -> u32 {
    match u32::try_from(at) {
        _ if at == NONE => ABSENT,
        Ok(at) if at <= u32::MAX - FIRST => at + FIRST,
        _ => ASIDE,
    }
}

/// The number of a time, or of the nearest there is a number for.
fn seconds(at: i64) -> u32 {
    u32::try_from(at.clamp(0, i64::from(u32::MAX - FIRST))).unwrap_or_default() + FIRST
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment() -> impl Strategy<Value = i64> {
        let edge = i64::from(u32::MAX);
        prop_oneof![
            Just(NONE),
            Just(0),
            Just(-1),
            edge - 4..edge + 4,
            0..2_000_000_000_i64,
            any::<i64>().prop_map(|at| at.max(crate::radix::MARKS))
        ]
    }

    proptest! {
        #[test]
        fn every_time_comes_back(first in prop::collection::vec(moment(), 1..20), second in moment()) {
            let mut times = Times::default();
            first.iter().for_each(|at| times.push(*at));
            times.set(0, second);
            prop_assert_eq!(times.get(0), second);
            for (row, at) in first.iter().enumerate().skip(1) {
                prop_assert_eq!(times.get(row), *at);
            }
        }

        #[test]
        fn a_stretch_of_numbers_is_a_stretch_of_times(at in prop_oneof![Just(NONE), 0..4_294_967_293_i64], from in moment(), to in moment()) {
            let mut times = Times::default();
            times.push(at);
            let (numbers, range) = times.between(from, to).unwrap();
            prop_assert_eq!(range.contains(&numbers[0]), from <= at && at <= to);
        }
    }
}
