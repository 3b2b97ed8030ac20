//! The attribute that a name means.

use super::About;
use crate::ast::AttributeName;
use crate::attribute::{Attr, Attribute, find};
use crate::error::ParseError;
use crate::lex::{CUSTOM, Placed, Token};
use crate::suggest::nearest;

/// Which attribute a token means, and by which name if it is a custom one.
pub(super) fn attribute<S: About>(placed: &Placed) -> Result<(&'static Attribute, Option<AttributeName>), ParseError> {
    let (prefix, name) = match &placed.token {
        Token::Named(name) => (CUSTOM, name.as_str()),
        Token::Word(word) => match word.split_at_checked(CUSTOM.len()) {
            Some((prefix, name)) if prefix.eq_ignore_ascii_case(CUSTOM) => (prefix, name),
            _ => ("", word.as_str()),
        },
        _ => ("", ""),
    };
    if prefix.is_empty() {
        let attribute = find(S::table(), name).ok_or_else(|| unknown::<S>(name, placed.at))?;
        return if attribute.attr == Attr::Custom { Err(nameless(placed.at)) } else { Ok((attribute, None)) };
    }
    let table = find(S::table(), CUSTOM.trim_end_matches('.')).ok_or_else(|| unknown::<S>(CUSTOM, placed.at))?;
    Ok((table, Some(AttributeName::new(name).ok_or_else(|| nameless(placed.at))?)))
}

pub(super) fn nameless(at: usize) -> ParseError {
    let message = "attributes is followed by a dot and the name of one: attributes.team, or attributes.\"cost centre\"";
    ParseError::new(at, "attributes.NAME", message)
}

fn unknown<S: About>(name: &str, at: usize) -> ParseError {
    let names = || S::table().iter().flat_map(|a| std::iter::once(a.name).chain(a.aliases.iter().copied()));
    let shown: String = name.chars().take(60).collect();
    let hint = match nearest(name, names()) {
        Some(near) => format!("did you mean {near}?"),
        None if S::bare("x").is_some() => "put words in quotes to search for them".to_owned(),
        None => format!("use one of {}", S::table().iter().map(|a| a.name).collect::<Vec<_>>().join(", ")),
    };
    ParseError::new(at, "an attribute", format!("{shown:?} is not an attribute of {}: {hint}", S::NAME))
}
