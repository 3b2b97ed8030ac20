//! Whether a JPEG is there to its end. The decoder fills what is missing with
//! grey, which nobody wants for a face.

const START_OF_SCAN: u8 = 0xDA;
const END: [u8; 2] = [0xFF, 0xD9];

/// Whether the picture's own end follows its pixels. The segments before them
/// are stepped over, as a thumbnail among them has an end of its own; within
/// the pixels `FF` is followed by `00` or a restart (ITU-T T.81, B.1.1).
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xFF, marker, rest @ ..]) = bytes.get(at..) {
        match *marker {
            START_OF_SCAN => return rest.windows(2).any(|pair| pair == END),
            // Fill, and markers without a length.
            0xFF => at += 1,
            0x01 | 0xD0..=0xD8 => at += 2,
            _ => {
                let Some(&[high, low]) = rest.first_chunk::<2>() else { return false };
                at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
            }
        }
    }
    false
}
