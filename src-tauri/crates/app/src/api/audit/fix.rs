//! Change sets that fix findings.

use super::SelectedFindings;
use crate::api::changes::ChangePreview;
use chrono::NaiveDate;
use muster_model::{Kind, Scope, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What fixes a rule's findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleFix {
    /// The operation: `deactivate`, `remove-roles`, ...; none if a person must.
    pub operation: Option<String>,
    /// Why no change set can; none if one can.
    pub none: Option<String>,
    /// What the operator must say first: `at`, `text`, `group`, `kind`,
    /// `role`, `user`, `field`.
    #[serde(default)]
    pub asks: Vec<String>,
}

/// Findings to fix by a change set.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct FixFindings {
    /// Which. Accepted and resolved ones are left out.
    pub findings: SelectedFindings,
    /// For `set-expiry` and `set-review-date`: the day.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub at: Option<NaiveDate>,
    /// For `set-owner`, `set-purpose`, `set-email` and `set-profile`: the text.
    #[serde(default)]
    pub text: Option<String>,
    /// For `set-profile`: the field, such as `department`.
    #[serde(default)]
    pub field: Option<String>,
    /// For `move-to-group`: the group's path.
    #[serde(default)]
    pub group: Option<String>,
    /// For `set-kind`: the kind.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// For `merge`: who stays. For `add-role`: who is given the role.
    #[serde(default)]
    pub user: Option<UserId>,
    /// For `add-role`: the role's name.
    #[serde(default)]
    pub role: Option<String>,
    /// For `add-role`: on what; the instance if nothing is said.
    #[serde(default)]
    pub scope: Option<Scope>,
}

/// A change set that would fix findings.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FixPreview {
    /// The change, staged and previewed as any other.
    pub preview: ChangePreview,
    /// The findings it would fix.
    #[ts(type = "number")]
    pub findings: u64,
    /// Those it would not, and why: the most frequent reason first. Some need
    /// a change set of their own, because they need something else done.
    pub left: Vec<FixLeft>,
}

/// Findings that a change set does not fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FixLeft {
    /// Why.
    pub reason: String,
    /// How many.
    #[ts(type = "number")]
    pub findings: u64,
}
