//! `muster seats history`, `breakdown`, `days`, `forecast` and `what-if`.

use super::selection::Who;
use super::users::What;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};

/// From which day to which.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct Between {
    /// The first day; that of the licence period, or of what is known, if not said.
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// The last day; today, or the day of --as-of, if not said.
    #[arg(long, value_name = "DATE")]
    pub to: Option<NaiveDate>,
}

/// Seats by day, with the peak, what was bought, and the bill.
#[derive(Debug, Args)]
pub struct History {
    /// The plan; the one the vault counts by, if not said.
    #[arg(long)]
    pub plan: Option<String>,
    #[command(flatten)]
    pub between: Between,
}

/// Seats at the end of each month by role, group, userstore or department.
#[derive(Debug, Args)]
pub struct Breakdown {
    /// By what.
    #[arg(long, value_enum, default_value = "role")]
    pub by: By,
    /// The plan; the one the vault counts by, if not said.
    #[arg(long)]
    pub plan: Option<String>,
    #[command(flatten)]
    pub between: Between,
}

/// By what seats are broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    Role,
    Group,
    Userstore,
    Department,
}

/// Who took a seat when, for chargeback.
#[derive(Debug, Args)]
pub struct Days {
    /// The plan; the one the vault counts by, if not said.
    #[arg(long)]
    pub plan: Option<String>,
    #[command(flatten)]
    pub between: Between,
    /// How many users at most; 0 for all.
    #[arg(long, default_value_t = 0)]
    pub limit: u64,
}

/// What the history lets expect until the end of the licence period.
#[derive(Debug, Args)]
pub struct Forecast {
    /// The plan; the one the vault counts by, if not said.
    #[arg(long)]
    pub plan: Option<String>,
}

/// What a change of users would do to the seats; nothing is changed.
#[derive(Debug, Args)]
pub struct WhatIf {
    /// The plan; the one the vault counts by, if not said.
    #[arg(long)]
    pub plan: Option<String>,
    #[command(flatten)]
    pub who: Who,
    #[command(flatten)]
    pub what: What,
}
