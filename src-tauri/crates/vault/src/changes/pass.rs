//! One pass over the users of a change: what it comes to for each. A preview
//! and the change itself make the same pass; only the second writes.

use super::carry_out::{Circumstances, Gift, carry_out, needs};
use super::ground::Ground;
use super::losses::Losses;
use super::moves::Moves;
use super::operation::Operation;
use super::operations::Operations;
use super::outstanding::{self, overlay};
use super::refusal::Refusal;
use super::sheet::{Needs, Sheet};
use super::words;
use crate::Result;
use crate::tables::version::FieldChange;
use chrono::{DateTime, Utc};
use muster_model::{Facts, State, UserId};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// What a change comes to for a user.
pub(super) enum Verdict {
    /// It is so already.
    Unchanged,
    /// It cannot be.
    Refused(Refusal),
    /// Something changes.
    Changed(Box<Changed>),
}

/// A user, before and after.
pub(super) struct Changed {
    /// Whether the userstore is edited here.
    pub local: bool,
    /// As the source says, or as it stands here.
    pub before: Sheet,
    /// As it shall be, what earlier changes want included.
    pub after: Sheet,
    pub fields: Vec<FieldChange>,
    pub moves: Moves,
    /// What follows from grants that came or went.
    pub derived: Vec<FieldChange>,
    /// Whom it is one person with.
    pub person: Option<UserId>,
}

/// Someone who is given what others held.
struct Receiver {
    sheet: Sheet,
    after: Sheet,
}

/// One pass.
pub(super) struct Pass<'p, 'c> {
    pub ground: Ground<'c>,
    operations: &'p Operations,
    needs: Needs,
    at: Circumstances,
    operator: String,
    receivers: BTreeMap<UserId, std::result::Result<Receiver, Refusal>>,
    pub losses: Losses,
}

/// What a user is looked at with, so that what follows from its grants does.
fn with_what_follows(needs: Needs, through_groups: bool) -> Needs {
    let holdings = needs.grants || (needs.groups && through_groups);
    Needs { grants: holdings, groups: needs.groups || (holdings && through_groups), ..needs }
}

impl<'p, 'c> Pass<'p, 'c> {
    /// Begins a pass. Only one with a time at which it is done may write.
    pub(super) fn new(
        conn: &'c Connection,
        operations: &'p Operations,
        users: usize,
        operator: &str,
        now: DateTime<Utc>,
        done_at: Option<DateTime<Utc>>,
    ) -> Result<Self> {
        operations.all().try_for_each(|operation| operation.check(now))?;
        let ground = Ground::new(conn, done_at.is_some())?;
        let wanted = operations.all().map(needs).fold(Needs::default(), Needs::or);
        let mut pass = Self {
            needs: with_what_follows(wanted, ground.through_groups),
            ground,
            operations,
            at: Circumstances { now: now.timestamp(), done_at: done_at.unwrap_or(now).timestamp(), one: users == 1 },
            operator: muster_model::fold::fold(operator),
            receivers: BTreeMap::new(),
            losses: Losses::default(),
        };
        for to in receivers(operations) {
            let receiver = pass.receiver(to)?;
            pass.receivers.insert(to, receiver);
        }
        Ok(pass)
    }

    /// Whoever is given what others held, with all that may be given.
    fn receiver(&mut self, id: UserId) -> Result<std::result::Result<Receiver, Refusal>> {
        let needs = Needs { grants: true, groups: true, profile: true, ..Needs::default() };
        let refused = |reason: &'static str| Ok(Err(Refusal::of("user", reason)));
        let Some(sheet) = Sheet::fetch(self.ground.conn, id, needs)? else {
            return refused("whoever is to be given its roles and groups is not there: choose another user");
        };
        if sheet.row.gone_since.is_some() || sheet.row.state == State::Deleted {
            return refused("whoever is to be given its roles and groups is gone or deleted: choose another user");
        }
        let after = self.as_wanted(&sheet)?.unwrap_or_else(|| sheet.clone());
        Ok(Ok(Receiver { sheet, after }))
    }

    /// A user as earlier changes want it, if any does.
    fn as_wanted(&mut self, sheet: &Sheet) -> Result<Option<Sheet>> {
        if !sheet.row.facts.has(Facts::PENDING) {
            return Ok(None);
        }
        let rows = outstanding::of_user(self.ground.conn, sheet.id())?;
        let mut wanted = sheet.clone();
        overlay(&mut wanted, &rows)?;
        Ok(Some(wanted))
    }

    /// The users who are given what others held; they come after the others.
    pub(super) fn receivers(&self) -> Vec<UserId> {
        let there = self.receivers.iter().filter(|(_, receiver)| receiver.is_ok());
        there.map(|(id, _)| *id).collect()
    }

    /// The full name of a user, or its number if it is not there.
    pub(super) fn name(&mut self, id: UserId) -> Result<String> {
        match Sheet::fetch(self.ground.conn, id, Needs::default())? {
            Some(sheet) => self.ground.full_name(&sheet),
            None => Ok(id.to_string()),
        }
    }

