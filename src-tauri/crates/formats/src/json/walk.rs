//! Walks through a JSON text of any size: into arrays and objects step by
//! step, and over single values whole. Only the value at hand is in memory.

use super::{MAX_DEPTH, MAX_VALUE};
use std::io::{self, Read};

const BUFFER: usize = 64 * 1024;

/// Why the walk cannot go on.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The system failed to read.
    Read(io::Error),
    /// The text ends within a value.
    Cut {
        /// Where it ends.
        line: u64,
    },
    /// A byte that cannot stand where it stands.
    Syntax {
        /// Where.
        line: u64,
        /// What could stand there.
        expected: &'static str,
        /// What stands there.
        found: u8,
    },
}

/// One value, found whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Its bytes.
    Whole(&'a [u8]),
    /// Larger than [`MAX_VALUE`]; passed over.
    TooLarge,
    /// Nested deeper than [`MAX_DEPTH`]; passed over.
    TooDeep,
}

/// Where the walk is in a text.
pub(crate) struct Walker<R> {
    reader: R,
    buffer: Vec<u8>,
    at: usize,
    line: u64,
    value: Vec<u8>,
}

impl<R: Read> Walker<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), at: 0, line: 1, value: Vec::new() }
    }

    /// The line of the next byte, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    fn refill(&mut self) -> Result<bool, Broken> {
        self.buffer.resize(BUFFER, 0);
        self.at = 0;
        loop {
            match self.reader.read(&mut self.buffer) {
                Ok(n) => {
                    self.buffer.truncate(n);
                    return Ok(n > 0);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    self.buffer.clear();
                    return Err(Broken::Read(e));
                }
            }
        }
    }

    /// The next byte that means something; none at the end. Commas are passed
    /// over too: one too many or too few loses nothing.
    pub(crate) fn peek(&mut self) -> Result<Option<u8>, Broken> {
        loop {
            while let Some(byte) = self.buffer.get(self.at) {
                match byte {
                    b'\n' => self.line += 1,
                    // 0x1E separates records in JSON text sequences (RFC 7464).
                    b' ' | b'\t' | b'\r' | b',' | 0x1E => {}
                    other => return Ok(Some(*other)),
                }
                self.at += 1;
            }
            if !self.refill()? {
                return Ok(None);
            }
        }
    }

    fn must_peek(&mut self) -> Result<u8, Broken> {
        let next = self.peek()?;
        next.ok_or(Broken::Cut { line: self.line })
    }

    /// Steps into the array or object that is next.
    pub(crate) fn enter(&mut self) -> Result<(), Broken> {
        match self.must_peek()? {
            b'[' | b'{' => self.at += 1,
            found => return Err(Broken::Syntax { line: self.line, expected: "a list or an object", found }),
        }
        Ok(())
    }

    /// Within an array: whether another element is next. At the end it steps out.
    pub(crate) fn next_element(&mut self) -> Result<bool, Broken> {
        match self.must_peek()? {
            b']' => {
                self.at += 1;
                Ok(false)
            }
            found @ (b'}' | b':') => Err(Broken::Syntax { line: self.line, expected: "an element of a list", found }),
            _ => Ok(true),
        }
    }

    /// Within an object: the next key, with its value next. At the end it steps out.
    pub(crate) fn next_key(&mut self) -> Result<Option<String>, Broken> {
        match self.must_peek()? {
            b'}' => {
                self.at += 1;
                Ok(None)
            }
            b'"' => {
                let line = self.line;
                let key = match self.value()? {
                    Piece::Whole(bytes) => super::text_of(bytes),
                    Piece::TooLarge | Piece::TooDeep => None,
                };
                let key = key.ok_or(Broken::Syntax { line, expected: "a name", found: b'"' })?;
                match self.must_peek()? {
                    b':' => self.at += 1,
                    found => return Err(Broken::Syntax { line: self.line, expected: "':'", found }),
                }
                Ok(Some(key))
            }
            found => Err(Broken::Syntax { line: self.line, expected: "a name in quotes or '}'", found }),
        }
    }

    /// Reads the value that is next, whole.
    pub(crate) fn value(&mut self) -> Result<Piece<'_>, Broken> {
        self.value.clear();
        let mut scan = match self.must_peek()? {
            b'"' => Scan::new(Mode::Text),
            b'[' | b'{' => Scan::new(Mode::Structure),
            found @ (b']' | b'}' | b':') => {
                return Err(Broken::Syntax { line: self.line, expected: "a value", found });
            }
            _ => Scan::new(Mode::Bare),
        };
        if scan.mode == Mode::Text {
            self.value.push(b'"');
            self.at += 1;
        }
        let mut too_large = false;
        loop {
            let chunk = &self.buffer[self.at..];
            let (used, end) = scan.over(chunk);
            let lines = memchr::memchr_iter(b'\n', &chunk[..used]).count() as u64;
            self.line += lines;
            if let End::Mismatch(found) = end {
                return Err(Broken::Syntax { line: self.line, expected: scan.closing(), found });
            }
            if too_large || self.value.len() + used > MAX_VALUE {
                too_large = true;
                self.value.clear();
            } else {
                self.value.extend_from_slice(&chunk[..used]);
            }
            self.at += used;
            if matches!(end, End::Reached) {
                break;
            }
            if !self.refill()? {
                if scan.mode == Mode::Bare {
                    break;
                }
                return Err(Broken::Cut { line: self.line });
            }
        }
        Ok(match (too_large, scan.too_deep) {
            (_, true) => Piece::TooDeep,
            (true, false) => Piece::TooLarge,
            (false, false) => Piece::Whole(&self.value),
        })
    }

    /// Passes over the value that is next.
    pub(crate) fn skip(&mut self) -> Result<(), Broken> {
        self.value().map(|_| ())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// A number, `true`, `false`, `null` or nonsense: up to a separator.
    Bare,
    /// A string that is the whole value, after its opening quote.
    Text,
    /// An array or object.
    Structure,
}

