//! UTF-16 to UTF-8, as it streams by. A lone surrogate becomes U+FFFD, as it
//! does in every decoder of the web platform.

use std::io::{self, Read};

const CHUNK: usize = 32 * 1024;

/// Reads UTF-16 and gives UTF-8.
pub(crate) struct Utf16<R> {
    inner: R,
    big_endian: bool,
    raw: Vec<u8>,
    /// A first surrogate whose second has not been read yet.
    high: Option<u16>,
    out: Vec<u8>,
    given: usize,
    done: bool,
}

impl<R: Read> Utf16<R> {
    pub(crate) fn new(inner: R, big_endian: bool) -> Self {
        Self { inner, big_endian, raw: Vec::new(), high: None, out: Vec::new(), given: 0, done: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.given = 0;
        let kept = self.raw.len();
        self.raw.resize(kept + CHUNK, 0);
        let n = self.inner.read(&mut self.raw[kept..])?;
        self.raw.truncate(kept + n);
        if n == 0 {
            self.done = true;
            if self.high.take().is_some() || !self.raw.is_empty() {
                self.push(char::REPLACEMENT_CHARACTER);
            }
            return Ok(());
        }
        let whole = self.raw.len() & !1;
        for at in (0..whole).step_by(2) {
            let pair = [self.raw[at], self.raw[at + 1]];
            self.unit(if self.big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
        }
        self.raw.drain(..whole);
        Ok(())
    }

    fn unit(&mut self, unit: u16) {
        let high = self.high.take();
        match (high, unit) {
            (Some(high), 0xDC00..=0xDFFF) => {
                let code = 0x10000 + ((u32::from(high) - 0xD800) << 10) + (u32::from(unit) - 0xDC00);
                self.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            (Some(_), _) => {
                self.push(char::REPLACEMENT_CHARACTER);
                self.unit(unit);
            }
            (None, 0xD800..=0xDBFF) => self.high = Some(unit),
            (None, _) => self.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }

    fn push(&mut self, c: char) {
        self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.done {
            self.refill()?;
        }
        let n = into.len().min(self.out.len() - self.given);
        into[..n].copy_from_slice(&self.out[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(text in ".*", big in proptest::bool::ANY) {
            let bytes: Vec<u8> =
                text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
            let mut read = String::new();
            Utf16::new(&bytes[..], big).read_to_string(&mut read).unwrap();
            proptest::prop_assert_eq!(read, text);
        }

        #[test]
        fn any_bytes_are_text(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let mut read = String::new();
            Utf16::new(&bytes[..], false).read_to_string(&mut read).unwrap();
        }
    }
}
