//! Who holds what.
//!
//! Many hold the same role on the same scope. What is alike is a kind and is
//! kept once; of a user only the numbers of kinds are kept, so that five
//! million grants take twenty megabytes and a check that counts goes by number.

use super::FactsError;
use std::collections::HashMap;

/// Grants that are alike: a role on a scope, held in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GrantKind {
    /// What is held: the place of a role.
    pub role: u32,
    /// On what: the place of a scope.
    pub scope: u32,
    /// Whether it is held by the user and not through a group.
    pub direct: bool,
}

/// A grant held directly, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenGrant {
    /// Who holds it.
    pub user: u32,
    /// What is held.
    pub role: u32,
    /// On what.
    pub scope: u32,
    /// Since which day, in days since 1970-01-01.
    pub since: i32,
    /// Whether somebody noted why: a change set with a title, or a decision of
    /// a review.
    pub explained: bool,
}

/// A role that a user holds on a scope, and that has not ended.
#[derive(Debug, Clone, Copy)]
pub struct GrantFacts {
    /// Who holds it.
    pub user: u32,
    /// What is held.
    pub role: u32,
    /// On what.
    pub scope: u32,
    /// Since which day, in days since 1970-01-01, if the source says.
    pub since: Option<i32>,
    /// Whether it is held by the user and not through a group.
    pub direct: bool,
    /// Whether somebody noted why.
    pub explained: bool,
}

/// No kind.
const NONE: u32 = u32::MAX;

/// Who holds what: users in their order, each with the kinds of its grants.
#[derive(Debug, Clone)]
pub struct Holdings {
    pub(super) kinds: Vec<GrantKind>,
    /// The number of the kind that is the same but for the way it is held.
    twins: Vec<u32>,
    held: Vec<u32>,
    /// Where the grants of each user begin; one more than there are users.
    starts: Vec<u32>,
    pub(super) given: Vec<GivenGrant>,
}

impl Holdings {
    /// Holdings of nobody yet. Each kind is there once, or it is counted as two.
    #[must_use]
    pub fn new(kinds: Vec<GrantKind>) -> Self {
        let numbers: HashMap<GrantKind, u32> = kinds.iter().copied().zip(0..).collect();
        let twin = |kind: &GrantKind| numbers.get(&GrantKind { direct: !kind.direct, ..*kind }).copied();
        let twins = kinds.iter().map(|kind| twin(kind).unwrap_or(NONE)).collect();
        Self { kinds, twins, held: Vec::new(), starts: vec![0], given: Vec::new() }
    }

    /// Room for so many users and grants.
    pub fn reserve(&mut self, users: usize, grants: usize) {
        self.starts.reserve(users);
        self.held.reserve(grants);
    }

    /// Adds the next user, with the numbers of what it holds; one that is told
    /// twice is held once.
    pub fn push(&mut self, kinds: impl Iterator<Item = u32>) {
        let from = self.held.len();
        self.held.extend(kinds);
        if let Some(mine) = self.held.get_mut(from..)
            && !mine.is_sorted_by(|a, b| a < b)
        {
            mine.sort_unstable();
            let mut last = None;
            let mut kept = from;
            for at in from..self.held.len() {
                if last != Some(self.held[at]) {
                    last = Some(self.held[at]);
                    self.held[kept] = self.held[at];
                    kept += 1;
                }
            }
            self.held.truncate(kept);
        }
        // More than can be numbered is refused by the realm.
        self.starts.push(u32::try_from(self.held.len()).unwrap_or(u32::MAX));
    }

    /// Says since when a user holds something directly.
    pub fn give(&mut self, given: GivenGrant) {
        self.given.push(given);
    }

