//! What a run means for each finding of a rule.

use super::ask::Found;
use super::words::{day, id, key, number, severity_number};
use chrono::NaiveDate;
use muster_audit::Rule;
use muster_audit::finding::{self, Change, Previous, Reopened, State};
use muster_model::{FindingEventKind, FindingState};
use muster_vault::tables::acceptance::Acceptance;
use muster_vault::tables::audit_rule::AuditRule;
use muster_vault::tables::finding::{Finding, FindingKey, Known};
use std::collections::HashMap;

/// What findings are left as they are.
pub(super) type Accepted = HashMap<FindingKey, Acceptance>;

/// What a run means for a finding.
pub(super) enum Step {
    /// It is there for the first time: open, or accepted as another pack
    /// found it.
    New(Finding),
    /// It is as it was, but says something else.
    Told(Finding),
    /// It is as it was.
    Same(Finding),
    /// It is open again.
    Reopened(Option<Finding>, FindingKey, FindingEventKind),
    /// It is gone.
    Resolved(FindingKey),
}

/// What is kept of the findings of a rule.
pub(super) struct Before<'b> {
    /// Its rule's key in the vault.
    pub key: i64,
    /// Its findings of earlier runs.
    pub known: &'b [Known],
    /// Of all packs.
    pub accepted: &'b Accepted,
    /// The run that is made.
    pub run: i64,
}

fn state(known: &Known, accepted: &Accepted) -> State {
    match known.state {
        FindingState::Open => State::Open,
        FindingState::Reopened => State::Reopened,
        FindingState::Resolved => State::Resolved { on: NaiveDate::default() },
        FindingState::Accepted => State::Accepted(match accepted.get(&known.id) {
            Some(said) => {
                finding::Acceptance { reason: said.reason.clone(), who: said.operator.clone(), until: day(said.until) }
            }
            // What nobody stands for any more has ended.
            None => finding::Acceptance { reason: String::new(), who: String::new(), until: NaiveDate::MIN },
        }),
    }
}

/// What a run means for the findings of a rule that it asked, in the order of
/// their keys.
///
/// # Errors
/// The first that `take` has.
pub(super) fn steps(
    before: &Before<'_>,
    asked: Found,
    today: NaiveDate,
    take: &mut dyn FnMut(Step) -> muster_vault::Result<()>,
) -> muster_vault::Result<()> {
    let previous: Vec<Previous> = before
        .known
        .iter()
        .map(|known| Previous { id: id(known.id), state: state(known, before.accepted), looked: true })
        .collect();
    let Found { ids, findings } = asked;
    let mut findings: Vec<Option<Finding>> = findings.into_iter().map(Some).collect();
    for step in finding::next(&previous, &ids, today) {
        let mut found = |state: FindingState| {
            let found = step.hit.and_then(|at| findings.get_mut(at)?.take())?;
            Some(Finding { rule: before.key, state, first_run: before.run, changed_run: before.run, ..found })
        };
        let known = step.previous.and_then(|at| before.known.get(at));
        match step.change {
            Change::New => {
                let holds = before.accepted.get(&key(step.id)).is_some_and(|said| said.until >= number(today));
                let state = if holds { FindingState::Accepted } else { FindingState::Open };
                found(state).map_or(Ok(()), |finding| take(Step::New(finding)))?;
            }
            Change::Still => {
                let Some(known) = known else { continue };
                let Some(finding) = found(known.state) else { continue };
                take(if finding.told() == known.told { Step::Same(finding) } else { Step::Told(finding) })?;
            }
            Change::Resolved => take(Step::Resolved(key(step.id)))?,
            Change::Reopened(why) => {
                let event = match why {
                    Reopened::AcceptanceEnded => FindingEventKind::AcceptanceEnded,
                    Reopened::CameBack => FindingEventKind::CameBack,
                };
                take(Step::Reopened(found(FindingState::Reopened), key(step.id), event))?;
            }
        }
    }
    Ok(())
}

/// A rule as the vault keeps it.
pub(super) fn kept(pack: &str, rule: &Rule) -> AuditRule {
    AuditRule {
        id: 0,
        pack: pack.to_owned(),
        rule: rule.id.to_string(),
        title: rule.title.clone(),
        severity: severity_number(rule.severity),
        controls: rule.controls.clone(),
        body: serde_json::to_string(&super::words::Body::of(rule)).unwrap_or_default(),
        counts: [0; 4],
    }
}
