//! A run: what is asked, what is found, what that means, and what is kept.

use super::facts::{Everyone, Lent};
use super::keep::{self, Changed, Made, Pens, Reported};
use super::life::{self, Before};
use super::rules::{Asking, Team};
use super::words::{self, day, number, severity};
use super::zone::Named;
use crate::api::audit::{AuditReport, RunAudit};
use crate::changes::outside;
use crate::job::Job;
use crate::session::Session;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_audit::finding::score;
use muster_audit::rule::Look;
use muster_audit::{Calendar, Hit, Rule, Severity, Zone, check};
use muster_model::FindingState;
use muster_vault::log::{self, Entry};
use muster_vault::tables::audit_rule::{self, AuditRule};
use muster_vault::tables::audit_run::{self, AuditRun};
use muster_vault::tables::finding;
use muster_vault::{Connection, Transaction};
use serde_json::json;
use std::collections::HashMap;
use std::time::Instant;

/// Log entries that change nothing an audit looks at begin so.
pub(super) const ELSEWHERE: &[&str] = &["audit.", "export", "vault.", "view.", "map.", "seats.set"];

/// A run that was made, with what is needed to tell of it.
pub(super) struct Audited {
    pub run: AuditRun,
    pub kept: Option<String>,
    pub unchanged: bool,
    pub changed: Changed,
    /// What was found, where it was not kept.
    pub reported: Option<Vec<(AuditRule, Vec<finding::Finding>)>>,
}

/// What a run is about.
pub(super) struct Task<'t> {
    pub asking: &'t Asking,
    pub calendar: &'t Calendar<'t>,
    zone: &'t str,
    asked: &'t str,
    job: &'t Job,
    now: DateTime<Utc>,
    started: Instant,
}

impl Session {
    /// Runs the rules of a pack, or all, over everyone as they are now, and
    /// says what is new and what went since the last run of the same pack.
    ///
    /// What is found is kept with its log entry. An auditor's run, one of a
    /// vault that can only be read, and one for a day before that of the last
    /// run are reported and not kept. If nothing changed since the last run of
    /// the same day, its findings are the answer.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`] for a pack, [`crate::Code::Invalid`] for a time zone,
    /// [`crate::Code::Cancelled`], or that the vault cannot be read or written.
    pub fn audit_run(&self, request: &RunAudit, job: &Job, now: DateTime<Utc>) -> Result<AuditReport> {
        let made = self.audited(request, job, now)?;
        Ok(made.report())
    }

    /// The same, with what was found.
    pub(super) fn audited(&self, request: &RunAudit, job: &Job, now: DateTime<Utc>) -> Result<Audited> {
        let zone = self.zone(request.time_zone.as_deref())?;
        let calendar = calendar(&zone, request, now);
        self.changing(|| {
            let (team, seq) = self.vault().read(|conn| Ok((Team::read(conn)?, log::last_but(conn, ELSEWHERE)?)))?;
            let asking = team.asking(request.pack.as_deref())?;
            let asked = asked(&asking, seq, &calendar, &zone);
            let last = self.vault().read(|conn| audit_run::last(conn, Some(&asking.pack)))?;
            let why_not = self.why_not_kept(last.as_ref(), &calendar);
            let started = Instant::now();
            let task =
                Task { asking: &asking, calendar: &calendar, zone: &zone.name, asked: &asked, job, now, started };
            if let Some(last) = last.filter(|last| last.asked == asked) {
                return self.again(&task, last, why_not);
            }
            job.progress("reading", 0, 0, 0);
            let everyone = Everyone::read(self, &calendar, job)?;
            match why_not {
                None => self.kept_run(&task, &everyone),
                Some(why) => self.reported_run(&task, &everyone, why),
            }
        })
    }

    /// Why a run would not be kept.
    fn why_not_kept(&self, last: Option<&AuditRun>, calendar: &Calendar<'_>) -> Option<String> {
        if let Err(error) = self.may_change() {
            return Some(format!("It was not kept: {}", error.message));
        }
        let later = last.filter(|last| last.as_of > number(calendar.today()))?;
        Some(format!("It was not kept: there is a run for {}, and findings do not go back in time.", day(later.as_of)))
    }

    /// The last run once more: nothing changed since.
    fn again(&self, task: &Task<'_>, last: AuditRun, why_not: Option<String>) -> Result<Audited> {
        let counts = self.vault().read(|conn| Ok(counted(&keep::rules(conn, &last.pack)?)))?;
        let mut run = AuditRun {
            id: 0,
            at: task.now,
            operator: self.operator().to_owned(),
            new: 0,
            reopened: 0,
            resolved: 0,
            counts,
            took_ms: 0,
            ..last
        };
        run.score = scored(&run).score;
        run.took_ms = took(task.started);
        if why_not.is_none() {
            run = self.vault().write(task.now, |tx| {
                let id = audit_run::begin(tx, &run.pack, run.as_of, &run.operator, run.at)?;
                let run = AuditRun { id, ..run };
                audit_run::finish(tx, &run)?;
                Ok((run.clone(), Some(entry(&run))))
            })?;
        }
        Ok(Audited { run, kept: why_not, unchanged: true, changed: Changed::default(), reported: None })
    }

