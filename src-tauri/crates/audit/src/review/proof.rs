//! Which remedies the next snapshot shows as done.
//!
//! Only a snapshot that was taken after the review was closed can prove
//! anything, and what is absent from one that is marked incomplete may just not
//! have been listed.

use super::campaign::Completeness;
use super::item::Item;
use super::remedy::{Remedy, Take};
use chrono::{DateTime, Utc};
use muster_model::fold::fold_case;
use muster_model::{Scope, UserId};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Who holds what after the review.
#[derive(Debug, Clone, Copy)]
pub struct After<'a> {
    /// Each userstore's latest snapshot.
    pub snapshots: &'a [Completeness],
    /// What the users of the remedies hold now.
    pub held: &'a [Item],
    /// Those of them whose accounts are gone or deleted. That someone holds
    /// nothing any more does not mean that.
    pub gone: &'a [UserId],
}

/// What the snapshots say of a remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Proven {
    /// It is done.
    Done {
        /// Other ways by which the user still holds the same role on the same
        /// scope.
        still: Vec<String>,
        /// Whether the account is gone altogether.
        gone: bool,
    },
    /// It is not done, or nothing shows that it is.
    Outstanding {
        /// Why, in a sentence.
        why: String,
    },
}

/// What the snapshots say of all remedies, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// For each remedy.
    pub each: Vec<Proven>,
    /// How many are done.
    pub done: u64,
    /// How many are not.
    pub outstanding: u64,
}

impl Proof {
    /// Whether nothing is left to do.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.outstanding == 0
    }
}

/// Holds remedies against what was seen since `closed_at`.
#[must_use]
pub fn prove(remedies: &[Remedy], closed_at: DateTime<Utc>, after: After<'_>) -> Proof {
    let snapshots: HashMap<&str, &Completeness> =
        after.snapshots.iter().map(|snapshot| (snapshot.userstore.as_str(), snapshot)).collect();
    let mut held: HashMap<(&str, &str), Vec<&Item>> = HashMap::new();
    for item in after.held {
        held.entry((&item.userstore, &item.user_key)).or_default().push(item);
    }
    let gone: HashSet<UserId> = after.gone.iter().copied().collect();
    let each: Vec<Proven> = remedies
        .iter()
        .map(|remedy| {
            let items = held.get(&(remedy.userstore.as_str(), remedy.user_key.as_str()));
            let snapshot = snapshots.get(remedy.userstore.as_str()).copied();
            let gone = gone.contains(&remedy.user);
            one(remedy, closed_at, snapshot, items.map(Vec::as_slice).unwrap_or_default(), gone)
        })
        .collect();
    let done = each.iter().filter(|proven| matches!(proven, Proven::Done { .. })).count() as u64;
    Proof { outstanding: each.len() as u64 - done, done, each }
}

