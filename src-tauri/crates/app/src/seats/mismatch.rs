//! Users on whom an instance and the rule disagree.

use super::counted::Counted;
use super::{BATCH, MOST};
use crate::api::seat_plans::{Mismatch, MismatchPage};
use crate::api::seats::SeatMismatch;
use crate::api::users::SortBy;
use crate::session::Session;
use crate::users::Held;
use crate::{Result, filter};
use chrono::{DateTime, Utc};
use muster_model::{Facts, UserId};

impl Session {
    /// A page of those on whom the instance and the rule disagree, by name.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`] if there is no such plan.
    pub fn seats_mismatches(&self, plan: &str, offset: u64, limit: u64, now: DateTime<Utc>) -> Result<MismatchPage> {
        let counted = Counted::by_name(self.vault(), plan)?;
        let differing = filter::parse(&counted.differing())?;
        self.load()?;
        let (ids, total) =
            self.directory.with(|loaded| loaded.by_name(self.vault(), &differing, offset, limit.min(MOST), now))?;
        Ok(MismatchPage { rows: self.differences(&counted, &ids, now)?, total })
    }

    /// All of them, for the report.
    pub(super) fn all_mismatches(&self, counted: &Counted, now: DateTime<Utc>) -> Result<Vec<SeatMismatch>> {
        let ids = self.ordered(&counted.differing(), SortBy::UserName, false, now)?;
        let mut all = Vec::with_capacity(ids.len());
        for batch in ids.chunks(BATCH) {
            let rows = self.differences(counted, batch, now)?.into_iter();
            all.extend(rows.map(|row| SeatMismatch {
                userstore: row.userstore,
                username: row.username,
                instance: row.instance,
                rule: row.rule,
                because: row.because,
            }));
        }
        Ok(all)
    }

    fn differences(&self, counted: &Counted, ids: &[UserId], now: DateTime<Utc>) -> Result<Vec<Mismatch>> {
        let at = now.timestamp();
        let row = |held: Held| {
            let instance = held.facts.has(Facts::SEAT_FLAG);
            let account = held.account(None);
            let because = counted.plan.difference(&account, held.user.highest_role.as_ref(), instance, at);
            let rule = counted.plan.takes_seat(&account, at);
            Mismatch {
                id: held.user.id,
                instance,
                rule,
                because,
                userstore: held.user.userstore,
                username: held.user.username,
            }
        };
        let read = |conn: &_| ids.iter().map(|id| Held::read(conn, *id, now).map(row)).collect();
        Ok(self.vault().read(read)?)
    }
}
