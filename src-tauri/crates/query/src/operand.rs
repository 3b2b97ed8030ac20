//! An operator and its value, read for the type of the attribute they follow.

use crate::ast::{
    AttributeName, FlagTest, Needle, NumberTest, Order, PathTest, SeenTest, TextOp, TextTest, TimeTest, WordTest,
};
use crate::attribute::{Attribute, ValueType};
use crate::error::ParseError;
use crate::lex::{Placed, Token};
use crate::moment::Moment;
use crate::suggest::nearest;
use muster_model::seen::SeenStatus;
use std::str::FromStr;

pub(crate) const OPERATORS: &[&str] = &["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"];

/// How people write operators who have not seen SCIM.
const FOREIGN: &[(&str, &str)] = &[
    ("=", "eq"),
    ("==", "eq"),
    ("!=", "ne"),
    ("<>", "ne"),
    (">", "gt"),
    (">=", "ge"),
    ("<", "lt"),
    ("<=", "le"),
    ("~", "co"),
];

/// How else an operator is written.
pub(crate) fn foreign(operator: &str) -> impl Iterator<Item = &'static str> {
    FOREIGN.iter().filter(move |(_, op)| *op == operator).map(|(sign, _)| *sign)
}

/// Whether a word in an operator's place is one, or is meant as one.
pub(crate) fn is_operator(word: &str) -> bool {
    OPERATORS.iter().any(|op| op.eq_ignore_ascii_case(word)) || FOREIGN.iter().any(|(op, _)| *op == word)
}

/// An attribute, its operator and its value with their places.
pub(crate) struct Comparison<'a> {
    pub(crate) attribute: &'static Attribute,
    /// Which custom attribute, if it is one.
    pub(crate) name: Option<AttributeName>,
    /// In lower case, one of [`OPERATORS`], allowed for the attribute.
    pub(crate) operator: &'static str,
    /// None for `pr`.
    value: Option<&'a Placed>,
    end: usize,
}

impl<'a> Comparison<'a> {
    /// Reads the operator at `word` and checks that the attribute allows it.
    pub(crate) fn new(
        attribute: &'static Attribute,
        word: &str,
        at: usize,
        value: Option<&'a Placed>,
        end: usize,
    ) -> Result<Self, ParseError> {
        let allowed = attribute.operators();
        let expected = allowed.join(", ");
        let Some(operator) = OPERATORS.iter().find(|op| op.eq_ignore_ascii_case(word)) else {
            let meant = FOREIGN.iter().find(|(op, _)| *op == word).map(|(_, op)| *op);
            let hint = meant.or_else(|| nearest(word, allowed.iter().copied()));
            let hint = hint.map_or_else(|| format!("use one of {expected}"), |op| format!("did you mean {op}?"));
            return Err(ParseError::new(at, expected, format!("{word:?} is not an operator: {hint}")));
        };
        if !allowed.contains(operator) {
            let message = format!("{} cannot be compared with {operator}: use one of {expected}", attribute.name);
            return Err(ParseError::new(at, expected, message));
        }
        Ok(Self { attribute, name: None, operator, value: value.filter(|_| *operator != "pr"), end })
    }

    /// How many tokens the value takes.
    pub(crate) fn value_tokens(&self) -> usize {
        usize::from(self.value.is_some())
    }

    fn wrong(&self, expected: &str, hint: &str) -> ParseError {
        let Some(value) = self.value else {
            return ParseError::new(
                self.end,
                expected,
                format!("a value is missing here: {} takes {expected}", self.attribute.name),
            );
        };
        // JSON's null, which SCIM's grammar has: here absence is no value.
        if matches!(&value.token, Token::Word(word) if word.eq_ignore_ascii_case("null")) {
            let name = self.name.as_ref().map_or_else(|| self.attribute.name.to_owned(), ToString::to_string);
            let message = format!("null is no value: write not ({name} pr) for what has none");
            return ParseError::new(value.at, expected, message);
        }
        let found = match &value.token {
            Token::Quoted(text) | Token::Named(text) | Token::Word(text) => {
                format!("{:?}", text.chars().take(60).collect::<String>())
            }
            Token::Open | Token::Close | Token::OpenBracket | Token::CloseBracket => "this".to_owned(),
        };
        ParseError::new(
            value.at,
            expected,
            format!("{found} does not fit {}: expected {expected}{hint}", self.attribute.name),
        )
    }

    fn order(&self) -> Order {
        match self.operator {
            "ne" => Order::Ne,
            "gt" => Order::Gt,
            "ge" => Order::Ge,
            "lt" => Order::Lt,
            "le" => Order::Le,
            _ => Order::Eq,
        }
    }

