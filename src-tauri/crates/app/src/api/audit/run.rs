//! Making a run, and what it came to.

use super::AuditScore;
use chrono::{DateTime, NaiveDate, Utc};
use muster_audit::Severity;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A run to make.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct RunAudit {
    /// The pack; none for every rule.
    #[serde(default)]
    pub pack: Option<String>,
    /// The day for rules that look at the clock; today if nothing is said.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub as_of: Option<NaiveDate>,
    /// The time zone in which days are counted if the operator has chosen
    /// none: the machine's own. UTC if neither says.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// A run that was made.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditRun {
    /// Its number; none if it was only reported, not kept.
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    /// The pack; `all` for every rule.
    pub pack: String,
    /// The operator's day for which it was made.
    #[ts(type = "string")]
    pub as_of: NaiveDate,
    /// When it was made.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// The score, 0 to 100.
    pub score: u8,
    /// How many are open (reopened ones too) and accepted, by severity, the
    /// worst first.
    pub severities: Vec<SeverityCount>,
    /// How many it has that the last run of the pack had not.
    #[ts(type = "number")]
    pub new: u64,
    /// How many of these were there before and came back.
    #[ts(type = "number")]
    pub reopened: u64,
    /// How many the last run of the pack had and it has not.
    #[ts(type = "number")]
    pub resolved: u64,
    /// Rules it asked.
    #[ts(type = "number")]
    pub rules: u64,
    /// Milliseconds it took.
    #[ts(type = "number")]
    pub took_ms: u64,
    /// The time zone in which it counted days.
    pub time_zone: String,
}

/// Findings of a severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeverityCount {
    /// The severity.
    pub severity: Severity,
    /// Open and reopened ones.
    #[ts(type = "number")]
    pub open: u64,
    /// Accepted ones.
    #[ts(type = "number")]
    pub accepted: u64,
}

/// What a run came to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditReport {
    /// The run.
    pub run: AuditRun,
    /// The score, with everything it comes from.
    pub score: AuditScore,
    /// Whether it was kept. An auditor's run and one of a vault that is only
    /// read are reported, not kept; nor is one for a day before that of the
    /// last run.
    pub kept: bool,
    /// Why it was not kept, in a sentence.
    pub not_kept: Option<String>,
    /// Whether nothing had changed since the last run, so that its answer was taken.
    pub unchanged: bool,
}
