//! Who is in groups, and how many hold which role and are in which group.

use crate::bitmap::Bitmap;
use crate::held;
use crate::plan::Plan;
use crate::plan::Step;
use crate::select::Selection;
use crate::store::Columns;
use muster_query::ast::Expr;
use rayon::prelude::*;
use std::collections::HashSet;

/// Rows counted as one piece of work; a multiple of 64.
const PIECE: usize = 8_192;

/// How many users are what, by number.
struct Tally {
    users: Vec<u64>,
    /// The last row counted for each, so that none counts twice.
    last: Vec<u32>,
}

impl Tally {
    fn new(numbers: usize) -> Self {
        Self { users: vec![0; numbers], last: vec![u32::MAX; numbers] }
    }

    fn once(&mut self, row: u32, number: u32) {
        let number = number as usize;
        self.users[number] += u64::from(self.last[number] != row);
        self.last[number] = row;
    }
}

impl Columns {
    /// Everyone who is directly in one of these groups (Muster's keys).
    #[must_use]
    pub fn members(&self, groups: &[i64]) -> Selection {
        let step = Step::Held(Box::new(held::members(self, groups)));
        let plan = Plan { expr: Some(Expr::Is(step)), foreign: Vec::new() };
        let rows: Bitmap = self.scan(&plan, true);
        self.selection(rows)
    }

    /// How many users hold each role, directly, through a group, or as the
    /// highest role that the instance reports: those whom `roles.value eq`
    /// finds. By Muster's keys, in no order; roles nobody holds are left out.
    #[must_use]
    pub fn users_by_role(&self) -> Vec<(i64, u64)> {
        let given = self.roles_by_group();
        let of_kind: Vec<u32> = self.access.kinds.list.iter().map(|kind| kind.role).collect();
        let count = |row: u32, tally: &mut Tally| {
            self.grants.get(row).iter().for_each(|kind| tally.once(row, of_kind[kind as usize]));
            for group in self.groups.get(row).iter() {
                given[group as usize].iter().for_each(|role| tally.once(row, *role));
            }
            self.role[row as usize].checked_sub(1).into_iter().for_each(|role| tally.once(row, role));
        };
        self.counted(&self.roles.keys, count)
    }

    /// How many users are directly in each group. By Muster's keys, in no
    /// order; groups nobody is in are left out.
    #[must_use]
    pub fn users_by_group(&self) -> Vec<(i64, u64)> {
        let count = |row: u32, tally: &mut Tally| {
            self.groups.get(row).iter().for_each(|group| tally.once(row, group));
        };
        self.counted(&self.access.group_keys, count)
    }

    fn counted(&self, keys: &[i64], count: impl Fn(u32, &mut Tally) + Sync) -> Vec<(i64, u64)> {
        let piece = |mut tally: Tally, first: u32| {
            let words = &self.alive.words[first as usize / 64..];
            for (start, word) in (first..).step_by(64).zip(words).take(PIECE / 64) {
                let mut left = *word;
                while left != 0 {
                    count(start + left.trailing_zeros(), &mut tally);
                    left &= left - 1;
                }
            }
            tally
        };
        let plus = |mut all: Vec<u64>, other: Tally| {
            all.iter_mut().zip(other.users).for_each(|(all, other)| *all += other);
            all
        };
        let firsts = 0..self.alive.words.len().div_ceil(PIECE / 64);
        let counts = firsts
            .into_par_iter()
            .map(|piece| u32::try_from(piece * PIECE).unwrap_or(u32::MAX))
            .fold(|| Tally::new(keys.len()), piece)
            .collect_vec_list();
        let counts = counts.into_iter().flatten().fold(vec![0; keys.len()], plus);
        keys.iter().copied().zip(counts).filter(|(_, count)| *count > 0).collect()
    }

    /// Roles that each group gives, by itself and by the groups it is in.
    fn roles_by_group(&self) -> Vec<Vec<u32>> {
        let groups = &self.access.groups;
        let mut given: Vec<Vec<u32>> = vec![Vec::new(); groups.len()];
        for (code, group) in groups.iter().enumerate() {
            let Some(group) = group.as_ref().filter(|group| !group.gives.is_empty()) else { continue };
            let roles: HashSet<u32> =
                group.gives.iter().map(|kind| self.access.kinds.list[*kind as usize].role).collect();
            let mut seen = HashSet::from([code]);
            let mut left = vec![code];
            while let Some(code) = left.pop() {
                let known = &mut given[code];
                known.extend(roles.iter().filter(|role| !known.contains(role)).copied().collect::<Vec<_>>());
                let children = groups[code].iter().flat_map(|group| &group.children);
                left.extend(children.map(|child| *child as usize).filter(|child| seen.insert(*child)));
            }
        }
        given
    }
}
