//! Seats: how many are taken, by whom and why.

use crate::api::seat_history::DayCount;
use crate::api::seat_plans::ReclaimShare;
use chrono::{DateTime, Utc};
use muster_model::{TrueUp, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A seat plan one can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlanGlance {
    /// Its name, as on the command line.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The product it is of.
    pub product: String,
    /// The product's versions it holds for.
    pub versions: String,
    /// The counting rule in a sentence.
    pub rule: String,
    /// The counting rule as a filter.
    pub filter: String,
    /// Where the rule comes from; empty if nobody said.
    pub source: String,
    /// Whether it is the team's own, and can be edited.
    pub own: bool,
    /// How seats beyond those bought are charged.
    pub true_up: TrueUp,
    /// Seats bought today, if known.
    #[ts(type = "number | null")]
    pub purchased: Option<u64>,
    /// Price of one seat for one month, in cents of `currency`.
    #[ts(type = "number | null")]
    pub price_cents: Option<u64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// Whether this is the plan the vault counts by.
    pub chosen: bool,
}

/// What a team bought, from today on; or since ever, if nothing was known.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct SetPlan {
    /// The plan's name.
    pub plan: String,
    /// Seats bought; none clears it.
    #[serde(default)]
    #[ts(as = "Option<u32>")]
    pub purchased: Option<u64>,
    /// Price of one seat for one month, in cents; none clears it.
    #[serde(default)]
    #[ts(as = "Option<u32>")]
    pub price_cents: Option<u64>,
    /// ISO 4217 code.
    #[serde(default)]
    pub currency: Option<String>,
}

/// The seat report. Its JSON is what `muster seats report --json` prints.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatReport {
    /// The plan's name.
    pub plan: String,
    /// The plan's title.
    pub title: String,
    /// The counting rule in a sentence.
    pub rule: String,
    /// The counting rule as a filter.
    pub filter: String,
    /// The day the report speaks of.
    #[ts(type = "string")]
    pub as_of: DateTime<Utc>,
    /// Seats taken.
    #[ts(type = "number")]
    pub consumed: u64,
    /// Seats bought, if known.
    #[ts(type = "number | null")]
    pub purchased: Option<u64>,
    /// Seats taken beyond those bought; 0 where none or where it is not known.
    #[ts(type = "number")]
    pub over: u64,
    /// Seats by highest role, in the order of access levels, highest first.
    pub by_role: Vec<SeatRole>,
    /// Seats that could be freed for any of the reasons.
    #[ts(type = "number")]
    pub reclaimable: u64,
    /// Of these: seen, but not for 90 days.
    #[ts(type = "number")]
    pub reclaimable_dormant: u64,
    /// Of these: never seen.
    #[ts(type = "number")]
    pub reclaimable_never: u64,
    /// Of these: by reason, the surest first; a seat counts with its surest.
    pub reclaimable_by: Vec<ReclaimShare>,
    /// Price of one seat for one month, in cents of `currency`.
    #[ts(type = "number | null")]
    pub price_cents: Option<u64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// The instance's own count, where it was collected for every user.
    #[ts(type = "number | null")]
    pub instance_count: Option<u64>,
    /// Users on whom the instance's own flag and the rule disagree.
    #[ts(type = "number")]
    pub mismatched: u64,
    /// What a reader must know to trust the count.
    pub notes: Vec<String>,
    /// Seats on each day of the period of which something is known. The window
    /// asks for `seats_history` instead.
    pub by_day: Vec<DayCount>,
    /// The highest of them, on the first day it was reached.
    pub peak: Option<DayCount>,
    /// Seats owed beyond those bought, by the plan's way of charging them; none
    /// if nothing was bought.
    #[ts(type = "number | null")]
    pub true_up: Option<u64>,
    /// What the period costs, seats owed included, in cents of `currency`; none
    /// without a price.
    #[ts(type = "number | null")]
    pub cost: Option<u64>,
    /// Who took each seat and why. The window asks for pages instead.
    pub seats: Vec<Seat>,
    /// Who they are on whom the instance and the rule disagree, and why. The
    /// window asks for pages instead.
    pub mismatches: Vec<SeatMismatch>,
}

/// A user on whom the instance and the rule disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatMismatch {
    /// The userstore's domain.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// Whether the instance says that a seat is taken.
    pub instance: bool,
    /// Whether the rule says so.
    pub rule: bool,
    /// Why the rule says what it says, and what is known of such differences.
    pub because: String,
}

/// Seats whose holder's highest role this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatRole {
    /// The role's name; `No role` for none.
    pub role: String,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// One seat.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Seat {
    /// The user's key.
    pub id: UserId,
    /// The userstore's domain.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Highest role.
    pub role: Option<String>,
    /// Why a seat is taken, in a sentence.
    pub why: String,
    /// Whether it could be freed: none, or why, as a word of `ReclaimReason`,
    /// but `never` for `never_seen`.
    pub reclaimable: Option<String>,
    /// The last day the user was seen.
    #[ts(type = "string | null")]
    pub last_seen: Option<DateTime<Utc>>,
}

/// Seats, page by page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatsPage {
    /// The rows.
    pub seats: Vec<Seat>,
    /// How many there are in all.
    #[ts(type = "number")]
    pub total: u64,
}

/// Why a user does or does not take a seat.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatExplanation {
    /// The sign-in name.
    pub username: String,
    /// The plan's name.
    pub plan: String,
    /// The plan's title.
    pub title: String,
    /// Whether a seat is taken.
    pub takes_seat: bool,
    /// The answer in a sentence.
    pub why: String,
    /// Each clause of the rule that holds or fails; alternatives that fail
    /// beside one that holds are left out.
    pub clauses: Vec<ClauseExplanation>,
    /// Whether it could be freed: none, or why, as a word of `ReclaimReason`,
    /// but `never` for `never_seen`.
    pub reclaimable: Option<String>,
    /// Price of the seat for one month, in cents of `currency`.
    #[ts(type = "number | null")]
    pub price_cents: Option<u64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
}

/// A clause of a rule, for one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ClauseExplanation {
    /// The clause in words, such as `State is active`.
    pub text: String,
    /// The clause in the filter language.
    pub clause: String,
    /// Whether it holds.
    pub holds: bool,
    /// What makes it so: a value, or a grant and its path, such as `Developer
    /// on acme/api through group acme, since 2026-03-02`.
    pub because: String,
}
