//! Seats over time: counts by day, true-up, breakdowns, a forecast.

use chrono::NaiveDate;
pub use muster_model::TrueUp;
use muster_model::UserId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which days of which plan.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct SeatHistoryQuery {
    /// The plan's name.
    pub plan: String,
    /// The first day; the first day of the licence period, or of what is known, if nothing is said.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub from: Option<NaiveDate>,
    /// The last day; today if nothing is said.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub to: Option<NaiveDate>,
}

/// Seats on a day. A day is a calendar day, UTC; its count is what was known
/// at its end, from the latest snapshot until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DayCount {
    /// The day.
    #[ts(type = "string")]
    pub date: NaiveDate,
    /// Seats.
    #[ts(type = "number")]
    pub count: u64,
}

/// Seats by day.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatHistory {
    /// The plan's name.
    pub plan: String,
    /// The first day.
    #[ts(type = "string")]
    pub from: NaiveDate,
    /// The last day.
    #[ts(type = "string")]
    pub to: NaiveDate,
    /// One count a day, from `from` to `to`; days before the first snapshot are left out.
    pub by_day: Vec<DayCount>,
    /// The highest, on the first day it was reached; none if nothing is known.
    pub peak: Option<DayCount>,
    /// What was bought, from the day on from which it held; in order.
    pub purchased: Vec<DayCount>,
    /// The instance's own count, on days it is known for.
    pub instance: Vec<DayCount>,
    /// Days with a snapshot of a userstore that the plan counts.
    #[ts(type = "Array<string>")]
    pub snapshots: Vec<NaiveDate>,
    /// What follows for the bill; none if nothing was bought.
    pub bill: Option<SeatBill>,
    /// What a reader must know to trust the counts.
    pub notes: Vec<String>,
}

/// What a period costs so far. Money is in cents of `currency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatBill {
    /// How seats beyond those bought are charged.
    pub true_up: TrueUp,
    /// The first day of the licence period.
    #[ts(type = "string")]
    pub period_from: NaiveDate,
    /// Its last day.
    #[ts(type = "string")]
    pub period_to: NaiveDate,
    /// Seats bought now.
    #[ts(type = "number")]
    pub purchased: u64,
    /// The count that is charged by.
    #[ts(type = "number")]
    pub basis: u64,
    /// Seats owed beyond those bought.
    #[ts(type = "number")]
    pub owed: u64,
    /// What the seats bought cost in the period, if a price is known.
    #[ts(type = "number | null")]
    pub cost_cents: Option<u64>,
    /// What the seats owed cost in the period, if a price is known.
    #[ts(type = "number | null")]
    pub owed_cents: Option<u64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// It in one sentence.
    pub said: String,
}

/// By what seats are broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BreakdownBy {
    /// The highest role.
    Role,
    /// Groups; a user in several counts in each.
    Group,
    /// Userstores.
    Userstore,
    /// The department of the profile.
    Department,
}

/// A breakdown of the seats at the end of each month.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct SeatBreakdownQuery {
    /// The plan's name.
    pub plan: String,
    /// By what.
    pub by: BreakdownBy,
    /// The first day; as in [`SeatHistoryQuery`].
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub from: Option<NaiveDate>,
    /// The last day.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub to: Option<NaiveDate>,
}

/// A breakdown of the seats at the end of each month.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatBreakdown {
    /// By what.
    pub by: BreakdownBy,
    /// The days counted: the last day of each month, and the last day asked for.
    #[ts(type = "Array<string>")]
    pub days: Vec<NaiveDate>,
    /// The most seats on the last day first.
    pub rows: Vec<SeatBreakdownRow>,
    /// What a reader must know, such as that a user can count in several rows.
    pub notes: Vec<String>,
}

/// A row of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatBreakdownRow {
    /// The role, group, userstore or department; none for those without.
    pub name: Option<String>,
    /// Seats on each of the days.
    #[ts(type = "Array<number>")]
    pub counts: Vec<u64>,
}

/// When a user took a seat, for chargeback.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatDays {
    /// The user's key.
    pub id: UserId,
    /// The userstore's domain.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// The department of the profile.
    pub department: Option<String>,
    /// The first day with a seat in the period.
    #[ts(type = "string")]
    pub first: NaiveDate,
    /// The last day with a seat in the period.
    #[ts(type = "string")]
    pub last: NaiveDate,
    /// Days with a seat in the period.
    #[ts(type = "number")]
    pub days: u64,
}

/// A page of who took a seat when.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatDaysPage {
    /// The rows, by name.
    pub rows: Vec<SeatDays>,
    /// How many there are in all.
    #[ts(type = "number")]
    pub total: u64,
}

/// A page of who took a seat when, to ask for.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct SeatDaysQuery {
    /// The plan's name.
    pub plan: String,
    /// The first day; as in [`SeatHistoryQuery`].
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub from: Option<NaiveDate>,
    /// The last day.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub to: Option<NaiveDate>,
    /// Rows to pass over.
    #[serde(default)]
    #[ts(as = "Option<u32>")]
    pub offset: u64,
    /// Rows to answer with.
    #[ts(type = "number")]
    pub limit: u64,
}

/// What the history lets expect until the end of the licence period.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatForecast {
    /// Why there is none, in a sentence; none if there is one.
    pub refused: Option<String>,
    /// The days to come, the first of them tomorrow, the last the end of the period.
    pub days: Vec<ForecastDay>,
    /// The day on which the likely count first passes what was bought.
    #[ts(type = "string | null")]
    pub passes_on: Option<NaiveDate>,
    /// It in plain sentences, the first of which says that it is a forecast.
    pub said: Vec<String>,
}

/// A day to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ForecastDay {
    /// The day.
    #[ts(type = "string")]
    pub date: NaiveDate,
    /// Nine times of ten the count is not below this.
    #[ts(type = "number")]
    pub low: u64,
    /// As likely above as below.
    #[ts(type = "number")]
    pub likely: u64,
    /// Nine times of ten the count is not above this.
    #[ts(type = "number")]
    pub high: u64,
}

/// What a staged change would do to the seats.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct WhatIfQuery {
    /// The plan's name.
    pub plan: String,
    /// The staged change: `ChangePreview.staged`.
    #[ts(type = "number")]
    pub staged: u64,
}

/// Seats without and with a staged change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WhatIf {
    /// Seats now.
    #[ts(type = "number")]
    pub consumed_before: u64,
    /// Seats if it were applied.
    #[ts(type = "number")]
    pub consumed_after: u64,
    /// The peak of the period now.
    #[ts(type = "number")]
    pub peak_before: u64,
    /// The peak if it were applied: freeing seats does not lower it.
    #[ts(type = "number")]
    pub peak_after: u64,
    /// Seats owed now; none if nothing was bought.
    #[ts(type = "number | null")]
    pub owed_before: Option<u64>,
    /// Seats owed if it were applied.
    #[ts(type = "number | null")]
    pub owed_after: Option<u64>,
    /// It in plain sentences.
    pub said: Vec<String>,
}
