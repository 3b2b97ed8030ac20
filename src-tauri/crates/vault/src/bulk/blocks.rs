//! Many bytes that grow without moving: what a single buffer would copy, and
//! for a moment hold twice, whenever it is full.

/// Bytes in a block, unless a single piece is longer: as many as 16 bits can
/// point into. Small ones fit where pages of the store were.
const BLOCK: usize = 1 << 16;

/// Pieces of bytes, each whole within a block. No more than 2^24 - 1 of them.
#[derive(Debug, Default)]
pub(super) struct Blocks(Vec<Vec<u8>>);

/// Where a piece begins, in five bytes: there is one for each of a million
/// users. The number of the block, counted from 1, in the first three, and in
/// the others where in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place([u8; 5]);

impl Place {
    /// Of what was never put anywhere.
    pub(super) const NOWHERE: Self = Self([0; 5]);
}

impl Blocks {
    /// Adds a piece.
    pub(super) fn add(&mut self, piece: &[u8]) -> Place {
        if self.0.last().is_none_or(|block| block.len() + piece.len() > BLOCK) {
            self.0.push(Vec::with_capacity(BLOCK.max(piece.len())));
        }
        let [_, high, middle, low] = u32::try_from(self.0.len()).unwrap_or_default().to_be_bytes();
        // A block is longer than [`BLOCK`] only if it holds one piece, from 0 on,
        // and a piece that is nothing fits the end of a full one.
        let at = self.0.last().map_or(0, Vec::len).min(BLOCK - 1);
        let [first, second] = u16::try_from(at).unwrap_or_default().to_be_bytes();
        if let Some(last) = self.0.last_mut() {
            last.extend_from_slice(piece);
        }
        Place([high, middle, low, first, second])
    }

    /// The bytes from a place on; the piece that was put there is their beginning.
    pub(super) fn from(&self, place: Place) -> Option<&[u8]> {
        let Place([high, middle, low, first, second]) = place;
        let block = u32::from_be_bytes([0, high, middle, low]).checked_sub(1)?;
        self.0.get(block as usize)?.get(usize::from(u16::from_be_bytes([first, second]))..)
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
