//! Audits at a glance: the score with what it comes from, the packs.

use super::{AuditRun, ParameterValue};
use muster_audit::Severity;
use serde::Serialize;
use ts_rs::TS;

/// Audits at a glance, as one pack sees them.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditOverview {
    /// The pack: the one asked for, else that of the last run; `all` for every rule.
    pub pack: String,
    /// The last run of this pack; none if there was none.
    pub last: Option<AuditRun>,
    /// The score now, with what was accepted since that run.
    pub score: Option<AuditScore>,
    /// Whether users, roles or rules changed since that run, or its day has passed.
    pub stale: bool,
    /// The runs of this pack, oldest first: the last 200.
    pub trend: Vec<AuditRun>,
    /// The packs there are; `all` is not among them.
    pub packs: Vec<PackGlance>,
    /// The time zone in which the operator counts days; none if not chosen.
    pub time_zone: Option<String>,
    /// Whether this operator may accept findings, and whether runs are kept.
    pub may_change: bool,
}

/// A score, and everything it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AuditScore {
    /// 0 to 100.
    pub score: u8,
    /// Enabled users, 100 at the least.
    #[ts(type = "number")]
    pub users: u64,
    /// The weights of all open findings together.
    #[ts(type = "number")]
    pub points: u64,
    /// The most it could be beside the worst that is open.
    pub ceiling: u8,
    /// The formula with its numbers, in one line.
    pub formula: String,
    /// What each severity takes, the worst first.
    pub terms: Vec<ScoreTerm>,
    /// The rules that take the most points, the worst first.
    pub rules: Vec<ScoreRule>,
}

/// What a severity takes from a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ScoreTerm {
    /// The severity.
    pub severity: Severity,
    /// Its open findings.
    #[ts(type = "number")]
    pub open: u64,
    /// Its accepted findings, which weigh nothing.
    #[ts(type = "number")]
    pub accepted: u64,
    /// What one open finding weighs.
    #[ts(type = "number")]
    pub weight: u64,
    /// Open findings by weight.
    #[ts(type = "number")]
    pub points: u64,
}

/// What a rule takes from a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ScoreRule {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its severity.
    pub severity: Severity,
    /// Its open findings.
    #[ts(type = "number")]
    pub open: u64,
    /// The points they are.
    #[ts(type = "number")]
    pub points: u64,
}

/// A pack.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PackGlance {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it is, in a sentence or two.
    pub about: String,
    /// Its controls.
    pub controls: Vec<PackControl>,
}

/// A control of a pack.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PackControl {
    /// Its number: `CIS 5.3`.
    pub id: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// What it asks for, in a sentence.
    pub text: String,
    /// The rules that serve it.
    pub rules: Vec<String>,
    /// The thresholds it sets.
    pub sets: Vec<ControlSetting>,
}

/// A threshold that a control sets.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ControlSetting {
    /// The rule.
    pub rule: String,
    /// Its parameter.
    pub parameter: String,
    /// What it is set to.
    pub value: ParameterValue,
}
