//! Doing a change that was looked at, and taking one back.

use super::preview::outside;
use super::staging::Staged;
use super::warnings;
use crate::Result;
use crate::api::changes::{ApplyChange, ChangeGlance, ChangeReport, RefusedUser, UndoChange};
use crate::job::Job;
use crate::session::Session;
use chrono::{DateTime, Utc};
use muster_model::UserId;
use muster_vault::Transaction;
use muster_vault::changes::{self as vault, Applied, Effect, Heading, Undone, Work};
use muster_vault::log::Entry;
use muster_vault::tables::{review_change, user};
use serde_json::json;

/// Users who were refused that are named one by one.
const MOST_REFUSED: usize = 1_000;

/// From so many users on, work is large.
const MANY: u64 = 10_000;

impl Session {
    /// Applies a staged change: at once where users are edited here, pending
    /// where their source is elsewhere.
    ///
    /// # Errors
    /// [`Code::NeedsTwice`](crate::Code::NeedsTwice) if someone in charge would
    /// be the last and `even_last` was not said;
    /// [`Code::Invalid`](crate::Code::Invalid) if users changed since the
    /// preview; [`Code::NotFound`](crate::Code::NotFound),
    /// [`Code::NotPermitted`](crate::Code::NotPermitted),
    /// [`Code::Cancelled`](crate::Code::Cancelled), or that the vault cannot be
    /// written.
    pub fn change_apply(&self, request: &ApplyChange, job: &Job, now: DateTime<Utc>) -> Result<ChangeReport> {
        self.may_change()?;
        let staged = self.staging.get(request.staged)?;
        self.changing(|| {
            // Others may have lost their access since the preview.
            if staged.outcome.losses().any() {
                self.load_in_turn()?;
            }
            warnings::check(&self.said_twice(staged.outcome.losses())?, request.even_last)?;
            let applied = self.apply(&staged, job, now)?;
            self.staging.discard(staged.number);
            if applied.change.is_some() {
                let outcome = &staged.outcome;
                let changed = outcome.places(Some(Effect::Changed)).map(|place| outcome.users()[place]);
                self.directory_users(&changed.collect::<Vec<_>>(), job)?;
            }
            self.report(&staged, &applied)
        })
    }

    fn apply(&self, staged: &Staged, job: &Job, now: DateTime<Utc>) -> Result<Applied> {
        let outcome = &staged.outcome;
        let total = outcome.users().len() as u64;
        // By the rules of the time at which it was looked at.
        let work = Work { operations: &staged.operations, operator: self.operator(), now: staged.now };
        let heading = Heading { title: &staged.title, target: staged.target.as_deref(), at: now };
        self.shed_for(total);
        Ok(self.vault().write(now, |tx| {
            let applied = vault::apply(tx, outcome, work, heading, &mut |done| {
                job.go_on().map_err(outside)?;
                job.progress("applying", done, total, done);
                Ok(())
            })?;
            if let (Some(review), Some(change)) = (staged.review, applied.change) {
                review_change::add(tx, review, change)?;
            }
            let entry = applied.change.map(|change| {
                let details = json!({
                    "change": change,
                    "title": staged.title,
                    "matched": total,
                    "changed": outcome.count(Effect::Changed),
                    "unchanged": outcome.count(Effect::Unchanged),
                    "refused": outcome.count(Effect::Refused),
                    "pending": applied.pending,
                });
                let entry = Entry::new("change.apply").details(details);
                match &staged.target {
                    Some(target) => entry.target(target),
                    None => entry,
                }
            });
            Ok((applied, entry))
        })?)
    }

