//! Applying a change: at once where users are edited here; noted as wanted
//! where their source is elsewhere.

use super::ground::Ground;
use super::moves::Moves;
use super::operation::Operation;
use super::operations::Operations;
use super::outcome::{Effect, Outcome, Watch, Work, preview};
use super::outstanding::is_own;
use super::pass::{Changed, Pass, Verdict};
use super::refusal::Refusal;
use super::sheet::Sheet;
use super::{person, words, write};
use crate::tables::change::{self, Counts};
use crate::tables::change_user::{self, ChangeUser};
use crate::tables::version::{self, Cause, FieldChange};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{Facts, Standing, UserId};
use rusqlite::Transaction;

/// What applying came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The change, by which it can be undone; none if nothing changed.
    pub change: Option<i64>,
    /// How many users wait to be changed at their source.
    pub pending: u64,
}

/// A change as it is noted.
#[derive(Debug, Clone, Copy)]
pub struct Heading<'h> {
    /// What it does, in words.
    pub title: &'h str,
    /// The full name of its only user.
    pub target: Option<&'h str>,
    /// When it is done.
    pub at: DateTime<Utc>,
}

/// Applies a change that was looked at before, in the caller's transaction.
/// If nothing changes, nothing is noted.
///
/// # Errors
/// [`Error::PreviewPast`] if it no longer comes to what it did; what `watch`
/// answers; or if the database fails. The caller rolls back.
pub fn apply(
    tx: &Transaction<'_>,
    outcome: &Outcome,
    work: Work<'_>,
    heading: Heading<'_>,
    watch: Watch<'_>,
) -> Result<Applied> {
    let mut pass = Pass::new(tx, work.operations, outcome.asked(), work.operator, work.now, Some(heading.at))?;
    let mut writer = Writer { conn: tx, now: heading.at, change: 0, counts: Counts::default(), persons: Vec::new() };
    if outcome.count(Effect::Changed) > 0 {
        writer.change = change::add(tx, heading.title, heading.target, work.operator, heading.at)?;
    }
    outcome.again(&mut pass, watch, &mut |pass, user, verdict| match verdict {
        Verdict::Unchanged => Ok(()),
        Verdict::Changed(changed) => writer.changed(pass, *changed),
        Verdict::Refused(refusal) => writer.refused(pass, user, &refusal),
    })?;
    // Made for users who were refused after all.
    Ground::unmake(tx, &pass.ground.made)?;
    writer.finish()
}

struct Writer<'c> {
    conn: &'c Transaction<'c>,
    now: DateTime<Utc>,
    change: i64,
    counts: Counts,
    persons: Vec<(UserId, UserId)>,
}

impl Writer<'_> {
    fn changed(&mut self, pass: &mut Pass<'_, '_>, mut changed: Changed) -> Result<()> {
        changed.moves.scopes = std::mem::take(&mut pass.ground.made);
        if let Some(into) = changed.person {
            self.persons.push((changed.after.id(), into));
        }
        let waits = !changed.local && !changed.only_own();
        self.counts.users += 1;
        let standing = if waits {
            self.counts.outstanding += 1;
            Standing::Outstanding
        } else {
            self.counts.applied += 1;
            Standing::Applied
        };
        if changed.local {
            write::user(self.conn, &changed.before, &changed.after, &changed.moves)?;
            let all: Vec<FieldChange> = changed.fields.iter().chain(&changed.derived).cloned().collect();
            self.version(changed.after.id(), &all)?;
        } else {
            self.want(&changed, waits)?;
        }
        let row = ChangeUser {
            user: changed.after.id(),
            target: pass.ground.full_name(&changed.before)?,
            standing,
            created: false,
            image: changed.moves.write()?,
            fields: changed.fields,
            reason: None,
        };
        change_user::add(self.conn, self.change, &row)
    }

    /// Notes a wish: the user's row says at most that there is one. What is
    /// Muster's own is changed at once.
    fn want(&self, changed: &Changed, waits: bool) -> Result<()> {
        let mut now = changed.before.clone();
        if waits {
            now.row.facts = now.row.facts.with(Facts::PENDING, true);
        }
        now.service = changed.after.service.clone();
        for (field, value) in &mut now.profile.fields {
            if let Some(wanted) = changed.after.profile.fields.get(field) {
                value.visibility = wanted.visibility;
            }
        }
        write::user(self.conn, &changed.before, &now, &Moves::default())?;
        let own: Vec<FieldChange> = changed.fields.iter().filter(|f| is_own(&f.name)).cloned().collect();
        if own.is_empty() { Ok(()) } else { self.version(now.id(), &own) }
    }

    fn version(&self, user: UserId, fields: &[FieldChange]) -> Result<()> {
        version::add(self.conn, user.0, self.now.timestamp(), Cause::Change(self.change), "changed", fields)
    }

    fn refused(&mut self, pass: &mut Pass<'_, '_>, user: UserId, refusal: &Refusal) -> Result<()> {
        self.counts.refused += 1;
        if self.change == 0 {
            return Ok(());
        }
        let row = ChangeUser {
            user,
            target: pass.name(user)?,
            standing: Standing::Refused,
            created: false,
            fields: Vec::new(),
            image: None,
            reason: Some(refusal.reason.clone().into_owned()),
        };
        change_user::add(self.conn, self.change, &row)
    }

    fn finish(self) -> Result<Applied> {
        if self.change == 0 {
            return Ok(Applied { change: None, pending: 0 });
        }
        for (user, into) in self.persons {
            person::link(self.conn, self.change, &[into, user], None, self.now)?;
        }
        change::set_counts(self.conn, self.change, self.counts)?;
        Ok(Applied { change: Some(self.change), pending: self.counts.outstanding })
    }
}

