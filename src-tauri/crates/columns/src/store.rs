//! The columns themselves: built at unlock, changed user by user, wiped on lock.

use crate::bitmap::Bitmap;
use crate::order::{Orders, Sort, move_row};
use crate::row::Row;
use crate::select::Cache;
use crate::text::Texts;
use muster_model::fold::fold;
use muster_model::seen::SeenStatus;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroize;

/// A time that is not known.
pub(crate) const NONE: i64 = i64::MIN;
/// A level that is not known.
pub(crate) const NO_LEVEL: i16 = -1;

/// Numbers for sets of columns and for selections, so that none is mistaken
/// for another.
static SERIAL: AtomicU64 = AtomicU64::new(1);

pub(crate) fn serial() -> u64 {
    SERIAL.fetch_add(1, Relaxed)
}

/// Every user, column by column. A changed user is written anew at the end
/// and its old row is left dead; [`Columns::compacted`] takes dead rows away.
///
/// Text is wiped when this is dropped.
#[derive(Debug, Default)]
pub struct Columns {
    pub(crate) ids: Vec<i64>,
    pub(crate) userstore: Vec<u32>,
    pub(crate) state: Vec<u8>,
    pub(crate) kind: Vec<u8>,
    pub(crate) facts: Vec<u16>,
    pub(crate) level: Vec<i16>,
    pub(crate) role: Vec<u32>,
    pub(crate) seen: Vec<u8>,
    pub(crate) seen_at: Vec<i64>,
    pub(crate) created: Vec<i64>,
    pub(crate) expires: Vec<i64>,
    pub(crate) texts: Texts,
    pub(crate) alive: Bitmap,
    /// Live rows by id.
    by_id: Vec<u32>,
    pub(crate) orders: Orders,
    pub(crate) userstores: Names,
    pub(crate) roles: Names,
    generation: u64,
    /// Which set of columns this is; rows of another mean nothing here.
    pub(crate) home: u64,
    cache: Mutex<Cache>,
}

/// Keys of the vault numbered from 0, and what they are called.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) keys: Vec<i64>,
    pub(crate) names: Vec<Option<String>>,
    /// Each name folded: what orders.
    folded: Vec<String>,
    ranks: Vec<u32>,
    codes: HashMap<i64, u32>,
}

impl Names {
    /// The number of a key.
    fn code(&mut self, key: i64) -> u32 {
        *self.codes.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.names.push(None);
            self.folded.push(String::new());
            self.ranks.push(0);
            u32::try_from(self.keys.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn name(&mut self, key: i64, name: &str) {
        let code = self.code(key) as usize;
        self.names[code] = Some(name.to_owned());
        self.folded[code] = fold(name);
        // Equal names have equal ranks, so that a cursor's name places them too.
        let mut distinct: Vec<&String> = self.folded.iter().collect();
        distinct.sort();
        distinct.dedup();
        // Those without a name have the rank 0.
        let rank = |name: &String| match name.as_str() {
            "" => 0,
            _ => u32::try_from(distinct.partition_point(|other| *other < name) + 1).unwrap_or(u32::MAX),
        };
        self.ranks = self.folded.iter().map(rank).collect();
    }

    /// Its name, folded; empty if none was given.
    pub(crate) fn folded(&self, code: u32) -> &str {
        &self.folded[code as usize]
    }

    /// Where it stands among all, by name.
    pub(crate) fn rank(&self, code: u32) -> u32 {
        self.ranks[code as usize]
    }
}

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
        // Room to insert users without copying everything.
        columns.orders.name.reserve(by_id.len() / 64 + 64);
        by_id.reserve(columns.orders.name.len() / 64 + 64);
        columns.by_id = by_id;
        columns
    }
}

impl Columns {
    fn reserve(&mut self, rows: usize) {
        self.ids.reserve(rows);
        self.userstore.reserve(rows);
        self.state.reserve(rows);
        self.kind.reserve(rows);
        self.facts.reserve(rows);
        self.level.reserve(rows);
        self.role.reserve(rows);
        self.seen.reserve(rows);
        self.seen_at.reserve(rows);
        self.created.reserve(rows);
        self.expires.reserve(rows);
        self.alive.words.reserve(rows / 64 + 1);
    }

    /// Writes a row at the end; it is alive, but in no list yet.
    fn append(&mut self, row: &Row<'_>) -> u32 {
        let number = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let time = |at: Option<i64>| at.map_or(NONE, |at| at.max(crate::radix::MARKS));
        self.ids.push(row.id);
        let userstore = self.userstores.code(row.userstore);
        self.userstore.push(userstore);
        self.state.push(row.state.number());
        self.kind.push(row.kind.number());
        self.facts.push(row.facts.0);
        self.level.push(row.level.map_or(NO_LEVEL, i16::from));
        // 0 is no role.
        let role = row.top_role.map_or(0, |role| self.roles.code(role) + 1);
        self.role.push(role);
        self.seen.push(row.seen.number());
        self.seen_at.push(if row.seen == SeenStatus::Seen { time(row.seen_at) } else { NONE });
        self.created.push(time(row.created_at));
        self.expires.push(time(row.expires_at));
        self.texts.push(row.username, row.name_order, row.email);
        self.alive.set(number, true);
        number
    }

    /// How many users there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is no user.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Rises with every change.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Empties the caches of selections and ordered lists; nothing else changes.
    pub fn forget(&self) {
        self.cached(Cache::clear);
    }

