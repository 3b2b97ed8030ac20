//! What operators say of findings: that they stay for a while, that they do
//! not any more, or that somebody should look again.

use super::facts::Everyone;
use super::findings::{Meant, STEP};
use super::rules::Team;
use super::run::calendar;
use super::story::of_pack;
use super::words::{self, day, id, number};
use crate::api::audit::{AcceptFindings, DecidedFindings, RunAudit, SelectedFindings};
use crate::changes::outside;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, SubsecRound, Utc};
use muster_audit::{FindingId, Zone};
use muster_model::{FindingEventKind, FindingState};
use muster_vault::Transaction;
use muster_vault::log::Entry;
use muster_vault::tables::acceptance::{self, Acceptance};
use muster_vault::tables::audit_rule::AuditRule;
use muster_vault::tables::audit_run;
use muster_vault::tables::finding::{self, FindingKey};
use muster_vault::tables::finding_event::{self, FindingEvent};
use serde_json::json;

/// The most characters of a reason.
const MOST_REASON: usize = 2_000;
/// Ids that a log entry names.
const NAMED: usize = 100;

/// What is decided, for the log, and how it is watched.
struct Task<'a> {
    action: &'a str,
    details: serde_json::Value,
    job: &'a Job,
    now: DateTime<Utc>,
}

impl Session {
    /// Leaves findings as they are, for a reason and until a day; after it
    /// they open again by themselves.
    ///
    /// # Errors
    /// [`Code::NotPermitted`] for an auditor; [`Code::Invalid`] without a
    /// reason, for a day that has passed, or for findings that are resolved;
    /// [`Code::NotFound`]; [`Code::Cancelled`].
    pub fn audit_accept(&self, request: &AcceptFindings, job: &Job, now: DateTime<Utc>) -> Result<DecidedFindings> {
        self.may_change()?;
        let reason = said(&request.reason)?;
        let today = self.last_day(now)?;
        if request.until < today {
            let message = format!("{} has passed. Say a last day from {today} on.", request.until);
            return Err(Error::new(Code::Invalid, message).with(json!({ "field": "until" })));
        }
        let keys = self.selected(&request.findings)?;
        let accepted = Acceptance {
            reason: reason.clone(),
            operator: self.operator().to_owned(),
            at: now,
            until: number(request.until),
        };
        let event = FindingEvent {
            reason: Some(reason.clone()),
            until: Some(accepted.until),
            ..self.decided(FindingEventKind::Accepted, number(today), now)
        };
        let details = json!({ "reason": reason, "until": request.until });
        let task = Task { action: "audit.accept", details, job, now };
        self.decide(&keys, task, |tx, rules, key| {
            if !turn(tx, rules, key, FindingState::Accepted, |state| state != FindingState::Resolved)? {
                return Ok(false);
            }
            acceptance::set(tx, key, &accepted)?;
            finding_event::add(tx, key, &event)?;
            Ok(true)
        })
    }

    /// Takes back that findings are left as they are.
    ///
    /// # Errors
    /// [`Code::NotPermitted`] for an auditor; [`Code::Invalid`] for findings
    /// that are not accepted; [`Code::NotFound`]; [`Code::Cancelled`].
    pub fn audit_withdraw(&self, request: &SelectedFindings, job: &Job, now: DateTime<Utc>) -> Result<DecidedFindings> {
        self.may_change()?;
        let today = self.last_day(now)?;
        let keys = self.selected(request)?;
        let event = self.decided(FindingEventKind::Withdrawn, number(today), now);
        let task = Task { action: "audit.withdraw", details: json!({}), job, now };
        self.decide(&keys, task, |tx, rules, key| {
            if !turn(tx, rules, key, FindingState::Open, |state| state == FindingState::Accepted)? {
                return Ok(false);
            }
            acceptance::remove(tx, key)?;
            finding_event::add(tx, key, &event)?;
            Ok(true)
        })
    }

