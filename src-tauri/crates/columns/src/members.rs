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

/// Rows counted as one piece of work.
const PIECE: usize = 8_192;

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
        let count = |row: u32, counts: &mut [u64], seen: &mut Vec<u32>| {
            seen.clear();
            let held = self.grants.get(row).iter().map(|kind| self.access.kinds.list[*kind as usize].role);
            let by_groups = self.groups.get(row).iter().flat_map(|group| &given[*group as usize]).copied();
            let top = self.role[row as usize].checked_sub(1);
            for role in held.chain(by_groups).chain(top) {
                if !seen.contains(&role) {
                    seen.push(role);
                    counts[role as usize] += 1;
                }
            }
        };
        self.counted(self.roles.keys.len(), &self.roles.keys, count)
    }

    /// How many users are directly in each group. By Muster's keys, in no
    /// order; groups nobody is in are left out.
    #[must_use]
    pub fn users_by_group(&self) -> Vec<(i64, u64)> {
        let count = |row: u32, counts: &mut [u64], _: &mut Vec<u32>| {
            self.groups.get(row).iter().for_each(|group| counts[*group as usize] += 1);
        };
        self.counted(self.access.groups.len(), &self.access.group_keys, count)
    }

    fn counted(
        &self,
        numbers: usize,
        keys: &[i64],
        count: impl Fn(u32, &mut [u64], &mut Vec<u32>) + Sync,
    ) -> Vec<(i64, u64)> {
        let none = || vec![0_u64; numbers];
        let piece = |rows: &[u32]| {
            let (mut counts, mut seen) = (none(), Vec::new());
            rows.iter().for_each(|row| count(*row, &mut counts, &mut seen));
            counts
        };
        let plus = |mut all: Vec<u64>, other: Vec<u64>| {
            all.iter_mut().zip(other).for_each(|(all, other)| *all += other);
            all
        };
        let counts = self.by_id.par_chunks(PIECE.max(self.by_id.len() / 16)).map(piece).reduce(none, plus);
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