enum End {
    Reached,
    NotYet,
    Mismatch(u8),
}

/// Finds the end of a value. It keeps which brackets are open, as bits, so
/// that nesting costs no stack.
struct Scan {
    mode: Mode,
    in_text: bool,
    escaped: bool,
    depth: usize,
    /// One bit per open bracket, the innermost lowest: 1 for an object.
    open: u64,
    too_deep: bool,
}

impl Scan {
    fn new(mode: Mode) -> Self {
        Self { mode, in_text: mode == Mode::Text, escaped: false, depth: 0, open: 0, too_deep: false }
    }

    fn closing(&self) -> &'static str {
        if self.open & 1 == 1 { "'}'" } else { "']'" }
    }

    fn over(&mut self, chunk: &[u8]) -> (usize, End) {
        let mut at = 0;
        while at < chunk.len() {
            if self.in_text {
                if self.escaped {
                    self.escaped = false;
                    at += 1;
                    continue;
                }
                let Some(found) = memchr::memchr2(b'"', b'\\', &chunk[at..]) else { return (chunk.len(), End::NotYet) };
                at += found + 1;
                if chunk[at - 1] == b'\\' {
                    self.escaped = true;
                } else {
                    self.in_text = false;
                    if self.mode == Mode::Text {
                        return (at, End::Reached);
                    }
                }
                continue;
            }
            let byte = chunk[at];
            if self.mode == Mode::Bare {
                // Of what ends it, nothing can begin it, so every value has a length.
                if matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b']' | b'}' | b':' | b'[' | b'{' | b'"') {
                    return (at, End::Reached);
                }
                at += 1;
                continue;
            }
            at += 1;
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    self.too_deep |= self.depth > MAX_DEPTH;
                    self.open = (self.open << 1) | u64::from(byte == b'{');
                }
                b'}' | b']' => {
                    if !self.too_deep && (self.open & 1 == 1) != (byte == b'}') {
                        return (at - 1, End::Mismatch(byte));
                    }
                    self.depth -= 1;
                    self.open >>= 1;
                    if self.depth == 0 {
                        return (at, End::Reached);
                    }
                }
                _ => {}
            }
        }
        (at, End::NotYet)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Gives a byte at a time, so that every value crosses a buffer's edge.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(1).min(into.len());
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn elements(text: &[u8]) -> Vec<(u64, String)> {
        let mut walker = Walker::new(Drip(text));
        walker.enter().unwrap();
        let mut all = Vec::new();
        while walker.next_element().unwrap() {
            let line = walker.line();
            match walker.value().unwrap() {
                Piece::Whole(bytes) => all.push((line, String::from_utf8(bytes.to_vec()).unwrap())),
                other => all.push((line, format!("{other:?}"))),
            }
        }
        all
    }

    #[test]
    fn elements_are_found_with_their_lines() {
        let text = b"[\n {\"a\": \"]}\\\"\",\n \"b\": [1]}\n, 12 ,\n\"x,\\\\\", nonsense]";
        assert_eq!(
            elements(text),
            [
                (2, "{\"a\": \"]}\\\"\",\n \"b\": [1]}".to_owned()),
                (4, "12".to_owned()),
                (5, "\"x,\\\\\"".to_owned()),
                (5, "nonsense".to_owned())
            ]
        );
    }

    #[test]
    fn depth_costs_no_stack_and_what_follows_is_read() {
        let deep = format!("[{}{}, 1]", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(elements(deep.as_bytes()), [(1, "TooDeep".to_owned()), (1, "1".to_owned())]);
        let levels = |n: usize| elements(format!("[{}{}]", "[".repeat(n), "]".repeat(n)).as_bytes()).swap_remove(0).1;
        assert_ne!(levels(MAX_DEPTH), "TooDeep", "{MAX_DEPTH} levels are still read");
        assert_eq!(levels(MAX_DEPTH + 1), "TooDeep");
    }

    #[test]
    fn a_value_over_the_limit_is_passed_over() {
        let mut text = b"[\"".to_vec();
        text.resize(MAX_VALUE + 10, b'x');
        text.extend_from_slice(b"\", 2]");
        let mut walker = Walker::new(&text[..]);
        walker.enter().unwrap();
        assert_eq!(walker.value().unwrap(), Piece::TooLarge);
        assert!(walker.value.capacity() <= 2 * MAX_VALUE, "it was not kept");
        assert_eq!(walker.value().unwrap(), Piece::Whole(b"2"));
    }

    #[test]
    fn a_cut_and_a_wrong_bracket_are_told_apart() {
        let mut cut = Walker::new(&b"[\n{\"a\":\n"[..]);
        cut.enter().unwrap();
        assert!(matches!(cut.value(), Err(Broken::Cut { line: 3 })));
        let mut wrong = Walker::new(&b"[{\"a\":[1}]"[..]);
        wrong.enter().unwrap();
        assert!(matches!(wrong.value(), Err(Broken::Syntax { found: b'}', .. })));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_come_to_an_end(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let mut walker = Walker::new(&bytes[..]);
            while let Ok(Some(_)) = walker.peek() {
                if walker.skip().is_err() { break }
            }
        }
    }
}
