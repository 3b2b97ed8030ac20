//! Which rows of a chunk fit. A chunk is small enough that its working sets
//! stay in the nearest cache, and chunks are scanned side by side.

use crate::bitmap::Bitmap;
use crate::letters::{WIDTH, anywhere, in_field};
use crate::plan::{FieldTest, Plan, Step, TextStep};
use crate::store::Columns;
use crate::text::{CHUNK, Field, TextChunk};
use memchr::memmem::Finder;
use muster_query::ast::{Expr, TimeAttr};
use rayon::prelude::*;

const WORDS: usize = CHUNK / 64;

/// A set of rows of one chunk.
type Words = [u64; WORDS];

impl Columns {
    /// The live rows that fit. What only the vault can tell is taken to hold,
    /// or with `sure`, not to hold, so that the two answers enclose the truth.
    pub(crate) fn scan(&self, plan: &Plan, sure: bool) -> Bitmap {
        let Some(expr) = &plan.expr else { return self.alive.clone() };
        let mut rows = Bitmap::none(self.ids.len());
        let scan = |(number, out): (usize, &mut [u64])| {
            let alive = &self.alive.words[number * WORDS..][..out.len()];
            let mut want = [0; WORDS];
            want[..alive.len()].copy_from_slice(alive);
            let chunk = Chunk { columns: self, first: number * CHUNK, texts: &self.texts.chunks[number] };
            let mut found = [0; WORDS];
            chunk.expr(expr, &want, !sure, &mut found);
            out.copy_from_slice(&found[..out.len()]);
        };
        if rows.words.len() > WORDS {
            rows.words.par_chunks_mut(WORDS).enumerate().for_each(scan);
        } else {
            rows.words.chunks_mut(WORDS).enumerate().for_each(scan);
        }
        rows
    }
}

struct Chunk<'a> {
    columns: &'a Columns,
    /// Its first row.
    first: usize,
    texts: &'a TextChunk,
}

impl Chunk<'_> {
    /// The rows of `want` that fit, into `out`.
    fn expr(&self, expr: &Expr<Step>, want: &Words, foreign: bool, out: &mut Words) {
        match expr {
            Expr::Is(step) => self.step(step, want, foreign, out),
            Expr::Not(part) => {
                self.expr(part, want, !foreign, out);
                for (out, want) in out.iter_mut().zip(want) {
                    *out = want & !*out;
                }
            }
            Expr::And(parts) => {
                *out = *want;
                let mut left = [0; WORDS];
                for part in parts {
                    self.expr(part, out, foreign, &mut left);
                    *out = left;
                    if out.iter().all(|word| *word == 0) {
                        break;
                    }
                }
            }
            Expr::Or(parts) => {
                let (mut left, mut found) = (*want, [0; WORDS]);
                *out = [0; WORDS];
                for part in parts {
                    self.expr(part, &left, foreign, &mut found);
                    for i in 0..WORDS {
                        out[i] |= found[i];
                        left[i] &= !found[i];
                    }
                    if left.iter().all(|word| *word == 0) {
                        break;
                    }
                }
            }
        }
    }

    fn step(&self, step: &Step, want: &Words, foreign: bool, out: &mut Words) {
        let c = self.columns;
        match step {
            Step::Const(value) => *out = if *value { *want } else { [0; WORDS] },
            Step::Foreign => *out = if foreign { *want } else { [0; WORDS] },
            Step::State(mask) => self.values(&c.state, want, out, |v| mask >> v & 1 == 1),
            Step::Kind(mask) => self.values(&c.kind, want, out, |v| mask >> v & 1 == 1),
            Step::Seen(mask) => self.values(&c.seen, want, out, |v| mask >> v & 1 == 1),
            Step::Facts(bits, set, is) => self.values(&c.facts, want, out, |v| (v & bits == *set) == *is),
            Step::Time(attr, from, to, is) => {
                let column = match attr {
                    TimeAttr::LastSeen => &c.seen_at,
                    TimeAttr::Created => &c.created,
                    TimeAttr::Expires => &c.expires,
                    // Never planned: only the vault can tell.
                    TimeAttr::ReviewDate => return *out = [0; WORDS],
                };
                match column.between(*from, *to) {
                    Some((numbers, range)) => self.values(numbers, want, out, |v| range.contains(&v) == *is),
                    None => rows(want, out, |row| {
                        let at = column.get(self.first + row);
                        (*from <= at && at <= *to) == *is
                    }),
                }
            }
            Step::Level(from, to, is) => {
                self.values(&c.level, want, out, |v| (*from <= i64::from(v) && i64::from(v) <= *to) == *is);
            }
            Step::Id(from, to, is) => self.values(&c.ids, want, out, |v| (*from <= v && v <= *to) == *is),
            Step::Userstore(table) => self.values(&c.userstore, want, out, |v| table[v as usize]),
            Step::Role(table) => self.values(&c.role, want, out, |v| table[v as usize]),
            Step::Rows(rows, is) => {
                let words = rows.words.get(self.first / 64..).unwrap_or(&[]);
                let flip = if *is { 0 } else { u64::MAX };
                for (i, (out, want)) in out.iter_mut().zip(want).enumerate() {
                    *out = want & (words.get(i).copied().unwrap_or(0) ^ flip);
                }
            }
            Step::Held(held) => {
                let (grants, groups) = (c.grants.chunk(self.first / CHUNK), c.groups.chunk(self.first / CHUNK));
                rows(want, out, |row| held.holds(row, grants, groups, c.role[self.first + row]));
            }
            Step::Text(text) => {
                self.text(text, want, out);
                if !text.is {
                    for (out, want) in out.iter_mut().zip(want) {
                        *out = want & !*out;
                    }
                }
            }
        }
    }

    fn values<T: Copy>(&self, column: &[T], want: &Words, out: &mut Words, fits: impl Fn(T) -> bool) {
        within(&column[self.first..(self.first + CHUNK).min(column.len())], want, out, fits);
    }

    fn text(&self, step: &TextStep, want: &Words, out: &mut Words) {
        let texts = self.texts;
        let Some(field) = step.field else { return self.anywhere(step, want, out) };
        // Rows that lack one of the characters are ruled out first.
        let needed = in_field(step.letters, field);
        let mut likely = [0; WORDS];
        within(&texts.letters, want, &mut likely, |letters| letters & needed == needed);
        let want = &likely;
        match &step.test {
            FieldTest::Letter(_) => *out = *want,
            FieldTest::Contains(search) => self.search_field(search, field, want, out),
            FieldTest::Present => {
                let any = in_field(u64::MAX >> (64 - WIDTH), field);
                within(&texts.letters, want, out, |letters| letters & any != 0);
            }
            FieldTest::Starts(edge) => rows(want, out, |row| edge.begins(&texts.bytes[texts.span(row, field).0..])),
            FieldTest::Ends(edge) => rows(want, out, |row| edge.ends(&texts.bytes[..texts.span(row, field).1])),
            FieldTest::Equals(needle) => present(texts, field, want, out, |text| text == needle.as_slice()),
            FieldTest::EqualsCased(needle) => {
                rows(want, out, |row| {
                    !texts.get(row, field).is_empty() && texts.cased(row, field) == needle.as_slice()
                });
            }
        }
    }

    fn anywhere(&self, step: &TextStep, want: &Words, out: &mut Words) {
        let texts = self.texts;
        match &step.test {
            FieldTest::Letter(letter) => {
                let any = anywhere(*letter);
                within(&texts.letters, want, out, |letters| letters & any != 0);
            }
            FieldTest::Contains(search) => self.search(search, want, out),
            // A bare word that folding leaves nothing of is in every text;
            // bare words are not compared in any other way.
            _ => within(&texts.letters, want, out, |letters| letters != 0),
        }
    }

    /// Rows in which a text is found in any field.
    fn search(&self, search: &Finder<'_>, want: &Words, out: &mut Words) {
        let texts = self.texts;
        if few(want) {
            return rows(want, out, |row| {
                search.find(&texts.bytes[texts.starts[row] as usize..texts.starts[row + 1] as usize]).is_some()
            });
        }
        *out = [0; WORDS];
        let (mut row, mut from) = (0, 0);
        while let Some(hit) = search.find(&texts.bytes[from..]) {
            row = row_at(&texts.starts, row, from + hit);
            out[row / 64] |= 1 << (row % 64);
            row += 1;
            from = texts.starts[row] as usize;
            if row == texts.len() {
                break;
            }
        }
        for (out, want) in out.iter_mut().zip(want) {
            *out &= want;
        }
    }

    /// Rows in which a text is found in one field.
    fn search_field(&self, search: &Finder<'_>, field: Field, want: &Words, out: &mut Words) {
        let texts = self.texts;
        if few(want) {
            return rows(want, out, |row| search.find(texts.get(row, field)).is_some());
        }
        *out = [0; WORDS];
        let (mut row, mut from) = (0, 0);
        while let Some(hit) = search.find(&texts.bytes[from..]) {
            let hit = from + hit;
            row = row_at(&texts.starts, row, hit);
            let (start, end) = texts.span(row, field);
            if hit < start {
                from = start;
                continue;
            }
            if hit < end {
                out[row / 64] |= 1 << (row % 64);
            }
            row += 1;
            from = texts.starts[row] as usize;
            if row == texts.len() {
                break;
            }
        }
        for (out, want) in out.iter_mut().zip(want) {
            *out &= want;
        }
    }
}