    /// Looks again at one finding, and resolves it if it is gone. Nobody
    /// closes a finding that is still there.
    ///
    /// # Errors
    /// [`Code::NotPermitted`] for an auditor; [`Code::Invalid`] if it is still
    /// found, or resolved already; [`Code::NotFound`].
    pub fn audit_resolve(
        &self,
        text: &str,
        request: &RunAudit,
        job: &Job,
        now: DateTime<Utc>,
    ) -> Result<DecidedFindings> {
        self.may_change()?;
        let key = self.finding_named(text)?;
        let zone = self.zone(request.time_zone.as_deref())?;
        let calendar = calendar(&zone, request, now);
        self.changing(|| {
            let (team, known) = self.vault().read(|conn| {
                let pack = request.pack.as_deref();
                Ok((Team::read(conn)?, of_pack(conn, key, pack)?))
            })?;
            let Some((rule, known)) = known else {
                return Err(Error::new(Code::NotFound, "There is no such finding."));
            };
            if known.state == FindingState::Resolved {
                return Err(Error::new(Code::Invalid, "The finding is resolved already."));
            }
            let asking = team.asking(Some(&rule.pack))?;
            let mut event = self.decided(FindingEventKind::Resolved, number(calendar.today()), now);
            event.pack = Some(rule.pack.clone());
            match asking.rules.iter().find(|asked| *asked.id == rule.rule) {
                None => {
                    event.event = FindingEventKind::NotLookedFor;
                    event.reason = asking.off.get(&rule.rule).cloned();
                }
                Some(asked) => {
                    if !self.directory.is_loaded() {
                        self.directory.load(self.vault())?;
                    }
                    let everyone = Everyone::read(self, &calendar, job)?;
                    let still = everyone.with(|lent| {
                        let hits = self.hits(asked, lent, &calendar)?;
                        let still = hits.iter().find(|hit| words::key(FindingId::of(hit)) == key);
                        Ok(still.map(|hit| hit.message.clone()))
                    })?;
                    if let Some(message) = still {
                        let message = format!(
                            "It is still found: {message} Fix it, import a new snapshot if its userstore is mirrored, \
                             or accept the finding."
                        );
                        return Err(Error::new(Code::Invalid, message).with(json!({ "still_found": true })));
                    }
                    event.snapshot = everyone.snapshots().get(&known.userstore).copied();
                }
            }
            self.vault().write(now, |tx| {
                finding::set_state(tx, rule.id, key, FindingState::Resolved, None)?;
                finding::recount(tx, rule.id)?;
                finding_event::add(tx, key, &event)?;
                let entry = Entry::new("audit.resolve").target(id(key).to_string());
                Ok(((), Some(entry.details(json!({ "rule": rule.rule, "pack": rule.pack })))))
            })?;
            Ok(DecidedFindings { findings: 1, at: now.trunc_subsecs(0) })
        })
    }

    /// The operator's day by which decisions are dated: that of the last run,
    /// or today without one.
    fn last_day(&self, now: DateTime<Utc>) -> Result<chrono::NaiveDate> {
        let zone = self.zone(None)?;
        let last = self.vault().read(|conn| audit_run::last(conn, None))?;
        Ok(last.map_or_else(|| zone.date(now.timestamp()), |run| day(run.as_of)))
    }

    fn decided(&self, event: FindingEventKind, day: i32, at: DateTime<Utc>) -> FindingEvent {
        FindingEvent {
            event,
            pack: None,
            at,
            day,
            operator: self.operator().to_owned(),
            run: None,
            snapshot: None,
            snapshot_at: None,
            reason: None,
            until: None,
        }
    }

    /// Decides on each finding in one transaction; `on` answers whether it
    /// could be.
    fn decide(
        &self,
        meant: &Meant,
        task: Task<'_>,
        mut on: impl FnMut(&Transaction<'_>, &[AuditRule], FindingKey) -> muster_vault::Result<bool>,
    ) -> Result<DecidedFindings> {
        let Task { action, mut details, job, now } = task;
        let total = meant.count();
        let findings = self.vault().write(now, |tx| {
            let (mut decided, mut looked) = (0_u64, 0_u64);
            meant.each(tx, &mut |rules, key| {
                if looked.is_multiple_of(STEP) {
                    job.go_on().map_err(outside)?;
                    job.progress("applying", looked, total, decided);
                }
                looked += 1;
                decided += u64::from(on(tx, rules, key)?);
                Ok(())
            })?;
            if decided == 0 {
                return Ok((0, None));
            }
            let named: Vec<String> = meant.0.values().flatten().take(NAMED).map(|key| id(*key).to_string()).collect();
            details["findings"] = json!(named);
            details["count"] = decided.into();
            let entry = Entry::new(action).details(details);
            let entry = if let [only] = named.as_slice() { entry.target(only.clone()) } else { entry };
            Ok((decided, Some(entry)))
        })?;
        if findings == 0 {
            let message = match (action, meant.count()) {
                (_, 0) => "No finding is chosen. Choose at least one.",
                ("audit.withdraw", _) => "None of these findings is accepted.",
                _ => "These findings are resolved: there is nothing to accept.",
            };
            return Err(Error::new(Code::Invalid, message).with(json!({ "field": "findings" })));
        }
        Ok(DecidedFindings { findings, at: now.trunc_subsecs(0) })
    }
}

/// Turns a finding to a state in every pack that has it in another that `from`
/// lets through; answers whether one did. `rules` is its rule in those packs.
fn turn(
    tx: &Transaction<'_>,
    rules: &[AuditRule],
    key: FindingKey,
    to: FindingState,
    from: impl Fn(FindingState) -> bool,
) -> muster_vault::Result<bool> {
    let mut turned = false;
    for rule in rules {
        if let Some(found) = finding::get(tx, rule.id, key)?.filter(|found| from(found.state)) {
            finding::set_state(tx, rule.id, key, to, None)?;
            finding::moved(tx, rule.id, found.state, to)?;
            turned = true;
        }
    }
    Ok(turned)
}

fn said(reason: &str) -> Result<String> {
    let reason = reason.trim();
    let wrong = |message: String| Err(Error::new(Code::Invalid, message).with(json!({ "field": "reason" })));
    if reason.is_empty() {
        return wrong("Say why the finding stays as it is: whoever reads it later was not there.".to_owned());
    }
    if reason.chars().count() > MOST_REASON {
        return wrong(format!("The reason has more than {MOST_REASON} characters. Say it in fewer."));
    }
    Ok(reason.to_owned())
}
