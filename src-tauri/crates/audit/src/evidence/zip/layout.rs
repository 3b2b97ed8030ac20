//! The bytes around the files of a ZIP. Numbers are little-endian.

/// What a file begins with.
pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
/// Bytes of a file's header, name left out.
pub(super) const LOCAL_BYTES: usize = 30;
/// Version 2.0 is needed: folders.
const NEEDED: u16 = 20;
/// Made on Unix, so that the rights below are read.
const MADE_BY: u16 = 0x0300 | NEEDED;
/// 1 January 1980, the first day there is.
const DAY: u16 = 0x0021;
/// A file that its owner writes and everyone reads.
const RIGHTS: u32 = 0o100_644 << 16;

/// A file in a ZIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    /// Its path.
    pub path: String,
    /// How many bytes it has.
    pub bytes: u32,
    /// CRC-32 of them.
    pub crc: u32,
    /// Where its header begins.
    pub offset: u32,
}

fn put(out: &mut Vec<u8>, numbers: &[u16]) {
    numbers.iter().for_each(|number| out.extend(number.to_le_bytes()));
}

impl Stored {
    /// What all headers say alike: version, no flags, no compression, no time, the
    /// day; then the checksum, both sizes, and the length of the name.
    fn common(&self, out: &mut Vec<u8>) {
        put(out, &[NEEDED, 0, 0, 0, DAY]);
        for number in [self.crc, self.bytes, self.bytes] {
            out.extend(number.to_le_bytes());
        }
        put(out, &[u16::try_from(self.path.len()).unwrap_or(u16::MAX), 0]);
    }

    /// The header before its bytes.
    pub fn local(&self) -> Vec<u8> {
        let mut out = LOCAL.to_vec();
        self.common(&mut out);
        out.extend(self.path.as_bytes());
        out
    }

    /// Its line in the directory at the end.
    pub fn central(&self) -> Vec<u8> {
        let mut out = b"PK\x01\x02".to_vec();
        put(&mut out, &[MADE_BY]);
        self.common(&mut out);
        put(&mut out, &[0, 0, 0]);
        out.extend(RIGHTS.to_le_bytes());
        out.extend(self.offset.to_le_bytes());
        out.extend(self.path.as_bytes());
        out
    }
}

/// The end of the archive.
pub(super) fn end(files: u16, directory_bytes: u32, directory_at: u32) -> Vec<u8> {
    let mut out = b"PK\x05\x06".to_vec();
    put(&mut out, &[0, 0, files, files]);
    out.extend(directory_bytes.to_le_bytes());
    out.extend(directory_at.to_le_bytes());
    put(&mut out, &[0]);
    out
}
