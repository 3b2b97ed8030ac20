//! A filter to the set of its users, and the cache of such sets.

use crate::bitmap::Bitmap;
use crate::error::ColumnsError;
use crate::order::Sort;
use crate::plan::Plan;
use crate::store::{Columns, serial};
use muster_query::ast::Clause;
use muster_query::{Clock, Filter};
use std::collections::VecDeque;
use std::sync::Arc;
use zeroize::Zeroize;

/// Asks the vault for the ids of the users for whom a clause holds; none if
/// it cannot say so at once.
pub type Known<'a> = &'a dyn Fn(&Clause) -> Option<Vec<i64>>;

/// Asks the vault whether the whole filter holds for one user.
pub type Rest<'a> = &'a dyn Fn(i64) -> bool;

/// What a filter needs beside the columns.
#[derive(Clone, Copy, Default)]
pub struct Context<'a> {
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Who takes a seat under the chosen plan; none without a plan.
    pub seat: Option<&'a Selection>,
    /// Answers clauses that columns cannot, as sets.
    pub known: Option<Known<'a>>,
    /// Answers what is left, user by user.
    pub rest: Option<Rest<'a>>,
}

/// The users for whom a filter holds, at one generation.
#[derive(Debug, Clone)]
pub struct Selection {
    pub(crate) rows: Arc<Bitmap>,
    count: usize,
    generation: u64,
    home: u64,
    /// Tells selections apart, for caches.
    pub(crate) serial: u64,
}

impl Selection {
    /// How many there are, exactly.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The generation of the columns it was made of.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }
}

/// What columns alone say of a filter: who fits for sure, and who may.
#[derive(Debug)]
pub struct Candidates {
    sure: Bitmap,
    /// Users for whom the vault must evaluate the filter, in no order.
    pub maybe: Vec<i64>,
    /// The conditions that columns cannot evaluate, in canonical text.
    pub clauses: Vec<String>,
    key: Key,
    generation: u64,
    home: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    filter: String,
    /// What the clock says, as coarsely as the filter asks.
    clock: i64,
    seat: u64,
}

impl Drop for Key {
    fn drop(&mut self) {
        // A filter can quote names.
        self.filter.zeroize();
    }
}

const SELECTIONS: usize = 16;
const LISTS: usize = 6;
/// Answers of the vault to single clauses: who edits one condition of a filter
/// does not wait for the others.
const CLAUSES: usize = 16;

/// The latest selections and ordered lists of one generation.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    selections: VecDeque<(Key, Selection)>,
    lists: VecDeque<(ListKey, Arc<Vec<u32>>)>,
    clauses: VecDeque<(Key, Arc<Bitmap>)>,
}

/// Serial of the selection, the order, serial of the seats if it is by seat.
pub(crate) type ListKey = (u64, Sort, u64);

impl Cache {
    pub(crate) fn clear(&mut self) {
        self.selections.clear();
        self.lists.clear();
        self.clauses.clear();
    }

    pub(crate) fn clause(&mut self, key: &Key) -> Option<Arc<Bitmap>> {
        latest(&mut self.clauses, |found| found == key)
    }

    pub(crate) fn keep_clause(&mut self, key: Key, rows: Arc<Bitmap>) {
        self.clauses.truncate(CLAUSES - 1);
        self.clauses.push_front((key, rows));
    }

    pub(crate) fn list(&mut self, key: &ListKey) -> Option<Arc<Vec<u32>>> {
        latest(&mut self.lists, |found| found == key)
    }

    pub(crate) fn keep_list(&mut self, key: ListKey, list: Arc<Vec<u32>>) {
        self.lists.truncate(LISTS - 1);
        self.lists.push_front((key, list));
    }
}

/// Finds an entry and moves it to the front.
fn latest<K, V: Clone>(entries: &mut VecDeque<(K, V)>, is: impl Fn(&K) -> bool) -> Option<V> {
    let place = entries.iter().position(|(key, _)| is(key))?;
    let entry = entries.remove(place)?;
    let value = entry.1.clone();
    entries.push_front(entry);
    Some(value)
}

