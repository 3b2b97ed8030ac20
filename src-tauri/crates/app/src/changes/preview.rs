//! What a change would do, and a page of its users.

use super::selection::Chosen;
use super::staging::Staged;
use super::{operation, title};
use crate::api::changes::{
    ChangePreview, ChangeRequest, Effect, PreviewPage, PreviewQuery, PreviewRow, Refusal, UserstoreShare,
};
use crate::changes::edit::changes;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_vault::changes::{self as vault, Operations, Work};
use muster_vault::tables::{user, userstore};

/// Rows a preview begins with.
const FIRST: usize = 100;
/// The most rows a page holds.
const MOST: u64 = 500;
/// Reasons a preview names.
const MOST_REASONS: usize = 50;

pub(super) fn effect(effect: vault::Effect) -> Effect {
    match effect {
        vault::Effect::Changed => Effect::Changed,
        vault::Effect::Unchanged => Effect::Unchanged,
        vault::Effect::Refused => Effect::Refused,
    }
}

fn of_vault(effect: Effect) -> vault::Effect {
    match effect {
        Effect::Changed => vault::Effect::Changed,
        Effect::Unchanged => vault::Effect::Unchanged,
        Effect::Refused => vault::Effect::Refused,
    }
}

/// A change that is to be staged.
pub(crate) struct Wanted {
    pub operations: Operations,
    pub chosen: Chosen,
    pub title: Option<String>,
    /// The number of the review that it carries out.
    pub review: Option<i64>,
}

/// Carries the app's error through the vault's work.
pub(crate) fn outside(error: Error) -> muster_vault::Error {
    match error.code {
        Code::Cancelled => muster_vault::Error::Cancelled,
        _ => muster_vault::Error::Outside(Box::new(error)),
    }
}

impl Session {
    /// Stages a change and says what it would do. Nothing is written.
    ///
    /// # Errors
    /// [`Code::NotPermitted`], [`Code::Invalid`] or [`Code::InvalidFilter`] for
    /// a request that cannot be, [`Code::Cancelled`], or that the vault cannot
    /// be read.
    pub fn change_preview(&self, request: &ChangeRequest, job: &Job, now: DateTime<Utc>) -> Result<ChangePreview> {
        let operations = operation::all(&request.operations, now)?;
        let chosen = self.chosen(&request.selected, job, now)?;
        operation::not_to_itself(&operations, &chosen.users)?;
        let asked = request.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        let title = asked.map(str::to_owned);
        self.stage(Wanted { operations: operations.into(), chosen, title, review: None }, job, now)
    }

    /// Stages what was chosen and says what it would do. Nothing is written.
    pub(crate) fn stage(&self, wanted: Wanted, job: &Job, now: DateTime<Utc>) -> Result<ChangePreview> {
        let Wanted { operations, chosen, title: asked, review } = wanted;
        let total = chosen.users.len() as u64;
        let work = Work { operations: &operations, operator: self.operator(), now };
        let outcome = self.vault().read_wide(|conn| {
            vault::preview(conn, &chosen.users, work, &mut |done| {
                job.go_on().map_err(outside)?;
                job.progress("looking", done, total, done);
                Ok(())
            })
        })?;
        let warnings = self.warnings(&outcome, chosen.unmatched_total)?;
        let target = self.target(&outcome)?;
        let whom = target.clone().unwrap_or_else(|| title::users(outcome.users().len() as u64));
        let title = match &asked {
            Some(asked) => asked.chars().filter(|c| !c.is_control()).take(title::MOST).collect(),
            None => title::of(&operations.all().cloned().collect::<Vec<_>>(), &whom),
        };
        let staged = self.staging.keep(|number| Staged {
            number,
            now,
            operations,
            outcome,
            title,
            review,
            target,
            warnings,
            unmatched: chosen.unmatched,
            unmatched_total: chosen.unmatched_total,
        });
        self.shown(&staged)
    }

    fn shown(&self, staged: &Staged) -> Result<ChangePreview> {
        let outcome = &staged.outcome;
        let stores = self.vault().read(userstore::list)?;
        let shares = stores.into_iter().filter_map(|store| {
            let changed = *outcome.losses().stores.get(&store.id.0)?;
            Some(UserstoreShare { userstore: store.domain, authority: store.authority, changed })
        });
        let places: Vec<usize> = outcome.places(None).take(FIRST).collect();
        let refusals = outcome.refusals().into_iter().take(MOST_REASONS);
        Ok(ChangePreview {
            staged: staged.number,
            title: staged.title.clone(),
            matched: outcome.users().len() as u64,
            changed: outcome.count(vault::Effect::Changed),
            unchanged: outcome.count(vault::Effect::Unchanged),
            refused: outcome.count(vault::Effect::Refused),
            userstores: shares.collect(),
            warnings: staged.warnings.clone(),
            unmatched: staged.unmatched.clone(),
            unmatched_total: staged.unmatched_total,
            refusals: refusals.map(|(r, count)| Refusal { reason: r.reason.clone().into_owned(), count }).collect(),
            rows: self.preview_rows(staged, &places)?,
        })
    }

    /// A page of a preview's users.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a preview that is no longer kept, or that the
    /// vault cannot be read.
    pub fn change_rows(&self, request: &PreviewQuery) -> Result<PreviewPage> {
        let staged = self.staging.get(request.staged)?;
        let wanted = request.effect.map(of_vault);
        let total = match wanted {
            Some(wanted) => staged.outcome.count(wanted),
            None => staged.outcome.users().len() as u64,
        };
        let (skip, take) = (size(request.offset), size(request.limit.min(MOST)));
        let places: Vec<usize> = staged.outcome.places(wanted).skip(skip).take(take).collect();
        Ok(PreviewPage { rows: self.preview_rows(&staged, &places)?, total })
    }

    fn preview_rows(&self, staged: &Staged, places: &[usize]) -> Result<Vec<PreviewRow>> {
        let work = Work { operations: &staged.operations, operator: self.operator(), now: staged.now };
        let rows = self.vault().read(|conn| {
            let rows = staged.outcome.rows(conn, places, work)?;
            rows.into_iter()
                .map(|row| {
                    let names = user::names(conn, row.user)?;
                    let (userstore, username, display_name) = names.unwrap_or_default();
                    Ok(PreviewRow {
                        user: row.user,
                        userstore,
                        username,
                        display_name,
                        effect: effect(row.effect),
                        reason: row.reason,
                        fields: changes(row.fields),
                    })
                })
                .collect::<muster_vault::Result<Vec<_>>>()
        })?;
        Ok(rows)
    }

    /// Lets a preview go.
    ///
    /// # Errors
    /// None: one that is gone already is as well.
    pub fn change_discard(&self, number: u64) -> Result<()> {
        self.staging.discard(number);
        Ok(())
    }

    /// The full name of the only user of a change.
    fn target(&self, outcome: &vault::Outcome) -> Result<Option<String>> {
        let [only] = outcome.users() else { return Ok(None) };
        let names = self.vault().read(|conn| user::names(conn, *only))?;
        Ok(names.map(|(userstore, username, _)| format!("{userstore}/{username}")))
    }
}

fn size(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
