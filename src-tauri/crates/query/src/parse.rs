//! Text to [`Filter`], by recursive descent: `or` binds loosest, then `and`,
//! then `not`. Any text gives a filter or an error, never a panic; length and
//! nesting are bounded, so hostile text cannot exhaust the stack.

mod about;
mod name;

use crate::ast::{Clause, Expr, Filter};
use crate::attribute::{Attribute, find};
use crate::error::ParseError;
use crate::lex::{CUSTOM, Placed, Token, tokens};
use crate::operand::{Comparison, is_operator};

pub(crate) use about::EMAIL;

/// The longest text that is understood, in characters. The canonical text of
/// what is parsed never exceeds it either, so that it parses back.
pub const MAX_LENGTH: usize = 4_096;
/// The deepest nesting of `not`, parentheses and brackets that is understood.
pub const MAX_DEPTH: usize = 64;

/// Understands a filter. Nothing, or white space, is the filter everyone
/// matches.
///
/// ```
/// use muster_query::{parse, sentence};
///
/// let filter = parse(r#"state eq "active" and lastSeen lt "-90d""#)?;
/// assert_eq!(filter.to_string(), r#"state eq "active" and lastSeen lt "-90d""#);
/// assert_eq!(sentence(&parse(r#"kind eq "bot""#)?), "Kind is bot");
///
/// let wrong = parse(r#"state eq "asleep""#).unwrap_err();
/// assert_eq!(wrong.at, 9);
/// # Ok::<(), muster_query::ParseError>(())
/// ```
///
/// # Errors
/// Says which character is wrong and what was expected there.
pub fn parse(text: &str) -> Result<Filter, ParseError> {
    let alternatives = alternatives(text)?.into_iter();
    let expr = Expr::or(alternatives.filter_map(|parts| Expr::and(parts.into_iter().map(|part| part.expr))));
    let filter = expr.map_or_else(Filter::everyone, Filter::from);
    if filter.to_string().chars().count() > MAX_LENGTH {
        return Err(too_long());
    }
    Ok(filter)
}

/// An expression and its place in the text.
pub(crate) struct Part<S> {
    /// Its first character.
    pub(crate) from: usize,
    /// The character after its last.
    pub(crate) to: usize,
    pub(crate) expr: Expr<S>,
}

/// What a filter joins by `and`, from left to right; if it is of alternatives,
/// it is one part.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_parts(text: &str) -> Result<Vec<Part<Clause>>, ParseError> {
    let Some(expr) = parse(text)?.into_expr() else { return Ok(Vec::new()) };
    let mut alternatives = alternatives(text)?;
    let from = alternatives.first().and_then(|parts| parts.first()).map_or(0, |part| part.from);
    let to = alternatives.last().and_then(|parts| parts.last()).map_or(0, |part| part.to);
    match alternatives.pop() {
        Some(parts) if alternatives.is_empty() => Ok(parts),
        _ => Ok(vec![Part { from, to, expr }]),
    }
}

/// A filter as alternatives, each of parts that must all hold.
fn alternatives(text: &str) -> Result<Vec<Vec<Part<Clause>>>, ParseError> {
    let end = text.chars().take(MAX_LENGTH + 1).count();
    if end > MAX_LENGTH {
        return Err(too_long());
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Ok(Vec::new());
    }
    let mut parser = Parser { tokens: &tokens, next: 0, depth: 0, end };
    let alternatives = parser.alternatives::<Clause>()?;
    if let Some(left) = parser.peek() {
        return Err(match left.token {
            Token::Close | Token::CloseBracket => {
                ParseError::new(left.at, "and, or, or the end", "this closes what was never opened: take it away")
            }
            _ => ParseError::new(
                left.at,
                "and, or, or the end",
                "two conditions stand side by side: put and or or between them",
            ),
        });
    }
    Ok(alternatives)
}

impl std::str::FromStr for Filter {
    type Err = ParseError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text)
    }
}

fn too_long() -> ParseError {
    let message = format!("the filter is longer than {MAX_LENGTH} characters when written out: make it shorter");
    ParseError::new(MAX_LENGTH, "a shorter filter", message)
}