    /// The value's text, in quotes or not.
    fn word(&self) -> Option<&'a str> {
        match self.value.map(|value| &value.token) {
            Some(Token::Quoted(text) | Token::Word(text)) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Result<TextTest, ParseError> {
        let op = match self.operator {
            "pr" => return Ok(TextTest::Present),
            "ne" => TextOp::Ne,
            "co" => TextOp::Co,
            "sw" => TextOp::Sw,
            "ew" => TextOp::Ew,
            _ => TextOp::Eq,
        };
        match self.value.map(|value| &value.token) {
            Some(Token::Quoted(text)) => Ok(TextTest::Is(op, Needle::new(text))),
            Some(Token::Word(word)) => {
                let word: String = word.chars().take(60).collect();
                Err(self.wrong(ValueType::Text.example(), &format!(", such as \"{word}\"")))
            }
            _ => Err(self.wrong(ValueType::Text.example(), "")),
        }
    }

    pub(crate) fn path(&self) -> Result<PathTest, ParseError> {
        match (self.operator, self.value.map(|value| &value.token)) {
            ("pr", _) => Ok(PathTest::Present),
            ("ne", Some(Token::Quoted(path))) => Ok(PathTest::Ne(Needle::new(path))),
            (_, Some(Token::Quoted(path))) => Ok(PathTest::Eq(Needle::new(path))),
            _ => Err(self.wrong(ValueType::Path.example(), "")),
        }
    }

    pub(crate) fn flag(&self) -> Result<FlagTest, ParseError> {
        if self.operator == "pr" {
            return Ok(FlagTest::Present);
        }
        // A quoted "true" is a text in JSON, and no boolean.
        let value = match self.value.map(|value| &value.token) {
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("true") => true,
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("false") => false,
            _ => return Err(self.wrong(ValueType::Flag.example(), "")),
        };
        Ok(if self.operator == "ne" { FlagTest::Ne(value) } else { FlagTest::Eq(value) })
    }

    pub(crate) fn choice<T: FromStr>(&self) -> Result<WordTest<T>, ParseError> {
        if self.operator == "pr" {
            return Ok(WordTest::Present);
        }
        let words = self.attribute.values();
        let value = self.word().and_then(|word| word.trim().parse().ok()).ok_or_else(|| {
            let hint = self.word().and_then(|word| nearest(word, words.iter().copied()));
            self.wrong(&words.join(", "), &hint.map(|hint| format!("; did you mean {hint}?")).unwrap_or_default())
        })?;
        Ok(if self.operator == "ne" { WordTest::Ne(value) } else { WordTest::Eq(value) })
    }

    pub(crate) fn number(&self) -> Result<NumberTest, ParseError> {
        if self.operator == "pr" {
            return Ok(NumberTest::Present);
        }
        // SCIM's ids are texts, Muster's are numbers: both ways of writing one
        // are taken. A role's name stands for its access level.
        let word = self.word();
        let value = word.and_then(|word| word.trim().parse().ok()).or_else(|| {
            let named = self.attribute.name == "level";
            word.filter(|_| named).and_then(|word| muster_model::grant::gitlab_level(word.trim())).map(i64::from)
        });
        let value = value.ok_or_else(|| self.wrong(ValueType::Number.example(), ""))?;
        Ok(NumberTest::Is(self.order(), value))
    }

    pub(crate) fn time(&self) -> Result<TimeTest, ParseError> {
        if self.operator == "pr" {
            return Ok(TimeTest::Present);
        }
        let unsigned = self.word().filter(|word| Moment::read(&format!("-{word}")).is_some());
        let hint = unsigned.map(|word| format!("; did you mean \"-{word}\", which is before now?")).unwrap_or_default();
        let moment = self.word().and_then(Moment::read).ok_or_else(|| self.wrong(ValueType::Time.example(), &hint))?;
        Ok(TimeTest::Is(self.order(), moment))
    }

    /// The word of last seen that the value is, if it is one.
    pub(crate) fn seen_word(&self) -> Result<Option<SeenTest>, ParseError> {
        let Some(word) = self.word().and_then(|word| word.trim().parse::<SeenStatus>().ok()) else { return Ok(None) };
        match self.operator {
            "eq" => Ok(Some(SeenTest::Eq(word))),
            "ne" => Ok(Some(SeenTest::Ne(word))),
            _ => {
                let message = format!("{word} has no place in time: only eq and ne compare with it");
                Err(ParseError::new(self.value.map_or(self.end, |value| value.at), ValueType::Time.example(), message))
            }
        }
    }
}
