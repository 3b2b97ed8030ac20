//! What others hold: who is like whom, what they hold, and who owns what.
//!
//! Users are alike who are of the same department of the same userstore, or,
//! where nobody says a department, whose highest role is the same. The rule
//! that looks for privilege beyond one's peers (`muster_audit::check`) goes by
//! the same.

use super::{HeldGrant, Known};
use muster_model::UserId;
use muster_model::fold::{fold, fold_case};
use std::collections::HashMap;

/// The most owners of a group or project that are named.
pub const MOST_OWNERS: usize = 5;

/// By what users are alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PeerKind {
    /// The same department, in the words of the first of them.
    Department(String),
    /// The same highest role, by its key.
    Role(i64),
}

/// What the peers of a user hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peers<'s> {
    /// Who they are.
    pub of: &'s PeerKind,
    /// How many there are, the user left out.
    pub all: u64,
    /// How many of them hold the role on the scope.
    pub holding: u64,
}

/// What others hold beside users.
#[derive(Debug, Default)]
pub struct Others {
    /// What those hold who are like them.
    pub alike: Alike,
    /// Enabled users who own a group or project directly, by the scope's key:
    /// the first [`MOST_OWNERS`] by key.
    pub owners: HashMap<i64, Vec<UserId>>,
}

impl Others {
    /// Takes note of an enabled user who owns a group or project directly.
    /// Users must come in the order of their keys.
    pub fn own(&mut self, scope: i64, user: UserId) {
        let owners = self.owners.entry(scope).or_default();
        if owners.len() < MOST_OWNERS && owners.last() != Some(&user) {
            owners.push(user);
        }
    }
}

/// Users who are like others.
#[derive(Debug)]
struct Set {
    of: PeerKind,
    users: u64,
}

/// Sets of users who are alike, and what they hold.
#[derive(Debug, Default)]
pub struct Alike {
    sets: Vec<Set>,
    by_user: HashMap<UserId, u32>,
    holding: HashMap<(u32, i64, i64), u32>,
}

impl Alike {
    /// Adds a set of so many users; answers its number.
    pub fn add(&mut self, of: PeerKind, users: u64) -> u32 {
        self.sets.push(Set { of, users });
        u32::try_from(self.sets.len() - 1).unwrap_or(u32::MAX)
    }

    /// Takes note that a user of whom will be asked is of a set.
    pub fn join(&mut self, user: UserId, set: u32) {
        self.by_user.insert(user, set);
    }

    /// Takes note of how many of a set hold a role on a scope.
    pub fn hold(&mut self, set: u32, role: i64, scope: i64, users: u32) {
        self.holding.insert((set, role, scope), users);
    }

    /// What the peers of a user hold who holds the role on the scope: who they
    /// are, how many there are beside the user, and how many of them hold the
    /// same in whatever way. None where there are no peers.
    #[must_use]
    pub fn peers(&self, user: UserId, role: i64, scope: i64) -> Option<Peers<'_>> {
        let set = *self.by_user.get(&user)?;
        let known = self.sets.get(set as usize)?;
        let holding = u64::from(self.holding.get(&(set, role, scope)).copied().unwrap_or_default());
        let all = known.users.saturating_sub(1);
        (all > 0).then_some(Peers { of: &known.of, all, holding: holding.saturating_sub(1) })
    }
}

/// A department as it is told: none where nothing can be read of it, as when
/// users are filtered by it.
#[must_use]
pub fn department(text: &str) -> Option<&str> {
    let text = text.trim();
    (!fold(text).is_empty()).then_some(text)
}

/// Counts what others hold while everyone is read.
#[derive(Debug, Default)]
pub(super) struct Counting {
    others: Others,
    numbers: HashMap<(i64, PeerKind), u32>,
    scratch: Vec<(i64, i64)>,
}

impl Counting {
    /// The set of a user, who is counted in it.
    pub fn set(&mut self, store: i64, said: Option<&str>, top_role: Option<i64>) -> Option<u32> {
        let department = said.and_then(department);
        let kind = match (department, top_role) {
            (Some(department), _) => PeerKind::Department(fold_case(department)),
            (None, Some(role)) => PeerKind::Role(role),
            (None, None) => return None,
        };
        let alike = &mut self.others.alike;
        let number = match self.numbers.get(&(store, kind.clone())) {
            Some(known) => *known,
            None => {
                let of = department.map_or(kind.clone(), |text| PeerKind::Department(text.to_owned()));
                let number = alike.add(of, 0);
                self.numbers.insert((store, kind), number);
                number
            }
        };
        if let Some(set) = alike.sets.get_mut(number as usize) {
            set.users += 1;
        }
        Some(number)
    }

    /// Takes note that a user of whom will be asked is of a set.
    pub fn join(&mut self, user: UserId, set: u32) {
        self.others.alike.join(user, set);
    }

    /// Counts what a user of a set holds, each role on a scope once.
    pub fn held(&mut self, set: u32, held: &[HeldGrant]) {
        self.scratch.clear();
        self.scratch.extend(held.iter().map(|grant| (grant.role, grant.scope)));
        self.scratch.sort_unstable();
        self.scratch.dedup();
        for (role, scope) in &self.scratch {
            *self.others.alike.holding.entry((set, *role, *scope)).or_default() += 1;
        }
    }

    /// Takes note of what an enabled user owns.
    pub fn owned(&mut self, user: UserId, held: &[HeldGrant], known: &Known) {
        for grant in held.iter().filter(|grant| grant.through.is_none()) {
            if known.is_ownership(grant.role, grant.scope) {
                self.others.own(grant.scope, user);
            }
        }
    }

    pub fn finish(self) -> Others {
        self.others
    }
}
