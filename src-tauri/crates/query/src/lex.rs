//! Text to tokens, each with the character it begins at.

use crate::error::ParseError;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    /// In quotes, escapes resolved.
    Quoted(String),
    /// The name of a custom attribute, from `attributes."cost centre"`.
    Named(String),
    /// Anything else up to white space, a parenthesis, a bracket or a quote.
    Word(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) at: usize,
    /// The character after its last.
    pub(crate) end: usize,
    pub(crate) token: Token,
}

/// What stands before the name of a custom attribute.
pub(crate) const CUSTOM: &str = "attributes.";

/// Its tokens.
pub(crate) fn tokens(text: &str) -> Result<Vec<Placed>, ParseError> {
    let mut tokens = Vec::new();
    match read(&text.chars().collect::<Vec<_>>(), &mut tokens) {
        Ok(()) => Ok(tokens),
        Err(broken) => Err(broken.error),
    }
}

/// A token that is none: a text in quotes that does not end, or ends wrongly.
pub(crate) struct Broken {
    /// Where it begins.
    pub(crate) at: usize,
    pub(crate) error: ParseError,
}

/// Reads tokens until one is broken.
pub(crate) fn read(chars: &[char], tokens: &mut Vec<Placed>) -> Result<(), Broken> {
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let start = at;
        let token = match c {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '(' | ')' | '[' | ']' => {
                at += 1;
                match c {
                    '(' => Token::Open,
                    ')' => Token::Close,
                    '[' => Token::OpenBracket,
                    _ => Token::CloseBracket,
                }
            }
            '"' => {
                let (text, end) = quoted(chars, at).map_err(|error| Broken { at, error })?;
                at = end;
                Token::Quoted(text)
            }
            _ => {
                while chars.get(at).is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '[' | ']' | '"')) {
                    at += 1;
                }
                let word: String = chars[start..at].iter().collect();
                // A quote directly after the dot: the name may hold anything.
                if chars.get(at) == Some(&'"') && word.eq_ignore_ascii_case(CUSTOM) {
                    let (name, end) = quoted(chars, at).map_err(|error| Broken { at: start, error })?;
                    at = end;
                    Token::Named(name)
                } else {
                    Token::Word(word)
                }
            }
        };
        tokens.push(Placed { at: start, end: at, token });
    }
    Ok(())
}

/// A JSON string (RFC 8259, 7) that begins at `start`, and where it ends.
fn quoted(chars: &[char], start: usize) -> Result<(String, usize), ParseError> {
    let mut text = String::new();
    let mut at = start + 1;
    loop {
        match chars.get(at) {
            None => {
                return Err(ParseError::new(
                    start,
                    "a closing quote",
                    "this text has no closing quote: end it with \"",
                ));
            }
            Some('"') => return Ok((text, at + 1)),
            Some('\\') => {
                let (c, next) = escape(chars, at)?;
                text.push(c);
                at = next;
            }
            Some(c) if (*c as u32) < 0x20 => {
                return Err(ParseError::new(
                    at,
                    "an escaped character",
                    "a text in quotes cannot hold a control character: write it as \\n, \\t or \\u00..",
                ));
            }
            Some(c) => {
                text.push(*c);
                at += 1;
            }
        }
    }
}

fn escape(chars: &[char], at: usize) -> Result<(char, usize), ParseError> {
    let plain = match chars.get(at + 1) {
        Some(c @ ('"' | '\\' | '/')) => Some(*c),
        Some('b') => Some('\u{8}'),
        Some('f') => Some('\u{c}'),
        Some('n') => Some('\n'),
        Some('r') => Some('\r'),
        Some('t') => Some('\t'),
        _ => None,
    };
    if let Some(c) = plain {
        return Ok((c, at + 2));
    }
    let wrong = || {
        ParseError::new(
            at,
            "\\\", \\\\, \\/, \\b, \\f, \\n, \\r, \\t or \\u and four hexadecimal digits",
            "this escape is not one of JSON's: write a backslash as \\\\",
        )
    };
    let unit = |at: usize| -> Option<u32> {
        let digits =
            chars.get(at + 2..at + 6).filter(|_| chars.get(at) == Some(&'\\') && chars.get(at + 1) == Some(&'u'))?;
        digits.iter().try_fold(0, |sum, c| Some(sum * 16 + c.to_digit(16)?))
    };
    let first = unit(at).ok_or_else(wrong)?;
    if let Some(c) = char::from_u32(first) {
        return Ok((c, at + 6));
    }
    // A character beyond the basic plane comes as two surrogates.
    let second = unit(at + 6).filter(|low| (0xDC00..0xE000).contains(low) && first < 0xDC00).ok_or_else(wrong)?;
    let c = char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)).ok_or_else(wrong)?;
    Ok((c, at + 12))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    fn one(text: &str) -> Token {
        tokens(text).expect("tokens").remove(0).token
    }

    #[test]
    fn escapes_are_those_of_json() {
        assert_eq!(one(r#""a\"\\\/\n\u00e9\uD83D\uDE00""#), Token::Quoted("a\"\\/\né😀".into()));
        for (text, at) in [
            (r#""\x""#, 1),
            (r#""a\uD83D""#, 2),
            (r#""\u12""#, 1),
            ("\"\\", 1),
            ("\"a\nb\"", 2),
            (r#""\uDC00\uDC00""#, 1),
        ] {
            assert_eq!(tokens(text).expect_err(text).at, at, "{text}");
        }
        assert_eq!(tokens("x \"abc").expect_err("open").at, 2);
    }

    #[test]
    fn places_count_characters_not_bytes() {
        let at: Vec<usize> = tokens("é (ü)").expect("tokens").iter().map(|t| t.at).collect();
        assert_eq!(at, [0, 2, 3, 4]);
    }
}
