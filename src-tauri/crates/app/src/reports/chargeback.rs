//! Seats over the period, as whoever shares the bill wants them: by department,
//! group, userstore and role at month ends, and since when until when each user
//! took one.

use crate::Result;
use crate::api::seat_history::{BreakdownBy, SeatBreakdown, SeatBreakdownQuery, SeatDays};
use crate::seat_history::MOST_ROWS as MOST;
use crate::session::Session;
use chrono::{DateTime, NaiveDate, Utc};
use muster_history::Days;
use muster_model::UserId;
use muster_report::{Cell, Field, Rows, Section};
use std::collections::{HashMap, HashSet};

/// Month ends that a page has room for; earlier ones are in XLSX and JSON.
const ON_PAGES: usize = 6;

/// Who shares the seats of a period.
pub(super) struct Chargeback {
    breakdowns: Vec<SeatBreakdown>,
    given_up: Vec<SeatDays>,
}

impl Session {
    /// `days` are the period's, by user; `holders` take a seat now.
    pub(super) fn chargeback(
        &self,
        plan: &str,
        (from, to): (Option<NaiveDate>, Option<NaiveDate>),
        days: &HashMap<i64, Days>,
        holders: &[UserId],
        now: DateTime<Utc>,
    ) -> Result<Chargeback> {
        let by = [BreakdownBy::Department, BreakdownBy::Group, BreakdownBy::Userstore, BreakdownBy::Role];
        let breakdown = |by| self.seats_breakdown(&SeatBreakdownQuery { plan: plan.to_owned(), by, from, to }, now);
        let holds: HashSet<i64> = holders.iter().map(|user| user.0).collect();
        let without = days.keys().copied().filter(|user| !holds.contains(user));
        let (ids, _) = self.directory.with(|loaded| loaded.those(without, 0, u64::MAX))?;
        Ok(Chargeback {
            breakdowns: by.into_iter().map(breakdown).collect::<Result<_>>()?,
            given_up: self.seat_day_rows(days, &ids)?,
        })
    }
}

impl Chargeback {
    /// Who took a seat in the period and takes none now.
    pub fn given_up(&self) -> Section<'static> {
        let row = |row: &SeatDays| {
            vec![
                Cell::from(row.userstore.as_str()),
                Cell::from(row.username.as_str()),
                Cell::from(row.display_name.as_str()),
                Cell::text(row.department.as_deref()),
                Cell::Day(row.first),
                Cell::Day(row.last),
                Cell::count(row.days),
            ]
        };
        Section {
            key: "given_up".to_owned(),
            title: "Seats given up".to_owned(),
            said: "Who took a seat in the period and no longer does, for whoever shares the bill.".to_owned(),
            fields: vec![
                Field::text("userstore", "Userstore", 0.8),
                Field::text("username", "Username", 1.2),
                Field::text("display_name", "Name", 1.4),
                Field::text("department", "Department", 0.9),
                Field::date("first_seat", "First seat day"),
                Field::date("last_seat", "Last seat day"),
                Field::number("seat_days", "Days"),
            ],
            rows: Rows::Held(self.given_up.iter().map(row).collect()),
            main: false,
            empty: "Nobody: all who took a seat in the period still do.".to_owned(),
        }
    }

    /// A table for each way of sharing the seats.
    pub fn sections(&self) -> impl Iterator<Item = Section<'static>> {
        self.breakdowns.iter().map(section)
    }
}

fn section(breakdown: &SeatBreakdown) -> Section<'static> {
    let (word, label, without) = match breakdown.by {
        BreakdownBy::Role => ("role", "Highest role", "No role"),
        BreakdownBy::Group => ("group", "Group", "No group"),
        BreakdownBy::Userstore => ("userstore", "Userstore", "No userstore"),
        BreakdownBy::Department => ("department", "Department", "No department"),
    };
    let early = breakdown.days.len().saturating_sub(ON_PAGES);
    let days = breakdown.days.iter().enumerate().map(|(at, day)| {
        let field = Field::number(&day.to_string(), &day.to_string());
        if at < early { field.hidden() } else { field }
    });
    let rows = breakdown.rows.iter().map(|row| {
        let name = row.name.as_deref().unwrap_or(without);
        std::iter::once(Cell::from(name)).chain(row.counts.iter().map(|count| Cell::count(*count))).collect()
    });
    let several = if breakdown.by == BreakdownBy::Group { " Who is in several groups counts in each." } else { "" };
    let most = if breakdown.rows.len() < MOST { String::new() } else { format!(" The {MOST} with the most seats.") };
    Section {
        key: format!("month_ends_by_{word}"),
        title: format!("Month ends by {word}"),
        said: format!("Seats at the end of each month, and on the last day.{several}{most}"),
        fields: std::iter::once(Field::text(word, label, 2.0)).chain(days).collect(),
        rows: Rows::Held(rows.collect()),
        main: false,
        empty: "No day of the period is known.".to_owned(),
    }
}
