//! Keep, revoke or reduce, and who may say so.

use super::campaign::Campaign;
use super::error::ReviewError;
use super::item::Item;
use super::reviewer::Reviewer;
use chrono::{DateTime, Utc};
use muster_model::fold::fold_case;
use serde::{Deserialize, Serialize};

/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 2_000;

/// What is decided on a grant. One that nobody decided on has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// It stays.
    Keep,
    /// It goes.
    Revoke,
    /// Another role takes its place on the same scope.
    Reduce {
        /// Which.
        to: String,
    },
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Revoke => "revoke",
            Self::Reduce { .. } => "reduce",
        }
    }
}

/// How a decision came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum How {
    /// In the window or at the terminal.
    Direct,
    /// On a worksheet that came back.
    Worksheet {
        /// SHA-256 of the file, in hexadecimal.
        sha256: String,
    },
}

/// A decision on a grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Why, in the reviewer's words; may be empty.
    pub note: String,
    /// The reviewer's key.
    pub by: String,
    /// The reviewer's name and e-mail, as they were then.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How it came in.
    #[serde(flatten)]
    pub how: How,
}

/// Checks a decision before it is taken; answers it with the new role in its
/// userstore's own spelling. `assigned` is who was asked, `by` who decides.
///
/// # Errors
/// [`ReviewError`] if the campaign is closed, if someone else was asked, if it
/// is the reviewer's own grant, if the new role is none or the same, or if the
/// note is too long.
pub fn check(
    campaign: &Campaign,
    item: &Item,
    assigned: &Reviewer,
    by: &Reviewer,
    verdict: Verdict,
    note: &str,
) -> Result<Verdict, ReviewError> {
    if !campaign.is_open() {
        return Err(ReviewError::Closed { title: campaign.title.clone() });
    }
    if let Some(same_by) = by.is_self(item) {
        return Err(ReviewError::OwnGrant { reviewer: by.said(), user: item.full_name(), grant: item.said(), same_by });
    }
    if assigned.key != by.key {
        return Err(ReviewError::NotAsked {
            reviewer: by.said(),
            asked: assigned.said(),
            user: item.full_name(),
            grant: item.said(),
        });
    }
    let length = note.chars().count();
    if length > LONGEST_NOTE {
        return Err(ReviewError::LongNote { length, longest: LONGEST_NOTE });
    }
    match verdict {
        Verdict::Reduce { to } => Ok(Verdict::Reduce { to: lower_role(campaign, item, &to)? }),
        other => Ok(other),
    }
}

/// The role that takes another's place, as its userstore spells it.
///
/// # Errors
/// [`ReviewError::NewRole`] if there is none of this name, or it is the one held.
pub fn lower_role(campaign: &Campaign, item: &Item, to: &str) -> Result<String, ReviewError> {
    let refused = |reason: String| ReviewError::NewRole { found: to.trim().chars().take(60).collect(), reason };
    if to.trim().is_empty() {
        return Err(refused("no role was named".to_owned()));
    }
    if fold_case(to) == fold_case(&item.role) {
        return Err(refused("it is the role that is held already".to_owned()));
    }
    let known = campaign.roles.get(&item.userstore).map(Vec::as_slice).unwrap_or_default();
    let found = known.iter().find(|role| role.trim() == to.trim());
    match found.or_else(|| known.iter().find(|role| fold_case(role) == fold_case(to))) {
        Some(role) => Ok(role.clone()),
        None if known.is_empty() => Err(refused(format!("{} has no roles to reduce to", item.userstore))),
        None => {
            let some = known.iter().take(12).map(String::as_str).collect::<Vec<_>>().join(", ");
            let more = if known.len() > 12 { ", ..." } else { "" };
            Err(refused(format!("{} has no such role, but {some}{more}", item.userstore)))
        }
    }
}
