//! What a change comes to for each of its users, small enough to keep for a
//! million of them until it is applied.

use super::losses::Losses;
use super::operations::Operations;
use super::pass::{Changed, Pass, Verdict, receivers};
use super::refusal::Refusal;
use crate::tables::version::FieldChange;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::UserId;
use rusqlite::Connection;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a change comes to for a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Something changes.
    Changed,
    /// It is so already.
    Unchanged,
    /// It cannot be.
    Refused,
}

/// The same for one user in eight bytes: the reason's number or enough of a
/// hash of what changes to notice that it is no longer so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    effect: Effect,
    about: u32,
}

/// What to do, as who, and when.
#[derive(Debug, Clone, Copy)]
pub struct Work<'w> {
    /// In their order.
    pub operations: &'w Operations,
    /// Who asks for it.
    pub operator: &'w str,
    /// The time that rules go by.
    pub now: DateTime<Utc>,
}

/// Told how many users are done; an error stops the work.
pub type Watch<'w> = &'w mut dyn FnMut(u64) -> Result<()>;

/// How often work says how far it is, in users.
pub(super) const STEP: u64 = 512;

/// What a change comes to for each of its users.
#[derive(Debug)]
pub struct Outcome {
    /// The users asked for, in the order of their keys, each once; and after
    /// them those who are given what others held.
    users: Vec<UserId>,
    asked: usize,
    marks: Vec<Mark>,
    reasons: Vec<Refusal>,
    /// What changes about those who are given things.
    given: Vec<(UserId, Vec<FieldChange>)>,
    losses: Losses,
}

/// A user of an outcome, in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The user.
    pub user: UserId,
    /// What it comes to.
    pub effect: Effect,
    /// Why it was refused.
    pub reason: Option<String>,
    /// What changes.
    pub fields: Vec<FieldChange>,
}

fn hash(fields: &[FieldChange]) -> u32 {
    let mut hasher = DefaultHasher::new();
    for field in fields {
        (&field.name, &field.before, &field.after).hash(&mut hasher);
    }
    (hasher.finish() >> 32) as u32
}

/// Looks what a change would come to. Nothing is written.
///
/// # Errors
/// [`Error::Value`] for what no user could take, what `watch` answers, or if
/// the database fails.
pub fn preview(conn: &Connection, users: &[UserId], work: Work<'_>, watch: Watch<'_>) -> Result<Outcome> {
    let mut users = users.to_vec();
    users.sort_unstable();
    users.dedup();
    users.retain(|user| !receivers(work.operations).any(|receiver| receiver == *user));
    let asked = users.len();
    let mut pass = Pass::new(conn, work.operations, asked, work.operator, work.now, None)?;
    let mut outcome = Outcome {
        marks: Vec::with_capacity(asked),
        users,
        asked,
        reasons: Vec::new(),
        given: Vec::new(),
        losses: Losses::default(),
    };
    for at in 0..asked {
        if (at as u64).is_multiple_of(STEP) {
            watch(at as u64)?;
        }
        let verdict = pass.user(outcome.users[at])?;
        let mark = outcome.mark(&verdict);
        outcome.marks.push(mark);
    }
    for user in pass.receivers() {
        let verdict = pass.given(user)?;
        let mark = outcome.mark(&verdict);
        if let Verdict::Changed(changed) = verdict {
            outcome.users.push(user);
            outcome.marks.push(mark);
            outcome.given.push((user, changed.fields));
        }
    }
    outcome.losses = pass.losses;
    Ok(outcome)
}

impl Outcome {
    fn mark(&mut self, verdict: &Verdict) -> Mark {
        match verdict {
            Verdict::Unchanged => Mark { effect: Effect::Unchanged, about: 0 },
            Verdict::Changed(changed) => Mark { effect: Effect::Changed, about: hash(&changed.fields) },
            Verdict::Refused(refusal) => {
                // The same few reasons hold for many.
                let known = self.reasons.iter().position(|known| known == refusal);
                let number = known.unwrap_or_else(|| {
                    self.reasons.push(refusal.clone());
                    self.reasons.len() - 1
                });
                Mark { effect: Effect::Refused, about: u32::try_from(number).unwrap_or(u32::MAX) }
            }
        }
    }

    /// The users, in the order of their keys, those who are given things last.
    #[must_use]
    pub fn users(&self) -> &[UserId] {
        &self.users
    }

