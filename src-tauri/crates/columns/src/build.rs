//! Columns from rows, and columns without their dead rows.

use crate::order::Sort;
use crate::radix::spare;
use crate::row::Row;
use crate::store::{Columns, serial};
use rayon::prelude::*;

/// Columns being built.
#[derive(Debug, Default)]
pub struct Builder {
    columns: Columns,
}

impl Builder {
    /// Room for this many users, and some to change later.
    #[must_use]
    pub fn with_capacity(users: usize) -> Self {
        let mut columns = Columns::default();
        columns.reserve(users + users / 32 + 1_024);
        Self { columns }
    }

    /// Adds a user. Of several with one id, the last counts.
    pub fn push(&mut self, row: &Row<'_>) {
        self.columns.append(row);
    }

    /// How many were added.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.ids.len()
    }

    /// Whether none was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.ids.is_empty()
    }

    /// Orders the users by name and by id.
    #[must_use]
    pub fn build(self) -> Columns {
        let mut columns = self.columns;
        columns.home = serial();
        columns.texts.note_letters();
        let rows = u32::try_from(columns.ids.len()).unwrap_or(u32::MAX);
        let mut by_id: Vec<u32> = (0..rows).collect();
        let ids = &columns.ids;
        if !ids.is_sorted_by(|a, b| a < b) {
            by_id.par_sort_unstable_by_key(|row| (ids[*row as usize], *row));
            let mut kept: Vec<u32> = Vec::with_capacity(by_id.capacity());
            for row in by_id {
                match kept.last_mut() {
                    Some(last) if ids[*last as usize] == ids[row as usize] => {
                        columns.alive.set(*last, false);
                        *last = row;
                    }
                    _ => kept.push(row),
                }
            }
            by_id = kept;
        }
        columns.orders.name = columns.sorted_by_text(&by_id, Sort::DisplayName);
        by_id.reserve_exact(spare(by_id.len()));
        columns.by_id = by_id;
        columns
    }
}

impl Columns {
    /// Whether so many rows are dead (over a tenth) that columns should be
    /// made anew, by [`Columns::compacted`] or from the vault.
    #[must_use]
    pub fn should_compact(&self) -> bool {
        let dead = self.ids.len() - self.by_id.len();
        dead > 1_024 && dead > self.ids.len() / 10
    }

    /// The same users without dead rows. Selections of these columns are
    /// stale there; the generation goes on rising.
    #[must_use]
    pub fn compacted(&self) -> Self {
        let mut builder = Builder::with_capacity(self.len());
        let columns = &mut builder.columns;
        // Rows are copied with the numbers they have.
        columns.userstores = self.userstores.clone();
        columns.roles = self.roles.clone();
        columns.access = self.access.clone();
        for row in self.by_id.iter().copied() {
            self.copy_row(row, columns);
        }
        let mut columns = builder.build();
        columns.generation = self.generation + 1;
        // Kept by id, so they are as good for the new rows.
        self.kept(|kept| columns.kept(|new| std::mem::swap(kept, new)));
        columns
    }

    fn copy_row(&self, row: u32, to: &mut Self) {
        let at = row as usize;
        let number = u32::try_from(to.ids.len()).unwrap_or(u32::MAX);
        to.ids.push(self.ids[at]);
        to.userstore.push(self.userstore[at]);
        to.state.push(self.state[at]);
        to.kind.push(self.kind[at]);
        to.facts.push(self.facts[at]);
        to.level.push(self.level[at]);
        to.role.push(self.role[at]);
        to.seen.push(self.seen[at]);
        to.seen_at.push(self.seen_at.get(at));
        to.created.push(self.created.get(at));
        to.expires.push(self.expires.get(at));
        to.texts.copy(&self.texts, row);
        to.grants.push(self.grants.get(row).iter());
        to.groups.push(self.groups.get(row).iter());
        to.alive.set(number, true);
    }
}