    fn report(&self, staged: &Staged, applied: &Applied) -> Result<ChangeReport> {
        let outcome = &staged.outcome;
        let refused = self.vault().read(|conn| {
            let mut refused = Vec::new();
            for place in outcome.places(Some(Effect::Refused)).take(MOST_REFUSED) {
                let user = outcome.users()[place];
                let (userstore, username, _) =
                    user::names(conn, user)?.unwrap_or_else(|| (String::new(), user.to_string(), String::new()));
                let reason = outcome.refusal(place).map(|r| r.reason.clone().into_owned()).unwrap_or_default();
                refused.push(RefusedUser { username, userstore, reason });
            }
            Ok(refused)
        })?;
        Ok(ChangeReport {
            change: applied.change,
            title: staged.title.clone(),
            matched: outcome.users().len() as u64,
            changed: outcome.count(Effect::Changed),
            unchanged: outcome.count(Effect::Unchanged),
            refused_total: warnings::refused(outcome),
            refused,
            pending: applied.pending,
            unmatched: staged.unmatched.clone(),
        })
    }

    /// Takes a change back as one, or withdraws what of it still waits.
    ///
    /// # Errors
    /// [`Code::NeedsTwice`](crate::Code::NeedsTwice) if that would leave nobody
    /// in charge of something and `even_last` was not said;
    /// [`Code::Invalid`](crate::Code::Invalid) if something changed since, with
    /// what did, or if it was taken back already;
    /// [`Code::NotFound`](crate::Code::NotFound),
    /// [`Code::NotPermitted`](crate::Code::NotPermitted),
    /// [`Code::Cancelled`](crate::Code::Cancelled), or that the vault cannot be
    /// written.
    pub fn change_undo(&self, request: &UndoChange, job: &Job, now: DateTime<Utc>) -> Result<ChangeGlance> {
        self.may_change()?;
        let id = request.change;
        self.changing(|| {
            let users = self.vault().read(|conn| muster_vault::tables::change::by_id(conn, id))?;
            self.shed_for(users.map_or(0, |change| change.count.users));
            let undone = self.vault().write(now, |tx| {
                let total = muster_vault::tables::change::by_id(tx, id)?.map_or(0, |change| change.count.users);
                let undone = vault::undo(tx, id, self.operator(), now, &mut |done| {
                    job.go_on().map_err(outside)?;
                    job.progress("undoing", done, total, done);
                    Ok(())
                })?;
                if !request.even_last {
                    self.check_undone(tx, &undone).map_err(outside)?;
                }
                let details = json!({ "change": id, "title": undone.change.title, "users": undone.users.len() });
                let entry = Entry::new("change.undo").details(details);
                let entry = match &undone.change.target {
                    Some(target) => entry.target(target),
                    None => entry,
                };
                Ok((undone, Some(entry)))
            })?;
            if undone.change.things > 0 {
                // Roles and groups are named anew.
                self.directory.refresh(self.vault())?;
            }
            self.directory_users(&undone.users, job)?;
            self.glance(undone.change)
        })
    }

    /// Refuses to take a change back if that leaves nobody in charge of
    /// something. What is in memory, and what is read of the vault elsewhere,
    /// is as before it still.
    fn check_undone(&self, tx: &Transaction<'_>, undone: &Undone) -> Result<()> {
        let mut left = Vec::new();
        for (store, before, after) in &undone.charges {
            left.extend(warnings::uncharged(tx, *store, before, after)?);
        }
        // What users lost by a group or a role was just counted with it.
        if undone.charges.is_empty() && undone.losses.any() {
            self.load_in_turn()?;
            left = self.said_twice(&undone.losses)?;
        }
        warnings::check(&left, false)
    }

    /// Before work on so many users that pages of the store, read for what came
    /// before it, would only take room beside it.
    fn shed_for(&self, users: u64) {
        if users > MANY {
            self.vault().shed();
        }
    }

    /// Follows a committed change of users in memory.
    pub(crate) fn directory_users(&self, users: &[UserId], job: &Job) -> Result<()> {
        if !self.directory.is_loaded() || users.is_empty() {
            return Ok(());
        }
        self.shed_for(users.len() as u64);
        job.progress("indexing", 0, 0, 0);
        self.directory.follow_many(self.vault(), users)
    }
}
