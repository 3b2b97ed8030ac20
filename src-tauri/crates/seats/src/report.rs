//! The seat report as tables for the report writers.

use crate::count::Tally;
use crate::plan::Plan;
use chrono::{DateTime, Utc};
use muster_model::ReclaimReason;
use muster_report::{Cell, Column, Table};

/// One seat of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatRow {
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
    /// The surest reason why the seat could be freed.
    pub reclaimable: Option<ReclaimReason>,
    /// When the user was last seen.
    pub last_seen: Option<DateTime<Utc>>,
}

/// The columns of the list of seats.
#[must_use]
pub fn seats_table() -> Table {
    Table::new(vec![
        Column::text("userstore"),
        Column::text("username"),
        Column::text("display_name"),
        Column::text("email"),
        Column::text("role"),
        Column::text("why"),
        Column::text("reclaimable"),
        Column::date("last_seen"),
    ])
}

impl SeatRow {
    /// Its cells, in the order of [`seats_table`].
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::from(self.userstore.as_str()),
            Cell::from(self.username.as_str()),
            Cell::from(self.display_name.as_str()),
            Cell::text(self.email.as_deref()),
            Cell::text(self.role.as_deref()),
            Cell::from(self.why.as_str()),
            Cell::text(self.reclaimable.map(word)),
            Cell::time(self.last_seen),
        ]
    }
}

/// The word for a reason in lists of seats: that of the reason, but `never`
/// for [`ReclaimReason::NeverSeen`], which was there before the others.
#[must_use]
pub const fn word(reason: ReclaimReason) -> &'static str {
    match reason {
        ReclaimReason::NeverSeen => "never",
        other => other.word(),
    }
}

/// A reason in a line of a summary.
const fn line(reason: ReclaimReason) -> &'static str {
    match reason {
        ReclaimReason::DisabledButCounted => "- disabled, but counted",
        ReclaimReason::DuplicatePerson => "- the same person twice",
        ReclaimReason::NeverSeen => "- never seen",
        ReclaimReason::MachineCounted => "- machines",
        ReclaimReason::Dormant => "- not seen for 90 days",
    }
}

/// The columns of the summary.
#[must_use]
pub fn summary_table() -> Table {
    Table::new(vec![Column::text("seats"), Column::number("count")])
}

/// The summary: taken, bought, over, by role, what could be freed.
#[must_use]
pub fn summary_rows(plan: &Plan, tally: &Tally) -> Vec<Vec<Cell>> {
    let row = |what: &str, count: u64| vec![Cell::from(what), Cell::from(i64::try_from(count).unwrap_or(i64::MAX))];
    let mut rows = vec![row(&format!("Taken under {}", plan.title), tally.consumed)];
    if let Some(purchased) = tally.purchased {
        rows.push(row("Purchased", purchased));
        rows.push(row("Over", tally.over));
    }
    rows.extend(tally.by_role.iter().map(|(role, count)| row(&format!("- {role}"), *count)));
    rows.push(row("Reclaimable", tally.reclaimable()));
    for reason in ReclaimReason::ALL {
        match tally.reclaimable_because(*reason) {
            0 => {}
            count => rows.push(row(line(*reason), count)),
        }
    }
    if let Some(count) = tally.instance_count {
        rows.push(row("Counted by the instance itself", count));
    }
    rows
}
