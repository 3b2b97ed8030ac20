//! The life of a finding: open, accepted for a while, resolved, reopened.

use super::FindingId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Why a finding is left as it is, by whom, and how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Why.
    pub reason: String,
    /// The operator who said so.
    pub who: String,
    /// The last day on which it holds.
    pub until: NaiveDate,
}

/// How far a finding is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum State {
    /// Found, and nobody has accepted it.
    Open,
    /// Open again after it was accepted or resolved.
    Reopened,
    /// Left as it is.
    Accepted(Acceptance),
    /// A later run did not find it any more.
    Resolved {
        /// The day of that run.
        on: NaiveDate,
    },
}

impl State {
    /// Its spelling.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reopened => "reopened",
            Self::Accepted(_) => "accepted",
            Self::Resolved { .. } => "resolved",
        }
    }

    /// Whether it waits for someone to do something.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open | Self::Reopened)
    }
}

/// A finding of earlier runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// Its identity.
    pub id: FindingId,
    /// How far it was.
    pub state: State,
    /// Whether this run looked where it was found: at its rule, and at facts
    /// of its subject. A run of another pack resolves nothing of this one.
    pub looked: bool,
}

/// Why a finding is open again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reopened {
    /// It was accepted until a day that has passed.
    AcceptanceEnded,
    /// It was resolved, and was found again.
    CameBack,
}

/// What a run means for a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Found for the first time.
    New,
    /// Found again, and as it was: open or accepted. Or it was not looked for.
    Still,
    /// Not found any more.
    Resolved,
    /// Found, and open again.
    Reopened(Reopened),
}

impl Change {
    /// How far a finding is after it; `before` is how far it was, none if it
    /// is new.
    #[must_use]
    pub fn after(self, before: Option<State>, today: NaiveDate) -> State {
        match self {
            Self::New => State::Open,
            Self::Still => before.unwrap_or(State::Open),
            Self::Resolved => State::Resolved { on: today },
            Self::Reopened(_) => State::Reopened,
        }
    }
}

/// What a run means for one finding, by its places in what was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The finding.
    pub id: FindingId,
    /// Its place among the previous ones, if it is one.
    pub previous: Option<usize>,
    /// Its place among the hits, if it was found; the first, should a rule
    /// find the same thing twice.
    pub hit: Option<usize>,
    /// What that means.
    pub change: Change,
}

/// What a run means for every finding: those of earlier runs, held against
/// what it found. Both in any order; the answer is in the order of identities,
/// without those that were resolved before and stay so.
///
/// Both lists are sorted by number and gone through once, so that a million
/// findings take a fraction of a second and nothing but the answer is kept.
#[must_use]
pub fn next(previous: &[Previous], hits: &[FindingId], today: NaiveDate) -> Vec<Step> {
    let mut before: Vec<usize> = (0..previous.len()).collect();
    before.sort_unstable_by_key(|place| (previous[*place].id, *place));
    before.dedup_by_key(|place| previous[*place].id);
    let mut found: Vec<usize> = (0..hits.len()).collect();
    found.sort_unstable_by_key(|place| (hits[*place], *place));
    found.dedup_by_key(|place| hits[*place]);

    let mut steps = Vec::with_capacity(found.len());
    let (mut before, mut found) = (before.into_iter().peekable(), found.into_iter().peekable());
    loop {
        let ids = (before.peek().map(|place| previous[*place].id), found.peek().map(|place| hits[*place]));
        let id = match ids {
            (Some(a), Some(b)) => a.min(b),
            (Some(id), None) | (None, Some(id)) => id,
            (None, None) => return steps,
        };
        let known = before.next_if(|place| previous[*place].id == id);
        let hit = found.next_if(|place| hits[*place] == id);
        if let Some(change) = change(known.map(|place| &previous[place]), hit.is_some(), today) {
            steps.push(Step { id, previous: known, hit, change });
        }
    }
}

fn change(previous: Option<&Previous>, found: bool, today: NaiveDate) -> Option<Change> {
    let Some(previous) = previous else { return found.then_some(Change::New) };
    match (&previous.state, found) {
        (State::Resolved { .. }, true) => Some(Change::Reopened(Reopened::CameBack)),
        (State::Resolved { .. }, false) => None,
        (_, false) if previous.looked => Some(Change::Resolved),
        // An acceptance ends by itself, whether or not anybody looked.
        (State::Accepted(acceptance), _) if acceptance.until < today => {
            Some(Change::Reopened(Reopened::AcceptanceEnded))
        }
        _ => Some(Change::Still),
    }
}

#[cfg(test)]
mod tests;