    /// The holdings of so many users from grants in their order.
    ///
    /// # Errors
    /// If a grant is of nobody, or out of order.
    pub fn of(users: usize, grants: &[GrantFacts]) -> Result<Self, FactsError> {
        let mut numbers: HashMap<GrantKind, u32> = HashMap::new();
        let mut kinds = Vec::new();
        let mut number = |grant: &GrantFacts| {
            let GrantFacts { role, scope, direct, .. } = *grant;
            let kind = GrantKind { role, scope, direct };
            *numbers.entry(kind).or_insert_with(|| {
                kinds.push(kind);
                u32::try_from(kinds.len() - 1).unwrap_or(NONE)
            })
        };
        let held: Vec<u32> = grants.iter().map(&mut number).collect();
        let mut holdings = Self::new(kinds);
        let mut mine = held.iter().zip(grants).enumerate().peekable();
        for user in 0..users {
            holdings.push(std::iter::from_fn(|| {
                let of = |(_, (_, grant)): &(usize, (&u32, &GrantFacts))| grant.user as usize == user;
                mine.next_if(of).map(|(_, (kind, _))| *kind)
            }));
        }
        if let Some((number, (_, grant))) = mine.next() {
            return Err(match (grant.user as usize) < users {
                true => FactsError::Order(number),
                false => FactsError::Missing { what: "grant", number, to: "a user" },
            });
        }
        for grant in grants.iter().filter(|grant| grant.direct) {
            let GrantFacts { user, role, scope, explained, .. } = *grant;
            holdings.given.extend(grant.since.map(|since| GivenGrant { user, role, scope, since, explained }));
        }
        Ok(holdings)
    }

    /// How many users were added.
    pub(super) fn users(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many grants there are.
    pub(super) fn grants(&self) -> usize {
        self.held.len()
    }

    /// The first grant that is of no kind.
    pub(super) fn unknown_kind(&self) -> Option<usize> {
        self.held.iter().position(|number| *number as usize >= self.kinds.len())
    }

    /// Since when direct grants are held, where it was said.
    pub(crate) fn given(&self) -> &[GivenGrant] {
        &self.given
    }

    /// The kinds of grants, by number.
    pub(crate) fn kinds(&self) -> &[GrantKind] {
        &self.kinds
    }

    /// The numbers of what a user holds, in order.
    pub(crate) fn numbers(&self, user: u32) -> &[u32] {
        let user = user as usize;
        match (self.starts.get(user), self.starts.get(user + 1)) {
            (Some(from), Some(to)) => self.held.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// What a user holds.
    pub fn of_user(&self, user: u32) -> impl Iterator<Item = GrantKind> + '_ {
        self.numbers(user).iter().map(|number| self.kinds[*number as usize])
    }

    /// The number of the same role on the same scope, held directly instead of
    /// through a group or the other way around; none if nobody holds it so.
    pub(crate) fn twin(&self, number: u32) -> Option<u32> {
        self.twins.get(number as usize).copied().filter(|twin| *twin != NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        /// What everyone holds is what was told, each once.
        #[test]
        fn holdings_are_what_was_told(told in proptest::collection::vec((0u32..6, 0u32..4, 0u32..3, any::<bool>()), 0..60)) {
            let mut told = told;
            told.sort_by_key(|(user, ..)| *user);
            let grants: Vec<GrantFacts> = told
                .iter()
                .map(|(user, role, scope, direct)| GrantFacts {
                    user: *user, role: *role, scope: *scope, since: None, direct: *direct, explained: false,
                })
                .collect();
            let holdings = Holdings::of(6, &grants).map_err(|error| TestCaseError::fail(error.to_string()))?;
            for user in 0..6 {
                let key = |kind: GrantKind| (kind.role, kind.scope, kind.direct);
                let held: Vec<_> = holdings.of_user(user).map(key).collect();
                let expected: BTreeSet<_> =
                    told.iter().filter(|of| of.0 == user).map(|(_, role, scope, direct)| (*role, *scope, *direct)).collect();
                prop_assert_eq!(held.len(), expected.len());
                prop_assert_eq!(held.into_iter().collect::<BTreeSet<_>>(), expected);
            }
            for (number, kind) in (0..).zip(holdings.kinds()) {
                let twin = holdings.kinds().iter().position(|other| {
                    (other.role, other.scope, other.direct) == (kind.role, kind.scope, !kind.direct)
                });
                prop_assert_eq!(holdings.twin(number).map(|twin| twin as usize), twin);
            }
        }
    }
}
