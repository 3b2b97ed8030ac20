//! Why a user does or does not take a seat.

use crate::plan::{Deciding, Plan};
use muster_model::fold::fold;
use muster_model::user::HighestRole;
use muster_model::{Grant, Scope, ScopeKind};
use muster_query::Subject;
use muster_query::ast::TextAttr;

/// The answer for one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Whether a seat is taken.
    pub takes: bool,
    /// The reason in a sentence, without a full stop: `Developer on acme/web
    /// is above Guest`.
    pub why: String,
    /// The grant that decided, if one did.
    pub grant: Option<Grant>,
}

/// All there is to say about one user's seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatExplanation {
    /// Whether a seat is taken.
    pub takes: bool,
    /// The reason in a sentence, without a full stop.
    pub why: String,
    /// The grant that decided, if one did.
    pub grant: Option<Grant>,
    /// Each clause of the rule that holds or fails; alternatives that fail
    /// beside one that holds are left out.
    pub clauses: Vec<ExplainedClause>,
}

/// A clause of the rule, for one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedClause {
    /// The clause in words, without a full stop: `State is active`.
    pub text: String,
    /// The clause as the rule's canonical text has it.
    pub clause: String,
    /// Whether it holds.
    pub holds: bool,
    /// What makes it so, without a full stop.
    pub because: String,
}

impl Plan {
    /// Whether a user takes a seat when it is `now` (seconds since 1970-01-01
    /// UTC), and why. `highest` serves where the subject's grants are not at
    /// hand, as in long lists.
    #[must_use]
    pub fn why(&self, subject: &dyn Subject, highest: Option<&HighestRole>, now: i64) -> Why {
        let takes = self.takes_seat(subject, now);
        let reason = self.reasons.iter().find(|reason| reason.takes == takes && reason.when.matches(subject, now));
        let Some(reason) = reason else { return self.by_clauses(subject, takes, now) };
        let grant = reason.grant.and_then(|which| self.deciding(subject.grants(), which)).cloned();
        let named = match &grant {
            Some(grant) => grant_text(&grant.role.name, &grant.scope, grant.through.as_deref()),
            None => known_by_name(subject, highest),
        };
        let why = reason
            .say
            .replace("{state}", subject.state().word())
            .replace("{kind}", subject.kind().word())
            .replace("{grant}", &named);
        Why { takes, why, grant }
    }

    /// The first reason in the plan's file whose filter holds, whichever side
    /// it takes: for tests of the file's order.
    #[must_use]
    pub fn first_reason(&self, subject: &dyn Subject, now: i64) -> Option<(bool, &str)> {
        let reason = self.reasons.iter().find(|reason| reason.when.matches(subject, now))?;
        Some((reason.takes, &reason.say))
    }

    /// All there is to say about one user's seat.
    #[must_use]
    pub fn explain(&self, subject: &dyn Subject, highest: Option<&HighestRole>, now: i64) -> SeatExplanation {
        let Why { takes, why, grant } = self.why(subject, highest, now);
        let mut clauses: Vec<ExplainedClause> = Vec::new();
        for found in self.filter.explain_each(subject, now).clauses {
            // What a rule says twice is shown once.
            if clauses.iter().all(|known| known.text != found.said) {
                let because = found.because;
                clauses.push(ExplainedClause { text: found.said, clause: found.text, holds: found.holds, because });
            }
        }
        SeatExplanation { takes, why, grant, clauses }
    }

    /// Why, from the clauses of a rule that has no reasons: the grants that
    /// decided, else all that did.
    fn by_clauses(&self, subject: &dyn Subject, takes: bool, now: i64) -> Why {
        let clauses = self.bare.explain(subject, now).clauses;
        let decided = clauses.iter().find(|clause| clause.grant.is_some());
        let grant = decided.and_then(|clause| clause.grant.clone());
        let mut said: Vec<&str> = match decided {
            Some(clause) if takes => vec![&clause.because],
            _ => clauses.iter().take(MOST_SAID).map(|clause| clause.because.as_str()).collect(),
        };
        said.dedup();
        let why = match said.as_slice() {
            [] if takes => "The rule takes everyone".to_owned(),
            [] => "The rule takes nobody".to_owned(),
            all => capital(&all.join(", ")),
        };
        Why { takes, why, grant }
    }

    fn deciding<'g>(&self, grants: &'g [Grant], which: Deciding) -> Option<&'g Grant> {
        match which {
            // Of equals the first, so that the same user is explained the same way.
            Deciding::Highest => {
                let memberships = grants.iter().filter(|grant| grant.scope.is_membership());
                memberships.reduce(|best, grant| if grant.role.level > best.role.level { grant } else { best })
            }
            Deciding::Elevated => grants.iter().find(|grant| grant.role.is_elevated_guest()),
            Deciding::Privileged => grants.iter().find(|grant| grant.role.privileged),
            Deciding::Auditor => grants.iter().find(|g| g.scope.kind == ScopeKind::Instance && !g.role.privileged),
            Deciding::Role => {
                let role = fold(self.role.as_deref()?);
                grants.iter().find(|grant| fold(&grant.role.name) == role)
            }
        }
    }
}

/// The most clauses that stand in one sentence.
const MOST_SAID: usize = 3;

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `Developer on acme/web through group frontend`.
fn grant_text(role: &str, scope: &Scope, through: Option<&str>) -> String {
    let scope = match scope.kind {
        ScopeKind::Instance => "the instance",
        _ => &scope.path,
    };
    let through = through.map(|group| format!(" through group {group}")).unwrap_or_default();
    format!("{role} on {scope}{through}")
}

fn known_by_name(subject: &dyn Subject, highest: Option<&HighestRole>) -> String {
    if let Some(highest) = highest {
        return grant_text(&highest.role, &highest.scope, None);
    }
    let mut name = None;
    subject.texts(TextAttr::HighestRole, &mut |text| name = Some(text.to_owned()));
    name.unwrap_or_else(|| "The highest role".to_owned())
}
