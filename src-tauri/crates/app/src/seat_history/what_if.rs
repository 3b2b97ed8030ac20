//! What a staged change would do to the seats. It is carried out in a
//! transaction that is taken back, so that every rule sees users as they would
//! be; nothing of it stays.

use super::by_day::highest;
use super::said::{number, seats};
use super::view::Range;
use crate::Result;
use crate::api::seat_history::{WhatIf, WhatIfQuery};
use crate::job::Job;
use crate::seats::Counted;
use crate::session::Session;
use crate::users::Held;
use chrono::{DateTime, Utc};
use muster_model::{TrueUp, UserId};
use muster_seats::what_if::{Underway, what_if};
use muster_vault::changes::{self as vault, Work};
use std::collections::HashSet;

/// How often it is said how far it is, and asked whether to go on, in users.
const STEP: u64 = 256;

impl Session {
    /// What a staged change would do to the seats of a plan, if it were seen in
    /// the users' userstores today. It stays staged. It can be cancelled until
    /// everyone was looked at.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound) for a plan or a preview that
    /// is not there; [`Code::Invalid`](crate::Code::Invalid) if users changed
    /// since the preview; [`Code::NotPermitted`](crate::Code::NotPermitted) in
    /// a vault that can only be read; [`Code::Cancelled`](crate::Code::Cancelled).
    pub fn seats_what_if(&self, query: &WhatIfQuery, job: &Job, now: DateTime<Utc>) -> Result<WhatIf> {
        let counted = Counted::by_name(self.vault(), &query.plan)?;
        let (gained, lost) = self.would_take(&counted, query.staged, job, now)?;
        self.over_time_of(&counted, now, |view| {
            let today = view.today();
            let period = view.period(today);
            let so_far = view.counts(Range { from: period.from, to: today });
            let by_day: Vec<u64> = so_far.iter().map(|day| day.count).collect();
            let before = view.by_day(Range { from: today, to: today }).last().copied().unwrap_or_default();
            let after = (before + gained).saturating_sub(lost);
            let left = usize::try_from((period.to - today).num_days()).unwrap_or_default();
            let purchased = counted.purchased_on(today);
            let found =
                what_if(Underway { by_day: &by_day, left, purchased, method: counted.true_up() }, before, after);
            let mut answer = WhatIf {
                consumed_before: before,
                consumed_after: after,
                peak_before: found.peak_before,
                peak_after: found.peak_after,
                owed_before: found.owed_before,
                owed_after: found.owed_after,
                said: Vec::new(),
            };
            answer.said =
                told(&answer, (gained, lost), counted.true_up(), highest(&so_far).map(|peak| peak.date.to_string()));
            Ok(answer)
        })
    }

    /// How many users would take a seat who do not, and the other way round.
    fn would_take(&self, counted: &Counted, staged: u64, job: &Job, now: DateTime<Utc>) -> Result<(u64, u64)> {
        let staged = self.staging.get(staged)?;
        let work = Work { operations: &staged.operations, operator: self.operator(), now: staged.now };
        let takes = |conn: &muster_vault::Connection, id: UserId| -> muster_vault::Result<bool> {
            let held = Held::read(conn, id, now)?;
            Ok(counted.plan.takes_seat(&held.account(None), now.timestamp()))
        };
        let users = staged.outcome.users();
        let changed: Vec<UserId> =
            staged.outcome.places(Some(vault::Effect::Changed)).map(|place| users[place]).collect();
        let (everyone, few) = (users.len() as u64, changed.len() as u64);
        // Whoever changes is looked at before and after, and everyone in between.
        let step = |done: u64| -> muster_vault::Result<()> {
            job.go_on().map_err(crate::changes::outside)?;
            job.progress("looking", done, everyone + 2 * few, done);
            Ok(())
        };
        // Without an entry for the log a transaction is taken back.
        let answer = self.vault().write(now, |tx| {
            let mut before = HashSet::new();
            for (done, id) in (0_u64..).zip(&changed) {
                if done.is_multiple_of(STEP) {
                    step(done)?;
                }
                if takes(tx, *id)? {
                    before.insert(*id);
                }
            }
            vault::as_if(tx, &staged.outcome, work, &mut |done| step(few + done))?;
            let (mut gained, mut lost) = (0, 0);
            for (done, id) in (0_u64..).zip(&changed) {
                if done.is_multiple_of(STEP) {
                    step(few + everyone + done)?;
                }
                match (before.contains(id), takes(tx, *id)?) {
                    (false, true) => gained += 1,
                    (true, false) => lost += 1,
                    _ => {}
                }
            }
            Ok(((gained, lost), None))
        })?;
        Ok(answer)
    }
}

/// It in plain sentences.
fn told(found: &WhatIf, (gained, lost): (u64, u64), method: TrueUp, peak_on: Option<String>) -> Vec<String> {
    let mut said = vec![match (gained, lost) {
        (0, 0) => {
            format!("The change makes no difference: {} are taken before and after it.", seats(found.consumed_before))
        }
        (more, 0) => format!(
            "{} more would be taken: {} instead of {}.",
            seats(more),
            number(found.consumed_after),
            number(found.consumed_before)
        ),
        (0, fewer) => format!(
            "{} would be freed: {} instead of {} would be taken.",
            seats(fewer),
            number(found.consumed_after),
            number(found.consumed_before)
        ),
        (more, fewer) => format!(
            "{} would be freed and {} more taken: {} instead of {}.",
            seats(fewer),
            number(more),
            number(found.consumed_after),
            number(found.consumed_before)
        ),
    }];
    if found.peak_after > found.peak_before {
        said.push(format!(
            "The peak of the period would rise from {} to {}.",
            number(found.peak_before),
            number(found.peak_after)
        ));
    } else if lost > gained {
        let on = peak_on.map(|day| format!(", reached on {day},")).unwrap_or_default();
        said.push(format!(
            "The peak of the period, {}{on} stays: freeing seats later does not lower it.",
            number(found.peak_before)
        ));
    }
    if let (Some(before), Some(after)) = (found.owed_before, found.owed_after) {
        let rest = if method == TrueUp::Peak { "" } else { ", if nothing else changes until the end of the period" };
        said.push(match (before, after) {
            (0, 0) => format!("None is owed beyond those bought, without the change and with it{rest}."),
            (before, after) if before == after => {
                format!("{} are owed beyond those bought, without the change and with it{rest}.", seats(before))
            }
            (before, after) => {
                format!("{} would be owed beyond those bought instead of {}{rest}.", seats(after), number(before))
            }
        });
    }
    said.push("Nothing was changed. In a userstore that is kept elsewhere the seats change only when it is carried out there.".to_owned());
    said
}
