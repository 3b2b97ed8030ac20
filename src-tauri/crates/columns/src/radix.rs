//! Ordering a million rows by a number, in a few passes over memory.

use rayon::prelude::*;

/// Keys below this are marks (such as "never"), not numbers, and come first.
pub(crate) const MARKS: i64 = i64::MIN + 8;
const BITS: u32 = 11;

/// `rows` ordered by `key`; rows with equal keys stay in the order they had.
pub(crate) fn by_number(rows: &[u32], key: impl Fn(u32) -> i64 + Sync) -> Vec<u32> {
    let keyed: Vec<(i64, u32)> = rows.par_iter().map(|row| (key(*row), *row)).collect();
    let least = keyed.par_iter().map(|(key, _)| *key).filter(|key| *key >= MARKS).min().unwrap_or(0);
    // Marks keep the first eight places, numbers are counted from the least.
    let place = |key: i64| {
        if key < MARKS {
            key.wrapping_sub(i64::MIN).cast_unsigned()
        } else {
            (key.wrapping_sub(least)).cast_unsigned().saturating_add(8)
        }
    };
    let most = keyed.par_iter().map(|(key, _)| place(*key)).max().unwrap_or(0);
    if most > u64::from(u32::MAX) {
        // More than a century of seconds apart: rare, so plain sorting will do.
        let mut keyed = keyed;
        keyed.par_sort_by_key(|(key, _)| *key);
        return only_rows(&keyed);
    }
    let mut from: Vec<(u32, u32)> =
        keyed.par_iter().map(|(key, row)| (u32::try_from(place(*key)).unwrap_or(u32::MAX), *row)).collect();
    drop(keyed);
    let passes = (64 - most.leading_zeros()).div_ceil(BITS);
    let mut to = if passes > 0 { vec![(0, 0); from.len()] } else { Vec::new() };
    for pass in 0..passes {
        scatter(&from, &mut to, pass * BITS);
        std::mem::swap(&mut from, &mut to);
    }
    only_rows(&from)
}

/// The rows in a list of their own, with room to insert some. Collected from
/// `keyed` itself they would keep all of its room: a `Vec` turned into another
/// is the same piece of memory.
pub(crate) fn only_rows<K: Sync>(keyed: &[(K, u32)]) -> Vec<u32> {
    let mut rows = Vec::with_capacity(keyed.len() + spare(keyed.len()));
    rows.par_extend(keyed.par_iter().map(|(_, row)| *row));
    rows
}

/// How many rows a list has room for beyond those in it, so that one can be
/// inserted without copying all.
pub(crate) const fn spare(rows: usize) -> usize {
    rows / 64 + 64
}

/// Orders by the bits of the key from `shift` on, leaving equal ones in place.
fn scatter(from: &[(u32, u32)], to: &mut [(u32, u32)], shift: u32) {
    let digit = |key: u32| ((key >> shift) & ((1 << BITS) - 1)) as usize;
    let mut next = [0_usize; 1 << BITS];
    for (key, _) in from {
        next[digit(*key)] += 1;
    }
    let mut sum = 0;
    for place in &mut next {
        sum += std::mem::replace(place, sum);
    }
    for pair in from {
        let place = &mut next[digit(pair.0)];
        to[*place] = *pair;
        *place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_orders_as_a_stable_sort_does(
            keys in prop::collection::vec(prop_oneof![-3_i64..3, any::<i64>(), 1_600_000_000_i64..1_700_000_000, i64::MIN..MARKS], 0..300),
            narrow in any::<bool>(),
        ) {
            let keys: Vec<i64> = if narrow { keys.into_iter().map(|k| if k < MARKS { k } else { k % 1_000_000 }).collect() } else { keys };
            let rows: Vec<u32> = (0..).take(keys.len()).collect();
            let mut expected = rows.clone();
            expected.sort_by_key(|row| keys[*row as usize]);
            let ordered = by_number(&rows, |row| keys[row as usize]);
            prop_assert!(ordered.capacity() <= rows.len() + spare(rows.len()));
            prop_assert_eq!(ordered, expected);
        }
    }
}
