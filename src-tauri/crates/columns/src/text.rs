//! Names and e-mails, folded, in buffers that are searched whole.
//!
//! A row is written as `username FF name FF email FF`. The byte FF is in no
//! UTF-8 text, so a needle never matches across fields or rows.

use crate::letters;
use muster_model::fold::{fold, fold_case};
use rayon::prelude::*;
use std::collections::HashMap;
use zeroize::Zeroize;

/// Rows in a chunk. Each is scanned as one piece of work.
pub(crate) const CHUNK: usize = 16_384;
/// What is kept of one field, in bytes. More is nobody's name; a row stays
/// within reach of 16-bit offsets, and a chunk within those of 32 bits.
const LONGEST: usize = 32_767;
const END: u8 = 0xFF;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    UserName,
    Name,
    Email,
}

/// The texts of every row.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) chunks: Vec<TextChunk>,
}

/// The texts of up to [`CHUNK`] rows.
pub(crate) struct TextChunk {
    pub(crate) bytes: Vec<u8>,
    /// Where each row begins, and the last one ends.
    pub(crate) starts: Vec<u32>,
    /// How far from its start the username and the name of each row end.
    cuts: Vec<[u16; 2]>,
    /// Which characters each row contains; filled in by [`Texts::note_letters`].
    pub(crate) letters: Vec<u128>,
    /// Usernames and e-mails that folding changes beyond case, with case
    /// folded only: `eq` minds their accents.
    accents: HashMap<(u32, Field), String>,
}

impl Texts {
    pub(crate) fn push(&mut self, username: &str, name_order: &str, email: Option<&str>) {
        if self.chunks.last().is_none_or(|chunk| chunk.cuts.len() == CHUNK) {
            self.chunks.push(TextChunk::new());
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.push(username, name_order, email.unwrap_or(""));
        }
    }

    /// Notes which characters the rows contain that were added since the last
    /// time. Searches need it.
    pub(crate) fn note_letters(&mut self) {
        self.chunks.par_iter_mut().rev().for_each(TextChunk::note_letters);
    }

    /// The same for the last row only.
    pub(crate) fn note_letters_of_last(&mut self) {
        self.chunks.last_mut().into_iter().for_each(TextChunk::note_letters);
    }

    /// Adds a row of other texts, as it is.
    pub(crate) fn copy(&mut self, from: &Self, row: u32) {
        let text = |field| std::str::from_utf8(from.get(row, field)).unwrap_or("");
        // What is folded already folds to itself; only accents are lost by it.
        self.push(text(Field::UserName), text(Field::Name), Some(text(Field::Email)));
        let (chunk, at) = (row as usize / CHUNK, row % 16_384);
        for field in [Field::UserName, Field::Email] {
            if let Some(cased) = from.chunks[chunk].accents.get(&(at, field)).cloned()
                && let Some(last) = self.chunks.last_mut()
            {
                let to = u32::try_from(last.len() - 1).unwrap_or(u32::MAX);
                last.accents.insert((to, field), cased);
            }
        }
    }

    /// The folded text of a field, without what surrounds it.
    pub(crate) fn get(&self, row: u32, field: Field) -> &[u8] {
        self.chunks[row as usize / CHUNK].get(row as usize % CHUNK, field)
    }

    /// Whether a row was written from these texts.
    pub(crate) fn are(&self, row: u32, username: &str, name_order: &str, email: Option<&str>) -> bool {
        let chunk = &self.chunks[row as usize / CHUNK];
        let row = row as usize % CHUNK;
        let same = |field, text: &str| {
            let text = text.trim();
            let kept = chunk.get(row, field);
            if text.is_ascii() {
                return kept.eq_ignore_ascii_case(&text.as_bytes()[..text.len().min(LONGEST)]);
            }
            let mut folded = fold(text);
            let same = &folded.as_bytes()[..within_longest(&folded)] == kept
                && chunk.cased(row, field) == fold_case(text).as_bytes();
            folded.zeroize();
            same
        };
        same(Field::UserName, username)
            && &name_order.as_bytes()[..within_longest(name_order)] == chunk.get(row, Field::Name)
            && same(Field::Email, email.unwrap_or(""))
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        let each = |c: &TextChunk| {
            c.bytes.capacity()
                + c.starts.capacity() * 4
                + c.cuts.capacity() * 4
                + c.letters.capacity() * 16
                + c.accents.capacity() * 64
        };
        self.chunks.iter().map(each).sum()
    }

    pub(crate) fn wipe(&mut self) {
        self.chunks.iter_mut().for_each(TextChunk::wipe);
        self.chunks.clear();
    }
}

impl TextChunk {
    fn new() -> Self {
        Self {
            bytes: Vec::with_capacity(CHUNK),
            starts: vec![0],
            cuts: Vec::new(),
            letters: Vec::new(),
            accents: HashMap::new(),
        }
    }

    fn push(&mut self, username: &str, name_order: &str, email: &str) {
        let row = self.len();
        self.reserve(username.len() + name_order.len() + email.len());
        self.push_field(username);
        self.note_accents(row, Field::UserName, username, self.starts[row]);
        let username_end = self.end();
        self.bytes.push(END);
        debug_assert_eq!(fold(name_order), name_order, "name_order is folded");
        self.bytes.extend_from_slice(&name_order.as_bytes()[..within_longest(name_order)]);
        let name_end = self.end();
        self.bytes.push(END);
        let email_start = self.end();
        self.push_field(email);
        self.note_accents(row, Field::Email, email, email_start);
        self.bytes.push(END);
        let start = self.starts[row];
        self.cuts.push([username_end, name_end].map(|end| u16::try_from(end - start).unwrap_or(u16::MAX)));
        self.starts.push(self.end());
        if self.cuts.len() == CHUNK {
            self.reallocate(self.bytes.len());
            self.starts.shrink_to_fit();
            self.cuts.shrink_to_fit();
        }
    }

