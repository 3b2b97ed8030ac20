//! Who holds what, from the columns in memory: what many hold alike is one
//! number there already, where the vault has a row for each who holds it.

use super::{Everyone, Places, ended};
use muster_audit::facts::{GrantKind, Holdings};
use muster_columns::Columns;
use muster_model::Facts;
use std::collections::HashMap;

/// What is held, as checks number it.
struct Kinds {
    all: Vec<GrantKind>,
    numbers: HashMap<GrantKind, u32>,
}

impl Kinds {
    /// The number of a kind; none for a role or scope that is not there any
    /// more, or if it has ended.
    fn number(&mut self, places: &Places, grant: (i64, i64), direct: bool, expires: Option<i64>) -> Option<u32> {
        if ended(expires, places.now) {
            return None;
        }
        let kind = GrantKind { role: *places.roles.get(&grant.0)?, scope: *places.scopes.get(&grant.1)?, direct };
        let next = u32::try_from(self.all.len()).ok()?;
        let number = *self.numbers.entry(kind).or_insert(next);
        if number == next {
            self.all.push(kind);
        }
        Some(number)
    }
}

/// Who holds what, directly, as a source says through a group, and by the
/// groups that users are in. Counts the members of groups on the way.
pub(super) fn holdings(everyone: &mut Everyone, columns: &Columns, places: &Places) -> Holdings {
    let mut kinds = Kinds { all: Vec::new(), numbers: HashMap::new() };
    let told = columns.grant_kinds();
    let told: Vec<Option<u32>> = told
        .iter()
        .map(|kind| kinds.number(places, (kind.role, kind.scope), kind.through.is_empty(), kind.expires))
        .collect();
    let mut given: HashMap<i64, Vec<u32>> = HashMap::new();
    for (group, grants) in &places.given {
        let numbers =
            grants.iter().filter_map(|grant| kinds.number(places, (grant.role, grant.scope), false, grant.expires));
        given.insert(*group, numbers.collect());
    }
    let mut members: HashMap<i64, u32> = HashMap::new();
    let mut holdings = Holdings::new(kinds.all);
    holdings.reserve(everyone.users.len(), columns.grants());
    let mut holders = columns.holders().peekable();
    for user in everyone.users.ids() {
        while holders.next_if(|holder| holder.id() < user.0).is_some() {}
        // Everyone in the vault is in the columns.
        let Some(holder) = holders.next_if(|holder| holder.id() == user.0) else {
            holdings.push(std::iter::empty());
            continue;
        };
        if !holder.facts().has(Facts::GONE) {
            holder.groups().for_each(|group| *members.entry(group).or_default() += 1);
        }
        let through = holder.groups().filter_map(|group| given.get(&group)).flatten().copied();
        holdings.push(holder.grants().filter_map(|kind| told[kind as usize]).chain(through));
    }
    for group in &mut everyone.groups {
        group.members += members.get(&group.id).copied().unwrap_or_default();
    }
    holdings
}
