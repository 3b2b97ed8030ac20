//! What the decisions of a review come to, as operations of a change set.
//!
//! A direct grant is taken from its user. A grant through a group is taken by
//! taking the user out of the group, so all that a user holds through one group
//! is decided alike. A reduced grant is taken, and its new role given directly,
//! on the same scope and until the same day.

use super::decision::Verdict;
use super::error::ReviewError;
use super::held::Review;
use super::item::Item;
use chrono::{DateTime, Utc};
use muster_model::fold::fold_case;
use muster_model::{Scope, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is taken from a user.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "take", rename_all = "snake_case")]
pub enum Take {
    /// A direct role on a scope.
    Role {
        /// Its name.
        role: String,
        /// On what.
        scope: Scope,
    },
    /// Membership of a group.
    Group {
        /// Its path.
        group: String,
    },
}

/// What a user is given instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Give {
    /// The role.
    pub role: String,
    /// On what.
    pub scope: Scope,
    /// Until when, as the grant it replaces.
    pub expires: Option<DateTime<Utc>>,
}

/// One thing to do to one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    /// The grants that it takes away, by their places in the population.
    pub items: Vec<usize>,
    /// The user, by the vault's key.
    pub user: UserId,
    /// The userstore's domain.
    pub userstore: String,
    /// The user's own id in its source.
    pub user_key: String,
    /// The sign-in name.
    pub username: String,
    /// What is taken.
    #[serde(flatten)]
    pub take: Take,
    /// What is given instead.
    pub give: Vec<Give>,
}

/// What a change set does to users.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Operation {
    /// Takes a direct role.
    RemoveRole {
        /// Its name.
        role: String,
        /// On what.
        scope: Scope,
    },
    /// Takes out of a group.
    RemoveGroup {
        /// Its path.
        group: String,
    },
    /// Gives a direct role.
    AddRole {
        /// Its name.
        role: String,
        /// On what.
        scope: Scope,
        /// Until when.
        expires: Option<DateTime<Utc>>,
    },
}

/// Users of one userstore to whom the same is done. `app` makes one change
/// request of each: its operations in this order, its users selected by key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The userstore's domain.
    pub userstore: String,
    /// What is done, in this order.
    pub operations: Vec<Operation>,
    /// To whom.
    pub users: Vec<UserId>,
}

impl Remedy {
    /// What a change set does for it, in order.
    #[must_use]
    pub fn operations(&self) -> Vec<Operation> {
        let taken = match &self.take {
            Take::Role { role, scope } => Operation::RemoveRole { role: role.clone(), scope: scope.clone() },
            Take::Group { group } => Operation::RemoveGroup { group: group.clone() },
        };
        let given = self.give.iter().map(|give| Operation::AddRole {
            role: give.role.clone(),
            scope: give.scope.clone(),
            expires: give.expires,
        });
        std::iter::once(taken).chain(given).collect()
    }

    /// What is done, in words: `take Owner on group acme/web, give Guest there`.
    #[must_use]
    pub fn said(&self) -> String {
        let mut said = match &self.take {
            Take::Role { role, scope } => format!("take {role} on {scope}"),
            Take::Group { group } => format!("take out of group {group}"),
        };
        for give in &self.give {
            said.push_str(&format!(", give {} on {}", give.role, give.scope));
        }
        said
    }
}

/// What the decisions come to, by user. Grants that nobody decided on are left
/// as they are.
///
/// # Errors
/// [`ReviewError::Contradiction`] if what a user holds through one group is
/// decided in different ways, or if a role that is given in place of one grant is
/// revoked as another.
pub fn remedies(review: &Review) -> Result<Vec<Remedy>, ReviewError> {
    let mut all: Vec<Remedy> = Vec::new();
    let mut by_group: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for (at, item) in review.items.iter().enumerate() {
        let give = match review.decisions.get(at).and_then(Option::as_ref).map(|decision| &decision.verdict) {
            None | Some(Verdict::Keep) => continue,
            Some(Verdict::Revoke) => None,
            Some(Verdict::Reduce { to }) => {
                Some(Give { role: to.clone(), scope: item.scope.clone(), expires: item.expires })
            }
        };
        match item.through.as_deref() {
            None => {
                let take = Take::Role { role: item.role.clone(), scope: item.scope.clone() };
                all.push(remedy(at, item, take, give));
            }
            Some(group) => {
                let place = *by_group.entry((&item.userstore, &item.user_key, group)).or_insert(all.len());
                match all.get_mut(place) {
                    Some(made) => {
                        made.items.push(at);
                        made.give.extend(give.filter(|give| !made.give.contains(give)));
                    }
                    None => all.push(remedy(at, item, Take::Group { group: group.to_owned() }, give)),
                }
            }
        }
    }
    kept_through_a_group(review, &by_group)?;
    given_and_taken(&all)?;
    Ok(all)
}

fn remedy(at: usize, item: &Item, take: Take, give: Option<Give>) -> Remedy {
    Remedy {
        items: vec![at],
        user: item.user,
        userstore: item.userstore.clone(),
        user_key: item.user_key.clone(),
        username: item.username.clone(),
        take,
        give: give.into_iter().collect(),
    }
}

fn kept_through_a_group(review: &Review, left: &BTreeMap<(&str, &str, &str), usize>) -> Result<(), ReviewError> {
    for (item, decision) in review.items.iter().zip(&review.decisions) {
        let kept = decision.as_ref().is_none_or(|decision| decision.verdict == Verdict::Keep);
        let Some(group) = item.through.as_deref().filter(|_| kept) else { continue };
        if left.contains_key(&(item.userstore.as_str(), item.user_key.as_str(), group)) {
            let reason = format!(
                "{} is kept, but another role that comes through the group {group} is not, and whoever leaves the \
                 group loses both; decide alike on all that comes through it, or change what the group holds",
                item.said()
            );
            return Err(ReviewError::Contradiction { user: item.full_name(), reason });
        }
    }
    Ok(())
}

