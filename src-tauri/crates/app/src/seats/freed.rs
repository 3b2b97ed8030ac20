//! Seats that could be freed, as sets: each with its surest reason only.

use super::counted::Counted;
use crate::Result;
use crate::directory::Loaded;
use chrono::{DateTime, Utc};
use muster_columns::Selection;
use muster_model::{ReclaimReason, UserId};
use muster_query::{Expr, Filter};
use muster_seats::Reclaim;
use muster_vault::Vault;
use muster_vault::tables::person;
use std::collections::HashMap;

/// The seats of a plan that could be freed, while the users do not change.
pub(super) struct Freed {
    sets: Vec<(ReclaimReason, Selection)>,
    /// The account that keeps its seat, by each that need not.
    kept: HashMap<i64, i64>,
}

impl Freed {
    /// Looks for them.
    pub fn new(counted: &Counted, vault: &Vault, loaded: &Loaded, now: DateTime<Utc>) -> Result<Self> {
        let reclaim = Reclaim::new()?;
        let columns = loaded.columns();
        // What is left of the seats once those with surer reasons are gone.
        let mut left = counted.plan.filter().clone();
        let (mut sets, mut kept) = (Vec::new(), HashMap::new());
        for reason in ReclaimReason::ALL {
            let set = match reclaim.filter(*reason) {
                Some(filter) => {
                    let set = loaded.select(vault, &left.clone().and(filter.clone()), now)?;
                    left = left.and(opposite(filter));
                    if kept.is_empty() { set } else { columns.but(&set, kept.keys().copied())? }
                }
                None => {
                    let holders = loaded.select(vault, &left, now)?;
                    kept = duplicates(vault, |id| columns.selected(&holders, id))?;
                    columns.only(kept.keys().copied())
                }
            };
            sets.push((*reason, set));
        }
        Ok(Self { sets, kept })
    }

    /// How many could be freed for a reason.
    pub fn count(&self, reason: ReclaimReason) -> u64 {
        self.set(reason).map_or(0, |set| set.count() as u64)
    }

    /// Those that could be freed for a reason.
    pub fn set(&self, reason: ReclaimReason) -> Option<&Selection> {
        self.sets.iter().find(|(known, _)| *known == reason).map(|(_, set)| set)
    }

    /// All that could be freed.
    pub fn all(&self, loaded: &Loaded) -> Result<Selection> {
        Ok(loaded.columns().either(self.sets.iter().map(|(_, set)| set))?)
    }

    /// Why a user's seat could be freed, if it could.
    pub fn reason(&self, loaded: &Loaded, id: UserId) -> Option<ReclaimReason> {
        self.sets.iter().find(|(_, set)| loaded.columns().selected(set, id.0)).map(|(reason, _)| *reason)
    }

    /// The account of the same person that keeps its seat.
    pub fn kept(&self, id: UserId) -> Option<UserId> {
        self.kept.get(&id.0).copied().map(UserId)
    }
}

/// Of people with several seats, the accounts beside the one that was seen
/// last, and that one.
fn duplicates(vault: &Vault, takes: impl Fn(i64) -> bool) -> Result<HashMap<i64, i64>> {
    let linked = vault.read(person::linked)?;
    let mut kept = HashMap::new();
    let mut holder: Option<(i64, i64)> = None;
    for (person, user) in linked {
        if !takes(user.0) {
            continue;
        }
        match holder {
            Some((known, keeps)) if known == person => drop(kept.insert(user.0, keeps)),
            _ => holder = Some((person, user.0)),
        }
    }
    Ok(kept)
}

fn opposite(filter: &Filter) -> Filter {
    // Everyone's opposite is nobody, and no reason is about everyone.
    filter.expr().map_or_else(Filter::everyone, |expr| Filter::from(Expr::not(expr.clone())))
}
