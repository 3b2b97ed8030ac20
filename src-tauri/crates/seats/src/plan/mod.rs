//! Seat plans: the schema, the ones that ship, who takes a seat.
//!
//! # The file
//! Only `name` is needed, and `filter` or `like`.
//!
//! | key | what it holds |
//! | --- | --- |
//! | `name` | the name on the command line: lower case, digits and `-` |
//! | `like` | a plan that ships; what this file does not say, that one says. With another `filter`, its `rule`, `reasons`, `doubts` and `differences` are not taken over |
//! | `title` | the name on screen |
//! | `product`, `plan`, `versions` | what it is the rule of, and since when |
//! | `userstores` | kinds of userstore whose users it counts; empty for all |
//! | `domains` | domains of the userstores whose users it counts, where kinds do not say it; empty for all |
//! | `true_up` | how seats beyond those bought are usually charged: `peak`, `average` or `end_of_period` |
//! | `values` | what stands for `{days}` and the like in all that follows; quoted in filters |
//! | `parameter` | the value that can be given behind the name, after a colon: `per-role:Developer` |
//! | `rule` | the rule in a sentence or two; what the filter says in words, if it is left out |
//! | `filter` | the rule: who takes a seat, in the filter language; neither bare words nor `seat` |
//! | `source` | the document the rule comes from |
//! | `notes` | sentences that a reader of every report needs |
//! | `reasons` | why: the first whose filter `when` holds for a user says the sentence (`takes`, `when`, `say`, `grant`) |
//! | `doubts` | what a count cannot know: `say` is a note if `when` holds for some users |
//! | `differences` | why the instance itself may say otherwise: `say`, if `instance` is what it says and `when` holds |
//!
//! `say` of a reason may use `{state}`, `{kind}` and `{grant}`; `grant` says
//! which grant that is: `highest`, `elevated` (a custom Guest role that takes
//! a seat), `privileged`, `auditor`, or `role` (the role named in `values`).
//! `say` of a doubt may use `{users}`. An empty `when` holds for everyone.
//! `takes` must agree with `filter` for every user; the tests try all
//! combinations of what the rules look at. A plan without reasons is explained
//! by the clauses of its filter.

mod file;
mod scope;
mod shipped;
mod text;
mod written;

pub use written::Written;

use crate::error::SeatError;
use muster_model::{TrueUp, UserstoreKind};
use muster_query::{Filter, Subject};
use serde::Deserialize;

/// A seat plan, ready to count by.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its name, as on the command line.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The product it is of.
    pub product: String,
    /// The plan of that product.
    pub plan: String,
    /// The product's versions it holds for.
    pub versions: String,
    /// Kinds of userstore whose users it counts; empty for all.
    pub userstores: Vec<UserstoreKind>,
    /// Domains of the userstores whose users it counts; empty for all.
    pub domains: Vec<String>,
    /// How seats beyond those bought are charged, if nobody says otherwise.
    pub true_up: TrueUp,
    /// The counting rule in a sentence or two.
    pub rule: String,
    /// The document the rule comes from; empty if nobody said.
    pub source: String,
    /// What a reader of every report needs to know.
    pub notes: Vec<String>,
    /// Whether it is the team's own, and can be edited.
    pub own: bool,
    /// The role it counts the holders of, if that is its rule.
    pub(crate) role: Option<String>,
    /// The rule as the file has it, whatever userstores it is narrowed to.
    pub(crate) bare: Filter,
    pub(crate) filter: Filter,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) doubts: Vec<Doubt>,
    pub(crate) differences: Vec<Difference>,
}

/// A sentence on why someone takes a seat or does not.
#[derive(Debug, Clone)]
pub(crate) struct Reason {
    pub takes: bool,
    pub when: Filter,
    pub say: String,
    pub grant: Option<Deciding>,
}

/// What a count cannot know.
#[derive(Debug, Clone)]
pub(crate) struct Doubt {
    pub when: Filter,
    pub say: String,
}

/// Why the instance itself may say otherwise than the rule.
#[derive(Debug, Clone)]
pub(crate) struct Difference {
    pub instance: bool,
    pub when: Filter,
    pub say: String,
}

/// Which of a user's grants decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Deciding {
    /// The membership with the highest access level.
    Highest,
    /// A custom Guest role that takes a seat.
    Elevated,
    /// A privileged role.
    Privileged,
    /// The role that reads everything.
    Auditor,
    /// The role named in the plan's values.
    Role,
}

impl Plan {
    /// The plans that ship.
    ///
    /// # Errors
    /// A file that ships is broken, which the tests rule out.
    pub fn all() -> Result<Vec<Self>, SeatError> {
        shipped::SHIPPED.iter().map(|(name, text)| file::plan(name, text, None)).collect()
    }

    /// The shipped plan with this name, whatever its case; after a colon, the
    /// value of its parameter: `per-role:Developer`.
    ///
    /// # Errors
    /// [`SeatError::Unknown`] names those there are.
    pub fn by_name(name: &str) -> Result<Self, SeatError> {
        let (bare, value) = match name.split_once(':') {
            Some((bare, value)) => (bare, Some(value.trim()).filter(|value| !value.is_empty())),
            None => (name, None),
        };
        match shipped::text(bare) {
            Some(text) => file::plan(bare.trim(), text, value),
            None => Err(SeatError::unknown(name, &[])),
        }
    }

    /// Names of the plans that ship, in the order in which they are listed.
    pub fn names() -> impl Iterator<Item = &'static str> {
        shipped::SHIPPED.iter().map(|(name, _)| *name)
    }

    /// Whether a plan that ships has this name.
    #[must_use]
    pub fn ships(name: &str) -> bool {
        shipped::text(name).is_some()
    }

    /// The file of a plan that ships.
    #[must_use]
    pub fn shipped_text(name: &str) -> Option<&'static str> {
        shipped::text(name)
    }

    /// Reads a plan of the team's own from the text of its file; `name`
    /// stands in messages.
    ///
    /// # Errors
    /// Says what is wrong with the file or one of its filters, and where.
    pub fn read(name: &str, text: &str) -> Result<Self, SeatError> {
        Ok(Self { own: true, ..file::plan(name, text, None)? })
    }

    /// Whether a plan can be called so.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        file::is_name(name)
    }

    /// The counting rule.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// What a count cannot know: a filter each, whose users a note counts.
    pub fn doubts(&self) -> impl Iterator<Item = &Filter> {
        self.doubts.iter().map(|doubt| &doubt.when)
    }

    /// Whether a user takes a seat when it is `now` (seconds since 1970-01-01 UTC).
    #[must_use]
    pub fn takes_seat(&self, subject: &dyn Subject, now: i64) -> bool {
        self.filter.matches(subject, now)
    }
}
