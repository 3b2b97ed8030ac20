//! The append-only record of everything an operator did.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One entry.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LogEntry {
    /// Its number, from 1.
    #[ts(type = "number")]
    pub seq: i64,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// Who.
    pub operator: String,
    /// What, as a stable word such as `user.edit` or `import`.
    pub action: String,
    /// To what: a full name, a domain, a plan, or nothing.
    pub target: Option<String>,
    /// More, in the words of the action; none if it was erased.
    #[ts(type = "Record<string, unknown> | null")]
    pub details: Option<serde_json::Value>,
    /// The entry's hash, in hexadecimal.
    pub hash: String,
}

/// Which entries.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[ts(optional_fields)]
pub struct LogQuery {
    /// Only those with a smaller number, newest first.
    #[serde(default)]
    #[ts(as = "Option<u32>")]
    pub before: Option<i64>,
    /// How many at most.
    #[ts(type = "number")]
    pub limit: u64,
    /// Only entries whose action, operator or target contains this.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub text: String,
}

/// A page of the log.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LogPage {
    /// Newest first.
    pub entries: Vec<LogEntry>,
    /// How many entries the log has in all.
    #[ts(type = "number")]
    pub total: u64,
    /// Whether there are older ones that fit.
    pub more: bool,
}

/// What a check of the log's chain found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LogVerification {
    /// Whether the chain is whole.
    pub ok: bool,
    /// How many entries were checked.
    #[ts(type = "number")]
    pub entries: u64,
    /// The first entry that does not fit, if one does not.
    #[ts(type = "number | null")]
    pub broken_at: Option<i64>,
    /// What is wrong with it.
    pub reason: Option<String>,
    /// The hash of the last entry; written down elsewhere, it proves later
    /// that none was cut off.
    pub head: String,
}
