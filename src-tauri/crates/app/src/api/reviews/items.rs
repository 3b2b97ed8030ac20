//! The grants of a review, page by page.

use super::list::Verdict;
use chrono::{DateTime, Utc};
use muster_model::{Kind, LastSeen, Scope, State, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which grants of a review, by what was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DecidedAs {
    /// Nothing yet.
    Undecided,
    /// Anything.
    Decided,
    /// Keep.
    Keep,
    /// Revoke.
    Revoke,
    /// Reduce.
    Reduce,
}

/// Grants of a review, in the order of the population: by userstore, user, role.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ReviewItemsQuery {
    /// The review's id.
    pub review: String,
    /// Only this reviewer's, by key.
    #[serde(default)]
    pub reviewer: Option<String>,
    /// Only these.
    #[serde(default)]
    pub decided: Option<DecidedAs>,
    /// Only privileged ones.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub privileged: bool,
    /// Only those with this in the username, name, e-mail, role, scope or group.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub text: String,
    /// How many to skip.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// What a user's peers hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewPeers {
    /// Who they are, such as `department Engineering`.
    pub of: String,
    /// How many of them there are, the user left out.
    #[ts(type = "number")]
    pub all: u64,
    /// How many of them hold the role on the scope.
    #[ts(type = "number")]
    pub holding: u64,
}

/// What was decided on a grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewDecision {
    /// What.
    pub verdict: Verdict,
    /// The new role, for `reduce`.
    pub to: Option<String>,
    /// Why; may be empty.
    pub note: String,
    /// Who decided: name and e-mail, as they were then.
    pub by: String,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// The operator who put it in.
    pub operator: String,
    /// SHA-256 of the worksheet it was taken from; none if it was put in directly.
    pub worksheet: Option<String>,
}

/// A grant of a review, as it was when the review was opened.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ReviewItem {
    /// Its place in the population, from 0: by which it is decided.
    #[ts(type = "number")]
    pub item: u64,
    /// Its key on worksheets and in the evidence, such as `R17-KQXWTB`.
    pub key: String,
    /// The user; may no longer be there.
    pub user: UserId,
    /// The domain of its userstore.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub name: String,
    /// The primary e-mail.
    pub email: Option<String>,
    /// What stands behind the user.
    pub kind: Kind,
    /// What the user may do at all.
    pub state: State,
    /// The role.
    pub role: String,
    /// On what.
    pub scope: Scope,
    /// Through which group; none for a direct grant.
    pub through: Option<String>,
    /// Whether it is privileged.
    pub privileged: bool,
    /// Since when, if the source says.
    #[ts(type = "string | null")]
    pub since: Option<DateTime<Utc>>,
    /// Until when, if it ends.
    #[ts(type = "string | null")]
    pub expires: Option<DateTime<Utc>>,
    /// When the user was last seen.
    pub last_seen: LastSeen,
    /// What the user's peers hold, where there are peers.
    pub peers: Option<ReviewPeers>,
    /// The key of the reviewer who is asked.
    pub reviewer: String,
    /// Whether the operator who is signed in seems to be the user, and so may
    /// not put in a decision on it.
    pub own: bool,
    /// What was decided.
    pub decision: Option<ReviewDecision>,
}

/// Grants of a review.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ReviewItemsPage {
    /// The page.
    pub items: Vec<ReviewItem>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
}