    fn kept_run(&self, task: &Task<'_>, everyone: &Everyone) -> Result<Audited> {
        let snapshots = everyone.snapshots();
        let answer = everyone.with(|lent| {
            let written = self.vault().write(task.now, |tx| {
                let (run, changed) = self.write_run(tx, task, lent, &snapshots)?;
                Ok(((run.clone(), changed), Some(entry(&run))))
            });
            Ok(written?)
        })?;
        let (run, changed) = answer;
        Ok(Audited { run, kept: None, unchanged: false, changed, reported: None })
    }

    fn write_run(
        &self,
        tx: &Transaction<'_>,
        task: &Task<'_>,
        lent: &Lent<'_>,
        snapshots: &HashMap<String, i64>,
    ) -> muster_vault::Result<(AuditRun, Changed)> {
        let (pack, today) = (&task.asking.pack, task.calendar.today());
        let id = audit_run::begin(tx, pack, number(today), self.operator(), task.now)?;
        let made = Made { run: id, pack, at: task.now, day: number(today), operator: self.operator(), snapshots };
        let accepted = keep::accepted(tx)?;
        let mut changed = Changed::default();
        let indexes = finding::Indexes::later(tx)?;
        let mut pens = Pens::new(tx)?;
        let rules = &task.asking.rules;
        let keys: Vec<i64> = rules
            .iter()
            .map(|rule| audit_rule::ensure(tx, &life::kept(pack, rule)))
            .collect::<muster_vault::Result<_>>()?;
        self.ask(task, lent, &mut |before, at, found| {
            task.go_on(before, &changed).map_err(outside)?;
            let key = keys[at];
            let known = finding::known(tx, key)?;
            let before = Before { key, known: &known, accepted: &accepted, run: id };
            life::steps(&before, found, today, &mut |step| made.write(&mut pens, key, step, &mut changed))?;
            finding::recount(tx, key)
        })?;
        indexes.make(tx)?;
        for rule in keep::rules(tx, pack)? {
            if task.asking.rules.iter().all(|asked| *asked.id != rule.rule) {
                let off = task.asking.off.get(&rule.rule).cloned();
                let why = off.unwrap_or_else(|| "the rule is no longer there".to_owned());
                made.let_go(tx, &rule, &why, &mut changed)?;
            }
        }
        let run = self.summed(task, id, lent.enabled(), &keep::rules(tx, pack)?, &changed);
        audit_run::finish(tx, &run)?;
        Ok((run, changed))
    }

    fn reported_run(&self, task: &Task<'_>, everyone: &Everyone, why: String) -> Result<Audited> {
        let (pack, today) = (&task.asking.pack, task.calendar.today());
        everyone.with(|lent| {
            let reported = self.vault().read_alone(|conn| self.report_run(conn, task, lent))?;
            let rules: Vec<AuditRule> = reported.findings.iter().map(|(rule, _)| rule.clone()).collect();
            let run = self.summed(task, 0, lent.enabled(), &rules, &reported.changed);
            debug_assert_eq!((&run.pack, run.as_of), (pack, number(today)));
            Ok(Audited {
                run,
                kept: Some(why),
                unchanged: false,
                changed: reported.changed,
                reported: Some(reported.findings),
            })
        })
    }

    fn report_run(&self, conn: &Connection, task: &Task<'_>, lent: &Lent<'_>) -> muster_vault::Result<Reported> {
        let pack = &task.asking.pack;
        let rules = keep::rules(conn, pack)?;
        let accepted = keep::accepted(conn)?;
        let mut reported = Reported::default();
        self.ask(task, lent, &mut |before, at, found| {
            task.go_on(before, &reported.changed).map_err(outside)?;
            let rule = &task.asking.rules[at];
            let key = keep::rule_key(&rules, &rule.id).unwrap_or(0);
            let known = finding::known(conn, key)?;
            let before = Before { key, known: &known, accepted: &accepted, run: 0 };
            reported.findings.push((life::kept(pack, rule), Vec::new()));
            life::steps(&before, found, task.calendar.today(), &mut |step| reported.take(conn, key, &known, step))
        })?;
        for rule in rules.iter().filter(|rule| task.asking.rules.iter().all(|asked| *asked.id != rule.rule)) {
            let known = finding::known(conn, rule.id)?;
            let gone = known.iter().filter(|known| known.state != FindingState::Resolved);
            reported.changed.resolved.extend(gone.map(|known| known.id));
        }
        // As lists have them.
        reported.findings.sort_by(|(a, _), (b, _)| (b.severity, &a.rule).cmp(&(a.severity, &b.rule)));
        for (_, findings) in &mut reported.findings {
            findings
                .sort_by(|a, b| (a.state, &a.userstore, &a.name, a.id).cmp(&(b.state, &b.userstore, &b.name, b.id)));
        }
        Ok(reported)
    }

