//! What can go wrong with rules and packs.

use crate::rule::Problem;

/// Why rules or packs cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// Files of rules or packs have problems.
    #[error("{}", list(.0))]
    Files(Vec<Problem>),
    /// No rule has this id.
    #[error("there is no audit rule {id:?}{}", meant(.near))]
    UnknownRule {
        /// The id that was asked for.
        id: String,
        /// Rules that may have been meant.
        near: Vec<String>,
    },
    /// No pack has this name.
    #[error("there is no pack {name:?}; the packs are: {known}")]
    UnknownPack {
        /// The name that was asked for.
        name: String,
        /// The names there are, comma-separated.
        known: String,
    },
    /// A rule has no such parameter, or it cannot be set so.
    #[error("{rule}, {parameter}: {what}: {remedy}")]
    Parameter {
        /// The rule.
        rule: String,
        /// Its parameter.
        parameter: String,
        /// What is wrong.
        what: String,
        /// What to do.
        remedy: String,
    },
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}

fn meant(near: &[String]) -> String {
    if near.is_empty() {
        "; list the rules to see which there are".to_owned()
    } else {
        format!("; did you mean {}?", near.join(" or "))
    }
}