    /// How many users were asked for, each once.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.asked
    }

    /// What is lost by the change as a whole.
    #[must_use]
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    /// What it comes to for the user at a place.
    #[must_use]
    pub fn effect(&self, place: usize) -> Effect {
        self.marks.get(place).map_or(Effect::Unchanged, |mark| mark.effect)
    }

    /// Why the user at a place was refused.
    #[must_use]
    pub fn refusal(&self, place: usize) -> Option<&Refusal> {
        let mark = self.marks.get(place).filter(|mark| mark.effect == Effect::Refused)?;
        self.reasons.get(mark.about as usize)
    }

    /// For how many users it comes to this.
    #[must_use]
    pub fn count(&self, effect: Effect) -> u64 {
        self.marks.iter().filter(|mark| mark.effect == effect).count() as u64
    }

    /// Why users were refused, and how many for each reason, most first.
    #[must_use]
    pub fn refusals(&self) -> Vec<(&Refusal, u64)> {
        let mut counts = vec![0_u64; self.reasons.len()];
        for mark in self.marks.iter().filter(|mark| mark.effect == Effect::Refused) {
            if let Some(count) = counts.get_mut(mark.about as usize) {
                *count += 1;
            }
        }
        let mut refusals: Vec<_> = self.reasons.iter().zip(counts).collect();
        refusals.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        refusals
    }

    /// Places of users it comes to this for, or of all, those that change
    /// first and those refused after them.
    pub fn places(&self, effect: Option<Effect>) -> impl Iterator<Item = usize> + '_ {
        let of = move |wanted: Effect| {
            let asked = effect.is_none_or(|effect| effect == wanted);
            (0..self.marks.len()).filter(move |place| asked && self.effect(*place) == wanted)
        };
        of(Effect::Changed).chain(of(Effect::Refused)).chain(of(Effect::Unchanged))
    }

    /// The users at some places in full, looked at again.
    ///
    /// # Errors
    /// If the database fails.
    pub fn rows(&self, conn: &Connection, places: &[usize], work: Work<'_>) -> Result<Vec<Row>> {
        let mut pass = Pass::new(conn, work.operations, self.asked, work.operator, work.now, None)?;
        let mut rows = Vec::with_capacity(places.len());
        for &place in places {
            let Some(&user) = self.users.get(place) else { continue };
            let effect = self.effect(place);
            let fields = match self.given.iter().find(|(given, _)| place >= self.asked && *given == user) {
                Some((_, fields)) => fields.clone(),
                None if effect == Effect::Changed => match pass.user(user)? {
                    Verdict::Changed(changed) => changed.fields,
                    _ => Vec::new(),
                },
                None => Vec::new(),
            };
            let reason = self.refusal(place).map(|refusal| refusal.reason.clone().into_owned());
            rows.push(Row { user, effect, reason, fields });
        }
        Ok(rows)
    }

    /// Makes the same pass again, this time to write; `take` is given every
    /// user and what it comes to now.
    pub(super) fn again<'c>(
        &self,
        pass: &mut Pass<'_, 'c>,
        watch: Watch<'_>,
        take: &mut dyn FnMut(&mut Pass<'_, 'c>, UserId, Verdict) -> Result<()>,
    ) -> Result<()> {
        let mut since = Vec::new();
        for place in 0..self.users.len() {
            if (place as u64).is_multiple_of(STEP) {
                watch(place as u64)?;
            }
            let user = self.users[place];
            let verdict = if place < self.asked { pass.user(user)? } else { pass.given(user)? };
            if !self.is_still(place, &verdict) {
                since.push(user);
                continue;
            }
            if since.is_empty() {
                take(pass, user, verdict)?;
            }
        }
        if pass.receivers().is_empty() && since.is_empty() {
            return Ok(());
        }
        // Someone is given something now who was not before.
        for user in pass.receivers() {
            if matches!(pass.given(user)?, Verdict::Changed(_)) {
                since.push(user);
            }
        }
        if since.is_empty() {
            return Ok(());
        }
        let count = since.len() as u64;
        let names = since.iter().take(10).map(|id| pass.name(*id)).collect::<Result<_>>()?;
        Err(Error::PreviewPast { users: names, count })
    }

    fn is_still(&self, place: usize, verdict: &Verdict) -> bool {
        let Some(mark) = self.marks.get(place) else { return false };
        match verdict {
            Verdict::Unchanged => mark.effect == Effect::Unchanged,
            Verdict::Changed(changed) => *mark == Mark { effect: Effect::Changed, about: hash(&changed.fields) },
            Verdict::Refused(refusal) => self.refusal(place) == Some(refusal),
        }
    }
}

impl Changed {
    /// The names of its fields.
    pub(super) fn only_own(&self) -> bool {
        self.fields.iter().all(|field| super::outstanding::is_own(&field.name))
    }
}
