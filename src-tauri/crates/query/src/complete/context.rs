//! Where in a filter the caret is: what came before it decides what can come.

use crate::ast::TextAttr;
use crate::attribute::{Attr, Attribute, GRANT, attributes, find};
use crate::lex::{CUSTOM, Placed, Token, read};
use crate::operand::is_operator;
use crate::parse::{EMAIL, is_keyword};

/// What is expected at a place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// A condition on one of these attributes; or a word to search for.
    Condition { table: &'static [Attribute], bare: bool },
    /// An operator; `closes` is what is open around it.
    Operator { attribute: &'static Attribute, closes: Option<char> },
    /// A value; `ordered` if it is one that comes before or after others.
    Value { attribute: &'static Attribute, ordered: bool },
    /// What joins conditions, or closes what is open.
    Connective { closes: Option<char> },
    /// Nothing that could be offered.
    Nothing,
}

/// The caret's surroundings.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) place: Place,
    /// What is typed of the token at the caret, up to the caret, without its quote.
    pub(super) typed: String,
    /// The token at the caret.
    pub(super) from: usize,
    pub(super) to: usize,
    /// The character before that token.
    pub(super) before: Option<char>,
}

impl Context {
    /// The surroundings of a caret; beyond the end is at the end.
    pub(super) fn of(text: &str, caret: usize) -> Self {
        let chars: Vec<char> = text.chars().take(crate::parse::MAX_LENGTH).collect();
        Self::at(&chars, caret.min(chars.len()))
    }

    fn at(chars: &[char], caret: usize) -> Self {
        let before = chars.get(..caret).unwrap_or(chars);
        let mut tokens = Vec::new();
        let broken = read(before, &mut tokens).err();
        // The token the caret touches is the one that is completed.
        let (from, typed) = match (&broken, tokens.last()) {
            (Some(broken), _) => (broken.at, before.get(broken.at..).unwrap_or(&[])),
            (None, Some(last)) if last.end == caret && matches!(last.token, Token::Word(_) | Token::Named(_)) => {
                let from = last.at;
                tokens.pop();
                (from, before.get(from..).unwrap_or(&[]))
            }
            // A text whose closing quote is before the caret is complete.
            _ => (caret, &[][..]),
        };
        let typed: String = typed.iter().collect();
        let place = match typed.strip_prefix('"') {
            Some(_) => quoted(walk(&tokens)),
            None => walk(&tokens),
        };
        let before = from.checked_sub(1).and_then(|before| chars.get(before)).copied();
        Self { place, from, to: end(chars, from, caret), typed: unquoted(&typed), before }
    }
}

/// Inside quotes only a value, or a word to search for, can stand.
fn quoted(place: Place) -> Place {
    match place {
        Place::Value { .. } => place,
        _ => Place::Nothing,
    }
}

fn unquoted(typed: &str) -> String {
    // `attributes."cost ce` is matched as if it had no quotes.
    let plain = typed.replacen('"', "", 1);
    plain.replace("\\\"", "\"").replace("\\\\", "\\")
}

/// Where the token at the caret ends, if the text after the caret still
/// belongs to it.
fn end(chars: &[char], from: usize, caret: usize) -> usize {
    if from == caret {
        return caret;
    }
    let mut tokens = Vec::new();
    let broken = read(chars, &mut tokens).is_err();
    // Where a quote is missing, it is the one that is not yet typed.
    if broken && chars.get(from..caret).is_some_and(|typed| typed.contains(&'"')) {
        return caret;
    }
    tokens.iter().find(|placed| placed.at == from).map_or(caret, |placed| placed.end.max(caret))
}

/// What is expected after `tokens`.
fn walk(tokens: &[Placed]) -> Place {
    let mut open: Vec<(char, &'static [Attribute])> = Vec::new();
    let mut table = attributes();
    let mut place = Place::Condition { table, bare: true };
    for (i, placed) in tokens.iter().enumerate() {
        let next = tokens.get(i + 1).map(|placed| &placed.token);
        let closes = open.last().map(|(sign, _)| *sign);
        place = match (&placed.token, place) {
            (Token::Open, _) => {
                open.push((')', table));
                Place::Condition { table, bare: is_user(table) }
            }
            (Token::OpenBracket, Place::Operator { attribute, .. }) => {
                open.push((']', table));
                table = parts(attribute);
                Place::Condition { table, bare: false }
            }
            (Token::OpenBracket, _) => return Place::Nothing,
            (Token::Close | Token::CloseBracket, _) => {
                if let Some((_, outer)) = open.pop() {
                    table = outer;
                }
                Place::Connective { closes: open.last().map(|(sign, _)| *sign) }
            }
            (Token::Word(word), Place::Operator { attribute, .. }) if is_operator(word) => {
                if word.eq_ignore_ascii_case("pr") {
                    Place::Connective { closes }
                } else {
                    Place::Value { attribute, ordered: !["eq", "ne"].iter().any(|op| op.eq_ignore_ascii_case(word)) }
                }
            }
            (_, Place::Value { .. }) => Place::Connective { closes },
            (Token::Word(word), _) if is_keyword(word) => Place::Condition { table, bare: is_user(table) },
            (token, _) => named(table, token, next)
                .map_or(Place::Connective { closes }, |attribute| Place::Operator { attribute, closes }),
        };
    }
    place
}

/// The attribute that a token names, if what follows it does not make it a
/// word to search for.
fn named(table: &'static [Attribute], token: &Token, next: Option<&Token>) -> Option<&'static Attribute> {
    let follows = match next {
        None | Some(Token::OpenBracket) => true,
        Some(Token::Word(word)) => is_operator(word),
        Some(_) => false,
    };
    let custom = CUSTOM.trim_end_matches('.');
    match token {
        Token::Named(_) => find(table, custom),
        Token::Word(word) if follows => match word.split_at_checked(CUSTOM.len()) {
            Some((prefix, name)) if prefix.eq_ignore_ascii_case(CUSTOM) && !name.is_empty() => find(table, custom),
            _ => find(table, word).filter(|attribute| attribute.attr != Attr::Custom),
        },
        _ => None,
    }
}

fn parts(attribute: &'static Attribute) -> &'static [Attribute] {
    match attribute.attr {
        Attr::Grants => GRANT,
        Attr::Text(TextAttr::Email) => EMAIL,
        _ => &[],
    }
}

fn is_user(table: &'static [Attribute]) -> bool {
    std::ptr::eq(table, attributes())
}
