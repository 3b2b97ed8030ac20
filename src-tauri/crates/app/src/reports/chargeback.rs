//! Seats over the period, as whoever shares the bill wants them: by department,
//! group, userstore and role at month ends, and since when until when each user
//! took one.

use crate::Result;
use crate::api::seat_history::{BreakdownBy, SeatBreakdown, SeatBreakdownQuery, SeatDays, SeatDaysQuery};
use crate::seat_history::MOST_ROWS as MOST;
use crate::session::Session;
use chrono::{DateTime, NaiveDate, Utc};
use muster_report::{Cell, Field, Rows, Section};
use std::collections::HashMap;

/// Month ends that a page has room for; earlier ones are in XLSX and JSON.
const ON_PAGES: usize = 6;

/// Who shares the seats of a period.
pub(super) struct Chargeback {
    breakdowns: Vec<SeatBreakdown>,
    days: HashMap<i64, SeatDays>,
    /// The keys of `days`, by name.
    order: Vec<i64>,
}

impl Session {
    pub(super) fn chargeback(
        &self,
        plan: &str,
        (from, to): (Option<NaiveDate>, Option<NaiveDate>),
        now: DateTime<Utc>,
    ) -> Result<Chargeback> {
        let by = [BreakdownBy::Department, BreakdownBy::Group, BreakdownBy::Userstore, BreakdownBy::Role];
        let breakdown = |by| self.seats_breakdown(&SeatBreakdownQuery { plan: plan.to_owned(), by, from, to }, now);
        let query = SeatDaysQuery { plan: plan.to_owned(), from, to, offset: 0, limit: 0 };
        let rows = self.seats_days_list(&query, now)?.rows;
        Ok(Chargeback {
            breakdowns: by.into_iter().map(breakdown).collect::<Result<_>>()?,
            order: rows.iter().map(|row| row.id.0).collect(),
            days: rows.into_iter().map(|row| (row.id.0, row)).collect(),
        })
    }
}

impl Chargeback {
    /// The columns that the list of seats gets at its end.
    pub fn fields() -> [Field; 4] {
        [
            Field::text("department", "Department", 0.9).hidden(),
            Field::date("first_seat", "First seat day").hidden(),
            Field::date("last_seat", "Last seat day").hidden(),
            Field::number("seat_days", "Days with a seat").hidden(),
        ]
    }

    /// The cells of these columns; empty for who took no seat in the period.
    pub fn cells(&self, user: i64) -> [Cell; 4] {
        match self.days.get(&user) {
            Some(row) => cells(row),
            None => [Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty],
        }
    }

    /// Who took a seat in the period and takes none at its end, since `holds`
    /// are those who do.
    pub fn given_up(&self, holds: &dyn Fn(i64) -> bool) -> Section<'static> {
        let rows = self.order.iter().filter(|user| !holds(**user)).filter_map(|user| self.days.get(user));
        let row = |row: &SeatDays| {
            let names = [row.userstore.as_str(), row.username.as_str(), row.display_name.as_str()].map(Cell::from);
            names.into_iter().chain(cells(row)).collect()
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
            rows: Rows::Held(rows.map(row).collect()),
            main: false,
            empty: "Nobody: all who took a seat in the period still do.".to_owned(),
        }
    }

    /// A table for each way of sharing the seats.
    pub fn sections(&self) -> impl Iterator<Item = Section<'static>> {
        self.breakdowns.iter().map(section)
    }
}

fn cells(row: &SeatDays) -> [Cell; 4] {
    [Cell::text(row.department.as_deref()), Cell::Day(row.first), Cell::Day(row.last), Cell::count(row.days)]
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
