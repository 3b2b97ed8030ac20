//! For every row a short list of numbers, in chunks as long as those of text.

use crate::text::CHUNK;
use zeroize::Zeroize;

/// Lists of every row.
#[derive(Default)]
pub(crate) struct Lists {
    chunks: Vec<ListChunk>,
}

/// Lists of up to [`CHUNK`] rows, one after the other.
pub(crate) struct ListChunk {
    /// Where each list begins, and the last one ends.
    starts: Vec<u32>,
    items: Items,
}

/// The numbers of a chunk, in half the room as long as all of them are small.
enum Items {
    Short(Vec<u16>),
    Long(Vec<u32>),
}

/// The list of one row.
#[derive(Clone, Copy)]
pub(crate) enum List<'a> {
    Short(&'a [u16]),
    Long(&'a [u32]),
}

impl<'a> List<'a> {
    /// Its numbers, in order.
    pub(crate) fn iter(self) -> impl Iterator<Item = u32> + 'a {
        let (short, long): (&[u16], &[u32]) = match self {
            Self::Short(items) => (items, &[]),
            Self::Long(items) => (&[], items),
        };
        short.iter().map(|item| u32::from(*item)).chain(long.iter().copied())
    }
}

impl Items {
    fn push(&mut self, item: u32) {
        match self {
            Self::Short(items) => match u16::try_from(item) {
                Ok(item) => items.push(item),
                Err(_) => {
                    let mut long: Vec<u32> = items.iter().map(|item| u32::from(*item)).collect();
                    long.push(item);
                    items.zeroize();
                    *self = Self::Long(long);
                }
            },
            Self::Long(items) => items.push(item),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Short(items) => items.len(),
            Self::Long(items) => items.len(),
        }
    }

    fn shrink(&mut self) {
        match self {
            Self::Short(items) => items.shrink_to_fit(),
            Self::Long(items) => items.shrink_to_fit(),
        }
    }

    fn memory(&self) -> usize {
        match self {
            Self::Short(items) => 2 * items.capacity(),
            Self::Long(items) => 4 * items.capacity(),
        }
    }

    fn wipe(&mut self) {
        match self {
            Self::Short(items) => items.zeroize(),
            Self::Long(items) => items.zeroize(),
        }
    }
}

impl Lists {
    /// Adds the list of the next row.
    pub(crate) fn push(&mut self, items: impl Iterator<Item = u32>) {
        match self.chunks.last_mut() {
            Some(chunk) if chunk.starts.len() <= CHUNK => chunk.push(items),
            last => {
                // Nothing is added to a full chunk any more.
                if let Some(full) = last {
                    full.items.shrink();
                    full.starts.shrink_to_fit();
                }
                let mut chunk = ListChunk { starts: vec![0], items: Items::Short(Vec::new()) };
                chunk.push(items);
                self.chunks.push(chunk);
            }
        }
    }

    /// The list of a row.
    pub(crate) fn get(&self, row: u32) -> List<'_> {
        self.chunks[row as usize / CHUNK].get(row as usize % CHUNK)
    }

    pub(crate) fn chunk(&self, number: usize) -> &ListChunk {
        &self.chunks[number]
    }

    /// How many numbers all lists have, those of dead rows too.
    pub(crate) fn len(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.items.len()).sum()
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        self.chunks.iter().map(|chunk| 4 * chunk.starts.capacity() + chunk.items.memory()).sum()
    }

    pub(crate) fn wipe(&mut self) {
        for chunk in &mut self.chunks {
            chunk.items.wipe();
            chunk.starts.zeroize();
        }
        self.chunks.clear();
    }
}

impl ListChunk {
    fn push(&mut self, items: impl Iterator<Item = u32>) {
        items.for_each(|item| self.items.push(item));
        self.starts.push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    /// The list of a row, counted from the chunk's first.
    pub(crate) fn get(&self, row: usize) -> List<'_> {
        let span = self.starts[row] as usize..self.starts[row + 1] as usize;
        match &self.items {
            Items::Short(items) => List::Short(&items[span]),
            Items::Long(items) => List::Long(&items[span]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(lists: &Lists, row: u32) -> Vec<u32> {
        lists.get(row).iter().collect()
    }

    #[test]
    fn lists_stay_with_their_rows() {
        let mut lists = Lists::default();
        let rows = u32::try_from(2 * CHUNK + 3).unwrap_or(0);
        for row in 0..rows {
            lists.push(0..row % 4);
        }
        for row in 0..rows {
            assert_eq!(list(&lists, row), (0..row % 4).collect::<Vec<_>>(), "{row}");
        }
        assert_eq!(lists.chunks.len(), 3);
        assert!(lists.memory() >= 4 * (rows as usize));
        lists.wipe();
        assert_eq!(lists.memory(), 0);
    }

    #[test]
    fn a_large_number_does_not_harm_those_before_it() {
        let mut lists = Lists::default();
        let all: [&[u32]; 4] = [&[7, 65_535], &[], &[1, 65_536, 2], &[u32::MAX]];
        for (row, items) in (0..).zip(all) {
            lists.push(items.iter().copied());
            for before in 0..=row {
                assert_eq!(list(&lists, before), all[before as usize]);
            }
        }
    }
}
