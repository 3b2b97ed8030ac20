//! Editing seat plans, what could be freed, and where the instance counts otherwise.

use crate::api::seat_history::TrueUp;
use chrono::{DateTime, NaiveDate, Utc};
pub use muster_model::ReclaimReason;
use muster_model::UserId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a team bought, and how it is charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeatTerms {
    /// Seats bought, from which day on; in order. Replaces what was known.
    pub purchases: Vec<Purchase>,
    /// Price of one seat for one month, in cents of `currency`.
    #[ts(type = "number | null")]
    pub price_cents: Option<u64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// The first day of the licence period; the year that began with the first purchase if nothing is said.
    #[ts(type = "string | null")]
    pub period_from: Option<NaiveDate>,
    /// Months of the licence period; 12 if nothing is said.
    pub period_months: Option<u8>,
    /// How seats beyond those bought are charged.
    pub true_up: TrueUp,
}

/// Seats bought from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Purchase {
    /// The first day it holds.
    #[ts(type = "string")]
    pub from: NaiveDate,
    /// All seats bought then, not those added.
    #[ts(type = "number")]
    pub seats: u64,
}

/// A plan of one's own, as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanDraft {
    /// The name on the command line: lower case letters, digits and `-`.
    pub name: String,
    /// The name on screen.
    pub title: String,
    /// The product.
    pub product: String,
    /// The product's plan.
    pub plan: String,
    /// The versions of the product it holds for.
    pub versions: String,
    /// The domains of the userstores whose users it counts; empty for all.
    pub userstores: Vec<String>,
    /// The rule in a sentence; empty to have it said by the filter.
    pub rule: String,
    /// The rule: who takes a seat.
    pub filter: String,
    /// How seats beyond those bought are usually charged.
    #[serde(default)]
    #[ts(optional)]
    pub true_up: Option<TrueUp>,
    /// The plan it is a copy of: its notes come along, and its reasons while
    /// the rule stays the same. Ignored for a plan that is there already.
    #[serde(default)]
    #[ts(optional)]
    pub like: Option<String>,
}

/// Who takes a seat by a rule that is being typed.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct TryPlan {
    /// The rule.
    pub filter: String,
    /// The domains of the userstores whose users it counts; empty for all.
    #[serde(default)]
    #[ts(as = "Option<Vec<String>>")]
    pub userstores: Vec<String>,
    /// The name of the plan to compare with.
    #[serde(default)]
    pub against: Option<String>,
}

/// How many a rule takes, and how that differs from a saved one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TriedPlan {
    /// Users the rule takes.
    #[ts(type = "number")]
    pub takes: u64,
    /// Users the saved rule takes.
    #[ts(type = "number | null")]
    pub against: Option<u64>,
    /// Of those the rule takes, how many the saved one does not.
    #[ts(type = "number")]
    pub gained: u64,
    /// Of those the saved one takes, how many the rule does not.
    #[ts(type = "number")]
    pub lost: u64,
    /// The rule in a plain sentence.
    pub said: String,
}

/// What could be freed for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReclaimShare {
    /// The reason.
    pub reason: ReclaimReason,
    /// Seats; a seat counts with its surest reason only.
    #[ts(type = "number")]
    pub count: u64,
    /// What they cost until the end of the period, in cents; none without a price.
    #[ts(type = "number | null")]
    pub saves_cents: Option<u64>,
}

/// Seats that could be freed, the surest first.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReclaimPage {
    /// The reasons, the surest first; reasons that hold for nobody are left out.
    pub shares: Vec<ReclaimShare>,
    /// The rows.
    pub rows: Vec<ReclaimRow>,
    /// How many there are of the reasons asked for.
    #[ts(type = "number")]
    pub total: u64,
    /// What freeing them does to the bill, in plain sentences.
    pub said: Vec<String>,
}

/// A page of seats that could be freed, to ask for.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ReclaimQuery {
    /// The plan's name.
    pub plan: String,
    /// Only for this reason.
    #[serde(default)]
    pub reason: Option<ReclaimReason>,
    /// Rows to pass over.
    #[serde(default)]
    #[ts(as = "Option<u32>")]
    pub offset: u64,
    /// Rows to answer with.
    #[ts(type = "number")]
    pub limit: u64,
}

/// A seat that could be freed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReclaimRow {
    /// The user's key.
    pub id: UserId,
    /// The userstore's domain.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// Highest role.
    pub role: Option<String>,
    /// The last day the user was seen.
    #[ts(type = "string | null")]
    pub last_seen: Option<DateTime<Utc>>,
    /// The surest reason.
    pub reason: ReclaimReason,
    /// The reason in a sentence.
    pub why: String,
    /// What the seat costs until the end of the period, in cents; none without a price.
    #[ts(type = "number | null")]
    pub saves_cents: Option<u64>,
}

/// A user on whom the instance and the rule disagree.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Mismatch {
    /// The user's key.
    pub id: UserId,
    /// The userstore's domain.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// Whether the instance says that a seat is taken.
    pub instance: bool,
    /// Whether the rule says so.
    pub rule: bool,
    /// Why the rule says what it says, in a sentence.
    pub because: String,
}

/// Users on whom the instance and the rule disagree, by name.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MismatchPage {
    /// The rows.
    pub rows: Vec<Mismatch>,
    /// How many there are in all.
    #[ts(type = "number")]
    pub total: u64,
}
