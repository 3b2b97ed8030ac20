//! What operators, values and connectives mean, for completions.

use super::{capital, time};
use crate::ast::NumberAttr;
use crate::attribute::{Attr, Attribute, GrantAttr, ValueType};
use crate::moment::Moment;
use muster_model::grant::gitlab_role;

/// What an operator means for values of a type.
pub(crate) fn operator(operator: &str, of: ValueType) -> &'static str {
    match (operator, of) {
        ("eq", ValueType::Time) => "on that day, or at that time",
        ("eq", ValueType::Path) => "holds it, or what contains it",
        ("eq", _) => "is",
        ("ne", ValueType::Path) => "does not hold it, nor what contains it",
        ("ne", _) => "is not, or has no value",
        ("co", _) => "contains",
        ("sw", _) => "starts with",
        ("ew", _) => "ends with",
        ("gt", ValueType::Time) => "after",
        ("ge", ValueType::Time) => "then or after",
        ("lt", ValueType::Time) => "before",
        ("le", ValueType::Time) => "then or before",
        ("gt", _) => "more than",
        ("ge", _) => "at least",
        ("lt", _) => "less than",
        ("le", _) => "at most",
        ("pr", _) => "has a value",
        _ => "",
    }
}

/// What joins, negates or closes conditions.
pub(crate) fn joining(word: &str) -> &'static str {
    match word {
        "and" => "both hold",
        "or" => "one of them holds",
        "not" => "the next one does not hold",
        "(" => "conditions that belong together",
        ")" | "]" => "closes what is open",
        _ => "",
    }
}

/// What a value that is offered means, where it does not say it itself.
pub(crate) fn value(attribute: &Attribute, value: &str) -> String {
    match attribute.attr {
        Attr::Time(_) | Attr::Grant(GrantAttr::Expires) => match (Moment::read(value), value) {
            (Some(moment), _) => capital(&time::named(moment)),
            (None, "never") => "Its source says: never.".to_owned(),
            (None, "unknown") => "Its source was asked and does not say.".to_owned(),
            (None, _) => "Nobody asked its source.".to_owned(),
        },
        Attr::Number(NumberAttr::Level) | Attr::Grant(GrantAttr::Level) => {
            value.parse().ok().and_then(gitlab_role).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}
