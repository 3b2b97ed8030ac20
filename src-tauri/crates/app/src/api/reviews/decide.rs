//! Deciding, and giving grants to another reviewer.

use super::items::{ReviewItem, ReviewItemsQuery};
use super::list::{ReviewProgress, Verdict};
use super::open::NamedReviewer;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which grants are meant.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReviewPicked {
    /// These, by their places.
    #[ts(type = "Array<number>")]
    Items(Vec<u64>),
    /// These, by their keys on worksheets, such as `R17-KQXWTB`.
    Keys(Vec<String>),
    /// All that a query finds; its `review`, `offset` and `limit` do not matter.
    All(ReviewItemsQuery),
}

/// A decision on one grant or many, in the name of whoever is asked.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct DecideReview {
    /// The review's id.
    pub review: String,
    /// On which.
    pub picked: ReviewPicked,
    /// What; none takes back what was decided.
    pub verdict: Option<Verdict>,
    /// The new role, for `reduce`.
    #[serde(default)]
    pub to: Option<String>,
    /// Why; none keeps a note that is there.
    #[serde(default)]
    pub note: Option<String>,
    /// Refuse all if one is refused.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub all_or_none: bool,
}

/// A grant on which it could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RefusedItem {
    /// Its place.
    #[ts(type = "number")]
    pub item: u64,
    /// Its key.
    pub key: String,
    /// Whose: `DOMAIN/username`.
    pub user: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// What deciding or giving to another came to.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct DecidedReview {
    /// How many grants it was done on.
    #[ts(type = "number")]
    pub done: u64,
    /// Where it was refused: the first 100.
    pub refused: Vec<RefusedItem>,
    /// How many were refused.
    #[ts(type = "number")]
    pub refused_total: u64,
    /// The grants as they are now: the first 100 of those that changed.
    pub items: Vec<ReviewItem>,
    /// How far the review is now.
    pub progress: ReviewProgress,
}

/// Gives grants to another reviewer; what was decided on them falls.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct AssignReview {
    /// The review's id.
    pub review: String,
    /// Which.
    pub picked: ReviewPicked,
    /// The key of a reviewer who is asked already; none if `named` is given.
    #[serde(default)]
    pub to: Option<String>,
    /// Someone new.
    #[serde(default)]
    pub named: Option<NamedReviewer>,
}
