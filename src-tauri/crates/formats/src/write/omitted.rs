//! What a dialect had no word for.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an export leaves out or makes up, and for how many users and groups.
///
/// Fields have the names of a user's history: `state`, `display_name`,
/// `profile.WORD`, `attributes.NAME`, `grants`, `groups`, ...; those of a
/// group begin with `group.`. `user` and `group` count what could not be
/// written at all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Omitted {
    /// What is not in the file, although it is known.
    pub left_out: BTreeMap<String, u64>,
    /// What is in the file, although nobody said it, because the dialect
    /// demands it: a family name in LDIF.
    pub stood_in: BTreeMap<String, u64>,
}

impl Omitted {
    /// Whether the file says all there is and no more.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.left_out.is_empty() && self.stood_in.is_empty()
    }

    pub(crate) fn leave_out(&mut self, field: impl Into<String>) {
        *self.left_out.entry(field.into()).or_default() += 1;
    }

    pub(crate) fn stand_in(&mut self, field: &str) {
        *self.stood_in.entry(field.to_owned()).or_default() += 1;
    }
}