/// A change of one user that was made at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The user.
    pub user: UserId,
    /// The change; none if nothing differed.
    pub change: Option<i64>,
    /// Whether it waits to be carried out at the user's source.
    pub pending: bool,
    /// What changed, or is wanted.
    pub fields: Vec<FieldChange>,
}

/// Changes one user at once. An edit that changes nothing leaves no trace.
///
/// # Errors
/// [`Error::Value`] with the field for what cannot be, [`Error::Taken`] for a
/// username that is taken, [`Error::NoSuch`], or if the database fails.
pub fn edit(
    tx: &Transaction<'_>,
    user: UserId,
    operations: &[Operation],
    title: Option<&str>,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<Edited> {
    let known = crate::tables::user::by_id(tx, user)?;
    let target = format!("{}/{}", known.userstore, known.username);
    let asked = Operations::from(operations);
    let work = Work { operations: &asked, operator, now };
    let outcome = preview(tx, &[user], work, &mut |_| Ok(()))?;
    if let Some(refusal) = outcome.refusal(0) {
        return Err(refused(refusal, operations, &known.userstore));
    }
    let places: Vec<usize> = (0..outcome.asked()).collect();
    let fields = outcome.rows(tx, &places, work)?.pop().map(|row| row.fields).unwrap_or_default();
    let title = title.map_or_else(|| format!("Edit {target}"), str::to_owned);
    let heading = Heading { title: &title, target: Some(&target), at: now };
    let applied = apply(tx, &outcome, work, heading, &mut |_| Ok(()))?;
    Ok(Edited { user, change: applied.change, pending: applied.pending > 0, fields })
}

/// A refusal as the error of a single edit.
pub(super) fn refused(refusal: &Refusal, operations: &[Operation], domain: &str) -> Error {
    let name = operations.iter().find_map(|operation| match operation {
        Operation::SetField(super::operation::Field::Username(name)) => Some(name),
        _ => None,
    });
    match name {
        Some(name) if refusal.taken => Error::Taken { what: "user", name: format!("{domain}/{name}") },
        _ => Error::Value { field: refusal.field.clone().into_owned(), reason: refusal.reason.clone().into_owned() },
    }
}

/// Writes what differs between two states of a user that is edited here, as a
/// change of its own.
pub(super) fn note(
    tx: &Transaction<'_>,
    before: &Sheet,
    after: &Sheet,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<Edited> {
    let mut ground = Ground::new(tx, true)?;
    let (fields, moves) = words::between(&mut ground, before, after)?;
    let user = after.id();
    if fields.is_empty() {
        return Ok(Edited { user, change: None, pending: false, fields });
    }
    write::user(tx, before, after, &moves)?;
    let target = ground.full_name(before)?;
    let change = change::add(tx, &format!("Edit {target}"), Some(&target), operator, now)?;
    let row = ChangeUser {
        user,
        target,
        standing: Standing::Applied,
        created: false,
        fields: fields.clone(),
        image: moves.write()?,
        reason: None,
    };
    change_user::add(tx, change, &row)?;
    change::set_counts(tx, change, Counts { users: 1, applied: 1, ..Counts::default() })?;
    version::add(tx, user.0, now.timestamp(), Cause::Change(change), "changed", &fields)?;
    Ok(Edited { user, change: Some(change), pending: false, fields })
}
