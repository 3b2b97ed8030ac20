//! Who took a seat when, for chargeback.

use super::view::Asked;
use crate::Result;
use crate::api::seat_history::{SeatDays, SeatDaysPage, SeatDaysQuery};
use crate::session::Session;
use chrono::{DateTime, Utc};
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
        let found: HashMap<i64, Days> = self.over_time(&query.plan, now, |view| {
            let range = view.range(Asked { from: query.from, to: query.to })?;
            let Some(range) = view.known_of(range) else { return Ok(HashMap::new()) };
            let (from, to) = (Day::from_date(range.from), Day::from_date(range.to));
            Ok(view.kept.history()?.days(&view.taken, from, to).map(|days| (days.user, days)).collect())
        })?;
        let (ids, total) = self.directory.with(|loaded| loaded.those(found.keys().copied(), query.offset, limit))?;
        let rows = self.vault().read(|conn| {
            let mut rows = Vec::with_capacity(ids.len());
            for user in user::rows(conn, &ids)? {
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
        Ok(SeatDaysPage { rows, total })
    }
}
