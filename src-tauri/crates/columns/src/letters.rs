//! Which characters each field of a row contains, as one number per row: it
//! answers searches for a single letter, which nearly every row has and which
//! would be slow to look for, and rules rows out for longer ones.

use crate::text::Field;

/// Bits for each field: letters, digits, `. @ _ -`, space, and one for
/// everything else.
pub(crate) const WIDTH: u32 = 42;
const OTHER: u32 = WIDTH - 1;

/// The bit of a byte of folded text.
const fn bit(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => (byte - b'a') as u32,
        b'0'..=b'9' => (byte - b'0') as u32 + 26,
        b'.' => 36,
        b'@' => 37,
        b'_' => 38,
        b'-' => 39,
        b' ' => 40,
        _ => OTHER,
    }
}

static BITS: [u64; 256] = {
    let mut bits = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        bits[byte] = 1 << bit(byte as u8);
        byte += 1;
    }
    bits
};

/// The characters of a text.
pub(crate) fn of(text: &[u8]) -> u64 {
    text.iter().fold(0, |letters, byte| letters | BITS[usize::from(*byte)])
}

/// The characters of a row.
pub(crate) fn of_row(username: &[u8], name: &[u8], email: &[u8]) -> u128 {
    in_field(of(username), Field::UserName) | in_field(of(name), Field::Name) | in_field(of(email), Field::Email)
}

/// These characters, in one field.
pub(crate) fn in_field(letters: u64, field: Field) -> u128 {
    u128::from(letters) << (WIDTH * field as u32)
}

/// The one character that a needle is, in any field, if a bit stands for it
/// alone, so that having the bit is having the needle.
pub(crate) fn alone(needle: &[u8]) -> Option<u64> {
    match needle {
        [byte] if bit(*byte) != OTHER => Some(1 << bit(*byte)),
        _ => None,
    }
}

/// These characters, one of them in one of the fields.
pub(crate) fn anywhere(letters: u64) -> u128 {
    in_field(letters, Field::UserName) | in_field(letters, Field::Name) | in_field(letters, Field::Email)
}
