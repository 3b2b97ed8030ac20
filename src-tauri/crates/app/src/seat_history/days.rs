//! Who took a seat when, for chargeback.

use super::view::Asked;
use crate::Result;
use crate::api::seat_history::{SeatDays, SeatDaysPage, SeatDaysQuery};
use crate::session::Session;
use chrono::{DateTime, NaiveDate, Utc};
use muster_history::{Day, Days};
use muster_model::{ProfileField, UserId};
use muster_vault::tables::{profile, user};
use std::collections::HashMap;

/// The most rows a page holds.
const MOST: u64 = 500;

impl Session {
    /// A page of who took a seat when, by name.
    ///
    /// # Errors
    /// As [`Session::seats_history`].
    pub fn seats_days(&self, query: &SeatDaysQuery, now: DateTime<Utc>) -> Result<SeatDaysPage> {
        self.seats_days_of(query, query.limit.min(MOST), now)
    }

    /// The same with as many rows as are asked for; 0 for all.
    ///
    /// # Errors
    /// As [`Session::seats_history`].
    pub fn seats_days_list(&self, query: &SeatDaysQuery, now: DateTime<Utc>) -> Result<SeatDaysPage> {
        self.seats_days_of(query, if query.limit == 0 { u64::MAX } else { query.limit }, now)
    }

    fn seats_days_of(&self, query: &SeatDaysQuery, limit: u64, now: DateTime<Utc>) -> Result<SeatDaysPage> {
        let found = self.seat_days(&query.plan, (query.from, query.to), now)?;
        let (ids, total) = self.directory.with(|loaded| loaded.those(found.keys().copied(), query.offset, limit))?;
        Ok(SeatDaysPage { rows: self.seat_day_rows(&found, &ids)?, total })
    }

    /// Who took a seat when, by the keys of the users.
    pub(crate) fn seat_days(
        &self,
        plan: &str,
        (from, to): (Option<NaiveDate>, Option<NaiveDate>),
        now: DateTime<Utc>,
    ) -> Result<HashMap<i64, Days>> {
        self.over_time(plan, now, |view| {
            let range = view.range(Asked { from, to })?;
            let Some(range) = view.known_of(range) else { return Ok(HashMap::new()) };
            let (from, to) = (Day::from_date(range.from), Day::from_date(range.to));
            Ok(view.kept.history()?.days(&view.taken, from, to).map(|days| (days.user, days)).collect())
        })
    }

    /// The rows of some of these users.
    pub(crate) fn seat_day_rows(&self, found: &HashMap<i64, Days>, ids: &[UserId]) -> Result<Vec<SeatDays>> {
        let rows = self.vault().read(|conn| {
            let mut rows = Vec::with_capacity(ids.len());
            for user in user::rows(conn, ids)? {
                let department = profile::of_user(conn, user.id)?.get(ProfileField::Department).map(str::to_owned);
                if let Some(days) = found.get(&user.id.0) {
                    rows.push(SeatDays {
                        id: UserId(days.user),
                        userstore: user.userstore,
                        username: user.username,
                        display_name: user.display_name,
                        department,
                        first: days.first.date(),
                        last: days.last.date(),
                        days: u64::from(days.days),
                    });
                }
            }
            Ok(rows)
        })?;
        Ok(rows)
    }
}