impl Columns {
    /// The users for whom `filter` holds. The same filter asked again costs
    /// nothing until something changes.
    ///
    /// # Errors
    /// [`ColumnsError::NeedsRows`] if the filter asks for what columns do not
    /// hold and the context answers neither by sets nor user by user;
    /// [`ColumnsError::Stale`] if the seats are of another generation.
    pub fn select(&self, filter: &Filter, context: &Context<'_>) -> Result<Selection, ColumnsError> {
        if let Some(seat) = context.seat {
            self.check(seat)?;
        }
        let key = key(filter, context);
        if let Some(found) = self.cached(|cache| latest(&mut cache.selections, |found| *found == key)) {
            return Ok(found);
        }
        let candidates = self.candidates_for(filter, context, key);
        match context.rest {
            Some(rest) => {
                let fitting: Vec<i64> = candidates.maybe.iter().copied().filter(|id| rest(*id)).collect();
                self.finish(candidates, fitting)
            }
            None if candidates.maybe.is_empty() => self.finish(candidates, []),
            None => Err(ColumnsError::NeedsRows { clauses: candidates.clauses.clone() }),
        }
    }

    /// The first half of [`Columns::select`] for a caller that evaluates the
    /// rest in its own way (in batches, with progress): who fits for sure and
    /// who may. [`Columns::finish`] is the second half.
    ///
    /// # Errors
    /// [`ColumnsError::Stale`] if the seats are of another generation.
    pub fn candidates(&self, filter: &Filter, context: &Context<'_>) -> Result<Candidates, ColumnsError> {
        if let Some(seat) = context.seat {
            self.check(seat)?;
        }
        Ok(self.candidates_for(filter, context, key(filter, context)))
    }

    fn candidates_for(&self, filter: &Filter, context: &Context<'_>, key: Key) -> Candidates {
        let plan = Plan::new(filter, self, context);
        let sure = self.scan(&plan, true);
        let mut maybe = Vec::new();
        if !plan.foreign.is_empty() {
            let mut may = self.scan(&plan, false);
            for (may, sure) in may.words.iter_mut().zip(&sure.words) {
                *may &= !sure;
            }
            maybe.extend(may.rows().map(|row| self.ids[row as usize]));
        }
        Candidates { sure, maybe, clauses: plan.foreign, key, generation: self.generation(), home: self.home }
    }

    /// The selection of those who fit for sure and of `fitting`, those among
    /// [`Candidates::maybe`] for whom the filter was found to hold.
    ///
    /// # Errors
    /// [`ColumnsError::Stale`] if something changed in between.
    pub fn finish(
        &self,
        candidates: Candidates,
        fitting: impl IntoIterator<Item = i64>,
    ) -> Result<Selection, ColumnsError> {
        let Candidates { sure: mut rows, key, generation, home, .. } = candidates;
        if (generation, home) != (self.generation(), self.home) {
            return Err(ColumnsError::Stale);
        }
        fitting.into_iter().filter_map(|id| self.row_of(id)).for_each(|row| rows.set(row, true));
        let selection = self.selection(rows);
        self.cached(|cache| {
            cache.selections.truncate(SELECTIONS - 1);
            cache.selections.push_front((key, selection.clone()));
        });
        Ok(selection)
    }

    /// A selection of these rows.
    pub(crate) fn selection(&self, rows: Bitmap) -> Selection {
        Selection {
            count: rows.count(),
            rows: Arc::new(rows),
            generation: self.generation(),
            home: self.home,
            serial: serial(),
        }
    }

    /// Whether a user is in a selection. A selection of another generation
    /// has nobody in it.
    #[must_use]
    pub fn selected(&self, selection: &Selection, id: i64) -> bool {
        self.check(selection).is_ok() && self.row_of(id).is_some_and(|row| selection.rows.get(row))
    }

    /// The ids of everyone in a selection, in no order.
    ///
    /// # Errors
    /// [`ColumnsError::Stale`] if it is of another generation.
    pub fn ids(&self, selection: &Selection) -> Result<Vec<i64>, ColumnsError> {
        self.check(selection)?;
        Ok(selection.rows.rows().map(|row| self.ids[row as usize]).collect())
    }

    pub(crate) fn check(&self, selection: &Selection) -> Result<(), ColumnsError> {
        let same = selection.home == self.home && selection.generation == self.generation();
        if same { Ok(()) } else { Err(ColumnsError::Stale) }
    }
}

pub(crate) fn key(filter: &Filter, context: &Context<'_>) -> Key {
    let clock = match filter.clock() {
        Clock::Still => 0,
        Clock::Daily => context.now.div_euclid(86_400),
        Clock::Running => context.now,
    };
    Key { filter: filter.to_string(), clock, seat: context.seat.map_or(0, |seat| seat.serial) }
}
