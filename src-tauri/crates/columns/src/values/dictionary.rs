//! The distinct values of a part, folded.

use memchr::memmem::Finder;
use muster_model::fold::{fold, fold_case};
use muster_query::ast::{TextOp, TextTest};
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use zeroize::Zeroize;

/// After so many values it is known whether they repeat.
const TRIED: usize = 4_096;
/// Values that one thread compares.
const CHUNK: usize = 8_192;

/// One value, in the forms that comparing needs.
#[derive(Debug)]
pub(super) struct Entry {
    folded: String,
    pub(super) cased: String,
}

impl Entry {
    /// None where folding leaves nothing: that counts as absent.
    pub(super) fn new(value: &str) -> Option<Self> {
        let folded = fold(value);
        (!folded.is_empty()).then(|| Self { folded, cased: fold_case(value) })
    }

    pub(super) fn fits(&self, minds_accents: bool, test: &TextTest) -> bool {
        fits(self.folded.as_bytes(), self.cased.as_bytes(), minds_accents, test)
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.folded.zeroize();
        self.cased.zeroize();
    }
}

/// Whether a value is one that makes a test hold, or for `ne`, fail.
fn fits(folded: &[u8], cased: &[u8], minds_accents: bool, test: &TextTest) -> bool {
    let TextTest::Is(op, needle) = test else { return true };
    let part = needle.folded().as_bytes();
    match op {
        TextOp::Eq | TextOp::Ne if minds_accents => cased == needle.cased().as_bytes(),
        TextOp::Eq | TextOp::Ne => folded == part,
        TextOp::Co => Finder::new(part).find(folded).is_some(),
        TextOp::Sw => folded.starts_with(part),
        TextOp::Ew => folded.ends_with(part),
    }
}

/// Distinct values; a code is one more than a value's place. Where most values
/// differ, looking for equal ones costs more than it spares, and equal ones
/// may have several codes.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// All values one after another, folded.
    text: Vec<u8>,
    /// Where each ends.
    ends: Vec<u32>,
    /// Those that accents tell from their folded form, without case.
    cased: HashMap<u32, Box<str>>,
    /// Codes by hash, while equal values are looked for.
    known: HashMap<u64, u32>,
    hasher: RandomState,
    tried: usize,
    distinct: bool,
}

impl Dictionary {
    /// The code of a value; none where folding leaves nothing.
    pub(super) fn code(&mut self, value: &str) -> Option<u32> {
        let entry = Entry::new(value)?;
        self.tried += 1;
        if self.distinct {
            return self.add(&entry);
        }
        let hash = self.hasher.hash_one(&entry.cased);
        if let Some(code) = self.known.get(&hash).copied()
            && self.cased(code as usize - 1) == entry.cased.as_bytes()
        {
            return Some(code);
        }
        let code = self.add(&entry)?;
        self.known.insert(hash, code);
        if self.tried == TRIED && self.ends.len() > TRIED / 4 * 3 {
            self.distinct = true;
            self.known = HashMap::new();
        }
        Some(code)
    }

    fn add(&mut self, entry: &Entry) -> Option<u32> {
        let end = u32::try_from(self.text.len() + entry.folded.len()).ok()?;
        self.text.extend_from_slice(entry.folded.as_bytes());
        self.ends.push(end);
        let code = u32::try_from(self.ends.len()).ok()?;
        if entry.cased != entry.folded {
            self.cased.insert(code, entry.cased.as_str().into());
        }
        Some(code)
    }

    pub(super) fn finish(&mut self) {
        self.known = HashMap::new();
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    fn span(&self, place: usize) -> (usize, usize) {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        (start as usize, self.ends[place] as usize)
    }

    fn folded(&self, place: usize) -> &[u8] {
        let (start, end) = self.span(place);
        &self.text[start..end]
    }

    fn cased(&self, place: usize) -> &[u8] {
        let code = u32::try_from(place + 1).unwrap_or(u32::MAX);
        self.cased.get(&code).map_or_else(|| self.folded(place), |cased| cased.as_bytes())
    }

    /// The values by code from 1 on, without case.
    pub(super) fn values(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|place| self.cased(place))
    }

    /// By code, whether a value fits; nobody has the value of code 0.
    pub(super) fn fits(&self, minds_accents: bool, test: &TextTest) -> Vec<bool> {
        let mut found = vec![false; self.ends.len() + 1];
        let Some(values) = found.get_mut(1..) else { return found };
        let nothing = matches!(test, TextTest::Is(_, needle) if needle.folded().is_empty());
        match test {
            // What folding leaves nothing of equals nothing, and is part of everything.
            TextTest::Is(TextOp::Eq | TextOp::Ne, _) if nothing => {}
            _ if nothing => values.fill(true),
            TextTest::Is(TextOp::Co, needle) => self.search(needle.folded().as_bytes(), values),
            _ => values.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, values)| {
                for (place, value) in (chunk * CHUNK..).zip(values) {
                    *value = fits(self.folded(place), self.cased_if(minds_accents, place), minds_accents, test);
                }
            }),
        }
        found
    }

    /// Looked up only where it is asked for.
    fn cased_if(&self, minds_accents: bool, place: usize) -> &[u8] {
        if minds_accents { self.cased(place) } else { &[] }
    }

    /// Searches all values at once; what is found across two is passed over.
    fn search(&self, needle: &[u8], values: &mut [bool]) {
        let search = Finder::new(needle);
        values.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, values)| {
            let first = chunk * CHUNK;
            let (mut place, last) = (first, first + values.len());
            let end = self.ends[last - 1] as usize;
            let mut from = self.span(first).0;
            while let Some(hit) = search.find(&self.text[from..end]).map(|hit| from + hit) {
                place += self.ends[place..last].partition_point(|end| *end as usize <= hit);
                if hit + needle.len() <= self.ends[place] as usize {
                    values[place - first] = true;
                    from = self.ends[place] as usize;
                } else {
                    from = hit + 1;
                }
            }
        });
    }

    /// Bytes of text and places, without what is only there while it grows.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * 4 + self.cased.len() * 64
    }

    pub(super) fn memory(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 4 + self.cased.capacity() * 64 + self.known.capacity() * 16
    }
}

impl Drop for Dictionary {
    fn drop(&mut self) {
        self.text.zeroize();
        for value in self.cased.values_mut() {
            value.zeroize();
        }
    }
}
