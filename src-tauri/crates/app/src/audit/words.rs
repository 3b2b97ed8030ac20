//! Between the audit crate, the vault's tables and the door.

use crate::Result;
use crate::api::audit::{
    AuditRun, AuditScore, ControlSetting, FindingRow, FindingSubject, PackControl, PackGlance, ParameterValue, RuleFix,
    RuleParameter, ScoreTerm, SeverityCount,
};
use chrono::{NaiveDate, TimeDelta};
use muster_audit::finding::{FindingId, Score};
use muster_audit::rule::{Fix, Operation, Parameter, Value};
use muster_audit::{Pack, Rule, Severity, SubjectKind};
use muster_vault::Connection;
use muster_vault::tables::acceptance::Acceptance;
use muster_vault::tables::audit_rule::AuditRule;
use muster_vault::tables::audit_run;
use muster_vault::tables::finding::{Finding, FindingKey};
use muster_vault::tables::user;
use serde::{Deserialize, Serialize};

/// What a run of every rule is called.
pub(super) const ALL: &str = "all";

/// A day as the vault keeps it.
pub(super) fn number(day: NaiveDate) -> i32 {
    i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).unwrap_or(i32::MAX)
}

/// A day that the vault keeps.
pub(super) fn day(number: i32) -> NaiveDate {
    NaiveDate::default().checked_add_signed(TimeDelta::days(number.into())).unwrap_or_default()
}

/// A severity that the vault keeps.
pub(super) fn severity(number: u8) -> Severity {
    Severity::ALL.get(usize::from(number)).copied().unwrap_or(Severity::Info)
}

/// A severity as the vault keeps it.
pub(super) fn severity_number(severity: Severity) -> u8 {
    u8::try_from(severity.number()).unwrap_or(0)
}

/// In the order of their numbers in the vault.
const SUBJECTS: [SubjectKind; 6] = [
    SubjectKind::User,
    SubjectKind::Role,
    SubjectKind::Group,
    SubjectKind::Grant,
    SubjectKind::Userstore,
    SubjectKind::Realm,
];

pub(super) fn subject_number(kind: SubjectKind) -> u8 {
    SUBJECTS.iter().position(|known| *known == kind).and_then(|at| u8::try_from(at).ok()).unwrap_or(5)
}

pub(super) fn subject(number: u8) -> SubjectKind {
    SUBJECTS.get(usize::from(number)).copied().unwrap_or(SubjectKind::Realm)
}

pub(super) const fn key(id: FindingId) -> FindingKey {
    FindingKey(id.0)
}

pub(super) const fn id(key: FindingKey) -> FindingId {
    FindingId(key.0)
}

pub(super) fn value(value: &Value) -> ParameterValue {
    match value {
        Value::Number(number) => ParameterValue::Number(*number),
        Value::Names(names) => ParameterValue::Names(names.clone()),
        Value::Pairs(pairs) => ParameterValue::Pairs(pairs.clone()),
    }
}

pub(super) fn of_value(value: &ParameterValue) -> Value {
    match value {
        ParameterValue::Number(number) => Value::Number(*number),
        ParameterValue::Names(names) => Value::Names(names.clone()),
        ParameterValue::Pairs(pairs) => Value::Pairs(pairs.clone()),
    }
}

pub(super) fn parameter(parameter: &Parameter) -> RuleParameter {
    RuleParameter {
        name: parameter.name.clone(),
        unit: parameter.unit.word().to_owned(),
        least: parameter.least,
        most: parameter.most,
        meaning: parameter.meaning.clone(),
        default: value(&parameter.default),
        value: value(&parameter.value),
    }
}

pub(super) fn fix(fix: &Fix) -> RuleFix {
    match fix {
        Fix::By(operation) => RuleFix {
            operation: Some(operation.word().to_owned()),
            none: None,
            asks: asks(*operation).iter().map(|&word| word.to_owned()).collect(),
        },
        Fix::None(why) => RuleFix { operation: None, none: Some(why.clone()), asks: Vec::new() },
    }
}

/// What must be said before an operation can be previewed.
pub(super) const fn asks(operation: Operation) -> &'static [&'static str] {
    match operation {
        Operation::SetExpiry | Operation::SetReviewDate => &["at"],
        Operation::SetOwner | Operation::SetPurpose | Operation::SetEmail => &["text"],
        Operation::SetProfile => &["field", "text"],
        Operation::MoveToGroup => &["group"],
        Operation::SetKind => &["kind"],
        Operation::Merge => &["user"],
        Operation::AddRole => &["role", "user"],
        Operation::Deactivate
        | Operation::RemoveRoles
        | Operation::RemoveRole
        | Operation::DeleteRole
        | Operation::DeleteGroup => &[],
    }
}

