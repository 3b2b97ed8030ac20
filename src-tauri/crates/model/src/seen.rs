//! When an account was last seen, and how well that is known.

use crate::word::words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// How exact a source's time is.
    pub enum Precision {
        /// To the second.
        Second = 0 "second",
        /// Written at most hourly.
        Hour = 1 "hour",
        /// A calendar day.
        Day = 2 "day",
        /// Up to 14 days late (Active Directory's `lastLogonTimestamp`).
        Fortnight = 3 "fortnight",
    }
}

words! {
    /// Which of the four answers a source gives. The last three are never
    /// merged: an audit treats each differently.
    pub enum SeenStatus {
        /// Seen at a time.
        Seen = 0 "seen",
        /// The source says: never.
        Never = 1 "never",
        /// The source was asked and does not say.
        Unknown = 2 "unknown",
        /// Nobody asked: the file has no such field.
        NotCollected = 3 "not_collected",
    }
}

/// The last sign of life of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LastSeen {
    /// Which of the four answers this is.
    pub status: SeenStatus,
    /// The time, for [`SeenStatus::Seen`] only. A source that gives a day
    /// gives its first second, UTC, and `precision` says so.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub at: Option<DateTime<Utc>>,
    /// The field it came from, in the source's own spelling.
    pub source: Option<String>,
    /// How exact `at` is.
    pub precision: Option<Precision>,
}

impl LastSeen {
    /// Seen at `at`, which `source` gives with `precision`.
    #[must_use]
    pub fn seen(at: DateTime<Utc>, source: &str, precision: Precision) -> Self {
        Self { status: SeenStatus::Seen, at: Some(at), source: Some(source.to_owned()), precision: Some(precision) }
    }

    /// The source says: never.
    #[must_use]
    pub fn never(source: &str) -> Self {
        Self { status: SeenStatus::Never, at: None, source: Some(source.to_owned()), precision: None }
    }

    /// The source was asked and does not say.
    #[must_use]
    pub fn unknown() -> Self {
        Self { status: SeenStatus::Unknown, at: None, source: None, precision: None }
    }

    /// Nobody asked.
    #[must_use]
    pub fn not_collected() -> Self {
        Self { status: SeenStatus::NotCollected, at: None, source: None, precision: None }
    }

    /// Whole days from the last sign of life to `now`, if there is one.
    #[must_use]
    pub fn days_ago(&self, now: DateTime<Utc>) -> Option<i64> {
        self.at.map(|at| now.date_naive().signed_duration_since(at.date_naive()).num_days())
    }
}
