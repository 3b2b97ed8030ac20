//! Even shares without memory.
//!
//! Numbers 0 to n are shuffled by a keyed permutation that can be computed for
//! one number alone, forwards and backwards (a Feistel network that walks its
//! cycle until it falls inside the range). So exactly 3 % of users can be
//! pending without anyone having counted them, and any user can be made
//! without the others.

use rand::SeedableRng;
use rand::rngs::StdRng;

/// Scatters the bits of a number (the finaliser of SplitMix64).
pub fn mix(number: u64) -> u64 {
    let mut x = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Random numbers of their own for one thing about one user.
pub fn dice(seed: u64, salt: u64, index: u64) -> StdRng {
    StdRng::seed_from_u64(mix(mix(mix(seed) ^ salt) ^ index))
}

/// A keyed permutation of 0 to `size`.
#[derive(Debug, Clone, Copy)]
pub struct Shuffle {
    key: u64,
    size: u64,
    half: u32,
}

impl Shuffle {
    const ROUNDS: u64 = 4;

    pub fn new(seed: u64, salt: u64, size: u64) -> Self {
        let bits = 64 - size.max(2).saturating_sub(1).leading_zeros();
        Self { key: mix(mix(seed) ^ salt), size, half: bits.div_ceil(2).max(1) }
    }

    /// Where `index` goes; `index` itself outside the range.
    pub fn to(&self, index: u64) -> u64 {
        self.walk(index, |number| (0..Self::ROUNDS).fold(number, |n, round| self.round(n, round)))
    }

    /// Where `place` came from; `place` itself outside the range.
    pub fn from(&self, place: u64) -> u64 {
        self.walk(place, |number| {
            let swapped = self.swap(number);
            self.swap((0..Self::ROUNDS).rev().fold(swapped, |n, round| self.round(n, round)))
        })
    }

    /// Where `index` goes, as a share of the whole: 0 to 1, both excluded.
    #[expect(clippy::cast_precision_loss, reason = "shares need no more than 52 bits")]
    pub fn share(&self, index: u64) -> f64 {
        (self.to(index) as f64 + 0.5) / (self.size.max(1) as f64)
    }

    fn walk(&self, number: u64, step: impl Fn(u64) -> u64) -> u64 {
        if number >= self.size {
            return number;
        }
        let mut at = step(number);
        while at >= self.size {
            at = step(at);
        }
        at
    }

    fn round(&self, number: u64, round: u64) -> u64 {
        let mask = (1 << self.half) - 1;
        let (left, right) = (number >> self.half, number & mask);
        (right << self.half) | (left ^ (mix(self.key ^ (round << 56) ^ right) & mask))
    }

    fn swap(&self, number: u64) -> u64 {
        let mask = (1 << self.half) - 1;
        ((number & mask) << self.half) | (number >> self.half)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_one_place_and_finds_back() {
        for size in [0, 1, 2, 3, 18, 64, 65, 1130, 7777] {
            let shuffle = Shuffle::new(7, 1, size);
            let mut seen = vec![false; usize::try_from(size).unwrap_or(0)];
            for index in 0..size {
                let place = shuffle.to(index);
                assert_eq!(shuffle.from(place), index, "of {size}");
                seen[usize::try_from(place).unwrap_or(0)] = true;
            }
            assert!(seen.iter().all(|s| *s), "of {size}");
        }
    }

    #[test]
    fn another_seed_shuffles_otherwise() {
        let places = |seed| (0..1000).map(move |index| Shuffle::new(seed, 1, 1000).to(index));
        assert!(places(1).zip(places(2)).filter(|(a, b)| a == b).count() < 20);
    }
}
