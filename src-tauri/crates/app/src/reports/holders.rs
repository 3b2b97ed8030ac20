//! The list of seats, read from the vault while it is written.

use crate::job::Job;
use crate::seats::Counted;
use crate::session::Session;
use crate::users::Held;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_history::Days;
use muster_model::{ProfileField, ReclaimReason, UserId};
use muster_report::{Cell, Field, ReportError, Rows, Section};
use muster_seats::report::word;
use std::collections::HashMap;

/// Users read at a time.
const BATCH: usize = 500;

/// Everyone who takes a seat, and what their rows are made of.
pub(super) struct Holders<'a> {
    pub session: &'a Session,
    pub counted: Counted,
    /// By name.
    pub ids: Vec<UserId>,
    /// Why each could be freed.
    pub reasons: Vec<Option<ReclaimReason>>,
    /// The days of the period on which users took a seat.
    pub days: HashMap<i64, Days>,
    pub job: &'a Job,
    pub now: DateTime<Utc>,
}

impl<'a> Holders<'a> {
    /// The list.
    pub fn section(self) -> Section<'a> {
        Section {
            key: "seats".to_owned(),
            title: "Seats".to_owned(),
            said: "Everyone who takes a seat, by name, and why.".to_owned(),
            fields: vec![
                Field::text("userstore", "Userstore", 0.8),
                Field::text("username", "Username", 1.2),
                Field::text("display_name", "Name", 1.4),
                Field::text("email", "E-mail", 1.0).hidden(),
                Field::text("role", "Role", 0.9),
                Field::text("why", "Why", 2.6),
                Field::text("reclaimable", "Reclaimable", 0.8).hidden(),
                Field::date("last_seen", "Last seen, UTC").hidden(),
                Field::date("last_seen_on", "Last seen"),
                Field::number("id", "Id").hidden(),
                Field::text("department", "Department", 0.9).hidden(),
                Field::date("first_seat", "First seat day").hidden(),
                Field::date("last_seat", "Last seat day").hidden(),
                Field::number("seat_days", "Days with a seat").hidden(),
            ],
            main: true,
            empty: "Nobody takes a seat.".to_owned(),
            rows: Rows::Told {
                count: self.ids.len() as u64,
                tell: Box::new(move |most, take| self.tell(usize::try_from(most).unwrap_or(usize::MAX), take)),
            },
        }
    }

    fn tell(
        &self,
        most: usize,
        take: &mut dyn FnMut(&[Cell]) -> std::result::Result<(), ReportError>,
    ) -> std::result::Result<(), ReportError> {
        let source = |error: Error| ReportError::Source(Box::new(error));
        let total = self.ids.len().min(most);
        let batches = self.ids[..total].chunks(BATCH).zip(self.reasons[..total].chunks(BATCH));
        for (number, (ids, reasons)) in batches.enumerate() {
            let done = (number * BATCH) as u64;
            self.job.go_on().map_err(source)?;
            self.job.progress("writing", done, total as u64, done);
            for (held, reason) in self.read(ids).map_err(source)?.iter().zip(reasons) {
                take(&self.cells(held, *reason))?;
            }
        }
        Ok(())
    }

    fn read(&self, ids: &[UserId]) -> Result<Vec<Held>> {
        Ok(self.session.vault().read(|conn| ids.iter().map(|id| Held::read(conn, *id, self.now)).collect())?)
    }

    fn cells(&self, held: &Held, reason: Option<ReclaimReason>) -> Vec<Cell> {
        let user = &held.user;
        let why = self.counted.plan.why(&held.account(None), user.highest_role.as_ref(), self.now.timestamp()).why;
        let days = self.days.get(&user.id.0);
        vec![
            Cell::from(user.userstore.as_str()),
            Cell::from(user.username.as_str()),
            Cell::from(user.display_name.as_str()),
            Cell::text(user.email.as_deref()),
            Cell::text(user.highest_role.as_ref().map(|highest| highest.role.as_str())),
            Cell::from(why.as_str()),
            Cell::text(reason.map(word)),
            Cell::time(user.last_seen.at),
            user.last_seen.at.map_or(Cell::Empty, |at| Cell::Day(at.date_naive())),
            Cell::Integer(user.id.0),
            Cell::text(held.profile.get(ProfileField::Department)),
            days.map_or(Cell::Empty, |days| Cell::Day(days.first.date())),
            days.map_or(Cell::Empty, |days| Cell::Day(days.last.date())),
            days.map_or(Cell::Empty, |days| Cell::count(u64::from(days.days))),
        ]
    }
}
