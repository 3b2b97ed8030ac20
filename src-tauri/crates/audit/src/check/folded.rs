//! Finding equal texts among a million, whatever their case, without keeping
//! a folded copy of each: numbers are sorted by a hash of the folded text, and
//! the few that fall together are compared.

use muster_model::fold::fold_case;

/// A hash of a text without its case, and of what it belongs to (FNV-1a). Who
/// makes texts fall together only makes them be compared.
pub(super) fn hash(of: u64, text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let start = of.to_le_bytes().into_iter().fold(0xcbf2_9ce4_8422_2325, step);
    if text.is_ascii() {
        text.trim().bytes().map(|byte| byte.to_ascii_lowercase()).fold(start, step)
    } else {
        fold_case(text).bytes().fold(start, step)
    }
}

/// Whether two texts are equal but for case.
pub(super) fn same(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() { a.trim().eq_ignore_ascii_case(b.trim()) } else { fold_case(a) == fold_case(b) }
}

/// Shows every set of two or more that are the same, in no certain order;
/// those of a set are in the order of their numbers. What is the same has the
/// same hash.
pub(super) fn sets(mut hashed: Vec<(u64, u32)>, same: impl Fn(u32, u32) -> bool, mut see: impl FnMut(&[u32])) {
    hashed.sort_unstable();
    let mut left: Vec<u32> = Vec::new();
    let mut set: Vec<u32> = Vec::new();
    for run in hashed.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        left.clear();
        left.extend(run.iter().map(|(_, number)| *number));
        while let Some(first) = left.first().copied() {
            set.clear();
            left.retain(|number| {
                let equal = *number == first || same(first, *number);
                if equal {
                    set.push(*number);
                }
                !equal
            });
            if set.len() > 1 {
                see(&set);
            }
        }
    }
}

/// The others of a set in words: at most three by name.
pub(super) fn others(set: &[u32], but: u32, name: impl Fn(u32) -> String) -> String {
    let named: Vec<String> = set.iter().filter(|number| **number != but).take(3).map(|number| name(*number)).collect();
    match set.len() - 1 - named.len() {
        0 => match named.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        },
        1 => format!("{} and 1 other", named.join(", ")),
        more => format!("{} and {more} others", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn case_does_not_tell_texts_apart_and_accents_do() {
        for (a, b) in [("Ada@X.example", " ada@x.EXAMPLE "), ("MÜLLER", "mu\u{308}ller"), ("\u{212a}im", "kim")] {
            assert!(same(a, b) && hash(1, a) == hash(1, b), "{a} {b}");
        }
        assert!(!same("müller", "muller"));
        assert_ne!(hash(1, "ada"), hash(2, "ada"));
    }

    #[test]
    fn others_are_named_up_to_three() {
        let name = |number: u32| format!("u{number}");
        assert_eq!(others(&[1, 2], 1, name), "u2");
        assert_eq!(others(&[1, 2, 3], 2, name), "u1 and u3");
        assert_eq!(others(&[1, 2, 3, 4, 5], 1, name), "u2, u3, u4 and 1 other");
        assert_eq!(others(&[1, 2, 3, 4, 5, 6], 9, name), "u1, u2, u3 and 2 others");
    }

    proptest! {
        #[test]
        fn sets_are_those_of_a_map(texts in proptest::collection::vec("[aAbBäÄ]{0,3}", 0..40), narrow: bool) {
            let mut expected: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            for (number, text) in (0..).zip(&texts) {
                expected.entry(fold_case(text)).or_default().push(number);
            }
            let expected: Vec<Vec<u32>> = expected.into_values().filter(|set| set.len() > 1).collect();
            // With two hashes only, different texts fall together.
            let hashed = (0..).zip(&texts).map(|(n, t)| (if narrow { hash(0, t) % 2 } else { hash(0, t) }, n)).collect();
            let mut found = Vec::new();
            sets(hashed, |a, b| same(&texts[a as usize], &texts[b as usize]), |set| found.push(set.to_vec()));
            found.sort();
            let mut expected = expected;
            expected.sort();
            prop_assert_eq!(found, expected);
        }
    }
}
