//! Texts of a plan's file: their values filled in, their filters understood,
//! and where in the file one is that is not.

use crate::error::SeatError;
use muster_query::ast::FlagAttr;
use muster_query::{Clause, Expr, Filter, parse};
use std::collections::BTreeMap;
use toml::Spanned;

/// What stands for `{days}` and the like.
pub(super) struct Filled<'a>(&'a BTreeMap<String, String>);

impl<'a> Filled<'a> {
    pub(super) const fn new(values: &'a BTreeMap<String, String>) -> Self {
        Self(values)
    }

    /// A sentence with its values.
    pub(super) fn said(&self, text: &str) -> String {
        self.each(text, |value| value.to_owned())
    }

    /// A filter with its values, which stand in quotes there.
    fn asked(&self, text: &str) -> String {
        self.each(text, |value| value.replace('\\', "\\\\").replace('"', "\\\""))
    }

    fn each(&self, text: &str, written: impl Fn(&str) -> String) -> String {
        self.0.iter().fold(text.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), &written(value)))
    }
}

/// A plan's file, to say where in it something is.
pub(super) struct Place<'a> {
    name: &'a str,
    /// None where the filters are another file's.
    text: Option<&'a str>,
}

impl<'a> Place<'a> {
    pub(super) const fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, text: Some(text) }
    }

    pub(super) const fn elsewhere(name: &'a str) -> Self {
        Self { name, text: None }
    }

    /// The line, from 1, of a byte of a text.
    pub(super) fn line_of(text: &str, at: usize) -> usize {
        1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
    }

    /// That a field is not there.
    pub(super) fn missing(&self, field: &str, such_as: &str) -> SeatError {
        let reason = format!("it has no {field}; add one, such as {such_as}");
        SeatError::Read { name: self.name.to_owned(), reason }
    }

    /// A filter of the file; `field` is which.
    pub(super) fn filter(&self, field: &str, text: &Spanned<String>, filled: &Filled<'_>) -> Result<Filter, SeatError> {
        let asked = filled.asked(text.get_ref());
        let wrong = |at: usize, reason: String| SeatError::Filter {
            name: self.name.to_owned(),
            place: field.to_owned(),
            line: self.line(text, &asked, at),
            at,
            reason,
        };
        let filter = parse(&asked).map_err(|error| wrong(error.at, error.to_string()))?;
        match filter.expr().and_then(|expr| refused(expr, &asked)) {
            Some((at, reason)) => Err(wrong(at, reason)),
            None => Ok(filter),
        }
    }

    /// The line of a character of a filter.
    fn line(&self, text: &Spanned<String>, asked: &str, at: usize) -> Option<usize> {
        let start = text.span().start;
        let whole = self.text?;
        // A line end right after three quotes belongs to neither.
        let opening = whole.get(start..)?.trim_start_matches(['"', '\'']);
        let skipped = usize::from(opening.starts_with(['\n', '\r']) && !text.get_ref().starts_with('\n'));
        // What is missing at the end is missing on the last line that says something.
        let at = at.min(asked.trim_end().chars().count());
        let before = asked.chars().take(at).filter(|c| *c == '\n').count();
        Some(Self::line_of(whole, start) + skipped + before)
    }
}

/// What cannot be asked in a rule, in words, and at which character.
fn refused(expr: &Expr<Clause>, asked: &str) -> Option<(usize, String)> {
    let (mut words, mut flag) = (Vec::new(), None);
    expr.each(&mut |clause| match clause {
        Clause::Anywhere(needle) => words.push(needle.raw()),
        Clause::Flag(FlagAttr::Seat, _) => {
            flag = Some("a rule cannot ask for seat, since the rule says who takes one");
        }
        Clause::Flag(FlagAttr::Pending, _) => {
            flag = Some("a rule cannot ask for pending, since seats are counted by what the source says");
        }
        _ => {}
    });
    // In a rule, a bare word is a slip that would count nobody. Of several, the
    // one is named that can be found: `state equals active` is three.
    let place = |word: &str| match asked.match_indices(word).collect::<Vec<_>>().as_slice() {
        [(at, _)] => asked.get(..*at).map(|before| before.chars().count()),
        _ => None,
    };
    let said = |word: &str| format!("the bare word {word:?} is no condition");
    let found = words.iter().find_map(|word| Some((place(word)?, said(word))));
    found.or_else(|| words.first().map(|word| (0, said(word)))).or_else(|| flag.map(|flag| (0, flag.to_owned())))
}
