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
    items: Vec<u32>,
}

impl Lists {
    /// Adds the list of the next row.
    pub(crate) fn push(&mut self, items: impl Iterator<Item = u32>) {
        match self.chunks.last_mut() {
            Some(chunk) if chunk.starts.len() <= CHUNK => chunk.push(items),
            last => {
                // Nothing is added to a full chunk any more.
                if let Some(full) = last {
                    full.items.shrink_to_fit();
                }
                let mut chunk = ListChunk { starts: vec![0], items: Vec::new() };
                chunk.push(items);
                self.chunks.push(chunk);
            }
        }
    }

    /// The list of a row.
    pub(crate) fn get(&self, row: u32) -> &[u32] {
        self.chunks[row as usize / CHUNK].get(row as usize % CHUNK)
    }

    pub(crate) fn chunk(&self, number: usize) -> &ListChunk {
        &self.chunks[number]
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        self.chunks.iter().map(|chunk| 4 * (chunk.starts.capacity() + chunk.items.capacity())).sum()
    }

    pub(crate) fn wipe(&mut self) {
        for chunk in &mut self.chunks {
            chunk.items.zeroize();
            chunk.starts.zeroize();
        }
        self.chunks.clear();
    }
}

impl ListChunk {
    fn push(&mut self, items: impl Iterator<Item = u32>) {
        self.items.extend(items);
        self.starts.push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    /// The list of a row, counted from the chunk's first.
    pub(crate) fn get(&self, row: usize) -> &[u32] {
        &self.items[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_stay_with_their_rows() {
        let mut lists = Lists::default();
        let rows = u32::try_from(2 * CHUNK + 3).unwrap_or(0);
        for row in 0..rows {
            lists.push(0..row % 4);
        }
        for row in 0..rows {
            assert_eq!(lists.get(row), (0..row % 4).collect::<Vec<_>>(), "{row}");
        }
        assert_eq!(lists.chunks.len(), 3);
        assert!(lists.memory() >= 4 * (rows as usize));
        lists.wipe();
        assert_eq!(lists.memory(), 0);
    }
}
