//! One finding with its story, and those of one user.

use super::{AuditRun, FindingRow, RuleFix, RuleParameter};
use chrono::{DateTime, NaiveDate, Utc};
use muster_model::FindingEventKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One finding, in a pack.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ShowFinding {
    /// Its identity, or how it begins: 6 digits at the least.
    pub id: String,
    /// As this pack's last run left it; any pack's if none.
    #[serde(default)]
    pub pack: Option<String>,
}

/// A finding with its story.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingDetail {
    /// The finding.
    pub finding: FindingRow,
    /// The pack in whose run it was found.
    pub pack: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub remedy: String,
    /// The change set that would fix it.
    pub fix: RuleFix,
    /// The rule's parameters as the run used them.
    pub parameters: Vec<RuleParameter>,
    /// The figures of the message.
    pub facts: Vec<FindingFact>,
    /// Who accepted it, if it is accepted.
    pub accepted_by: Option<String>,
    /// When it was accepted.
    #[ts(type = "string | null")]
    pub accepted_at: Option<DateTime<Utc>>,
    /// What happened to it, oldest first.
    pub story: Vec<FindingEvent>,
    /// The last run that found it.
    pub last_found: Option<AuditRun>,
}

/// A figure of a finding's message.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingFact {
    /// What it is of: `not_seen`, `days`.
    pub name: String,
    /// The figure.
    #[ts(type = "number | string")]
    pub figure: serde_json::Value,
}

/// Something that happened to a finding.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingEvent {
    /// What.
    pub event: FindingEventKind,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// The operator's day.
    #[ts(type = "string")]
    pub on: NaiveDate,
    /// Who: for a run, who made it.
    pub operator: String,
    /// The run.
    #[ts(type = "number | null")]
    pub run: Option<i64>,
    /// For what went: the snapshot of its userstore that showed it.
    #[ts(type = "number | null")]
    pub snapshot: Option<i64>,
    /// When that snapshot was taken.
    #[ts(type = "string | null")]
    pub snapshot_at: Option<DateTime<Utc>>,
    /// Why it was accepted, or its rule switched off.
    pub reason: Option<String>,
    /// Until when it was accepted.
    #[ts(type = "string | null")]
    pub until: Option<NaiveDate>,
}

/// The findings of a user.
#[derive(Debug, Clone, Serialize, TS)]
pub struct UserFindings {
    /// Those that are open or accepted, the worst first.
    pub findings: Vec<FindingRow>,
    /// Those that were resolved: how many.
    #[ts(type = "number")]
    pub resolved: u64,
    /// The run they are of; none if nobody has made one.
    pub run: Option<AuditRun>,
}