    /// Takes note that something changed which columns do not hold but filters
    /// ask for, such as a grant: what was selected before is forgotten.
    pub fn touch(&mut self) {
        self.generation += 1;
        self.cache.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Says what a userstore is called. Filters and orders by userstore know
    /// only domains given here.
    pub fn name_userstore(&mut self, id: i64, domain: &str) {
        self.userstores.name(id, domain);
        self.orders.forget(Sort::Userstore);
        self.touch();
    }

    /// Says what a role is called. Filters by highest role know only names
    /// given here.
    pub fn name_role(&mut self, id: i64, name: &str) {
        self.roles.name(id, name);
        self.touch();
    }

    /// Adds a user, or writes anew the one with this id.
    pub fn upsert(&mut self, row: &Row<'_>) {
        let old = self.row_of(row.id);
        let known = self.userstores.keys.len();
        let new = self.append(row);
        self.texts.note_letters_of_last();
        if self.userstores.keys.len() > known {
            self.orders.forget(Sort::Userstore);
        }
        self.change(old, Some(new));
    }

    /// Takes a user out, if there is one with this id; says whether there was.
    pub fn remove(&mut self, id: i64) -> bool {
        let old = self.row_of(id);
        if old.is_some() {
            self.change(old, None);
        }
        old.is_some()
    }

    fn change(&mut self, old: Option<u32>, new: Option<u32>) {
        // The old row stays readable, so its places can still be found.
        let mut orders = std::mem::take(&mut self.orders);
        orders.replace(self, old, new);
        self.orders = orders;
        let mut by_id = std::mem::take(&mut self.by_id);
        move_row(&mut by_id, old, new, |a, b| self.ids[a as usize].cmp(&self.ids[b as usize]));
        self.by_id = by_id;
        if let Some(old) = old {
            self.alive.set(old, false);
        }
        self.touch();
    }

    /// The live row of a user.
    pub(crate) fn row_of(&self, id: i64) -> Option<u32> {
        let place = self.by_id.partition_point(|row| self.ids[*row as usize] < id);
        self.by_id.get(place).copied().filter(|row| self.ids[*row as usize] == id)
    }

    /// Whether there is a user with this id.
    #[must_use]
    pub fn holds(&self, id: i64) -> bool {
        self.row_of(id).is_some()
    }

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
        for row in self.by_id.iter().copied() {
            self.copy_row(row, &mut builder.columns);
        }
        for (from, to) in [(&self.userstores, true), (&self.roles, false)] {
            for (key, name) in from.keys.iter().zip(&from.names) {
                match name {
                    Some(name) if to => builder.columns.userstores.name(*key, name),
                    Some(name) => builder.columns.roles.name(*key, name),
                    None => {}
                }
            }
        }
        let mut columns = builder.build();
        columns.generation = self.generation + 1;
        columns
    }

    fn copy_row(&self, row: u32, to: &mut Self) {
        let at = row as usize;
        let userstore = to.userstores.code(self.userstores.keys[self.userstore[at] as usize]);
        let role = self.role[at].checked_sub(1).map_or(0, |code| to.roles.code(self.roles.keys[code as usize]) + 1);
        let number = u32::try_from(to.ids.len()).unwrap_or(u32::MAX);
        to.ids.push(self.ids[at]);
        to.userstore.push(userstore);
        to.state.push(self.state[at]);
        to.kind.push(self.kind[at]);
        to.facts.push(self.facts[at]);
        to.level.push(self.level[at]);
        to.role.push(role);
        to.seen.push(self.seen[at]);
        to.seen_at.push(self.seen_at[at]);
        to.created.push(self.created[at]);
        to.expires.push(self.expires[at]);
        to.texts.copy(&self.texts, row);
        to.alive.set(number, true);
    }

    pub(crate) fn cached<T>(&self, with: impl FnOnce(&mut Cache) -> T) -> T {
        with(&mut self.cache.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Bytes held, without what is cached.
    #[must_use]
    pub fn memory(&self) -> usize {
        let rows = 8
            * (self.ids.capacity() + self.seen_at.capacity() + self.created.capacity() + self.expires.capacity())
            + 4 * (self.userstore.capacity() + self.role.capacity() + self.by_id.capacity())
            + 2 * (self.facts.capacity() + self.level.capacity())
            + self.state.capacity()
            + self.kind.capacity()
            + self.seen.capacity()
            + self.alive.words.capacity() * 8;
        rows + self.texts.memory() + self.orders.memory()
    }

    /// Forgets every user and overwrites what was kept of them.
    pub fn wipe(&mut self) {
        self.cache.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.texts.wipe();
        self.orders.wipe();
        for column in [&mut self.ids, &mut self.seen_at, &mut self.created, &mut self.expires] {
            column.zeroize();
        }
        for column in [&mut self.userstore, &mut self.role, &mut self.by_id] {
            column.zeroize();
        }
        for column in [&mut self.state, &mut self.kind, &mut self.seen] {
            column.zeroize();
        }
        self.facts.zeroize();
        self.level.zeroize();
        self.alive.words.zeroize();
        for names in [&mut self.userstores, &mut self.roles] {
            names.names.iter_mut().flatten().for_each(Zeroize::zeroize);
            names.folded.zeroize();
            *names = Names::default();
        }
        self.generation += 1;
        self.home = serial();
    }
}

impl Drop for Columns {
    fn drop(&mut self) {
        self.wipe();
    }
}
