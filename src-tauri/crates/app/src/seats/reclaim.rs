//! Seats that could be freed, the surest first, with what each would save.

use super::MOST;
use super::counted::Counted;
use super::freed::Freed;
use crate::Result;
use crate::api::seat_plans::{ReclaimPage, ReclaimQuery, ReclaimRow, ReclaimShare};
use crate::directory::Loaded;
use crate::session::Session;
use crate::users::Held;
use chrono::{DateTime, Utc};
use muster_columns::{Order, Sort};
use muster_model::{ReclaimReason, TrueUp, UserId};
use muster_seats::{Period, reclaim};
use std::collections::HashMap;

impl Counted {
    /// What a seat costs from tomorrow to the end of the period, in cents;
    /// none without a price.
    fn rest_cents(&self, now: DateTime<Utc>) -> Option<u64> {
        let today = now.date_naive();
        self.terms.price_cents.map(|price| self.period(today).rest_cents(price, today))
    }

    /// What could be freed for each reason that holds for someone.
    pub(super) fn shares(&self, count: impl Fn(ReclaimReason) -> u64, now: DateTime<Utc>) -> Vec<ReclaimShare> {
        let rest = self.rest_cents(now);
        let share = |reason: &ReclaimReason| ReclaimShare {
            reason: *reason,
            count: count(*reason),
            saves_cents: rest.map(|cents| cents.saturating_mul(count(*reason))),
        };
        ReclaimReason::ALL.iter().map(share).filter(|share| share.count > 0).collect()
    }
}

impl Session {
    /// A page of seats that could be freed, the surest first; of those not
    /// seen for long, the longest first.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`] if there is no such plan.
    pub fn seats_reclaimable(&self, query: &ReclaimQuery, now: DateTime<Utc>) -> Result<ReclaimPage> {
        self.to_free(query, query.limit.min(MOST), now)
    }

    /// The same with as many rows as are asked for; 0 for all.
    ///
    /// # Errors
    /// As [`Session::seats_reclaimable`].
    pub fn seats_reclaimable_list(&self, query: &ReclaimQuery, now: DateTime<Utc>) -> Result<ReclaimPage> {
        self.to_free(query, if query.limit == 0 { u64::MAX } else { query.limit }, now)
    }

    fn to_free(&self, query: &ReclaimQuery, limit: u64, now: DateTime<Utc>) -> Result<ReclaimPage> {
        let counted = Counted::by_name(self.vault(), &query.plan)?;
        self.load()?;
        let (found, shares) = self.directory.with(|loaded| {
            let freed = Freed::new(&counted, self.vault(), loaded, now)?;
            let shares = counted.shares(|reason| freed.count(reason), now);
            let found = page(loaded, &freed, query, limit)?;
            let found = found.into_iter().map(|(id, reason)| (id, reason, freed.kept(id)));
            Ok((found.collect::<Vec<_>>(), shares))
        })?;
        let asked = |share: &&ReclaimShare| query.reason.is_none_or(|reason| reason == share.reason);
        let total = shares.iter().filter(asked).map(|share| share.count).sum();
        let said = said(&counted, &shares, now);
        Ok(ReclaimPage { rows: self.freed_rows(&counted, &found, now)?, shares, total, said })
    }

    fn freed_rows(
        &self,
        counted: &Counted,
        found: &[(UserId, ReclaimReason, Option<UserId>)],
        now: DateTime<Utc>,
    ) -> Result<Vec<ReclaimRow>> {
        let saves_cents = counted.rest_cents(now);
        Ok(self.vault().read(|conn| {
            let mut names: HashMap<UserId, String> = HashMap::new();
            let mut rows = Vec::with_capacity(found.len());
            for (id, reason, kept) in found {
                let other = match kept {
                    Some(kept) if !names.contains_key(kept) => {
                        let user = muster_vault::tables::user::by_id(conn, *kept)?;
                        names.insert(*kept, format!("{}/{}", user.userstore, user.username));
                        names.get(kept)
                    }
                    Some(kept) => names.get(kept),
                    None => None,
                };
                let held = Held::read(conn, *id, now)?;
                let why = reclaim::said(*reason, &held.account(None), other.map(String::as_str), now.timestamp());
                rows.push(ReclaimRow {
                    id: *id,
                    userstore: held.user.userstore,
                    username: held.user.username,
                    display_name: held.user.display_name,
                    role: held.user.highest_role.map(|highest| highest.role),
                    last_seen: held.user.last_seen.at,
                    reason: *reason,
                    why,
                    saves_cents,
                });
            }
            Ok(rows)
        })?)
    }
}

/// The users of a page: what is left to pass over goes from reason to reason.
fn page(loaded: &Loaded, freed: &Freed, query: &ReclaimQuery, limit: u64) -> Result<Vec<(UserId, ReclaimReason)>> {
    let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let (mut skip, mut room) = (size(query.offset), size(limit));
    let mut found = Vec::new();
    for reason in ReclaimReason::ALL {
        let Some(set) = freed.set(*reason).filter(|_| query.reason.is_none_or(|asked| asked == *reason)) else {
            continue;
        };
        let by = match reason {
            ReclaimReason::NeverSeen => Sort::Created,
            ReclaimReason::Dormant => Sort::LastSeen,
            _ => Sort::DisplayName,
        };
        let ids = loaded.columns().page(set, Order { by, descending: false }, None, skip, room)?;
        skip = skip.saturating_sub(set.count());
        room -= ids.len();
        found.extend(ids.into_iter().map(|id| (UserId(id), *reason)));
    }
    Ok(found)
}

/// What freeing does to the bill, in plain sentences.
fn said(counted: &Counted, shares: &[ReclaimShare], now: DateTime<Utc>) -> Vec<String> {
    let seats: u64 = shares.iter().map(|share| share.count).sum();
    if seats == 0 {
        return vec!["No seat can be freed for any of the reasons Muster knows.".to_owned()];
    }
    let today = now.date_naive();
    let period = counted.period(today);
    let mut said = vec![worth(counted, seats, shares, &period)];
    said.push(
        match counted.true_up() {
            TrueUp::Peak => {
                "A true-up goes by the highest daily count of the period: freeing seats does not lower a peak that was \
                 already reached. It keeps the count from rising above it, and lets you buy fewer for the next period."
            }
            TrueUp::Average => {
                "A true-up goes by the average daily count of the period: a seat lowers it for the days on which it is \
                 free."
            }
            TrueUp::EndOfPeriod => {
                "A true-up goes by the count on the last day of the period: a seat that is free by then is not charged."
            }
        }
        .to_owned(),
    );
    said
}

fn worth(counted: &Counted, seats: u64, shares: &[ReclaimShare], period: &Period) -> String {
    let cents: Option<u64> = shares.iter().map(|share| share.saves_cents).sum();
    match (cents, counted.terms.currency.as_deref()) {
        (Some(cents), Some(currency)) => {
            let what = match seats {
                1 => "The seat that could be freed costs".to_owned(),
                seats => format!("The {seats} seats that could be freed cost"),
            };
            format!("{what} {} until the period ends on {}.", money(cents, currency), period.to)
        }
        _ => "Say what a seat costs a month, and in which currency, to see what freeing one would save.".to_owned(),
    }
}

/// `EUR 29.00`.
fn money(cents: u64, currency: &str) -> String {
    format!("{currency} {}.{:02}", cents / 100, cents % 100)
}
