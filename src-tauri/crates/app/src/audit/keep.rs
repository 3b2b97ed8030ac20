//! Where what a run means is written: in the vault, or, for who may not
//! change anything, nowhere but in the answer.

use super::life::{Accepted, Step};
use chrono::{DateTime, Utc};
use muster_model::{FindingEventKind, FindingState};
use muster_vault::Connection;
use muster_vault::tables::acceptance::{self};
use muster_vault::tables::audit_rule::{self, AuditRule};
use muster_vault::tables::finding::{self, Finding, FindingKey, Known};
use muster_vault::tables::finding_event::{self, FindingEvent};
use std::collections::HashMap;

type Result<T> = muster_vault::Result<T>;

/// What every event of a run has in common.
pub(super) struct Made<'m> {
    pub run: i64,
    pub pack: &'m str,
    pub at: DateTime<Utc>,
    pub day: i32,
    pub operator: &'m str,
    /// The last snapshot of each userstore, by its domain.
    pub snapshots: &'m HashMap<String, i64>,
}

/// What a run changed.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// Found for the first time.
    pub new: Vec<FindingKey>,
    /// Open again.
    pub reopened: Vec<FindingKey>,
    /// Gone.
    pub resolved: Vec<FindingKey>,
}

impl Changed {
    /// New ones and those that are open again, in the order of their ids.
    pub fn fresh(&self) -> Vec<FindingKey> {
        let mut all: Vec<FindingKey> = self.new.iter().chain(&self.reopened).copied().collect();
        all.sort_unstable();
        all
    }
}

/// All that findings are left as they are for.
pub(super) fn accepted(conn: &Connection) -> Result<Accepted> {
    Ok(acceptance::list(conn)?.into_iter().collect())
}

/// What findings are written with.
pub(super) struct Pens<'c> {
    conn: &'c Connection,
    findings: finding::Writer<'c>,
}

impl<'c> Pens<'c> {
    pub fn new(conn: &'c Connection) -> Result<Self> {
        Ok(Self { conn, findings: finding::Writer::new(conn)? })
    }
}

impl Made<'_> {
    fn event(&self, event: FindingEventKind) -> FindingEvent {
        FindingEvent {
            event,
            pack: Some(self.pack.to_owned()),
            at: self.at,
            day: self.day,
            operator: self.operator.to_owned(),
            run: Some(self.run),
            snapshot: None,
            snapshot_at: None,
            reason: None,
            until: None,
        }
    }

    /// Writes a step of a rule's finding.
    pub fn write(&self, pens: &mut Pens<'_>, rule: i64, step: Step, changed: &mut Changed) -> Result<()> {
        let Pens { conn, findings } = pens;
        match step {
            Step::New(found) => {
                changed.new.push(found.id);
                findings.add(&found)
            }
            Step::Told(found) => findings.tell(&found),
            Step::Same(_) => Ok(()),
            Step::Reopened(found, id, event) => {
                changed.reopened.push(id);
                match &found {
                    Some(found) => findings.put(found)?,
                    None => finding::set_state(conn, rule, id, FindingState::Reopened, Some(self.run))?,
                }
                finding_event::add(conn, id, &self.event(event))
            }
            Step::Resolved(id) => {
                changed.resolved.push(id);
                let domain = finding::get(conn, rule, id)?.map(|found| found.userstore);
                let snapshot = domain.and_then(|domain| self.snapshots.get(&domain).copied());
                finding::set_state(conn, rule, id, FindingState::Resolved, Some(self.run))?;
                finding_event::add(conn, id, &FindingEvent { snapshot, ..self.event(FindingEventKind::Resolved) })
            }
        }
    }

    /// Lets the findings of a rule go that nobody asks any more, for a reason.
    pub fn let_go(&self, conn: &Connection, rule: &AuditRule, why: &str, changed: &mut Changed) -> Result<()> {
        for known in finding::known(conn, rule.id)? {
            if known.state == FindingState::Resolved {
                continue;
            }
            changed.resolved.push(known.id);
            finding::set_state(conn, rule.id, known.id, FindingState::Resolved, Some(self.run))?;
            let event = self.event(FindingEventKind::NotLookedFor);
            finding_event::add(conn, known.id, &FindingEvent { reason: Some(why.to_owned()), ..event })?;
        }
        finding::recount(conn, rule.id)
    }
}

/// A run that is reported and not kept.
#[derive(Debug, Default)]
pub(super) struct Reported {
    /// Rules with the findings that are not resolved.
    pub findings: Vec<(AuditRule, Vec<Finding>)>,
    pub changed: Changed,
}

impl Reported {
    /// Takes a step of the last rule's finding.
    pub fn take(&mut self, conn: &Connection, rule: i64, known: &[Known], step: Step) -> Result<()> {
        let found = match step {
            Step::New(found) => {
                self.changed.new.push(found.id);
                Some(found)
            }
            Step::Told(found) | Step::Same(found) => Some(found),
            Step::Reopened(found, id, _) => {
                self.changed.reopened.push(id);
                found
            }
            Step::Resolved(id) => {
                self.changed.resolved.push(id);
                None
            }
        };
        let Some(mut found) = found else { return Ok(()) };
        // The day on which it was first found is known.
        if known.binary_search_by_key(&found.id, |known| known.id).is_ok()
            && let Some(before) = finding::get(conn, rule, found.id)?
        {
            found.since = before.since;
        }
        if let Some((rule, findings)) = self.findings.last_mut() {
            rule.counts[found.state as usize] += 1;
            findings.push(found);
        }
        Ok(())
    }
}

/// The key of a rule in a pack, if a run has asked it before.
pub(super) fn rule_key(rules: &[AuditRule], rule: &str) -> Option<i64> {
    rules.iter().find(|known| known.rule == rule).map(|known| known.id)
}

/// The rules of a pack as the vault has them.
pub(super) fn rules(conn: &Connection, pack: &str) -> Result<Vec<AuditRule>> {
    audit_rule::list(conn, Some(pack))
}
