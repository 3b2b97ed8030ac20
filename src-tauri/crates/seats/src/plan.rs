//! Seat plans: the schema, the ones that ship, who takes a seat.
//!
//! # The file
//! | key | what it holds |
//! | --- | --- |
//! | `name` | the name on the command line: lower case, digits and `-` |
//! | `title` | the name on screen |
//! | `product`, `plan`, `versions` | what it is the rule of, and since when |
//! | `userstores` | kinds of userstore whose users it counts; empty for all |
//! | `rule` | the rule in a sentence or two |
//! | `filter` | the rule: who takes a seat, in the filter language |
//! | `source` | the document the rule comes from |
//! | `notes` | sentences that a reader of every report needs |
//! | `reasons` | why: the first whose filter `when` holds for a user says the sentence (`takes`, `when`, `say`, `grant`) |
//! | `doubts` | what a count cannot know: `say` is a note if `when` holds for some users |
//!
//! `say` of a reason may use `{state}`, `{kind}` and `{grant}`; `grant` says
//! which grant that is: `highest`, `elevated` (a custom Guest role that takes
//! a seat), `privileged` or `auditor`. `say` of a doubt may use `{users}`. An
//! empty `when` holds for everyone. `takes` must agree with `filter` for every
//! user; the tests try all combinations of what the rules look at.

use crate::error::SeatError;
use muster_model::UserstoreKind;
use muster_query::{Clause, Expr, Filter, Subject, parse};
use serde::Deserialize;

