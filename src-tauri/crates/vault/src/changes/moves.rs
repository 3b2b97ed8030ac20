//! What the words of a change's fields do not bring back exactly: rows of
//! grants and groups with their keys, and attributes whose values hold what
//! separates them. Kept as JSON beside the fields.

use super::sheet::{Direct, Sheet};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Values of an attribute, if there are any.
type Values = Option<Vec<String>>;

/// What came and went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Moves {
    /// Grants that came, as rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Direct>,
    /// Grants that went. A grant whose end differs went and came.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<Direct>,
    /// Groups that came, by key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<i64>,
    /// Groups that went.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<i64>,
    /// Attributes before and after.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, (Values, Values)>,
    /// Scopes that were made for the change, kept with its first user.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<i64>,
}

impl Moves {
    /// What came and went between two states of a user.
    pub(super) fn between(before: &Sheet, after: &Sheet) -> Self {
        let less = |a: &[Direct], b: &[Direct]| a.iter().filter(|g| !b.contains(g)).cloned().collect();
        let without = |a: &[i64], b: &[i64]| a.iter().filter(|g| !b.contains(g)).copied().collect();
        let mut moves = Self {
            given: less(&after.grants, &before.grants),
            taken: less(&before.grants, &after.grants),
            joined: without(&after.groups, &before.groups),
            left: without(&before.groups, &after.groups),
            ..Self::default()
        };
        let (old, new) = (&before.profile.attributes, &after.profile.attributes);
        if old != new {
            for name in old.keys().chain(new.keys()) {
                let (was, is) = (old.get(name), new.get(name));
                if was != is && (was.is_some_and(|v| is_ambiguous(v)) || is.is_some_and(|v| is_ambiguous(v))) {
                    moves.attributes.insert(name.clone(), (was.cloned(), is.cloned()));
                }
            }
        }
        moves
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether grants or groups came or went, so that something may follow.
    pub(super) fn holdings(&self) -> bool {
        !(self.given.is_empty() && self.taken.is_empty() && self.joined.is_empty() && self.left.is_empty())
    }

    /// As it is stored; nothing for nothing.
    pub(super) fn write(&self) -> Result<Option<String>> {
        if self.is_empty() {
            return Ok(None);
        }
        serde_json::to_string(self).map(Some).map_err(|_| Error::Internal("moves that are no JSON"))
    }

    /// From what is stored.
    pub(super) fn read(image: Option<&str>) -> Result<Self> {
        image.map_or_else(|| Ok(Self::default()), super::sheet::image)
    }

    /// The way back.
    pub(super) fn reversed(self) -> Self {
        Self {
            given: self.taken,
            taken: self.given,
            joined: self.left,
            left: self.joined,
            attributes: self.attributes.into_iter().map(|(name, (was, is))| (name, (is, was))).collect(),
            scopes: self.scopes,
        }
    }

    /// Whether a user stands as these moves left it.
    pub(super) fn stands(&self, sheet: &Sheet) -> bool {
        let same = |a: &Direct, b: &Direct| (a.role, a.scope, &a.origin) == (b.role, b.scope, &b.origin);
        self.given.iter().all(|g| sheet.grants.contains(g))
            && self.taken.iter().all(|g| !sheet.grants.iter().any(|held| same(held, g)) || self.given_again(g))
            && self.joined.iter().all(|g| sheet.groups.contains(g))
            && self.left.iter().all(|g| !sheet.groups.contains(g))
            && self.attributes.iter().all(|(name, (_, is))| sheet.profile.attributes.get(name) == is.as_ref())
    }

    /// Whether a grant went only to come with another end.
    fn given_again(&self, taken: &Direct) -> bool {
        self.given.iter().any(|g| (g.role, g.scope, &g.origin) == (taken.role, taken.scope, &taken.origin))
    }

    /// Makes the moves, row by row.
    pub(super) fn make(&self, sheet: &mut Sheet) {
        sheet.grants.retain(|g| !self.taken.contains(g));
        sheet.grants.extend(self.given.iter().cloned());
        sheet.groups.retain(|g| !self.left.contains(g));
        sheet.groups.extend(&self.joined);
        sheet.groups.sort_unstable();
        self.put_attributes(sheet);
    }

    /// Makes the moves as wishes: what a grant's row says beside its end does
    /// not matter.
    pub(super) fn wish(&self, sheet: &mut Sheet) {
        let any = |list: &[Direct], g: &Direct| list.iter().any(|other| (other.role, other.scope) == (g.role, g.scope));
        sheet.grants.retain(|g| !any(&self.taken, g) && !any(&self.given, g));
        sheet.grants.extend(self.given.iter().cloned());
        sheet.groups.retain(|g| !self.left.contains(g) && !self.joined.contains(g));
        sheet.groups.extend(&self.joined);
        sheet.groups.sort_unstable();
        self.put_attributes(sheet);
    }

    fn put_attributes(&self, sheet: &mut Sheet) {
        for (name, (_, is)) in &self.attributes {
            match is {
                Some(values) => drop(sheet.profile.attributes.insert(name.clone(), values.clone())),
                None => drop(sheet.profile.attributes.remove(name)),
            }
        }
    }
}

/// Whether values cannot be told from the text that joins them.
fn is_ambiguous(values: &[String]) -> bool {
    values.is_empty() || values.iter().any(|value| value.contains("; ") || value.is_empty())
}