/// Wanted rows whose value in a column of the chunk fits.
fn within<T: Copy>(column: &[T], want: &Words, out: &mut Words, fits: impl Fn(T) -> bool) {
    *out = [0; WORDS];
    for ((values, want), out) in column.chunks(64).zip(want).zip(out) {
        if *want == 0 {
            continue;
        }
        let mut word = 0;
        for (bit, value) in values.iter().enumerate() {
            word |= u64::from(fits(*value)) << bit;
        }
        *out = word & want;
    }
}

/// Whether so few rows are wanted that each is better looked at alone.
fn few(want: &Words) -> bool {
    want.iter().map(|word| word.count_ones() as usize).sum::<usize>() < CHUNK / 4
}

/// The row from `row` on in which the byte `at` lies.
fn row_at(starts: &[u32], row: usize, at: usize) -> usize {
    if (starts[row + 1] as usize) > at {
        return row;
    }
    // Gallop: hits are usually near one another, or the needle is rare.
    let mut step = 1;
    while starts.get(row + step).is_some_and(|start| *start as usize <= at) {
        step *= 2;
    }
    let end = (row + step).min(starts.len());
    let low = row + step / 2;
    low + starts[low..end].partition_point(|start| *start as usize <= at) - 1
}

fn rows(want: &Words, out: &mut Words, fits: impl Fn(usize) -> bool) {
    for (i, (want, out)) in want.iter().zip(out).enumerate() {
        *out = 0;
        let mut left = *want;
        while left != 0 {
            let bit = left.trailing_zeros() as usize;
            left &= left - 1;
            *out |= u64::from(fits(i * 64 + bit)) << bit;
        }
    }
}

/// Wanted rows whose field is there and fits.
fn present(texts: &TextChunk, field: Field, want: &Words, out: &mut Words, fits: impl Fn(&[u8]) -> bool) {
    rows(want, out, |row| {
        let text = texts.get(row, field);
        !text.is_empty() && fits(text)
    });
}
