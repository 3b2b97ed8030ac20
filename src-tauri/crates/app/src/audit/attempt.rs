//! Looking at a rule while it is being written: what is wrong with it, and what
//! it would find now.

use super::facts::Everyone;
use super::rules::Team;
use super::run::calendar;
use super::words::{self, fix, of_value, parameter};
use crate::Result;
use crate::api::audit::{FindingSubject, RuleFix, RuleForm, RuleProblem, RuleSource, RunAudit, TriedHit, TriedRule};
use crate::job::Job;
use crate::session::Session;
use crate::users::Held;
use chrono::{DateTime, Utc};
use muster_audit::rule::{Catalogue, Look, Problem, Value, Weight, Written, WrittenParameter};
use muster_audit::{AuditError, Calendar, Hit, Pack, Rule, Subject, rule};
use muster_columns::{Order, Sort};
use muster_model::UserId;
use std::collections::BTreeSet;

/// Hits that are shown.
const SAMPLE: usize = 20;
/// What messages call what is being written.
const FILE: &str = "rule.toml";

/// Everything that is wrong or doubtful about files of rules and packs, as
/// name and text; needs no vault.
///
/// # Errors
/// A file that ships is broken, which tests rule out.
pub fn lint(files: &[(&str, &str)]) -> Result<Vec<RuleProblem>> {
    let (packs, rules): (Vec<_>, Vec<_>) = files.iter().copied().partition(|(_, text)| is_pack(text));
    let shipped = Pack::all()?;
    let mut controls = Pack::known_controls(&shipped);
    let mut problems = Vec::new();
    let mut read = Vec::new();
    for (name, text) in packs {
        match Pack::read(name, text) {
            Ok(pack) => {
                controls.extend(pack.controls.iter().map(|control| control.id.clone()));
                read.push((name, pack));
            }
            Err(AuditError::Files(wrong)) => problems.extend(wrong.into_iter().map(problem)),
            Err(other) => return Err(other.into()),
        }
    }
    problems.extend(rule::lint(&rules, &controls).into_iter().map(problem));
    // A pack may name rules that are looked at with it.
    let catalogue = match Catalogue::shipped()?.with_own(&rules) {
        Ok(catalogue) => catalogue,
        Err(_) => Catalogue::shipped()?,
    };
    for (name, pack) in read {
        if let Err(error) = pack.rules(&catalogue) {
            problems.push(RuleProblem {
                file: name.to_owned(),
                line: None,
                within: None,
                field: "rules".to_owned(),
                what: error.to_string(),
                remedy: "correct it, or name the file that has the rule as well".to_owned(),
                wrong: true,
            });
        }
    }
    Ok(problems)
}

/// Whether a file is a pack and not one of rules.
fn is_pack(text: &str) -> bool {
    let line = |text: &str| text.trim_start().starts_with("[[controls]]");
    text.lines().any(line) && !text.lines().any(|text| text.trim_start().starts_with("[[rules]]"))
}

fn problem(problem: Problem) -> RuleProblem {
    RuleProblem {
        file: problem.file,
        line: problem.line,
        within: problem.within,
        field: problem.field,
        what: problem.what,
        remedy: problem.remedy,
        wrong: problem.weight == Weight::Wrong,
    }
}

/// A rule as the form that a person fills in.
pub(super) fn form(rule: &Rule) -> RuleForm {
    let written = Written::of(rule);
    RuleForm {
        id: written.id,
        title: written.title,
        severity: written.severity,
        filter: written.filter.map(|filter| filter.trim().to_owned()),
        message: written.message,
        check: written.check,
        controls: written.controls,
        why: written.why,
        remedy: written.remedy,
        fix: fix(&rule.fix),
        parameters: rule.parameters.iter().map(parameter).collect(),
    }
}

/// The text of a rule that is being written.
pub(super) fn text(source: &RuleSource) -> String {
    match source {
        RuleSource::Text(text) => text.clone(),
        RuleSource::Form(form) => written(form).text(),
    }
}

