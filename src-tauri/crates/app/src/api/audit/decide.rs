//! Leaving findings as they are for a while, and looking at one again.

use super::FindingFilter;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Findings to decide on: some, or all of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SelectedFindings {
    /// These.
    Ids(Vec<String>),
    /// All that a filter finds.
    Filter(FindingFilter),
    /// All that a filter finds but these, by their ids: 100 at the most.
    AllBut {
        /// The filter.
        filter: FindingFilter,
        /// Those that are left out.
        except: Vec<String>,
    },
    /// Those that this operator accepted at once, at this time: what
    /// [`DecidedFindings`] told. Takes that back, however many they were.
    AcceptedAt(#[ts(type = "string")] DateTime<Utc>),
}

/// Findings to leave as they are.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AcceptFindings {
    /// Which.
    pub findings: SelectedFindings,
    /// Why.
    pub reason: String,
    /// The last day on which that holds.
    #[ts(type = "string")]
    pub until: NaiveDate,
}

/// How many findings a decision was about.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DecidedFindings {
    /// How many.
    #[ts(type = "number")]
    pub findings: u64,
    /// When, to the second.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
}

/// A finding to look at again.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ResolveFinding {
    /// Its identity, or how it begins: 6 digits at the least.
    pub id: String,
    /// As this pack asks; the pack of the last run that had it, if none.
    #[serde(default)]
    pub pack: Option<String>,
    /// The time zone in which days are counted if the operator has chosen none.
    #[serde(default)]
    pub time_zone: Option<String>,
}
