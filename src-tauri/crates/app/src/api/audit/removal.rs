//! Removing the roles and groups that findings are about.

use super::{FixLeft, SelectedFindings};
use muster_audit::SubjectKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Roles and groups to remove, to fix findings about them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct RemoveFound {
    /// The findings about them. Accepted and resolved ones are left out.
    pub findings: SelectedFindings,
    /// The sign of the preview; without it nothing is removed.
    #[serde(default)]
    pub sign: Option<String>,
}

/// What removing roles and groups would come to. Nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RemovalPreview {
    /// What the change would be called.
    pub title: String,
    /// By which it is carried out, as long as it comes to the same.
    pub sign: String,
    /// The findings it would fix.
    #[ts(type = "number")]
    pub findings: u64,
    /// How many roles and groups would go.
    #[ts(type = "number")]
    pub removed: u64,
    /// How many cannot go from here.
    #[ts(type = "number")]
    pub refused: u64,
    /// Them, those that would go first: 1,000 at the most.
    pub things: Vec<RemovedThing>,
    /// Findings that this does not fix, and why.
    pub left: Vec<FixLeft>,
}

/// A role or a group in such a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RemovedThing {
    /// Role or group.
    #[serde(rename = "type")]
    pub kind: SubjectKind,
    /// The domain of its userstore.
    pub userstore: String,
    /// Its name, or its path.
    pub name: String,
    /// Its key, while it is there.
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    /// Why it cannot go, and what to do instead; none if it would go.
    pub reason: Option<String>,
}

/// Roles and groups that were removed as one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RemovalReport {
    /// The change, by which all of them are brought back.
    #[ts(type = "number")]
    pub change: i64,
    /// What it is called.
    pub title: String,
    /// How many went.
    #[ts(type = "number")]
    pub removed: u64,
}
