//! Grants that are alike, numbered: many users hold the same role on the same
//! scope, so each is kept as one number, and a condition on grants is evaluated
//! once for all who hold such a one.

use hashbrown::HashTable;
use std::hash::{BuildHasher, RandomState};

/// Grants alike: the same role on the same scope through the same group until
/// the same time. All but the time are numbers of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Kind {
    pub(crate) role: u32,
    pub(crate) scope: u32,
    /// 0 is none.
    pub(crate) through: u32,
    /// In seconds since 1970; [`crate::store::NONE`] if it never ends.
    pub(crate) expires: i64,
}

/// Every sort of grant there is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kinds {
    pub(crate) list: Vec<Kind>,
    /// Numbers by what they stand for; a set of numbers takes a fifth of the
    /// room of a map.
    numbers: HashTable<u32>,
    hasher: RandomState,
}

impl Kinds {
    /// The number of a sort of grant.
    pub(crate) fn number(&mut self, kind: Kind) -> u32 {
        let Self { list, numbers, hasher } = self;
        let hash = |kind: &Kind| hasher.hash_one(kind);
        let entry =
            numbers.entry(hash(&kind), |number| list[*number as usize] == kind, |number| hash(&list[*number as usize]));
        match entry {
            hashbrown::hash_table::Entry::Occupied(known) => *known.get(),
            hashbrown::hash_table::Entry::Vacant(new) => {
                let number = u32::try_from(list.len()).unwrap_or(u32::MAX);
                new.insert(number);
                list.push(kind);
                number
            }
        }
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        self.list.capacity() * size_of::<Kind>() + self.numbers.capacity() * 5
    }
}
