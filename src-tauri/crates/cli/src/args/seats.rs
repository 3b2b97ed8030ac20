//! `muster seats`.

use super::report::SeatReport;
use super::seat_history::{Breakdown, Days, Forecast, History, WhatIf};
use super::seat_plans::{Mismatches, Plans, Reclaimable, Terms};
use super::values::price;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Seats {
    /// The seat plans: those that come with Muster, and your own.
    Plans {
        #[command(subcommand)]
        command: Option<Plans>,
    },
    /// What was bought under a plan, from when, at what price, and how it is charged.
    Terms(Terms),
    /// Seats that could be freed, the surest first, and what each would save.
    Reclaimable(Reclaimable),
    /// Users on whom the instance's own flag and the rule disagree, and why.
    Mismatches(Mismatches),
    /// Seats by day, with the peak, what was bought, and the bill.
    History(History),
    /// Seats at the end of each month by role, group, userstore or department.
    Breakdown(Breakdown),
    /// Who took a seat when, for chargeback.
    Days(Days),
    /// What the history lets expect until the end of the licence period.
    Forecast(Forecast),
    /// What a change of users would do to the seats; nothing is changed.
    WhatIf(Box<WhatIf>),
    /// How many seats are taken, by whom and why.
    Report(SeatReport),
    /// Say what was bought under a plan, and count by it from now on.
    Set {
        /// The plan.
        #[arg(long)]
        plan: String,
        /// Seats bought.
        #[arg(long)]
        purchased: Option<u64>,
        /// Price of one seat for one month, such as 29.00.
        #[arg(long, value_parser = price)]
        price: Option<u64>,
        /// ISO 4217 code, such as EUR.
        #[arg(long)]
        currency: Option<String>,
    },
    /// Why a user does or does not take a seat.
    Explain {
        /// DOMAIN/username, a username, an e-mail or an id.
        user: String,
        /// The plan; the one the vault counts by, if not said.
        #[arg(long)]
        plan: Option<String>,
    },
}
