//! `muster seats plans`, `seats terms`, `seats reclaimable` and `seats mismatches`.

use super::values::price;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use muster_model::{ReclaimReason, TrueUp};
use std::path::PathBuf;

/// The seat plans: those that ship, and your own.
#[derive(Debug, Subcommand)]
pub enum Plans {
    /// The plans there are (what `seats plans` alone does).
    List,
    /// One plan: its rule, source and notes.
    Show {
        /// Its name.
        name: String,
        /// Print its file, to copy it or to change it.
        #[arg(long, conflicts_with = "json")]
        toml: bool,
    },
    /// Add a plan of your own from a TOML file.
    Add {
        /// The file; `seats plans show NAME --toml` prints one to begin with.
        file: PathBuf,
        /// Replace the plan of your own that has the same name.
        #[arg(long)]
        replace: bool,
    },
    /// Remove a plan of your own, with what was said to be bought under it.
    Remove {
        /// Its name.
        name: String,
    },
    /// Say how many users a rule would take, and how that differs from a plan.
    Try {
        /// A plan's file.
        #[arg(required_unless_present = "filter", conflicts_with = "filter")]
        file: Option<PathBuf>,
        /// A rule alone.
        #[arg(long)]
        filter: Option<String>,
        /// The plan to compare with; the saved one of the file's name, if not said.
        #[arg(long, value_name = "PLAN")]
        against: Option<String>,
    },
}

/// What was bought under a plan, from when, at what price, and how it is charged.
#[derive(Debug, Args)]
pub struct Terms {
    /// The plan; the one the vault counts by, if not said.
    #[arg(long, global = true)]
    pub plan: Option<String>,
    #[command(subcommand)]
    pub command: Option<TermsCommand>,
}

#[derive(Debug, Subcommand)]
pub enum TermsCommand {
    /// Show them (what `seats terms` alone does).
    Show,
    /// Change what is said here; the rest stays.
    Set(SetTerms),
}

/// What changes; the rest stays.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct SetTerms {
    /// All seats bought then, not those added.
    #[arg(long, value_name = "N")]
    pub purchased: Option<u64>,
    /// The first day on which that holds; today, or always if nothing was known.
    #[arg(long, value_name = "DATE", requires = "purchased")]
    pub from: Option<NaiveDate>,
    /// Forget the purchase that began on this day.
    #[arg(long, value_name = "DATE")]
    pub forget: Option<NaiveDate>,
    /// Price of one seat for one month, such as 29.00.
    #[arg(long, value_parser = price)]
    pub price: Option<u64>,
    /// ISO 4217 code, such as EUR.
    #[arg(long)]
    pub currency: Option<String>,
    /// The first day of a licence period; the others follow it.
    #[arg(long, value_name = "DATE")]
    pub period_from: Option<NaiveDate>,
    /// Months of a licence period.
    #[arg(long, value_name = "N")]
    pub months: Option<u8>,
    /// How seats beyond those bought are charged: peak, average or end-of-period.
    #[arg(long, value_parser = true_up)]
    pub true_up: Option<TrueUp>,
}

/// Seats that could be freed, the surest first, and what each would save.
#[derive(Debug, Args)]
pub struct Reclaimable {
    /// The plan; the one the vault counts by, if not said.
    #[arg(long)]
    pub plan: Option<String>,
    /// Only for this reason: disabled-but-counted, duplicate-person, never-seen, machine-counted or dormant.
    #[arg(long, value_parser = reason)]
    pub reason: Option<ReclaimReason>,
    /// How many seats at most; 0 for all.
    #[arg(long, default_value_t = 0)]
    pub limit: u64,
}

/// Users on whom the instance's own flag and the rule disagree, and why.
#[derive(Debug, Args)]
pub struct Mismatches {
    /// The plan; the one the vault counts by, if not said.
    #[arg(long)]
    pub plan: Option<String>,
    /// How many users at most; 0 for all.
    #[arg(long, default_value_t = 0)]
    pub limit: u64,
}

/// A word of the model, with `-` for `_`.
fn true_up(text: &str) -> Result<TrueUp, String> {
    text.replace('-', "_").parse().map_err(|_| "give peak, average or end-of-period".to_owned())
}

fn reason(text: &str) -> Result<ReclaimReason, String> {
    text.replace('-', "_").parse().map_err(|_| {
        let words: Vec<String> = ReclaimReason::ALL.iter().map(|reason| reason.word().replace('_', "-")).collect();
        format!("give one of {}", words.join(", "))
    })
}