    fn note_letters(&mut self) {
        self.letters.reserve_exact(if self.letters.is_empty() { self.len() } else { 0 });
        for row in self.letters.len()..self.len() {
            let text = |field| self.get(row, field);
            let letters = letters::of_row(text(Field::UserName), text(Field::Name), text(Field::Email));
            self.letters.push(letters);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.cuts.len()
    }

    fn end(&self) -> u32 {
        // A chunk holds at most 16,384 rows of three fields of 32 KiB: 1.5 GiB.
        u32::try_from(self.bytes.len()).unwrap_or(u32::MAX)
    }

    fn push_field(&mut self, text: &str) {
        let text = text.trim();
        if text.is_ascii() {
            let text = &text.as_bytes()[..text.len().min(LONGEST)];
            self.bytes.extend(text.iter().map(u8::to_ascii_lowercase));
        } else {
            let mut folded = fold(text);
            self.bytes.extend_from_slice(&folded.as_bytes()[..within_longest(&folded)]);
            folded.zeroize();
        }
    }

    fn note_accents(&mut self, row: usize, field: Field, text: &str, start: u32) {
        if text.is_ascii() {
            return;
        }
        let cased = fold_case(text);
        if cased.as_bytes() != &self.bytes[start as usize..] {
            self.accents.insert((u32::try_from(row).unwrap_or(u32::MAX), field), cased);
        }
    }

    /// Makes room for a row. A buffer that is outgrown is wiped, not just freed.
    fn reserve(&mut self, fields: usize) {
        // Compatibility forms can grow when folded (one character to 18).
        let needed = self.bytes.len() + fields.saturating_mul(18).min(3 * LONGEST) + 3;
        if needed > self.bytes.capacity() {
            self.reallocate(needed.max(self.bytes.capacity() * 2));
        }
    }

    fn reallocate(&mut self, capacity: usize) {
        let mut bytes = Vec::with_capacity(capacity);
        bytes.extend_from_slice(&self.bytes);
        std::mem::replace(&mut self.bytes, bytes).zeroize();
    }

    /// Where a field of a row lies in the buffer.
    pub(crate) fn span(&self, row: usize, field: Field) -> (usize, usize) {
        let start = self.starts[row] as usize;
        let [username_end, name_end] = self.cuts[row].map(|end| start + usize::from(end));
        match field {
            Field::UserName => (start, username_end),
            Field::Name => (username_end + 1, name_end),
            Field::Email => (name_end + 1, self.starts[row + 1] as usize - 1),
        }
    }

    pub(crate) fn get(&self, row: usize, field: Field) -> &[u8] {
        let (start, end) = self.span(row, field);
        &self.bytes[start..end]
    }

    pub(crate) fn cased(&self, row: usize, field: Field) -> &[u8] {
        if !self.accents.is_empty()
            && let Some(text) = u32::try_from(row).ok().and_then(|row| self.accents.get(&(row, field)))
        {
            return text.as_bytes();
        }
        self.get(row, field)
    }

    fn wipe(&mut self) {
        self.bytes.zeroize();
        self.starts.zeroize();
        self.cuts.zeroize();
        self.letters.zeroize();
        self.accents.values_mut().for_each(Zeroize::zeroize);
        self.accents.clear();
    }
}

fn within_longest(text: &str) -> usize {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_folded_and_kept_apart() {
        let mut texts = Texts::default();
        texts.push(" JMüller ", "jurgen muller", Some("J@Example.ORG"));
        texts.push("ada", "", None);
        assert_eq!(texts.get(0, Field::UserName), b"jmuller");
        assert_eq!(texts.chunks[0].cased(0, Field::UserName), "jmüller".as_bytes());
        assert_eq!(texts.get(0, Field::Name), b"jurgen muller");
        assert_eq!(texts.chunks[0].cased(0, Field::Email), b"j@example.org");
        assert_eq!(texts.get(1, Field::UserName), b"ada");
        assert_eq!((texts.get(1, Field::Name), texts.get(1, Field::Email)), (&b""[..], &b""[..]));
    }

    #[test]
    fn chunks_follow_one_another_and_are_wiped() {
        let mut texts = Texts::default();
        for i in 0..=CHUNK {
            texts.push(&format!("user{i}"), "name", None);
        }
        assert_eq!(texts.chunks.len(), 2);
        assert_eq!(texts.get(16_384, Field::UserName), b"user16384");
        assert_eq!(texts.get(16_383, Field::UserName), b"user16383");
        texts.wipe();
        assert!(texts.chunks.is_empty());
    }

    #[test]
    fn a_field_without_end_is_cut_at_a_character() {
        let mut texts = Texts::default();
        texts.push(&"é".repeat(LONGEST + 1), &"ø".repeat(LONGEST), Some(&"ø".repeat(LONGEST)));
        assert_eq!(texts.get(0, Field::UserName).len(), LONGEST);
        // Two bytes each, and an odd number of them.
        assert_eq!(texts.get(0, Field::Name).len(), LONGEST - 1);
        assert_eq!(texts.get(0, Field::Email), texts.get(0, Field::Name));
    }
}
