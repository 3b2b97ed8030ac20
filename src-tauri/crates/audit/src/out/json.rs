//! The JSON of a run: what `muster audit run --json` prints.

use crate::finding::{FindingId, State};
use crate::hit::{Fact, Hit, SubjectKind};
use crate::rule::Rule;
use crate::severity::Severity;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A run: what is found, what is new, what went. Fields are added, never
/// renamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The operator's day for which it was made.
    pub as_of: NaiveDate,
    /// The pack that was run; `all` for every rule.
    pub pack: String,
    /// The score of the realm, 0 to 100.
    pub score: u8,
    /// Every finding that is open or accepted.
    pub findings: Vec<FindingJson>,
    /// The ids of those that the last run did not have, reopened ones too.
    pub new: Vec<FindingId>,
    /// The ids of those that the last run had and this one has not.
    pub resolved: Vec<FindingId>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingJson {
    /// Its identity.
    pub id: FindingId,
    /// The rule's id.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The controls that the rule serves.
    pub controls: Vec<String>,
    /// What it is about.
    pub subject: SubjectJson,
    /// `open`, `reopened`, `accepted` or `resolved`.
    pub state: String,
    /// The day on which it was first found.
    pub since: NaiveDate,
    /// What was found, in one sentence.
    pub message: String,
    /// The figures of the sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// Why it is left as it is, if it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Until when it is left as it is, if it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectJson {
    /// What kind of thing it is.
    #[serde(rename = "type")]
    pub kind: SubjectKind,
    /// The domain of its userstore; empty for the realm.
    pub userstore: String,
    /// Its name.
    pub name: String,
}

impl FindingJson {
    /// A finding of a rule, first found on a day and as far as it is now.
    #[must_use]
    pub fn new(rule: &Rule, hit: &Hit<'_>, state: &State, since: NaiveDate) -> Self {
        let (reason, until) = match state {
            State::Accepted(acceptance) => (Some(acceptance.reason.clone()), Some(acceptance.until)),
            _ => (None, None),
        };
        Self {
            id: FindingId::of(hit),
            rule: rule.id.to_string(),
            severity: rule.severity,
            controls: rule.controls.clone(),
            subject: SubjectJson {
                kind: hit.subject.kind,
                userstore: hit.subject.userstore.to_owned(),
                name: hit.subject.name.to_string(),
            },
            state: state.word().to_owned(),
            since,
            message: hit.message.clone(),
            facts: hit.facts.to_vec(),
            reason,
            until,
        }
    }
}
