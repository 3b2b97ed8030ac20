//! Users that something else found, in whatever order, are those and no others.
#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

proptest! {
    #[test]
    fn those_who_are_known_are_selected(
        people in prop::collection::vec(person(), 0..60),
        wanted in prop::collection::vec(-2_i64..80, 0..40),
        removed in 1_i64..60,
        sorted in any::<bool>(),
    ) {
        let mut people = distinct(&people);
        let mut columns = columns(&people);
        columns.remove(removed);
        people.retain(|p| p.id != removed);
        let mut wanted = wanted;
        if sorted {
            wanted.sort_unstable();
        }
        let selection = columns.among(wanted.iter().copied());
        let found: BTreeSet<i64> = columns.ids(&selection).unwrap().into_iter().collect();
        let known = |id: &i64| people.iter().any(|p| p.id == *id);
        let expected: BTreeSet<i64> = wanted.into_iter().filter(known).collect();
        prop_assert_eq!(selection.count(), expected.len());
        prop_assert_eq!(found, expected);
    }
}