/// The files that ship, by name.
const SHIPPED: &[(&str, &str)] = &[
    ("gitlab-premium", include_str!("../plans/gitlab-premium.toml")),
    ("gitlab-ultimate", include_str!("../plans/gitlab-ultimate.toml")),
    ("per-active-user", include_str!("../plans/per-active-user.toml")),
];

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
    /// The counting rule in a sentence or two.
    pub rule: String,
    /// The document the rule comes from.
    pub source: String,
    /// What a reader of every report needs to know.
    pub notes: Vec<String>,
    pub(crate) filter: Filter,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) doubts: Vec<Doubt>,
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    title: String,
    product: String,
    plan: String,
    versions: String,
    userstores: Vec<UserstoreKind>,
    rule: String,
    filter: String,
    source: String,
    notes: Vec<String>,
    #[serde(default)]
    reasons: Vec<ReasonEntry>,
    #[serde(default)]
    doubts: Vec<DoubtEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonEntry {
    takes: bool,
    when: String,
    say: String,
    grant: Option<Deciding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoubtEntry {
    when: String,
    say: String,
}

impl Plan {
    /// The plans that ship, by name.
    ///
    /// # Errors
    /// A file that ships is broken, which the tests rule out.
    pub fn all() -> Result<Vec<Self>, SeatError> {
        SHIPPED.iter().map(|(name, text)| Self::read(name, text)).collect()
    }

    /// The shipped plan with this name, whatever its case.
    ///
    /// # Errors
    /// [`SeatError::Unknown`] names those there are.
    pub fn by_name(name: &str) -> Result<Self, SeatError> {
        match SHIPPED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim())) {
            Some((name, text)) => Self::read(name, text),
            None => Err(SeatError::Unknown {
                name: name.chars().take(60).collect(),
                known: SHIPPED.iter().map(|(known, _)| *known).collect::<Vec<_>>().join(", "),
            }),
        }
    }

    /// Reads a plan from the text of its file; `name` stands in messages.
    ///
    /// # Errors
    /// Says what is wrong with the file or one of its filters.
    pub fn read(name: &str, text: &str) -> Result<Self, SeatError> {
        let file: File = toml::from_str(text)
            .map_err(|error| SeatError::Read { name: name.to_owned(), reason: error.to_string().trim().to_owned() })?;
        let understood = |place: String, text: &str| {
            let wrong = |reason: String| SeatError::Filter { name: name.to_owned(), place: place.clone(), reason };
            let filter = parse(text).map_err(|error| wrong(error.to_string()))?;
            // In a rule, a bare word is a slip that would count nobody.
            match filter.expr().and_then(bare_word) {
                Some(word) => Err(wrong(format!("the bare word {word:?} is no condition"))),
                None => Ok(filter),
            }
        };
        let filter = understood("filter".to_owned(), &file.filter)?;
        let reasons = file
            .reasons
            .into_iter()
            .enumerate()
            .map(|(index, reason)| {
                let when = understood(format!("reasons {}", index + 1), &reason.when)?;
                Ok(Reason { takes: reason.takes, when, say: reason.say, grant: reason.grant })
            })
            .collect::<Result<_, _>>()?;
        let doubts = file
            .doubts
            .into_iter()
            .enumerate()
            .map(|(index, doubt)| {
                Ok(Doubt { when: understood(format!("doubts {}", index + 1), &doubt.when)?, say: doubt.say })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            name: file.name,
            title: file.title,
            product: file.product,
            plan: file.plan,
            versions: file.versions,
            userstores: file.userstores,
            rule: file.rule,
            source: file.source,
            notes: file.notes,
            filter,
            reasons,
            doubts,
        })
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

    /// Which of these userstores the plan counts, and a note if that needs
    /// one. A directory's entries take no seat of a GitLab plan; but if no
    /// userstore is of the plan's kinds, all are counted, since the product's
    /// users may have come by another way, such as a spreadsheet.
    #[must_use]
    pub fn counts(&self, userstores: &[(&str, UserstoreKind)]) -> (Vec<String>, Option<String>) {
        let listed = |fits: &dyn Fn(UserstoreKind) -> bool| -> Vec<String> {
            userstores.iter().filter(|(_, kind)| fits(*kind)).map(|(domain, _)| (*domain).to_owned()).collect()
        };
        if self.userstores.is_empty() {
            return (listed(&|_| true), None);
        }
        let of_kind = listed(&|kind| self.userstores.contains(&kind));
        let others = listed(&|kind| !self.userstores.contains(&kind));
        if of_kind.is_empty() {
            let note = (!others.is_empty()).then(|| {
                format!("No userstore reflects a {} instance; the users of all userstores are counted.", self.product)
            });
            return (others, note);
        }
        let note = (!others.is_empty()).then(|| {
            format!(
                "Only users of {} are counted; those of {} take no seat of {}.",
                of_kind.join(", "),
                others.join(", "),
                self.product
            )
        });
        (of_kind, note)
    }

    /// The plan for the users of these userstores alone: its filter then says
    /// so itself, and so does the explanation of every other user.
    ///
    /// # Errors
    /// [`SeatError::Filter`] if a domain cannot stand in a filter.
    pub fn within(&self, domains: &[String]) -> Result<Self, SeatError> {
        let quoted =
            |domain: &String| format!("userstore eq \"{}\"", domain.replace('\\', "\\\\").replace('"', "\\\""));
        let understood = |text: &str| {
            parse(text).map_err(|error| SeatError::Filter {
                name: self.name.clone(),
                place: "userstores".to_owned(),
                reason: error.to_string(),
            })
        };
        let inside = domains.iter().map(quoted).collect::<Vec<_>>().join(" or ");
        // No domain at all: nobody takes a seat. Everyone is gone or is not.
        let inside = if inside.is_empty() { "gone eq true and gone eq false".to_owned() } else { inside };
        let outside = Reason {
            takes: false,
            when: understood(&format!("not ({inside})"))?,
            say: format!("Not a user of {}", self.product),
            grant: None,
        };
        let narrowed = |filter: &Filter| {
            let text = filter.to_string();
            if text.is_empty() { understood(&inside) } else { understood(&format!("({inside}) and ({text})")) }
        };
        Ok(Self {
            filter: narrowed(&self.filter)?,
            reasons: std::iter::once(outside).chain(self.reasons.iter().cloned()).collect(),
            doubts: self
                .doubts
                .iter()
                .map(|doubt| Ok(Doubt { when: narrowed(&doubt.when)?, say: doubt.say.clone() }))
                .collect::<Result<_, SeatError>>()?,
            ..self.clone()
        })
    }
}

/// The first bare word of a filter.
fn bare_word(expr: &Expr<Clause>) -> Option<&str> {
    match expr {
        Expr::Is(Clause::Anywhere(needle)) => Some(needle.raw()),
        Expr::Is(_) => None,
        Expr::Not(part) => bare_word(part),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().find_map(bare_word),
    }
}
