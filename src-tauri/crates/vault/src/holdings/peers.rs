//! Who is like whom, and what they hold: the others of the same department of
//! the same userstore, or, where nobody says a department, those whose highest
//! role is the same. The rule that looks for privilege beyond one's peers
//! (`muster_audit::check`) goes by the same.

use muster_model::fold::fold_case;
use std::collections::HashMap;

/// By what users are alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PeerKind {
    /// The same department, in the words of one of them.
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

#[derive(Debug)]
struct Set {
    of: PeerKind,
    users: u64,
}

/// Sets of users who are alike.
#[derive(Debug, Default)]
pub(super) struct Sets {
    numbers: HashMap<(i64, PeerKind), u32>,
    sets: Vec<Set>,
    holding: HashMap<(u32, i64, i64), u32>,
    scratch: Vec<(i64, i64)>,
}

impl Sets {
    /// The set of a user, who is counted in it.
    pub(super) fn of(&mut self, store: i64, department: Option<&str>, top_role: Option<i64>) -> Option<u32> {
        let department = department.map(str::trim).filter(|department| !department.is_empty());
        let kind = match (department, top_role) {
            (Some(department), _) => PeerKind::Department(fold_case(department)),
            (None, Some(role)) => PeerKind::Role(role),
            (None, None) => return None,
        };
        let next = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry((store, kind.clone())).or_insert(next);
        if number == next {
            let of = department.map_or(kind, |department| PeerKind::Department(department.to_owned()));
            self.sets.push(Set { of, users: 0 });
        }
        if let Some(set) = self.sets.get_mut(number as usize) {
            set.users += 1;
        }
        Some(number)
    }

    /// Counts what a user of a set holds, each role on a scope once.
    pub(super) fn count(&mut self, set: u32, held: impl Iterator<Item = (i64, i64)>) {
        self.scratch.clear();
        self.scratch.extend(held);
        self.scratch.sort_unstable();
        self.scratch.dedup();
        for (role, scope) in &self.scratch {
            *self.holding.entry((set, *role, *scope)).or_default() += 1;
        }
    }

    /// What the others of a set hold, for someone in it who holds the same.
    pub(super) fn peers(&self, set: u32, role: i64, scope: i64) -> Option<Peers<'_>> {
        let known = self.sets.get(set as usize)?;
        let holding = u64::from(self.holding.get(&(set, role, scope)).copied().unwrap_or_default());
        let all = known.users.saturating_sub(1);
        (all > 0).then_some(Peers { of: &known.of, all, holding: holding.saturating_sub(1) })
    }
}