    /// What the change comes to for a user.
    pub(super) fn user(&mut self, id: UserId) -> Result<Verdict> {
        let Some(sheet) = Sheet::fetch(self.ground.conn, id, self.needs)? else {
            return Ok(Verdict::Refused(Refusal::of("user", "there is no such user any more: choose again")));
        };
        let wanted = self.as_wanted(&sheet)?;
        let mut after = wanted.as_ref().unwrap_or(&sheet).clone();
        let mut gifts = Vec::new();
        for operation in self.operations.of(id) {
            if let Err(refusal) = carry_out(&mut self.ground, &mut after, operation, self.at, &mut gifts)? {
                return Ok(Verdict::Refused(refusal));
            }
        }
        for gift in &gifts {
            if let Err(refusal) = self.may_give(&sheet, gift)? {
                return Ok(Verdict::Refused(refusal));
            }
        }
        let person = gifts.iter().find(|gift| gift.profile.is_some()).map(|gift| gift.to);
        let person = match person {
            Some(into) if !self.are_one_person(id, into)? => Some(into),
            _ => None,
        };
        for gift in gifts {
            self.give(gift);
        }
        self.verdict(sheet, wanted, after, person)
    }

    /// What came together for someone who was given what others held.
    pub(super) fn given(&mut self, id: UserId) -> Result<Verdict> {
        let Some(Ok(Receiver { sheet, after })) = self.receivers.remove(&id) else { return Ok(Verdict::Unchanged) };
        let wanted = self.as_wanted(&sheet)?;
        self.verdict(sheet, wanted, after, None)
    }

    fn verdict(
        &mut self,
        before: Sheet,
        wanted: Option<Sheet>,
        mut after: Sheet,
        person: Option<UserId>,
    ) -> Result<Verdict> {
        let so_far = wanted.as_ref().unwrap_or(&before);
        let (mut fields, moves) = words::between(&mut self.ground, so_far, &after)?;
        if let Some(into) = person {
            let into = self.name(into)?;
            fields.push(FieldChange::new("person", None, Some(&into)));
        }
        let local = self.ground.is_local(before.store())?;
        if !local {
            fields.retain(|f| f.name == "person" || is_shown(&f.name, &before, &after));
        }
        if fields.is_empty() {
            return Ok(Verdict::Unchanged);
        }
        if wanted.is_some() {
            as_the_source_says(&before, &mut fields);
        }
        let derived = if moves.holdings() { self.ground.derive(&mut after)? } else { Vec::new() };
        let earlier = wanted.is_some();
        self.losses.note(&mut self.ground, &self.operator, so_far, &after, &moves, local, earlier)?;
        Ok(Verdict::Changed(Box::new(Changed { local, before, after, fields, moves, derived, person })))
    }

    fn may_give(&mut self, giver: &Sheet, gift: &Gift) -> Result<super::refusal::Done> {
        let receiver = match self.receivers.get(&gift.to) {
            Some(Ok(receiver)) => receiver,
            Some(Err(refusal)) => return Ok(Err(refusal.clone())),
            None => return Ok(Ok(())),
        };
        if receiver.sheet.store() != giver.store() {
            let domain = &self.ground.userstore(giver.store())?.domain;
            let reason = format!("roles and groups of {domain} can only be given to its own users: choose one of them");
            return Ok(Err(Refusal::of("user", reason)));
        }
        Ok(Ok(()))
    }

    fn are_one_person(&self, a: UserId, b: UserId) -> Result<bool> {
        let person = |id| crate::tables::person::of_user(self.ground.conn, id);
        Ok(matches!((person(a)?, person(b)?), (Some(a), Some(b)) if a.id == b.id))
    }

    /// Adds what the receiver lacks.
    fn give(&mut self, gift: Gift) {
        let Some(Ok(receiver)) = self.receivers.get_mut(&gift.to) else { return };
        let after = &mut receiver.after;
        for grant in gift.grants {
            if !after.grants.iter().any(|held| (held.role, held.scope) == (grant.role, grant.scope)) {
                super::carry_out::give(after, grant.role, grant.scope, grant.expires, self.at.done_at);
            }
        }
        for group in gift.groups {
            if let Err(place) = after.groups.binary_search(&group) {
                after.groups.insert(place, group);
            }
        }
        if let Some(profile) = gift.profile {
            for (field, value) in profile.fields {
                after.profile.fields.entry(field).or_insert(value);
            }
            for (name, values) in profile.attributes {
                after.profile.attributes.entry(name).or_insert(values);
            }
        }
    }
}

/// Of a field that earlier changes want otherwise, *before* is what the source
/// says, unless that is what is wanted now.
fn as_the_source_says(source: &Sheet, fields: &mut [FieldChange]) {
    for field in fields.iter_mut().filter(|f| !outstanding::is_entry(&f.name) && f.name != "person") {
        let says = source.value(&field.name);
        if says != field.after {
            field.before = says;
        }
    }
}

/// Who may see a field of a mirrored user is Muster's own word only while the
/// source has a value for it, and is to keep one.
fn is_shown(name: &str, source: &Sheet, after: &Sheet) -> bool {
    let Some(word) = name.strip_prefix("profile.").and_then(|name| name.strip_suffix(".visibility")) else {
        return true;
    };
    let has = |sheet: &Sheet| word.parse().is_ok_and(|field| sheet.profile.fields.contains_key(&field));
    has(source) && has(after)
}

/// Those who are to be given what others held. They stay as they are beside it.
pub(super) fn receivers(operations: &Operations) -> impl Iterator<Item = UserId> + '_ {
    operations.all().filter_map(|operation| match operation {
        Operation::Delete { hand_to } => *hand_to,
        Operation::MergeInto(into) => Some(*into),
        _ => None,
    })
}
