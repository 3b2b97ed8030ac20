//! A TOML file as it is read: every problem is kept with its line, and reading
//! goes on, so that one look at a file tells all that is wrong with it.

use super::problem::{Problem, Weight};
use muster_query::near;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// The most bytes of a file.
const MOST_BYTES: usize = 1 << 20;
/// The most characters of a text.
const MOST_CHARS: usize = 4_000;
/// What this program reads.
const FORMAT: i64 = 1;

/// A file as it is read.
pub(crate) struct Page<'t> {
    file: &'t str,
    text: &'t str,
    /// Where lines end: a file can have as many problems as lines.
    ends: Vec<usize>,
    /// The rule or control that is being read.
    pub within: Option<String>,
    pub problems: Vec<Problem>,
}

/// A value and its place in the file.
pub(crate) struct Placed<T> {
    pub value: T,
    pub at: Range<usize>,
}

impl<'t> Page<'t> {
    pub fn new(file: &'t str, text: &'t str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        Self { file, text, ends, within: None, problems: Vec::new() }
    }

    /// Reads the file's table; none if it is no TOML at all.
    pub fn table(&mut self) -> Option<DeTable<'t>> {
        if self.text.len() > MOST_BYTES {
            let what = format!("the file has {} bytes", self.text.len());
            self.wrong(0..0, "", what, format!("split it into files of at most {MOST_BYTES} bytes"));
            return None;
        }
        match DeTable::parse(self.text) {
            Ok(table) => Some(table.into_inner()),
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                let what = format!("this is no TOML: {}", error.message().trim().replace('\n', "; "));
                self.wrong(at, "", what, "correct the line; texts go in quotes, lists in brackets");
                None
            }
        }
    }

    /// Notes a problem that makes the file unusable.
    pub fn wrong(&mut self, at: Range<usize>, field: &str, what: impl Into<String>, remedy: impl Into<String>) {
        self.note(at, field, what.into(), remedy.into(), Weight::Wrong);
    }

    /// Notes what probably was not meant.
    pub fn doubt(&mut self, at: Range<usize>, field: &str, what: impl Into<String>, remedy: impl Into<String>) {
        self.note(at, field, what.into(), remedy.into(), Weight::Doubtful);
    }

    fn note(&mut self, at: Range<usize>, field: &str, what: String, remedy: String, weight: Weight) {
        let line = self.line(at.start);
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line: Some(line),
            within: self.within.clone(),
            field: field.to_owned(),
            what,
            remedy,
            weight,
        });
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> usize {
        1 + self.ends.partition_point(|end| *end < at)
    }

    /// The format's version, which every file states.
    pub fn format(&mut self, table: &DeTable<'_>) {
        match self.number(table, "", "format") {
            Some(found) if found.value == FORMAT => {}
            Some(found) => {
                let what = format!("this is version {}, and this program reads version {FORMAT}", found.value);
                self.wrong(found.at, "format", what, "use a newer Muster, or write format = 1");
            }
            None => {
                if get(table, "format").is_none() {
                    self.wrong(0..0, "format", "the file does not say its version", "begin it with format = 1");
                }
            }
        }
    }

    /// Notes every key that is not among `known`.
    pub fn unknown(&mut self, table: &DeTable<'_>, prefix: &str, known: &[&str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let remedy = match near(name, known.iter().copied(), 1).first() {
                    Some(meant) => format!("write {meant}"),
                    None => format!("use one of {}", known.join(", ")),
                };
                let field = format!("{prefix}{}", short(name));
                self.wrong(key.span(), &field, "there is no such field", remedy);
            }
        }
    }

    /// A text that must be there and say something.
    pub fn text(&mut self, table: &DeTable<'_>, at: Range<usize>, key: &str, such_as: &str) -> Option<Placed<String>> {
        let found = self.maybe_text(table, key);
        if found.is_none() && get(table, key).is_none() {
            self.wrong(at, key, "it is missing", format!("add {key} = {such_as}"));
        }
        found
    }

    /// A text, if it is there.
    pub fn maybe_text(&mut self, table: &DeTable<'_>, key: &str) -> Option<Placed<String>> {
        let (at, value) = get(table, key)?;
        let Some(text) = value.as_str() else {
            self.wrong(at, key, "it is no text", "put it in quotes");
            return None;
        };
        self.said(key, text, at.clone()).map(|value| Placed { value, at })
    }

    fn said(&mut self, field: &str, text: &str, at: Range<usize>) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            self.wrong(at, field, "it is empty", "say something, or leave the field out");
        } else if text.chars().count() > MOST_CHARS {
            self.wrong(at, field, format!("it has more than {MOST_CHARS} characters"), "make it shorter");
        } else if text.chars().any(|c| c.is_control() && c != '\n') {
            self.wrong(at, field, "it has a character that cannot be shown", "take the character away");
        } else {
            return Some(text.to_owned());
        }
        None
    }

    /// A whole number, if it is there.
    pub fn number(&mut self, table: &DeTable<'_>, prefix: &str, key: &str) -> Option<Placed<i64>> {
        let (at, value) = get(table, key)?;
        match whole(value) {
            Some(value) => Some(Placed { value, at }),
            None => {
                self.wrong(at, &format!("{prefix}{key}"), "it is no whole number", format!("write it as {key} = 1"));
                None
            }
        }
    }

    /// A list of texts, empty if it is not there.
    pub fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Vec<Placed<String>> {
        let Some((at, value)) = get(table, key) else { return Vec::new() };
        let Some(list) = value.as_array() else {
            self.wrong(at, key, "it is no list", format!("write {key} = [\"…\", \"…\"]"));
            return Vec::new();
        };
        let mut found = Vec::new();
        for entry in list.iter() {
            match entry.get_ref().as_str() {
                Some(text) => {
                    if let Some(value) = self.said(key, text, entry.span()) {
                        found.push(Placed { value, at: entry.span() });
                    }
                }
                None => self.wrong(entry.span(), key, "an entry of the list is no text", "put it in quotes"),
            }
        }
        found
    }

    /// A list of tables, written `[[key]]`.
    pub fn tables<'v, 'i>(&mut self, table: &'v DeTable<'i>, key: &str) -> Vec<(Range<usize>, &'v DeTable<'i>)> {
        let Some((at, value)) = get(table, key) else { return Vec::new() };
        let Some(list) = value.as_array() else {
            self.wrong(at, key, "it is no list of tables", format!("begin each with [[{key}]]"));
            return Vec::new();
        };
        let mut found = Vec::new();
        for entry in list.iter() {
            match entry.get_ref().as_table() {
                Some(table) => found.push((entry.span(), table)),
                None => self.wrong(entry.span(), key, "an entry is no table", format!("begin it with [[{key}]]")),
            }
        }
        found
    }
}

/// The value of a key and its place.
pub(crate) fn get<'v, 'i>(table: &'v DeTable<'i>, key: &str) -> Option<(Range<usize>, &'v DeValue<'i>)> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| (value.span(), value.get_ref()))
}

/// A whole number.
pub(crate) fn whole(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
}

/// A name as a message can hold it.
pub(crate) fn short(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}

impl Page<'_> {
    /// The byte at which the line begins that lies so many lines below a place.
    pub fn line_start(&self, from: usize, lines: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        let opened = rest.trim_start_matches(['"', '\'']);
        // A line end right after three quotes belongs to neither.
        let skipped = usize::from(opened.starts_with(['\n', '\r']));
        if lines + skipped == 0 {
            return from;
        }
        rest.match_indices('\n').nth(lines + skipped - 1).map_or(from, |(at, _)| from + at + 1)
    }
}
