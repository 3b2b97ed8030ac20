//! What a large vault holds in memory, step by step, as the window asks for it.

use crate::line::{self, mib};
use crate::process;
use anyhow::{Context, Result};
use chrono::Utc;
use muster_app::api::seat_history::SeatHistoryQuery;
use muster_app::api::users::SortBy;
use muster_app::session::{Access, Session};
use secrecy::SecretString;
use std::path::Path;

/// Opens a vault with the passphrase of the environment and does what the
/// window does first.
pub fn measure(vault: &Path) -> Result<()> {
    let passphrase = SecretString::from(std::env::var("MUSTER_PASSPHRASE").context("MUSTER_PASSPHRASE is not set")?);
    println!("\nmemory held, once it has settled, and the most since the line before");
    say("nothing is open")?;
    let session = Session::open(vault, &passphrase, None, Access::Write, Utc::now())?;
    say("vault open")?;
    session.load()?;
    say("every user in memory")?;
    session.overview(Utc::now())?;
    say("overview")?;
    for sort in [SortBy::DisplayName, SortBy::UserName, SortBy::Email, SortBy::LastSeen, SortBy::HighestRole] {
        for offset in (0..500_000).step_by(10_000) {
            session.users_page(&crate::pages::query("", sort, offset), Utc::now())?;
        }
    }
    say("fifty pages in each of five orders")?;
    let plan = session.chosen_plan()?;
    let query: SeatHistoryQuery = serde_json::from_value(serde_json::json!({ "plan": plan }))?;
    session.seats_history(&query, Utc::now())?;
    say("seats over time")?;
    session.seats_report(&plan, None, Utc::now())?;
    say("seat report")?;
    session.seats_report_over(&plan, (None, None), None, Utc::now())?;
    say("seat report for a file")
}

fn say(what: &str) -> Result<()> {
    let peak = process::peak();
    std::thread::sleep(process::SETTLES);
    line::alone(what, &mib(process::resident()), &format!("(most: {})", mib(peak)));
    process::forget_peak()
}