    /// What a rule finds.
    pub(super) fn hits<'a>(&self, rule: &Rule, lent: &Lent<'a>, calendar: &Calendar<'_>) -> Result<Vec<Hit<'a>>> {
        let Some(filter) = rule.filter(calendar) else { return Ok(check::run(rule, &lent.realm, calendar)) };
        debug_assert!(matches!(rule.look, Look::Users(_)));
        let now = DateTime::from_timestamp(calendar.now(), 0).unwrap_or_default();
        let mut ids = self.directory.with(|loaded| {
            let selection = loaded.select(self.vault(), &filter, now)?;
            Ok(loaded.columns().ids(&selection)?)
        })?;
        ids.sort_unstable();
        let hits = lent
            .numbers(&ids)
            .filter_map(|number| Some(rule.hit(lent.realm.subject(number)?, &lent.asked(number)?, calendar)));
        Ok(hits.collect())
    }

    /// A run with its figures.
    fn summed(&self, task: &Task<'_>, id: i64, users: u64, rules: &[AuditRule], changed: &Changed) -> AuditRun {
        let mut run = AuditRun {
            id,
            pack: task.asking.pack.clone(),
            as_of: number(task.calendar.today()),
            at: task.now,
            operator: self.operator().to_owned(),
            time_zone: task.zone.to_owned(),
            score: 0,
            users,
            counts: counted(rules),
            new: changed.new.len() as u64,
            reopened: changed.reopened.len() as u64,
            resolved: changed.resolved.len() as u64,
            took_ms: took(task.started),
            asked: task.asked.to_owned(),
            rules: task.asking.told().to_string(),
        };
        run.score = scored(&run).score;
        run
    }
}

/// What is asked of which data: the same whenever the same is asked. `seq` is
/// the last log entry that changed what an audit looks at.
pub(super) fn asked(asking: &Asking, seq: i64, calendar: &Calendar<'_>, zone: &Named) -> String {
    format!("{} {seq} {} {} {}", env!("CARGO_PKG_VERSION"), calendar.today(), zone.name, asking.digest())
}

/// The operator's days of a run.
pub(super) fn calendar<'z>(zone: &'z Named, request: &RunAudit, now: DateTime<Utc>) -> Calendar<'z> {
    match request.as_of {
        // Today is today as it is now.
        Some(day) if day != zone.date(now.timestamp()) => Calendar::on(day, zone),
        _ => Calendar::new(now, zone),
    }
}

fn took(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Open and accepted findings by severity, the least first.
pub(super) fn counted(rules: &[AuditRule]) -> [(u64, u64); 5] {
    let mut counts = [(0, 0); 5];
    for rule in rules {
        let count = &mut counts[severity(rule.severity).number()];
        count.0 += rule.count(FindingState::Open) + rule.count(FindingState::Reopened);
        count.1 += rule.count(FindingState::Accepted);
    }
    counts
}

/// The score of a run.
pub(super) fn scored(run: &AuditRun) -> muster_audit::Score {
    score(run.users, &run.counts.map(|(open, _)| open), &run.counts.map(|(_, accepted)| accepted))
}

fn entry(run: &AuditRun) -> Entry {
    let open: HashMap<&str, u64> =
        Severity::ALL.iter().zip(run.counts).map(|(severity, (open, _))| (severity.word(), open)).collect();
    Entry::new("audit.run").target(&run.pack).details(json!({
        "run": run.id, "as_of": day(run.as_of), "score": run.score, "open": open,
        "new": run.new, "reopened": run.reopened, "resolved": run.resolved,
    }))
}

impl Task<'_> {
    fn go_on(&self, at: usize, changed: &Changed) -> std::result::Result<(), Error> {
        let found = (changed.new.len() + changed.reopened.len()) as u64;
        self.job.go_on()?;
        self.job.progress("auditing", at as u64, self.asking.rules.len() as u64, found);
        Ok(())
    }
}

impl Audited {
    /// What the door answers.
    pub fn report(&self) -> AuditReport {
        AuditReport {
            run: words::run(&self.run),
            score: words::score(&scored(&self.run)),
            kept: self.kept.is_none(),
            not_kept: self.kept.clone(),
            unchanged: self.unchanged,
        }
    }
}
