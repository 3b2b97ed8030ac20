//! The columns themselves: built at unlock, changed user by user, wiped on lock.

use crate::access::{Access, GroupEntry, RoleEntry};
use crate::bitmap::Bitmap;
use crate::lists::Lists;
use crate::names::Names;
use crate::order::{Orders, Sort, move_row};
use crate::row::Row;
use crate::select::Cache;
use crate::text::Texts;
use crate::times::Times;
use crate::values::Kept;
use muster_model::Scope;
use muster_model::seen::SeenStatus;
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
#[derive(Default)]
pub struct Columns {
    pub(crate) ids: Vec<i64>,
    pub(crate) userstore: Vec<u32>,
    pub(crate) state: Vec<u8>,
    pub(crate) kind: Vec<u8>,
    pub(crate) facts: Vec<u16>,
    pub(crate) level: Vec<i16>,
    pub(crate) role: Vec<u32>,
    pub(crate) seen: Vec<u8>,
    pub(crate) seen_at: Times,
    pub(crate) created: Times,
    pub(crate) expires: Times,
    pub(crate) texts: Texts,
    /// Sorts of grants each user holds.
    pub(crate) grants: Lists,
    /// Groups each user is directly in.
    pub(crate) groups: Lists,
    pub(crate) access: Access,
    pub(crate) alive: Bitmap,
    /// Live rows by id.
    pub(crate) by_id: Vec<u32>,
    pub(crate) orders: Orders,
    pub(crate) userstores: Names,
    pub(crate) roles: Names,
    pub(crate) generation: u64,
    /// Which set of columns this is; rows of another mean nothing here.
    pub(crate) home: u64,
    cache: Mutex<Cache>,
    kept: Mutex<Kept>,
}

impl Columns {
    pub(crate) fn reserve(&mut self, rows: usize) {
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
    pub(crate) fn append(&mut self, row: &Row<'_>) -> u32 {
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
        let (access, roles) = (&mut self.access, &mut self.roles);
        self.grants.push(row.grants.iter().map(|grant| access.kind(roles, grant, &grant.through)));
        self.groups.push(row.groups.iter().map(|group| access.group(*group)));
        self.alive.set(number, true);
        number
    }

    /// Whether a row's names, grants and groups are those of `row`.
    pub(crate) fn stands(&mut self, at: u32, row: &Row<'_>) -> bool {
        if !self.texts.are(at, row.username, row.name_order, row.email) {
            return false;
        }
        let (access, roles) = (&mut self.access, &mut self.roles);
        let grants = row.grants.iter().map(|grant| access.kind(roles, grant, &grant.through));
        if !self.grants.get(at).iter().eq(grants) {
            return false;
        }
        self.groups.get(at).iter().eq(row.groups.iter().map(|group| access.group(*group)))
    }

    /// Writes a row in place of one whose names, grants and groups it has.
    pub(crate) fn overwrite(&mut self, at: u32, row: &Row<'_>) {
        let at = at as usize;
        let time = |at: Option<i64>| at.map_or(NONE, |at| at.max(crate::radix::MARKS));
        self.userstore[at] = self.userstores.code(row.userstore);
        self.state[at] = row.state.number();
        self.kind[at] = row.kind.number();
        self.facts[at] = row.facts.0;
        self.level[at] = row.level.map_or(NO_LEVEL, i16::from);
        self.role[at] = row.top_role.map_or(0, |role| self.roles.code(role) + 1);
        self.seen[at] = row.seen.number();
        self.seen_at.set(at, if row.seen == SeenStatus::Seen { time(row.seen_at) } else { NONE });
        self.created.set(at, time(row.created_at));
        self.expires.set(at, time(row.expires_at));
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

    /// Says which roles and groups there are, in place of those known. Without,
    /// conditions on grants and groups find nobody.
    pub fn set_access(&mut self, roles: &[RoleEntry], groups: &[GroupEntry]) {
        for role in roles {
            self.roles.name(role.id, &role.name);
        }
        self.access.set(&mut self.roles, roles, groups);
        self.touch();
    }

    /// Says what a scope is. Conditions on scopes know only those given here.
    pub fn name_scope(&mut self, id: i64, scope: &Scope) {
        self.access.name_scope(id, scope);
        self.touch();
    }

    /// Muster's keys of scopes that users or groups hold roles on and that
    /// [`Columns::name_scope`] was not told of yet.
    #[must_use]
    pub fn unnamed_scopes(&self) -> Vec<i64> {
        self.access.unnamed_scopes()
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
        if let Some(row) = new.or(old) {
            let id = self.ids[row as usize];
            self.note_values(id);
        }
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

    pub(crate) fn cached<T>(&self, with: impl FnOnce(&mut Cache) -> T) -> T {
        with(&mut self.cache.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes note that what is kept of a user's values may differ by now.
    pub(crate) fn note_values(&mut self, id: i64) {
        self.kept.get_mut().unwrap_or_else(PoisonError::into_inner).note(id);
    }

    pub(crate) fn kept<T>(&self, with: impl FnOnce(&mut Kept) -> T) -> T {
        with(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Bytes held, without what is cached.
    #[must_use]
    pub fn memory(&self) -> usize {
        let rows = 8 * self.ids.capacity()
            + 4 * (self.userstore.capacity() + self.role.capacity() + self.by_id.capacity())
            + 2 * (self.facts.capacity() + self.level.capacity())
            + self.state.capacity()
            + self.kind.capacity()
            + self.seen.capacity()
            + self.alive.words.capacity() * 8;
        let times = self.seen_at.memory() + self.created.memory() + self.expires.memory();
        let held = self.grants.memory() + self.groups.memory() + self.access.memory();
        rows + times + held + self.texts.memory() + self.orders.memory() + self.kept(|kept| kept.memory())
    }

    /// Forgets every user and overwrites what was kept of them.
    pub fn wipe(&mut self) {
        self.cache.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.kept.get_mut().unwrap_or_else(PoisonError::into_inner).forget();
        self.texts.wipe();
        self.orders.wipe();
        self.grants.wipe();
        self.groups.wipe();
        self.access.wipe();
        self.ids.zeroize();
        for column in [&mut self.seen_at, &mut self.created, &mut self.expires] {
            column.wipe();
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
            names.wipe();
        }
        self.generation += 1;
        self.home = serial();
    }
}

/// Says how many users there are, never who.
impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Columns")
            .field("users", &self.len())
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

impl Drop for Columns {
    fn drop(&mut self) {
        self.wipe();
    }
}
