//! Which characters each row contains, as one number per row: it answers
//! searches for a single letter, which nearly every row has and which would be
//! slow to look for, and rules rows out for longer ones.

use crate::text::Field;

/// The bit of every character that has none of its own. Below it are letters,
/// digits, `. @ _ -` and space, above it which fields are there.
const OTHER: u32 = 41;

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

/// The characters of a row, in any field, and which fields it has.
pub(crate) fn of_row(username: &[u8], name: &[u8], email: &[u8]) -> u64 {
    [(username, Field::UserName), (name, Field::Name), (email, Field::Email)]
        .into_iter()
        .filter(|(text, _)| !text.is_empty())
        .fold(0, |letters, (text, field)| letters | of(text) | present(field))
}

/// That a field is there.
pub(crate) const fn present(field: Field) -> u64 {
    1 << (OTHER + 1 + field as u32)
}

/// The one character that a needle is, if a bit stands for it alone, so that
/// having the bit is having the needle.
pub(crate) fn alone(needle: &[u8]) -> Option<u8> {
    match needle {
        [byte] if bit(*byte) != OTHER => Some(*byte),
        _ => None,
    }
}