/// What is kept of a rule beside its title, severity and controls.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Body {
    pub why: String,
    pub remedy: String,
    pub fix: Option<RuleFix>,
    pub parameters: Vec<RuleParameter>,
}

impl Body {
    pub fn of(rule: &Rule) -> Self {
        Self {
            why: rule.why.clone(),
            remedy: rule.remedy.clone(),
            fix: Some(fix(&rule.fix)),
            parameters: rule.parameters.iter().map(parameter).collect(),
        }
    }

    /// What is kept; nothing if it cannot be read.
    pub fn read(rule: &AuditRule) -> Self {
        serde_json::from_str(&rule.body).unwrap_or_default()
    }

    pub fn fix(&self) -> RuleFix {
        self.fix.clone().unwrap_or(RuleFix { operation: None, none: None, asks: Vec::new() })
    }
}

/// A run as the door tells of it.
pub(super) fn run(run: &audit_run::AuditRun) -> AuditRun {
    let severities = Severity::ALL.iter().zip(run.counts).rev();
    let rules: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&run.rules).unwrap_or_default();
    AuditRun {
        id: (run.id > 0).then_some(run.id),
        pack: run.pack.clone(),
        as_of: day(run.as_of),
        at: run.at,
        operator: run.operator.clone(),
        score: run.score,
        severities: severities
            .map(|(severity, (open, accepted))| SeverityCount { severity: *severity, open, accepted })
            .collect(),
        new: run.new + run.reopened,
        reopened: run.reopened,
        resolved: run.resolved,
        rules: rules.len() as u64,
        took_ms: run.took_ms,
        time_zone: run.time_zone.clone(),
    }
}

/// A score without what single rules take.
pub(super) fn score(score: &Score) -> AuditScore {
    AuditScore {
        score: score.score,
        users: score.users,
        points: score.points,
        ceiling: score.ceiling,
        formula: score.formula(),
        terms: score
            .terms
            .iter()
            .map(|term| ScoreTerm {
                severity: term.severity,
                open: term.open,
                accepted: term.accepted,
                weight: term.weight,
                points: term.points,
            })
            .collect(),
        rules: Vec::new(),
    }
}

/// A finding in a list.
pub(super) fn row(rule: &AuditRule, finding: Finding, accepted: Option<&Acceptance>, last: Option<i64>) -> FindingRow {
    FindingRow {
        id: id(finding.id).to_string(),
        rule: rule.rule.clone(),
        title: rule.title.clone(),
        severity: severity(rule.severity),
        controls: rule.controls.clone(),
        subject: FindingSubject {
            kind: subject(finding.subject),
            userstore: finding.userstore,
            name: finding.name,
            user: finding.user,
            display_name: None,
        },
        state: finding.state,
        since: day(finding.since),
        message: finding.message,
        new: finding.state.is_open() && last == Some(finding.changed_run),
        reason: accepted.map(|acceptance| acceptance.reason.clone()),
        until: accepted.map(|acceptance| day(acceptance.until)),
    }
}

/// Says what the user that something is about is called, or who holds the grant.
///
/// # Errors
/// If the database fails.
pub(super) fn call(conn: &Connection, subject: &mut FindingSubject) -> muster_vault::Result<()> {
    let names = subject.user.map(|user| user::names(conn, user)).transpose()?.flatten();
    subject.display_name = names.map(|(_, _, name)| name);
    Ok(())
}

/// The packs that ship.
///
/// # Errors
/// A file that ships is broken, which tests rule out.
pub fn packs() -> Result<Vec<PackGlance>> {
    Ok(Pack::all()?.into_iter().map(pack).collect())
}

fn pack(pack: Pack) -> PackGlance {
    let controls = pack.controls.into_iter().map(|control| PackControl {
        id: control.id,
        title: control.title,
        text: control.text,
        rules: control.rules,
        sets: control
            .set
            .into_iter()
            .map(|set| ControlSetting { rule: set.rule, parameter: set.parameter, value: value(&set.value) })
            .collect(),
    });
    PackGlance { controls: controls.collect(), name: pack.name, title: pack.title, about: pack.about }
}
