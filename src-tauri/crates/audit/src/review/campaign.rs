//! A review as a whole: its scope, its population, its state.

use super::close::SignOff;
use chrono::{DateTime, NaiveDate, Utc};
use muster_model::SnapshotId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A campaign: who holds what is decided on, grant by grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its id: small letters, digits and `-`, since it stands in file names and
    /// on worksheets.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whose grants it is about, in the filter language; empty for everyone's.
    pub filter: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// The operator who opened it.
    pub opened_by: String,
    /// The last day to decide.
    pub due: NaiveDate,
    /// What is decided on.
    pub population: Population,
    /// The roles there are, by userstore: what a grant can be reduced to.
    pub roles: BTreeMap<String, Vec<String>>,
    /// How far it is.
    pub state: CampaignState,
}

/// The grants that are decided on, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Population {
    /// SHA-256 of the population's canonical bytes
    /// ([`crate::review::population::write`]), in hexadecimal.
    pub sha256: String,
    /// How many grants.
    pub grants: u64,
    /// Of how many users.
    pub users: u64,
    /// How many of the grants are privileged.
    pub privileged: u64,
    /// Whether each userstore was seen whole.
    pub completeness: Vec<Completeness>,
    /// Why it was opened although not all users are in it, in the operator's
    /// words; none where all are.
    pub incomplete_because: Option<String>,
}

/// Whether a userstore was seen whole: what its source says it has against what
/// was read (PCI DSS 7.2.4 asks for *all* accounts; `iam.md` section 4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completeness {
    /// The userstore's domain.
    pub userstore: String,
    /// The snapshot the population is from; none for a local userstore, whose
    /// authority is Muster.
    pub snapshot: Option<SnapshotId>,
    /// When that was taken.
    pub taken_at: DateTime<Utc>,
    /// How many users the source says it has; none if it does not say.
    pub source_total: Option<u64>,
    /// How many users were read.
    pub rows: u64,
    /// Whether the snapshot is complete by its own account.
    pub complete: bool,
}

impl Completeness {
    /// What is missing, in a sentence; none if nothing is.
    #[must_use]
    pub fn gap(&self) -> Option<String> {
        let (store, rows) = (&self.userstore, self.rows);
        match self.source_total {
            Some(total) if total != rows => Some(format!("{store}: {rows} users were read of {total} at the source")),
            None => Some(format!("{store}: {rows} users were read, and the source does not say how many it has")),
            Some(_) if !self.complete => Some(format!("{store}: the snapshot is marked as incomplete")),
            Some(_) => None,
        }
    }

    /// Source and rows beside each other, in a sentence.
    #[must_use]
    pub fn said(&self) -> String {
        self.gap().unwrap_or_else(|| format!("{}: all {} users of the source were read", self.userstore, self.rows))
    }
}

/// How far a campaign is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CampaignState {
    /// Decisions are taken.
    Open,
    /// All was decided and someone put their name to it.
    Closed(SignOff),
}

impl Campaign {
    /// Whether decisions are still taken.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, CampaignState::Open)
    }

    /// Whether it should have been closed by `today`.
    #[must_use]
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.is_open() && today > self.due
    }

    /// Days left to decide; negative when overdue.
    #[must_use]
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        self.due.signed_duration_since(today).num_days()
    }
}