fn written(form: &RuleForm) -> Written {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let parameters = form.parameters.iter().map(|parameter| WrittenParameter {
        name: parameter.name.clone(),
        unit: parameter.unit.clone(),
        least: parameter.least,
        most: parameter.most,
        meaning: parameter.meaning.clone(),
        default: match of_value(&parameter.default) {
            // No text tells an empty list of pairs from one of names.
            Value::Names(names) if names.is_empty() && parameter.unit == "pairs" => Value::Pairs(Vec::new()),
            other => other,
        },
    });
    let RuleFix { operation, none, .. } = &form.fix;
    Written {
        id: form.id.trim().to_owned(),
        title: form.title.trim().to_owned(),
        severity: form.severity,
        filter: said(&form.filter),
        message: said(&form.message),
        check: said(&form.check),
        controls: form.controls.clone(),
        why: form.why.trim().to_owned(),
        remedy: form.remedy.trim().to_owned(),
        fix: match operation {
            Some(operation) => Ok(operation.clone()),
            None => Err(none.clone().unwrap_or_default()),
        },
        parameters: parameters.collect(),
    }
}

impl Session {
    /// Looks at a rule that is being written: what is wrong with it, and what
    /// it would find now. Nothing is written.
    ///
    /// # Errors
    /// If the vault cannot be read. What is wrong with the rule is part of the
    /// answer.
    pub fn audit_rule_try(&self, source: &RuleSource, now: DateTime<Utc>) -> Result<TriedRule> {
        let text = text(source);
        let problems = lint(&[(FILE, &text)])?;
        let mut tried =
            TriedRule { problems, text, form: None, hits: None, users: None, sample: Vec::new(), said: None };
        let read = Catalogue::default().with_own(&[(FILE, &tried.text)]);
        let Some(rule) = read.ok().and_then(|catalogue| catalogue.rules().first().cloned()) else { return Ok(tried) };
        tried.form = Some(form(&rule));
        // What the team set of the rule's id is not what is being written.
        self.load()?;
        let zone = self.zone(None)?;
        let calendar = calendar(&zone, &RunAudit::default(), now);
        match &rule.look {
            Look::Users(users) => {
                tried.said = Some(muster_query::words::sentence(users.filter()));
                self.try_filter(&rule, &calendar, now, &mut tried)?;
            }
            Look::Check(_) => {
                let everyone = Everyone::read(self, &calendar, &Job::silent())?;
                everyone.with(|lent| {
                    let hits = self.hits(&rule, lent, &calendar)?;
                    let users: BTreeSet<UserId> = hits.iter().filter_map(|hit| hit.subject.user).collect();
                    (tried.hits, tried.users) = (Some(hits.len() as u64), Some(users.len() as u64));
                    tried.sample = hits.iter().take(SAMPLE).map(shown).collect();
                    Ok(())
                })?;
                let sample = &mut tried.sample;
                self.vault().read(|conn| sample.iter_mut().try_for_each(|hit| words::call(conn, &mut hit.subject)))?;
            }
        }
        Ok(tried)
    }

    fn try_filter(
        &self,
        rule: &Rule,
        calendar: &Calendar<'_>,
        now: DateTime<Utc>,
        tried: &mut TriedRule,
    ) -> Result<()> {
        let Some(filter) = rule.filter(calendar) else { return Ok(()) };
        let (ids, count) = self.directory.with(|loaded| {
            let selection = loaded.select(self.vault(), &filter, now)?;
            let order = Order { by: Sort::UserName, descending: false };
            let ids = loaded.columns().page(&selection, order, None, 0, SAMPLE)?;
            Ok((ids, selection.count() as u64))
        })?;
        (tried.hits, tried.users) = (Some(count), Some(count));
        tried.sample = self.vault().read(|conn| {
            let mut sample = Vec::with_capacity(ids.len());
            for id in ids {
                let held = Held::read(conn, UserId(id), now)?;
                let user = &held.user;
                let subject = Subject::user(user.id, &user.userstore, user.source_id.as_deref(), &user.username);
                let mut hit = shown(&rule.hit(subject, &held.account(None), calendar));
                hit.subject.display_name = Some(user.display_name.clone());
                sample.push(hit);
            }
            Ok(sample)
        })?;
        Ok(())
    }

    /// The rules as the team has them.
    pub(super) fn team(&self) -> Result<Team> {
        Ok(self.vault().read(Team::read)?)
    }
}

fn shown(hit: &Hit<'_>) -> TriedHit {
    TriedHit {
        subject: FindingSubject {
            kind: hit.subject.kind,
            userstore: hit.subject.userstore.to_owned(),
            name: hit.subject.name.to_string(),
            user: hit.subject.user,
            display_name: None,
        },
        message: hit.message.clone(),
    }
}