fn given_and_taken(all: &[Remedy]) -> Result<(), ReviewError> {
    let key = |remedy: &Remedy, role: &str, scope: &Scope| {
        (remedy.userstore.clone(), remedy.user_key.clone(), fold_case(role), scope.kind, scope.path.clone())
    };
    let taken: std::collections::BTreeSet<_> = all
        .iter()
        .filter_map(|remedy| match &remedy.take {
            Take::Role { role, scope } => Some(key(remedy, role, scope)),
            Take::Group { .. } => None,
        })
        .collect();
    for remedy in all {
        if let Some(give) = remedy.give.iter().find(|give| taken.contains(&key(remedy, &give.role, &give.scope))) {
            let reason = format!(
                "{} on {} is given in place of another role and revoked as well; keep the one, or revoke both",
                give.role, give.scope
            );
            return Err(ReviewError::Contradiction {
                user: format!("{}/{}", remedy.userstore, remedy.username),
                reason,
            });
        }
    }
    Ok(())
}

/// The remedies as steps: users to whom the same is done together, in the order
/// in which what is done first comes up.
#[must_use]
pub fn steps(remedies: &[Remedy]) -> Vec<Step> {
    let mut places: BTreeMap<(&str, Vec<Operation>), usize> = BTreeMap::new();
    let mut steps: Vec<Step> = Vec::new();
    for remedy in remedies {
        let operations = remedy.operations();
        let place = *places.entry((&remedy.userstore, operations.clone())).or_insert(steps.len());
        match steps.get_mut(place) {
            Some(step) => step.users.push(remedy.user),
            None => steps.push(Step { userstore: remedy.userstore.clone(), operations, users: vec![remedy.user] }),
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::review::How;
    use crate::review::testing::{at, item, review};

    fn through(username: &str, role: &str, group: &str) -> Item {
        Item { through: Some(group.into()), ..item(username, role) }
    }

    fn decided(items: Vec<(Item, Verdict)>) -> Review {
        let verdicts: Vec<_> = items.iter().map(|(item, verdict)| (item.clone(), verdict.clone())).collect();
        let mut held = review(items.into_iter().map(|(item, _)| item).collect());
        for at_item in 0..held.items.len() {
            let verdict = verdicts.iter().find(|(item, _)| *item == held.items[at_item]).unwrap().1.clone();
            held.decide(at_item, verdict, "", "rita", at(), How::Direct).unwrap();
        }
        held
    }

    fn reduce(to: &str) -> Verdict {
        Verdict::Reduce { to: to.into() }
    }

    #[test]
    fn what_is_kept_is_left_and_the_rest_becomes_operations() {
        let mut ends = item("cyd", "Owner");
        ends.expires = Some(at());
        let held = decided(vec![
            (item("ada", "Owner"), Verdict::Keep),
            (item("bob", "Owner"), Verdict::Revoke),
            (ends, reduce("Guest")),
        ]);
        let all = remedies(&held).unwrap();
        let scope = held.items[0].scope.clone();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].operations(), [Operation::RemoveRole { role: "Owner".into(), scope: scope.clone() }]);
        assert_eq!(
            all[1].operations(),
            [
                Operation::RemoveRole { role: "Owner".into(), scope: scope.clone() },
                Operation::AddRole { role: "Guest".into(), scope, expires: Some(at()) }
            ]
        );
        assert_eq!(all[1].said(), "take Owner on group acme/web, give Guest on group acme/web");
    }

    #[test]
    fn what_comes_through_a_group_is_taken_by_leaving_it_once() {
        let held = decided(vec![
            (through("ada", "Owner", "admins"), Verdict::Revoke),
            (through("ada", "Developer", "admins"), reduce("Guest")),
            (through("bob", "Owner", "admins"), Verdict::Keep),
        ]);
        let all = remedies(&held).unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].items.as_slice(), all[0].give.len()), ([0, 1].as_slice(), 1));
        assert_eq!(all[0].take, Take::Group { group: "admins".into() });
    }

    #[test]
    fn what_cannot_both_be_done_is_said() {
        let held = decided(vec![
            (through("ada", "Owner", "admins"), Verdict::Revoke),
            (through("ada", "Developer", "admins"), Verdict::Keep),
        ]);
        let error = remedies(&held).unwrap_err();
        assert!(matches!(error, ReviewError::Contradiction { .. }) && error.to_string().contains("admins"), "{error}");
        let held = decided(vec![(item("ada", "Owner"), reduce("Guest")), (item("ada", "Guest"), Verdict::Revoke)]);
        assert!(matches!(remedies(&held), Err(ReviewError::Contradiction { .. })));
        let held = decided(vec![(item("ada", "Owner"), reduce("Guest")), (item("bob", "Guest"), Verdict::Revoke)]);
        assert!(remedies(&held).is_ok(), "another user's role is another's");
    }

    #[test]
    fn the_same_for_many_is_one_step() {
        let held = decided(vec![
            (item("ada", "Owner"), Verdict::Revoke),
            (item("bob", "Owner"), reduce("Guest")),
            (item("cyd", "Owner"), Verdict::Revoke),
        ]);
        let steps = steps(&remedies(&held).unwrap());
        assert_eq!(steps.len(), 2);
        assert_eq!(steps[0].users, [held.items[0].user, held.items[2].user]);
        assert_eq!((steps[1].users.as_slice(), steps[1].operations.len()), ([held.items[1].user].as_slice(), 2));
    }
}
