//! What a change does: the same to all of its users, or to each their own.

use super::operation::Operation;
use muster_model::UserId;
use std::collections::BTreeMap;

/// What to do to each user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operations {
    /// The same to all, in this order.
    Same(Vec<Operation>),
    /// To each their own, in this order; nothing to whoever is not named.
    Each(BTreeMap<UserId, Vec<Operation>>),
}

impl Operations {
    /// What is done to a user.
    #[must_use]
    pub fn of(&self, user: UserId) -> &[Operation] {
        match self {
            Self::Same(all) => all,
            Self::Each(each) => each.get(&user).map(Vec::as_slice).unwrap_or_default(),
        }
    }

    /// Everything that is done to anyone.
    pub fn all(&self) -> Box<dyn Iterator<Item = &Operation> + '_> {
        match self {
            Self::Same(all) => Box::new(all.iter()),
            Self::Each(each) => Box::new(each.values().flatten()),
        }
    }
}

impl From<Vec<Operation>> for Operations {
    fn from(all: Vec<Operation>) -> Self {
        Self::Same(all)
    }
}

impl From<&[Operation]> for Operations {
    fn from(all: &[Operation]) -> Self {
        Self::Same(all.to_vec())
    }
}
