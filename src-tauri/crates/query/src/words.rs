//! Filters in plain English, for chips, summaries and completions. Every word
//! of it is in this module; [`crate::because`] has those about one user.

mod clause;
mod grant;
mod names;
mod operators;
mod time;

use crate::ast::{Clause, Expr, Filter};

pub(crate) use names::text as text_name;
pub(crate) use operators::{joining, operator, value};

/// A piece of what a clause says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is about.
    pub kind: PartKind,
    /// Its words, lower case where a sentence does not begin with them.
    pub text: String,
}

/// What a piece of a clause is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// What is asked about.
    Attribute,
    /// How it is compared.
    Operator,
    /// What it is compared with, or all that is said.
    Value,
}

/// A filter as one English sentence without a full stop: `State is active and
/// last seen more than 90 days ago`.
#[must_use]
pub fn sentence(filter: &Filter) -> String {
    filter.expr().map_or_else(|| "Everyone".to_owned(), |expr| capital(&text(expr, false, &told)))
}

/// What an expression says, piece by piece, if it is one clause or the
/// opposite of one; else in one piece. Joined by spaces it is a sentence that
/// begins with a small letter.
pub(crate) fn parts(expr: &Expr<Clause>) -> Vec<Part> {
    let (mut inner, mut negated) = (expr, false);
    while let Expr::Not(part) = inner {
        (inner, negated) = (part, !negated);
    }
    match inner {
        Expr::Is(clause) => clause::phrase(clause, negated).0,
        _ => Phrase::default().value(text(expr, false, &told)).0,
    }
}

/// What a clause says, or if `negated` its opposite, as one English sentence
/// without a full stop.
pub(crate) fn clause_sentence(clause: &Clause, negated: bool) -> String {
    capital(&told(clause, negated))
}

fn told(clause: &Clause, negated: bool) -> String {
    clause::phrase(clause, negated).text()
}

/// An expression in words. Parts that are joined otherwise than what is
/// around them are in parentheses: English has no order of `and` and `or`.
fn text<C>(expr: &Expr<C>, inside: bool, told: &dyn Fn(&C, bool) -> String) -> String {
    let joined = |parts: &[Expr<C>], word: &str| {
        let parts: Vec<_> = parts.iter().map(|part| text(part, true, told)).collect();
        let all = parts.join(word);
        if inside { format!("({all})") } else { all }
    };
    match expr {
        Expr::And(parts) => joined(parts, " and "),
        Expr::Or(parts) => joined(parts, " or "),
        Expr::Not(part) => match &**part {
            Expr::Is(clause) => told(clause, true),
            Expr::Not(again) => text(again, inside, told),
            _ => format!("not {}", text(part, true, told)),
        },
        Expr::Is(clause) => told(clause, false),
    }
}

/// With its first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A text that was typed: in quotes where it would not stand out as one word.
fn typed(text: &str) -> String {
    let text = text.trim();
    let plain = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "/-_.@+:*".contains(c));
    if plain { text.to_owned() } else { format!("“{text}”") }
}

/// Pieces put together.
#[derive(Default)]
struct Phrase(Vec<Part>);

impl Phrase {
    fn push(mut self, kind: PartKind, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Part { kind, text });
        }
        self
    }

    fn attribute(self, text: impl Into<String>) -> Self {
        self.push(PartKind::Attribute, text)
    }

    fn operator(self, text: impl Into<String>) -> Self {
        self.push(PartKind::Operator, text)
    }

    fn value(self, text: impl Into<String>) -> Self {
        self.push(PartKind::Value, text)
    }

    fn text(&self) -> String {
        self.0.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests;
