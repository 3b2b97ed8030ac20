//! Sets of rows.

/// A set of rows, one bit each. What lies beyond its end is not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bitmap {
    pub(crate) words: Vec<u64>,
}

impl Bitmap {
    /// None of `rows` rows.
    pub(crate) fn none(rows: usize) -> Self {
        Self { words: vec![0; rows.div_ceil(64)] }
    }

    pub(crate) fn get(&self, row: u32) -> bool {
        self.words.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Adds or removes a row, growing as needed.
    pub(crate) fn set(&mut self, row: u32, on: bool) {
        let word = row as usize / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        if on {
            self.words[word] |= 1 << (row % 64);
        } else {
            self.words[word] &= !(1 << (row % 64));
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Its rows, in order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(i, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros();
                left &= left - 1;
                u32::try_from(i * 64).ok().map(|base| base + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_in_and_out() {
        let mut set = Bitmap::none(3);
        for row in [200, 0, 63, 64] {
            set.set(row, true);
        }
        set.set(63, false);
        assert_eq!(set.rows().collect::<Vec<_>>(), [0, 64, 200]);
        assert_eq!((set.count(), set.get(64), set.get(63), set.get(9_999)), (3, true, false, false));
    }
}
