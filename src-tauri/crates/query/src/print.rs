//! The canonical text of a filter: one spelling for one meaning, which parses
//! back to the same filter.

use crate::ast::{
    Clause, Expr, Filter, FlagTest, GrantClause, NumberTest, Order, PathTest, SeenTest, TextOp, TextTest, TimeTest,
    WordTest,
};
use crate::attribute::{Attr, GrantAttr, of};
use std::fmt::{Display, Formatter, Result};

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.expr().map_or(Ok(()), |expr| expr.fmt(f))
    }
}

impl<C: Display> Display for Expr<C> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::And(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    f.write_str(if i > 0 { " and " } else { "" })?;
                    match part {
                        Self::Or(_) => write!(f, "({part})")?,
                        _ => part.fmt(f)?,
                    }
                }
                Ok(())
            }
            Self::Or(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    write!(f, "{}{part}", if i > 0 { " or " } else { "" })?;
                }
                Ok(())
            }
            Self::Not(part) => write!(f, "not ({part})"),
            Self::Is(clause) => clause.fmt(f),
        }
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Anywhere(needle) => f.write_str(&quote(needle.raw())),
            Self::Text(attr, test) => write!(f, "{} {test}", of(Attr::Text(*attr))),
            Self::Attribute(name, test) => write!(f, "{name} {test}"),
            Self::Permission(test) => write!(f, "{} {test}", of(Attr::Permission)),
            Self::State(test) => write!(f, "state {test}"),
            Self::Kind(test) => write!(f, "kind {test}"),
            Self::Seen(SeenTest::Eq(status)) => write!(f, "lastSeen eq {status}"),
            Self::Seen(SeenTest::Ne(status)) => write!(f, "lastSeen ne {status}"),
            Self::Flag(attr, test) => write!(f, "{} {test}", of(Attr::Flag(*attr))),
            Self::Time(attr, test) => write!(f, "{} {test}", of(Attr::Time(*attr))),
            Self::Number(attr, test) => write!(f, "{} {test}", of(Attr::Number(*attr))),
            Self::Grants(None) => f.write_str("grants pr"),
            Self::Grants(Some(expr)) => write!(f, "grants[{expr}]"),
        }
    }
}

impl Display for GrantClause {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let name = |attr| of(Attr::Grant(attr));
        match self {
            Self::Text(attr, test) => write!(f, "{} {test}", name(GrantAttr::Text(*attr))),
            Self::ScopeKind(test) => write!(f, "{} {test}", name(GrantAttr::ScopeKind)),
            Self::Level(test) => write!(f, "{} {test}", name(GrantAttr::Level)),
            Self::Flag(attr, test) => write!(f, "{} {test}", name(GrantAttr::Flag(*attr))),
            Self::Expires(test) => write!(f, "{} {test}", name(GrantAttr::Expires)),
        }
    }
}

impl Display for TextTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Present => f.write_str("pr"),
            Self::Is(op, needle) => write!(f, "{op} {}", quote(needle.raw())),
        }
    }
}

impl Display for PathTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Present => f.write_str("pr"),
            Self::Eq(path) => write!(f, "eq {}", quote(path.raw())),
            Self::Ne(path) => write!(f, "ne {}", quote(path.raw())),
        }
    }
}

impl Display for TextOp {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ew => "ew",
        })
    }
}

impl<T: Display> Display for WordTest<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Present => f.write_str("pr"),
            Self::Eq(word) => write!(f, "eq \"{word}\""),
            Self::Ne(word) => write!(f, "ne \"{word}\""),
        }
    }
}

impl Display for FlagTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Present => f.write_str("pr"),
            Self::Eq(value) => write!(f, "eq {value}"),
            Self::Ne(value) => write!(f, "ne {value}"),
        }
    }
}

impl Display for Order {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        })
    }
}

impl Display for NumberTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Present => f.write_str("pr"),
            Self::Is(order, value) => write!(f, "{order} {value}"),
        }
    }
}

impl Display for TimeTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Present => f.write_str("pr"),
            Self::Is(order, moment) => write!(f, "{order} \"{moment}\""),
        }
    }
}

/// A text in quotes, as JSON writes it.
#[must_use]
pub fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
