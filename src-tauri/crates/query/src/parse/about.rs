//! What an expression can be about: a user, one of its grants, or its e-mail.

use super::name::nameless;
use super::{About, Parser};
use crate::ast::{Clause, Expr, GrantClause, Needle, TextAttr, TextOp, TextTest, TimeAttr};
use crate::attribute::{Attr, Attribute, GRANT, GrantAttr, attributes};
use crate::error::ParseError;
use crate::lex::Token;
use crate::operand::Comparison;

impl About for Clause {
    fn table() -> &'static [Attribute] {
        attributes()
    }

    const NAME: &'static str = "a user";

    fn bare(text: &str) -> Option<Self> {
        Some(Self::Anywhere(Needle::new(text)))
    }

    fn clause(comparison: &Comparison<'_>) -> Result<Self, ParseError> {
        Ok(match comparison.attribute.attr {
            Attr::Text(attr) => Self::Text(attr, comparison.text()?),
            Attr::Custom => {
                let name = comparison.name.clone().ok_or_else(|| nameless(0))?;
                Self::Attribute(name, comparison.text()?)
            }
            Attr::Permission => Self::Permission(comparison.path()?),
            Attr::State => Self::State(comparison.choice()?),
            Attr::Kind => Self::Kind(comparison.choice()?),
            Attr::Flag(attr) => Self::Flag(attr, comparison.flag()?),
            Attr::Time(attr) => match comparison.seen_word()? {
                Some(test) if attr == TimeAttr::LastSeen => Self::Seen(test),
                _ => Self::Time(attr, comparison.time()?),
            },
            Attr::Number(attr) => Self::Number(attr, comparison.number()?),
            // Only `pr` gets past the operators a grant allows.
            Attr::Grants | Attr::Grant(_) => Self::Grants(None),
        })
    }

    fn complex(parser: &mut Parser<'_>, attribute: &'static Attribute, at: usize) -> Result<Expr<Self>, ParseError> {
        match attribute.attr {
            Attr::Grants => {
                let expr = parser.closed::<GrantClause>(Token::CloseBracket, at)?;
                Ok(Expr::Is(Self::Grants(Some(Box::new(expr)))))
            }
            // A user has one e-mail here, so its condition is one on the user.
            Attr::Text(TextAttr::Email) => {
                let expr = emails(parser.closed::<EmailClause>(Token::CloseBracket, at)?);
                let present = Expr::Is(Self::Text(TextAttr::Email, TextTest::Present));
                // `ne` and `not` hold where there is no e-mail at all; in
                // brackets they speak of an e-mail that is there.
                let needs = needs_presence(&expr);
                parser.joined(Expr::and(needs.then_some(present).into_iter().chain([expr])))
            }
            _ => {
                let expected = attribute.operators().join(", ");
                let message = format!("{} has no parts: compare it with one of {expected}", attribute.name);
                Err(ParseError::new(at, expected, message))
            }
        }
    }
}

fn needs_presence(expr: &Expr<Clause>) -> bool {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(needs_presence),
        Expr::Not(_) => true,
        Expr::Is(clause) => matches!(clause, Clause::Text(_, TextTest::Is(TextOp::Ne, _))),
    }
}

/// A condition inside `emails[...]`.
struct EmailClause(TextTest);

fn emails(expr: Expr<EmailClause>) -> Expr<Clause> {
    match expr {
        Expr::And(parts) => Expr::And(parts.into_iter().map(emails).collect()),
        Expr::Or(parts) => Expr::Or(parts.into_iter().map(emails).collect()),
        Expr::Not(part) => Expr::not(emails(*part)),
        Expr::Is(EmailClause(test)) => Expr::Is(Clause::Text(TextAttr::Email, test)),
    }
}

pub(crate) static EMAIL: &[Attribute] =
    &[Attribute { name: "value", aliases: &[], doc: "The e-mail.", attr: Attr::Text(TextAttr::Email) }];

impl About for EmailClause {
    fn table() -> &'static [Attribute] {
        EMAIL
    }

    const NAME: &'static str = "an e-mail";

    fn bare(_: &str) -> Option<Self> {
        None
    }

    fn clause(comparison: &Comparison<'_>) -> Result<Self, ParseError> {
        comparison.text().map(Self)
    }

    fn complex(_: &mut Parser<'_>, _: &'static Attribute, at: usize) -> Result<Expr<Self>, ParseError> {
        Err(flat(at))
    }
}

impl About for GrantClause {
    fn table() -> &'static [Attribute] {
        GRANT
    }

    const NAME: &'static str = "a grant";

    fn bare(_: &str) -> Option<Self> {
        None
    }

    fn clause(comparison: &Comparison<'_>) -> Result<Self, ParseError> {
        Ok(match comparison.attribute.attr {
            Attr::Grant(GrantAttr::Text(attr)) => Self::Text(attr, comparison.text()?),
            Attr::Grant(GrantAttr::ScopeKind) => Self::ScopeKind(comparison.choice()?),
            Attr::Grant(GrantAttr::Flag(attr)) => Self::Flag(attr, comparison.flag()?),
            Attr::Grant(GrantAttr::Level) => Self::Level(comparison.number()?),
            _ => Self::Expires(comparison.time()?),
        })
    }

    fn complex(_: &mut Parser<'_>, _: &'static Attribute, at: usize) -> Result<Expr<Self>, ParseError> {
        Err(flat(at))
    }
}

fn flat(at: usize) -> ParseError {
    ParseError::new(at, "an operator", "brackets do not go inside brackets: compare this with an operator")
}
