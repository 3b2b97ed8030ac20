//! How much there would be to decide on, counted over everyone in memory: more
//! than a review may have is not even read.

use muster_audit::review::ReviewError;
use muster_audit::review::population::MOST;
use muster_columns::Columns;
use muster_model::{Facts, UserId, UserstoreId};
use muster_vault::holdings::Known;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The grants of some users, in numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// The users who are present, with grants or without.
    pub matched: u64,
    /// How many of them hold something.
    pub users: u64,
    /// The grants by role.
    pub by_role: BTreeMap<i64, u64>,
    /// Where the users are.
    pub stores: BTreeSet<UserstoreId>,
}

impl Size {
    /// How many grants there are.
    pub fn grants(&self) -> u64 {
        self.by_role.values().sum()
    }

    /// Why there is no review of it.
    pub fn refused(&self) -> ReviewError {
        ReviewError::TooMany { grants: usize::try_from(self.grants()).unwrap_or(usize::MAX), most: MOST }
    }

    /// Counts what these users hold if there is more of it than `most`; none for
    /// everyone. They must be in the order of their keys.
    pub fn above(most: usize, columns: &Columns, known: &Known, wanted: Option<&[UserId]>) -> Option<Self> {
        let is_wanted = |id| wanted.is_none_or(|wanted| wanted.binary_search(&UserId(id)).is_ok());
        let users = || columns.holders().filter(|user| !user.facts().has(Facts::GONE) && is_wanted(user.id()));
        // The same grant may come to a user in several ways; that is only looked
        // into where it matters.
        let given: HashMap<i64, usize> = known.groups().map(|group| (group, known.gives(group).count())).collect();
        let through = |group| given.get(&group).copied().unwrap_or_default();
        let most_held: usize =
            users().map(|user| user.grants().count() + user.groups().map(through).sum::<usize>()).sum();
        if most_held <= most {
            return None;
        }
        let mut numbers: HashMap<(i64, i64, &str), u32> = HashMap::new();
        let mut number = |grant| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(grant).or_insert(next)
        };
        let kinds = columns.grant_kinds();
        let by_kind: Vec<u32> = kinds.iter().map(|kind| number((kind.role, kind.scope, kind.through))).collect();
        let by_group: HashMap<i64, Vec<u32>> = known
            .groups()
            .map(|group| {
                let path = known.path(group).unwrap_or_default();
                (group, known.gives(group).map(|(role, scope)| number((role, scope, path))).collect())
            })
            .collect();
        // By grant, how many hold it, and the last of them who does, from 1.
        let (mut counts, mut last) = (vec![0_u64; numbers.len()], vec![0_u64; numbers.len()]);
        let mut size = Self::default();
        for user in users() {
            size.matched += 1;
            size.stores.insert(UserstoreId(user.userstore()));
            let through = user.groups().filter_map(|group| by_group.get(&group)).flatten().copied();
            let mut holds = false;
            for grant in user.grants().map(|kind| by_kind[kind as usize]).chain(through) {
                holds = true;
                if last[grant as usize] != size.matched {
                    last[grant as usize] = size.matched;
                    counts[grant as usize] += 1;
                }
            }
            size.users += u64::from(holds);
        }
        for ((role, _, _), number) in numbers {
            let count = counts[number as usize];
            if count > 0 {
                *size.by_role.entry(role).or_default() += count;
            }
        }
        (size.grants() > most as u64).then_some(size)
    }
}
