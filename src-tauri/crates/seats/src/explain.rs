//! Why a user does or does not take a seat.

use crate::plan::{Deciding, Plan};
use crate::reclaim::{Reclaimable, reclaimable};
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
    /// Each clause of the rule that decided it.
    pub clauses: Vec<ExplainedClause>,
    /// Whether the seat could be freed.
    pub reclaimable: Option<Reclaimable>,
}

/// A clause of the rule that decided, for one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedClause {
    /// The clause as it stands in the rule.
    pub text: String,
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
        let Some(reason) = reason else {
            let why = if takes { "The plan's rule holds" } else { "The plan's rule does not hold" };
            return Why { takes, why: why.to_owned(), grant: None };
        };
        let grant = reason.grant.and_then(|which| deciding(subject.grants(), which)).cloned();
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
        let clauses = self.filter.explain(subject, now).clauses.into_iter();
        SeatExplanation {
            takes,
            why,
            grant,
            clauses: clauses.map(|c| ExplainedClause { text: c.text, holds: c.holds, because: c.because }).collect(),
            reclaimable: takes.then(|| reclaimable(subject, now)).flatten(),
        }
    }
}

fn deciding(grants: &[Grant], which: Deciding) -> Option<&Grant> {
    match which {
        // Of equals the first, so that the same user is explained the same way.
        Deciding::Highest => {
            let memberships = grants.iter().filter(|grant| grant.scope.is_membership());
            memberships.reduce(|best, grant| if grant.role.level > best.role.level { grant } else { best })
        }
        Deciding::Elevated => grants.iter().find(|grant| grant.role.is_elevated_guest()),
        Deciding::Privileged => grants.iter().find(|grant| grant.role.privileged),
        Deciding::Auditor => grants.iter().find(|g| g.scope.kind == ScopeKind::Instance && !g.role.privileged),
    }
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
