//! Lines of an LDIF, unfolded and gathered into blocks. One block is in
//! memory at a time, and none larger than 8 MiB.

use std::io::{self, Read};

const BUFFER: usize = 64 * 1024;

/// The largest block that is read, in bytes.
pub(super) const MAX_BLOCK: usize = 8 * 1024 * 1024;

/// The lines between two blank ones.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// The line it begins on.
    pub(super) line: u64,
    /// Its lines without comments, unfolded, each with its number.
    pub(super) lines: Vec<(u64, Vec<u8>)>,
    /// Larger than [`MAX_BLOCK`]; its lines were dropped.
    pub(super) too_large: bool,
    /// The file ends within its last line: there is no line end.
    pub(super) ends_file: bool,
}

/// Reads block after block.
pub(super) struct Blocks<R> {
    reader: R,
    buffer: Vec<u8>,
    at: usize,
    line: u64,
    done: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), at: 0, line: 0, done: false }
    }

    fn refill(&mut self) -> io::Result<bool> {
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
                    return Err(e);
                }
            }
        }
    }

    /// Reads one line without its end into `into`, at most `room` bytes of
    /// it. Gives its length, and whether it had an end; none at the file's end.
    fn line(&mut self, into: &mut Vec<u8>, room: usize) -> io::Result<Option<(usize, bool)>> {
        into.clear();
        let mut length = 0;
        loop {
            if self.at == self.buffer.len() && !self.refill()? {
                self.line += u64::from(length > 0);
                return Ok((length > 0).then_some((length, false)));
            }
            let chunk = &self.buffer[self.at..];
            let found = memchr::memchr(b'\n', chunk);
            let part = &chunk[..found.unwrap_or(chunk.len())];
            into.extend_from_slice(&part[..part.len().min(room.saturating_sub(into.len()))]);
            length += part.len();
            self.at += part.len() + usize::from(found.is_some());
            if found.is_some() {
                self.line += 1;
                if into.len() == length && into.last() == Some(&b'\r') {
                    into.pop();
                }
                return Ok(Some((length, true)));
            }
        }
    }

    /// The next block with a line that is no comment.
    pub(super) fn next(&mut self) -> io::Result<Option<Block>> {
        let mut block = Block::default();
        let mut bytes = 0;
        let mut comment = false;
        let mut line = Vec::new();
        while !self.done {
            let room = if block.too_large { 1 } else { MAX_BLOCK };
            let Some((length, ended)) = self.line(&mut line, room)? else {
                self.done = true;
                break;
            };
            let blank = length == 0 || (length == 1 && line.is_empty());
            if blank {
                if block.lines.is_empty() && !block.too_large {
                    comment = false;
                    continue;
                }
                return Ok(Some(block));
            }
            let folded = matches!(line.first(), Some(b' '));
            if folded && comment {
                continue;
            }
            comment = !folded && line.first() == Some(&b'#');
            if comment {
                continue;
            }
            if block.lines.is_empty() && !block.too_large {
                block.line = self.line;
            }
            bytes += length;
            if bytes > MAX_BLOCK {
                block.too_large = true;
                block.lines = Vec::new();
            }
            if !block.too_large {
                match block.lines.last_mut() {
                    Some((_, whole)) if folded => whole.extend_from_slice(&line[1..]),
                    _ => block.lines.push((self.line, std::mem::take(&mut line))),
                }
            }
            block.ends_file = !ended;
        }
        Ok((!block.lines.is_empty() || block.too_large).then_some(block))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn all(text: &[u8]) -> Vec<Block> {
        let mut blocks = Blocks::new(text);
        std::iter::from_fn(|| blocks.next().unwrap()).collect()
    }

    #[test]
    fn lines_are_unfolded_and_comments_left_out() {
        let found = all(b"# a comment\n  that goes on\n\n\ndn: a\r\n b\r\n# c\n d\nx: y\n\ndn: 2");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].line, 5);
        assert_eq!(found[0].lines, [(5, b"dn: ab".to_vec()), (9, b"x: y".to_vec())]);
        assert!(!found[0].ends_file && found[1].ends_file);
        assert_eq!(found[1].lines, [(11, b"dn: 2".to_vec())]);
    }

    #[test]
    fn a_block_over_the_limit_is_dropped_and_the_next_one_read() {
        let mut text = b"dn: a\nx: ".to_vec();
        text.resize(2 * MAX_BLOCK, b'x');
        text.extend_from_slice(b"\n\ndn: b\n");
        let found = all(&text);
        assert!(found[0].too_large && found[0].lines.is_empty() && found[0].line == 1);
        assert_eq!(found[1].lines, [(4, b"dn: b".to_vec())]);
    }
}
