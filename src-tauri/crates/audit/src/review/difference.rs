//! What went and what came between two populations.

use super::item::{GrantKey, Item};
use std::collections::HashMap;

/// How two populations differ, by places in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Grants that went, by their places before.
    pub gone: Vec<usize>,
    /// Grants that came, by their places after.
    pub new: Vec<usize>,
    /// Grants that stayed: places before and after.
    pub same: Vec<(usize, usize)>,
}

/// Compares two populations. A grant is the same if it is the same user's (by
/// the source's own id), with the same role on the same scope through the same
/// group; other facts may differ.
#[must_use]
pub fn difference(before: &[Item], after: &[Item]) -> Difference {
    let mut places: HashMap<GrantKey<'_>, usize> =
        after.iter().enumerate().map(|(place, item)| (item.key(), place)).collect();
    let mut found = Difference::default();
    for (place, item) in before.iter().enumerate() {
        match places.remove(&item.key()) {
            Some(after) => found.same.push((place, after)),
            None => found.gone.push(place),
        }
    }
    found.new = places.into_values().collect();
    found.new.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::testing::item;

    #[test]
    fn grants_go_come_and_stay() {
        let before = [item("ada", "Owner"), item("bob", "Guest"), item("cyd", "Guest")];
        let mut renamed = item("bob", "Guest");
        renamed.username = "robert".into();
        let after = [item("dan", "Owner"), renamed, item("ada", "Guest")];
        let found = difference(&before, &after);
        assert_eq!((found.gone, found.new, found.same), (vec![0, 2], vec![0, 2], vec![(1, 1)]));
    }
}
