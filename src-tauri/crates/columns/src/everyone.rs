//! Everyone once, in the order of their keys, with what each holds: for what
//! looks at a whole realm and not at pages of it, such as audits and reviews.

use crate::lists::List;
use crate::store::{Columns, NONE};
use muster_model::{Facts, State};

/// What is the same of all grants that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantKind<'a> {
    /// Muster's key of the role.
    pub role: i64,
    /// Muster's key of the scope.
    pub scope: i64,
    /// The path of the group through which a source says it is held; empty for
    /// a grant of the user's own.
    pub through: &'a str,
    /// Until when it is held, in seconds since 1970; none for good.
    pub expires: Option<i64>,
}

/// A user, with what it holds.
#[derive(Clone, Copy)]
pub struct Holder<'a> {
    columns: &'a Columns,
    row: u32,
}

impl Columns {
    /// What is the same of grants that are alike, by the numbers that
    /// [`Holder::grants`] gives.
    #[must_use]
    pub fn grant_kinds(&self) -> Vec<GrantKind<'_>> {
        let scopes = self.access.scopes.keys();
        let kinds = self.access.kinds.list.iter().map(|kind| GrantKind {
            role: self.roles.keys[kind.role as usize],
            scope: scopes[kind.scope as usize],
            through: &self.access.throughs[kind.through as usize],
            expires: (kind.expires != NONE).then_some(kind.expires),
        });
        kinds.collect()
    }

    /// How many grants all of them hold.
    #[must_use]
    pub fn grants(&self) -> usize {
        self.grants.len()
    }

    /// Everyone, in the order of their keys.
    pub fn holders(&self) -> impl ExactSizeIterator<Item = Holder<'_>> {
        self.by_id.iter().map(|row| Holder { columns: self, row: *row })
    }
}

impl<'a> Holder<'a> {
    /// Muster's key.
    #[must_use]
    pub fn id(self) -> i64 {
        self.columns.ids[self.row as usize]
    }

    /// Muster's key of the userstore.
    #[must_use]
    pub fn userstore(self) -> i64 {
        self.columns.userstores.keys[self.columns.userstore[self.row as usize] as usize]
    }

    /// Whether the account is in this state.
    #[must_use]
    pub fn is(self, state: State) -> bool {
        self.columns.state[self.row as usize] == state.number()
    }

    /// The yes-or-no facts.
    #[must_use]
    pub fn facts(self) -> Facts {
        Facts(self.columns.facts[self.row as usize])
    }

    /// Muster's key of the highest role.
    #[must_use]
    pub fn top_role(self) -> Option<i64> {
        let role = self.columns.role[self.row as usize].checked_sub(1)?;
        self.columns.roles.keys.get(role as usize).copied()
    }

    /// Numbers of what it holds, itself or as its source says through a group,
    /// each once.
    pub fn grants(self) -> impl Iterator<Item = u32> + use<'a> {
        let list: List<'a> = self.columns.grants.get(self.row);
        list.iter()
    }

    /// Muster's keys of the groups it is directly in.
    pub fn groups(self) -> impl Iterator<Item = i64> + use<'a> {
        let (list, keys): (List<'a>, _) = (self.columns.groups.get(self.row), &self.columns.access.group_keys);
        list.iter().map(move |group| keys[group as usize])
    }
}