fn one(
    remedy: &Remedy,
    closed_at: DateTime<Utc>,
    snapshot: Option<&Completeness>,
    items: &[&Item],
    gone: bool,
) -> Proven {
    let outstanding = |why: String| Proven::Outstanding { why };
    let Some(snapshot) = snapshot.filter(|snapshot| snapshot.taken_at > closed_at) else {
        return outstanding(format!("{} was not looked at since the review was closed: import it", remedy.userstore));
    };
    let is = |item: &Item, role: &str, scope: &Scope| fold_case(&item.role) == fold_case(role) && item.scope == *scope;
    let left = match &remedy.take {
        Take::Role { role, scope } => items.iter().find(|item| item.through.is_none() && is(item, role, scope)),
        Take::Group { group } => items.iter().find(|item| item.through.as_deref() == Some(group)),
    };
    if let Some(left) = left {
        return outstanding(format!("{} is still held", left.said()));
    }
    if !snapshot.complete {
        return outstanding(format!(
            "it is not in the snapshot of {}, but that is marked as incomplete and proves nothing: import a whole one",
            remedy.userstore
        ));
    }
    // With the account went the old role and the need for a new one.
    let missing = remedy.give.iter().find(|give| !items.iter().any(|item| is(item, &give.role, &give.scope)));
    if let Some(missing) = missing.filter(|_| !gone) {
        return outstanding(format!(
            "the old role is gone, but {} on {} is not there in its place",
            missing.role, missing.scope
        ));
    }
    let still = match &remedy.take {
        Take::Role { role, scope } => {
            items.iter().filter(|item| is(item, role, scope)).map(|item| item.said()).collect()
        }
        Take::Group { .. } => Vec::new(),
    };
    Proven::Done { still, gone }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::review::Give;
    use crate::review::testing::{at, completeness, item};
    use chrono::Days;

    fn remedy(take: Option<&str>, give: Option<&str>) -> Remedy {
        let item = item("ada", "Owner");
        let take = match take {
            Some(group) => Take::Group { group: group.into() },
            None => Take::Role { role: "Owner".into(), scope: item.scope.clone() },
        };
        let give = give.map(|role| Give { role: role.into(), scope: item.scope.clone(), expires: None });
        Remedy {
            items: vec![0],
            user: item.user,
            userstore: item.userstore,
            user_key: item.user_key,
            username: item.username,
            take,
            give: give.into_iter().collect(),
        }
    }

    fn through(role: &str, group: &str) -> Item {
        Item { through: Some(group.into()), ..item("ada", role) }
    }

    fn said(remedy: Remedy, days: u64, complete: bool, held: &[Item]) -> Result<(usize, bool), String> {
        said_of(remedy, days, complete, held, &[])
    }

    fn said_of(
        remedy: Remedy,
        days: u64,
        complete: bool,
        held: &[Item],
        gone: &[UserId],
    ) -> Result<(usize, bool), String> {
        let snapshots = [Completeness { taken_at: at() + Days::new(days), complete, ..completeness() }];
        let proof = prove(&[remedy], at(), After { snapshots: &snapshots, held, gone });
        assert_eq!(proof.done + proof.outstanding, 1);
        match proof.each.into_iter().next().unwrap() {
            Proven::Done { still, gone } => Ok((still.len(), gone)),
            Proven::Outstanding { why } => Err(why),
        }
    }

    #[test]
    fn what_is_gone_is_done() {
        assert_eq!(said(remedy(None, None), 1, true, &[item("ada", "Guest"), item("bob", "Owner")]), Ok((0, false)));
        assert_eq!(said(remedy(None, None), 1, true, &[]), Ok((0, false)), "an account may hold nothing");
        assert_eq!(said(remedy(Some("g"), None), 1, true, &[through("Owner", "h")]), Ok((0, false)));
        assert_eq!(said(remedy(None, Some("Guest")), 1, true, &[item("ada", "guest")]), Ok((0, false)));
        let ada = [item("ada", "Owner").user];
        assert_eq!(said_of(remedy(None, Some("Guest")), 1, true, &[], &ada), Ok((0, true)), "gone altogether");
        assert_eq!(said(remedy(None, None), 1, true, &[through("Owner", "g")]), Ok((1, false)), "there is another way");
    }

    #[test]
    fn what_is_there_or_not_shown_is_outstanding() {
        assert!(said(remedy(None, None), 1, true, &[item("ada", "owner")]).unwrap_err().contains("still held"));
        assert!(said(remedy(Some("g"), None), 1, true, &[through("Guest", "g")]).unwrap_err().contains("still held"));
        assert!(said(remedy(None, None), 0, true, &[]).unwrap_err().contains("not looked at"));
        assert!(said(remedy(None, None), 1, false, &[]).unwrap_err().contains("incomplete"));
        assert!(said(remedy(None, Some("Guest")), 1, true, &[item("ada", "Reporter")]).unwrap_err().contains("Guest"));
        assert!(said(remedy(None, Some("Guest")), 1, true, &[]).unwrap_err().contains("Guest"));
        let proof = prove(&[remedy(None, None)], at(), After { snapshots: &[], held: &[], gone: &[] });
        assert!(!proof.is_whole());
    }
}
