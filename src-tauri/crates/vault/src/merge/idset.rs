//! A set of row keys, one bit each: a million users take 125 KB.

/// Keys of rows, which count from 1.
#[derive(Debug, Default)]
pub(crate) struct IdSet {
    words: Vec<u64>,
    len: u64,
}

impl IdSet {
    fn place(id: i64) -> (usize, u64) {
        let id = usize::try_from(id).unwrap_or_default();
        (id / 64, 1 << (id % 64))
    }

    /// Adds a key; answers whether it is new.
    pub(crate) fn insert(&mut self, id: i64) -> bool {
        let (word, bit) = Self::place(id);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let Some(slot) = self.words.get_mut(word) else { return false };
        let new = *slot & bit == 0;
        *slot |= bit;
        self.len += u64::from(new);
        new
    }

    pub(crate) fn remove(&mut self, id: i64) {
        let (word, bit) = Self::place(id);
        if let Some(slot) = self.words.get_mut(word)
            && *slot & bit != 0
        {
            *slot &= !bit;
            self.len -= 1;
        }
    }

    pub(crate) fn contains(&self, id: i64) -> bool {
        let (word, bit) = Self::place(id);
        self.words.get(word).is_some_and(|w| w & bit != 0)
    }

    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The keys, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros();
                left &= left - 1;
                i64::try_from(at * 64 + bit as usize).ok()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    proptest::proptest! {
        #[test]
        fn it_is_a_set(ids in proptest::collection::vec((1_i64..300, proptest::bool::ANY), 0..200)) {
            let (mut set, mut model) = (IdSet::default(), BTreeSet::new());
            for (id, add) in ids {
                if add {
                    proptest::prop_assert_eq!(set.insert(id), model.insert(id));
                } else {
                    set.remove(id);
                    model.remove(&id);
                }
            }
            proptest::prop_assert_eq!(set.len(), model.len() as u64);
            proptest::prop_assert_eq!(set.is_empty(), model.is_empty());
            proptest::prop_assert!((1..300).all(|id| set.contains(id) == model.contains(&id)));
            proptest::prop_assert_eq!(set.iter().collect::<Vec<_>>(), model.into_iter().collect::<Vec<_>>());
        }
    }
}
