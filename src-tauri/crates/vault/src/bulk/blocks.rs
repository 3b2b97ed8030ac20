//! Many bytes that grow without moving: what a single buffer would copy, and
//! for a moment hold twice, whenever it is full.

use std::num::NonZeroU32;

/// Bytes in a block, unless a single piece is longer. Small ones fit where pages
/// of the store were.
const BLOCK: usize = 1 << 16;

/// Pieces of bytes, each whole within a block.
#[derive(Debug, Default)]
pub(super) struct Blocks(Vec<Vec<u8>>);

/// Where a piece begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the block, counted from 1.
    block: NonZeroU32,
    at: u32,
}

impl Blocks {
    /// Adds a piece.
    pub(super) fn add(&mut self, piece: &[u8]) -> Place {
        if self.0.last().is_none_or(|block| block.capacity() - block.len() < piece.len()) {
            self.0.push(Vec::with_capacity(BLOCK.max(piece.len())));
        }
        let block = u32::try_from(self.0.len()).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX);
        let mut at = 0;
        if let Some(last) = self.0.last_mut() {
            // A block is longer than [`BLOCK`] only if it holds one piece, from 0 on.
            at = u32::try_from(last.len()).unwrap_or(u32::MAX);
            last.extend_from_slice(piece);
        }
        Place { block, at }
    }

    /// The bytes from a place on; the piece that was put there is their beginning.
    pub(super) fn from(&self, place: Place) -> Option<&[u8]> {
        self.0.get(place.block.get() as usize - 1)?.get(place.at as usize..)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_stay_where_they_were_put(lengths in prop::collection::vec(0_usize..300_000, 0..20), long in 0_usize..3_000_000) {
            let mut blocks = Blocks::default();
            let lengths: Vec<usize> = lengths.into_iter().chain([long, 5]).collect();
            let piece = |n: usize| vec![n as u8; lengths[n]];
            let places: Vec<Place> = (0..lengths.len()).map(|n| blocks.add(&piece(n))).collect();
            for (n, place) in places.into_iter().enumerate() {
                prop_assert_eq!(&blocks.from(place).unwrap()[..lengths[n]], &piece(n)[..]);
            }
        }
    }
}
