//! How many of a selection are what, in one pass.

use crate::error::ColumnsError;
use crate::select::Selection;
use crate::store::{Columns, NO_LEVEL};
use muster_model::{Facts, Kind, State};
use rayon::prelude::*;

/// How many users of a selection are what. Lists leave out what nobody is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Users in all.
    pub users: u64,
    /// By state, in the order of their numbers.
    pub by_state: Vec<(State, u64)>,
    /// By kind, in the order of their numbers.
    pub by_kind: Vec<(Kind, u64)>,
    /// By highest access level, highest first; none for those without.
    pub by_level: Vec<(Option<u8>, u64)>,
    /// By highest role (Muster's key and the name it was given), in no order;
    /// none for those without.
    pub by_role: Vec<(Option<RoleName>, u64)>,
    /// By userstore (Muster's key), in no order.
    pub by_userstore: Vec<(i64, u64)>,
    /// By the four answers of last seen, in the order of their numbers; they
    /// are never added up.
    pub by_seen: [u64; 4],
    /// Of those with a time, how many were last seen before the given one.
    pub seen_before: u64,
    /// With a privileged role.
    pub privileged: u64,
    /// Of these, how many have no second factor, says their source.
    pub privileged_without_mfa: u64,
    /// Of these, how many have a source that does not say.
    pub privileged_mfa_unknown: u64,
    /// Whom a complete snapshot no longer lists.
    pub gone: u64,
}

/// A role of the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleName {
    /// Muster's key.
    pub id: i64,
    /// Its name, if it was given.
    pub name: Option<String>,
}

#[derive(Clone)]
struct Tally {
    state: [u64; 8],
    kind: [u64; 4],
    /// The first is for those without.
    level: [u64; 257],
    role: Vec<u64>,
    userstore: Vec<u64>,
    seen: [u64; 4],
    seen_before: u64,
    /// By second factor: not known, known to be missing, known to be set.
    privileged: [u64; 3],
    gone: u64,
}

impl Columns {
    /// Counts a selection. `before` is the time that [`Counts::seen_before`]
    /// counts by, in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`ColumnsError::Stale`] if the selection is of another generation.
    pub fn counts(&self, selection: &Selection, before: i64) -> Result<Counts, ColumnsError> {
        self.check(selection)?;
        let empty = Tally {
            state: [0; 8],
            kind: [0; 4],
            level: [0; 257],
            role: vec![0; self.roles.keys.len() + 1],
            userstore: vec![0; self.userstores.keys.len()],
            seen: [0; 4],
            seen_before: 0,
            privileged: [0; 3],
            gone: 0,
        };
        let tally = selection
            .rows
            .words
            .par_iter()
            .enumerate()
            .with_min_len(256)
            .fold(|| empty.clone(), |tally, (i, word)| self.tally(tally, i * 64, *word, before))
            .reduce(|| empty.clone(), Tally::plus);
        Ok(self.named(&tally, selection.count() as u64))
    }

    fn tally(&self, mut tally: Tally, first: usize, mut word: u64, before: i64) -> Tally {
        while word != 0 {
            let row = first + word.trailing_zeros() as usize;
            word &= word - 1;
            tally.state[usize::from(self.state[row]) & 7] += 1;
            tally.kind[usize::from(self.kind[row]) & 3] += 1;
            tally.level[usize::try_from(self.level[row] - NO_LEVEL).unwrap_or(0)] += 1;
            tally.role[self.role[row] as usize] += 1;
            tally.userstore[self.userstore[row] as usize] += 1;
            tally.seen[usize::from(self.seen[row]) & 3] += 1;
            let at = self.seen_at.get(row);
            tally.seen_before += u64::from(at != crate::store::NONE && at < before);
            let facts = Facts(self.facts[row]);
            if facts.has(Facts::PRIVILEGED) {
                let mfa = if facts.has(Facts::MFA_KNOWN) { 1 + usize::from(facts.has(Facts::MFA)) } else { 0 };
                tally.privileged[mfa] += 1;
            }
            tally.gone += u64::from(facts.has(Facts::GONE));
        }
        tally
    }

    fn named(&self, tally: &Tally, users: u64) -> Counts {
        let level = |place: usize| place.checked_sub(1).and_then(|level| u8::try_from(level).ok());
        let role = |place: usize| {
            place
                .checked_sub(1)
                .map(|code| RoleName { id: self.roles.keys[code], name: self.roles.names[code].clone() })
        };
        let [unknown, without, with] = tally.privileged;
        Counts {
            users,
            by_state: there(State::ALL.iter().copied().zip(tally.state)),
            by_kind: there(Kind::ALL.iter().copied().zip(tally.kind)),
            by_level: there(tally.level.iter().enumerate().rev().map(|(i, n)| (level(i), *n))),
            by_role: there(tally.role.iter().enumerate().map(|(i, n)| (role(i), *n))),
            by_userstore: there(self.userstores.keys.iter().copied().zip(tally.userstore.iter().copied())),
            by_seen: tally.seen,
            seen_before: tally.seen_before,
            privileged: unknown + without + with,
            privileged_without_mfa: without,
            privileged_mfa_unknown: unknown,
            gone: tally.gone,
        }
    }
}

impl Tally {
    fn plus(mut self, other: Self) -> Self {
        let add = |to: &mut [u64], from: &[u64]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.state, &other.state);
        add(&mut self.kind, &other.kind);
        add(&mut self.level, &other.level);
        add(&mut self.role, &other.role);
        add(&mut self.userstore, &other.userstore);
        add(&mut self.seen, &other.seen);
        add(&mut self.privileged, &other.privileged);
        self.seen_before += other.seen_before;
        self.gone += other.gone;
        self
    }
}

fn there<T>(counts: impl Iterator<Item = (T, u64)>) -> Vec<(T, u64)> {
    counts.filter(|(_, count)| *count > 0).collect()
}
