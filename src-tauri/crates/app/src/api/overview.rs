//! The first page: how many, who, and what to look at.

use chrono::{DateTime, Utc};
use muster_model::{Kind, State};
use serde::Serialize;
use ts_rs::TS;

/// What an admin wants to know first. Counts leave out users who are gone,
/// except where they say otherwise.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Overview {
    /// When these counts were made.
    #[ts(type = "string")]
    pub as_of: DateTime<Utc>,
    /// Users present.
    #[ts(type = "number")]
    pub users: u64,
    /// Users that a complete snapshot no longer lists.
    #[ts(type = "number")]
    pub gone: u64,
    /// Users by state, most first.
    pub by_state: Vec<StateCount>,
    /// Users by kind, most first.
    pub by_kind: Vec<KindCount>,
    /// Users by highest role, in the order of access levels, highest first;
    /// `role` is none for users without a role.
    pub by_role: Vec<RoleCount>,
    /// Who has not been seen.
    pub unseen: Unseen,
    /// Seats against the plan, if a plan is chosen.
    pub seats: Option<SeatsGlance>,
    /// Latest snapshot of each userstore, newest first.
    pub snapshots: Vec<SnapshotGlance>,
    /// Users with a privileged role, and how many of them have no second factor.
    pub privileged: Privileged,
}

/// Users in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StateCount {
    /// The state.
    pub state: State,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// Users of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct KindCount {
    /// The kind.
    pub kind: Kind,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// Users whose highest role this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoleCount {
    /// The role's name, or none for users without a role.
    pub role: Option<String>,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// Active humans who show no sign of life. The four are never added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Unseen {
    /// The rule, as a filter.
    pub rule: String,
    /// Seen, but not for this many days.
    #[ts(type = "number")]
    pub days: u32,
    /// How many were last seen longer ago.
    #[ts(type = "number")]
    pub dormant: u64,
    /// How many never signed in, says their source.
    #[ts(type = "number")]
    pub never: u64,
    /// How many whose source was asked and does not say.
    #[ts(type = "number")]
    pub unknown: u64,
    /// How many whose source was not asked.
    #[ts(type = "number")]
    pub not_collected: u64,
}

/// Seats in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatsGlance {
    /// The plan's name, as on the command line.
    pub plan: String,
    /// The plan's title.
    pub title: String,
    /// Seats taken.
    #[ts(type = "number")]
    pub consumed: u64,
    /// Seats bought, if known.
    #[ts(type = "number | null")]
    pub purchased: Option<u64>,
    /// Seats that could be freed.
    #[ts(type = "number")]
    pub reclaimable: u64,
}

/// A userstore's latest snapshot.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SnapshotGlance {
    /// The userstore's domain.
    pub userstore: String,
    /// When it was taken.
    #[ts(type = "string")]
    pub taken_at: DateTime<Utc>,
    /// Whether it listed everyone.
    pub complete: bool,
    /// Users it listed.
    #[ts(type = "number")]
    pub users: u64,
    /// Rows it could not read.
    #[ts(type = "number")]
    pub rejected: u64,
}

/// Users who can change others' access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Privileged {
    /// How many enabled users hold a privileged role.
    #[ts(type = "number")]
    pub total: u64,
    /// Of these, how many the source says have no second factor.
    #[ts(type = "number")]
    pub without_mfa: u64,
}