struct Parser<'a> {
    tokens: &'a [Placed],
    next: usize,
    depth: usize,
    /// The length of the text, in characters.
    end: usize,
}

/// What an expression is about: a user, a grant, or an e-mail in brackets.
trait About: Sized {
    /// Its attributes.
    fn table() -> &'static [Attribute];
    /// What it is called in messages.
    const NAME: &'static str;
    /// A text without an attribute, if that means something here.
    fn bare(text: &str) -> Option<Self>;
    /// One condition.
    fn clause(comparison: &Comparison<'_>) -> Result<Self, ParseError>;
    /// A condition in brackets on the values of an attribute.
    fn complex(parser: &mut Parser<'_>, attribute: &'static Attribute, at: usize) -> Result<Expr<Self>, ParseError>;
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Placed> {
        self.tokens.get(self.next)
    }

    /// Where the next token begins, or the end of the text.
    fn at(&self) -> usize {
        self.peek().map_or(self.end, |placed| placed.at)
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Placed { token: Token::Word(w), .. }) if w.eq_ignore_ascii_case(word));
        self.next += usize::from(found);
        found
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek().is_some_and(|placed| placed.token == *token);
        self.next += usize::from(found);
        found
    }

    fn any<S: About>(&mut self) -> Result<Expr<S>, ParseError> {
        let alternatives = self.alternatives()?.into_iter();
        let expr = Expr::or(alternatives.filter_map(|parts| Expr::and(parts.into_iter().map(|part| part.expr))));
        self.joined(expr)
    }

    fn alternatives<S: About>(&mut self) -> Result<Vec<Vec<Part<S>>>, ParseError> {
        let mut alternatives = vec![self.all()?];
        while self.take_word("or") {
            alternatives.push(self.all()?);
        }
        Ok(alternatives)
    }

    fn all<S: About>(&mut self) -> Result<Vec<Part<S>>, ParseError> {
        let mut bare = self.at_bare::<S>();
        let mut parts = vec![self.part()?];
        loop {
            // Bare words side by side are one search for all of them.
            let joined = self.take_word("and") || (bare && self.at_bare::<S>());
            if !joined {
                break;
            }
            bare = self.at_bare::<S>();
            parts.push(self.part()?);
        }
        Ok(parts)
    }

    fn part<S: About>(&mut self) -> Result<Part<S>, ParseError> {
        let from = self.at();
        let expr = self.one()?;
        let last = self.next.checked_sub(1).and_then(|last| self.tokens.get(last));
        Ok(Part { from, to: last.map_or(from, |placed| placed.end), expr })
    }

    /// The parts are never empty here; the error only keeps that a type's business.
    fn joined<S>(&self, expr: Option<Expr<S>>) -> Result<Expr<S>, ParseError> {
        expr.ok_or_else(|| self.missing("a condition"))
    }

    fn missing(&self, expected: &str) -> ParseError {
        ParseError::new(self.at(), expected, format!("expected {expected} here"))
    }

    /// Whether a text without an attribute comes next.
    fn at_bare<S: About>(&self) -> bool {
        if S::bare("x").is_none() {
            return false;
        }
        let then = self.tokens.get(self.next + 1).map(|placed| &placed.token);
        match self.peek().map(|placed| &placed.token) {
            Some(Token::Quoted(_)) => true,
            Some(Token::Word(word)) => {
                let compared = matches!(then, Some(Token::Word(op)) if is_operator(op) || self.is_slip::<S>(word, op));
                !is_keyword(word) && !compared && then != Some(&Token::OpenBracket)
            }
            _ => false,
        }
    }

    /// Whether `name op value` was meant as a comparison although `op` is no
    /// operator: better an error than a search for three words.
    fn is_slip<S: About>(&self, name: &str, op: &str) -> bool {
        let value = self.tokens.get(self.next + 2).map(|placed| &placed.token);
        let follows = match value {
            Some(Token::Quoted(_)) => true,
            Some(Token::Word(word)) => op.len() <= 2 && !is_keyword(word),
            _ => false,
        };
        let custom = name.split_at_checked(CUSTOM.len()).is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case(CUSTOM));
        follows && !is_keyword(op) && (custom || find(S::table(), name).is_some())
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, ParseError>) -> Result<T, ParseError> {
        if self.depth == MAX_DEPTH {
            let message = format!("conditions are nested more than {MAX_DEPTH} deep: take some parentheses away");
            return Err(ParseError::new(self.at(), "fewer parentheses", message));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn one<S: About>(&mut self) -> Result<Expr<S>, ParseError> {
        let start = self.at();
        if self.take_word("not") {
            // `not (` is one step deeper, as the canonical text writes it.
            return self
                .deeper(|p| if p.take(&Token::Open) { p.closed(Token::Close, start) } else { p.one() })
                .map(Expr::not);
        }
        if self.take(&Token::Open) {
            return self.deeper(|p| p.closed(Token::Close, start));
        }
        self.condition()
    }

    /// An expression up to the token that closes what was opened at `start`.
    fn closed<S: About>(&mut self, close: Token, start: usize) -> Result<Expr<S>, ParseError> {
        let sign = if close == Token::Close { ")" } else { "]" };
        let expr = self.any()?;
        if self.take(&close) {
            return Ok(expr);
        }
        if self.peek().is_none() {
            let message = format!("what opens at character {} is not closed: {sign} is missing", start + 1);
            return Err(ParseError::new(self.end, sign, message));
        }
        Err(ParseError::new(self.at(), format!("and, or, {sign}"), format!("expected and, or, or {sign} here")))
    }

    fn condition<S: About>(&mut self) -> Result<Expr<S>, ParseError> {
        let placed = self.peek().ok_or_else(|| self.missing("a condition"))?;
        let name = match &placed.token {
            Token::Quoted(text) => return self.bare(text, placed.at),
            Token::Named(_) => return self.comparison(placed),
            Token::Word(word) => word,
            _ => return Err(self.missing("a condition")),
        };
        if is_keyword(name) {
            let message =
                format!("{name} joins two conditions, and one is missing before it; put it in quotes to search for it");
            return Err(ParseError::new(placed.at, "a condition", message));
        }
        if self.at_bare::<S>() {
            return self.bare(name, placed.at);
        }
        self.comparison(placed)
    }

    /// An attribute and what it is compared with.
    fn comparison<S: About>(&mut self, placed: &Placed) -> Result<Expr<S>, ParseError> {
        let (attribute, name) = name::attribute::<S>(placed)?;
        self.next += 1;
        let Some(Placed { at, token, .. }) = self.peek() else {
            let operators = attribute.operators().join(", ");
            return Err(ParseError::new(
                self.end,
                operators.clone(),
                format!("{} needs an operator: one of {operators}", attribute.name),
            ));
        };
        match token {
            Token::OpenBracket => {
                self.next += 1;
                self.deeper(|p| S::complex(p, attribute, *at))
            }
            Token::Word(operator) => {
                self.next += 1;
                let mut comparison = Comparison::new(attribute, operator, *at, self.peek(), self.end)?;
                comparison.name = name;
                let clause = S::clause(&comparison)?;
                self.next += comparison.value_tokens();
                Ok(Expr::Is(clause))
            }
            _ => {
                let operators = attribute.operators().join(", ");
                Err(ParseError::new(*at, operators.clone(), format!("expected an operator here: one of {operators}")))
            }
        }
    }

    fn bare<S: About>(&mut self, text: &str, at: usize) -> Result<Expr<S>, ParseError> {
        let clause = S::bare(text).ok_or_else(|| {
            ParseError::new(
                at,
                "an attribute",
                format!("expected an attribute of {} here, such as {}", S::NAME, S::table()[0].name),
            )
        })?;
        self.next += 1;
        Ok(Expr::Is(clause))
    }
}

pub(crate) fn is_keyword(word: &str) -> bool {
    ["and", "or", "not"].iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

#[cfg(test)]
pub(crate) mod tests;
