//! A filter in pieces that a search bar shows side by side, each of which can
//! be taken away or typed anew.

use crate::ast::{Clause, Expr};
use crate::error::ParseError;
use crate::parse::{Part as Placed, parse_parts};
use crate::words::{Part, capital, parts};

/// A part of a filter that must hold beside the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// Its first character, counted from 0.
    pub from: usize,
    /// The character after its last.
    pub to: usize,
    /// It, as it was typed.
    pub text: String,
    /// Whether it is a `not` of something, which `parts` and `sentence` say too.
    pub negated: bool,
    /// What it says, piece by piece; all in one if it is more than one
    /// condition.
    pub parts: Vec<Part>,
    /// What it says, as a sentence without a full stop.
    pub sentence: String,
}

/// The parts of a filter that `and` joins, from left to right; none for
/// everyone. Alternatives and what is in parentheses are one chip.
///
/// # Errors
/// As [`crate::parse()`].
pub fn chips(text: &str) -> Result<Vec<Chip>, ParseError> {
    let chars: Vec<char> = text.chars().collect();
    let chip = |Placed { from, to, expr }: Placed<Clause>| {
        let parts = parts(&expr);
        let sentence = parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
        Chip {
            from,
            to,
            text: chars.get(from..to).unwrap_or_default().iter().collect(),
            negated: matches!(expr, Expr::Not(_)),
            parts,
            sentence: capital(&sentence),
        }
    };
    Ok(parse_parts(text)?.into_iter().map(chip).collect())
}

/// The text that is left when the chip with this number is taken away, with
/// what joined it. A number of no chip takes nothing away.
///
/// # Errors
/// As [`crate::parse()`].
pub fn without(text: &str, chip: usize) -> Result<String, ParseError> {
    let left = chips(text)?.into_iter().enumerate().filter(|(i, _)| *i != chip);
    Ok(left.map(|(_, chip)| chip.text).collect::<Vec<_>>().join(" and "))
}

#[cfg(test)]
mod tests;
