//! Why one user takes a seat or does not.

use super::counted::{Counted, find};
use crate::Result;
use crate::api::seats::{ClauseExplanation, SeatExplanation};
use crate::session::Session;
use crate::users::Held;
use chrono::{DateTime, Utc};
use muster_model::{ReclaimReason, UserId};
use muster_seats::report::word;
use muster_seats::{Plan, Reclaim};
use muster_vault::Connection;
use muster_vault::tables::{find as user, person};

/// Accounts of one person that are looked at.
const MOST_ACCOUNTS: usize = 50;

impl Session {
    /// Why the user that a text names does or does not take a seat.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`] if there is no such user or plan.
    pub fn seats_explain(&self, name: &str, plan: &str, now: DateTime<Utc>) -> Result<SeatExplanation> {
        let held = self.vault().read(|conn| Held::read(conn, user::find(conn, name)?, now))?;
        self.explain(&held, plan, now)
    }

    pub(crate) fn explain(&self, held: &Held, plan: &str, now: DateTime<Utc>) -> Result<SeatExplanation> {
        // Rather than the terms of a name that may be written in other letters.
        let plan = self.vault().read(|conn| Ok(find(conn, plan)))??;
        let counted = Counted::of(self.vault(), plan)?;
        let highest = held.user.highest_role.as_ref();
        let explained = counted.plan.explain(&held.account(None), highest, now.timestamp());
        let reason = if explained.takes { self.reclaimable(held, &counted.plan, now)? } else { None };
        Ok(SeatExplanation {
            username: held.user.username.clone(),
            plan: counted.plan.name.clone(),
            title: counted.plan.title.clone(),
            takes_seat: explained.takes,
            why: explained.why,
            clauses: explained
                .clauses
                .into_iter()
                .map(|c| ClauseExplanation { text: c.text, clause: c.clause, holds: c.holds, because: c.because })
                .collect(),
            reclaimable: reason.map(|reason| word(reason).to_owned()),
            price_cents: counted.terms.price_cents,
            currency: counted.terms.currency,
        })
    }

    /// Why the seat of one user who takes one could be freed.
    fn reclaimable(&self, held: &Held, plan: &Plan, now: DateTime<Utc>) -> Result<Option<ReclaimReason>> {
        let reclaim = Reclaim::new()?;
        let at = now.timestamp();
        let duplicate = self.vault().read(|conn| another_keeps(conn, held, plan, &reclaim, now))?;
        Ok(reclaim.reason(&held.account(None), duplicate, at))
    }
}

/// Whether another account of the same person keeps its seat: the one that was
/// seen last of those that are enabled, as [`super::freed`] has it for everyone.
fn another_keeps(
    conn: &Connection,
    held: &Held,
    plan: &Plan,
    reclaim: &Reclaim,
    now: DateTime<Utc>,
) -> muster_vault::Result<bool> {
    let Some(person) = person::of_user(conn, held.user.id)? else { return Ok(false) };
    let seen = |held: &Held| held.user.last_seen.at.map(|at| at.timestamp());
    let rank = |held: &Held| (seen(held), -held.user.id.0);
    let others = person::accounts(conn, person.id)?.into_iter().map(|account| account.user);
    let others: Vec<UserId> = others.filter(|id| *id != held.user.id).take(MOST_ACCOUNTS).collect();
    for id in others {
        let other = Held::read(conn, id, now)?;
        let account = other.account(None);
        let takes = plan.takes_seat(&account, now.timestamp());
        let disabled = reclaim.filter(ReclaimReason::DisabledButCounted);
        let enabled = disabled.is_none_or(|filter| !filter.matches(&account, now.timestamp()));
        if takes && enabled && rank(&other) > rank(held) {
            return Ok(true);
        }
    }
    Ok(false)
}
