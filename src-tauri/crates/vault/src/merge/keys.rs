//! Finding users by id, reference or username, fast enough for a million rows.
//!
//! A small import asks the indexes. A large one would read and decrypt an
//! index page for nearly every row, so after [`LARGE`] rows the keys of the
//! userstore are hashed into memory (8 bytes each) and only the user's own row
//! is read, which also confirms the match. Once most users in the vault come
//! from this very snapshot, the indexes are dropped and built again at the
//! end: sorting once is far cheaper than inserting a million times in random
//! order. All of it is inside the transaction, so a rollback undoes it.

use crate::Result;
use muster_model::fold::fold_case;
use rusqlite::Connection;
use std::hash::{BuildHasher, RandomState};

/// Rows after which an import counts as large.
const LARGE: u64 = 20_000;
/// Keys in memory above which the indexes are asked again, so that memory
/// stays bounded: three tables of at most 32 MiB.
const MOST: usize = 3_000_000;

/// By what a user is found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Key {
    SourceId,
    Reference,
    Username,
}

/// Hashes and the rows they stand for; open addressing, row 0 is a free slot.
#[derive(Debug, Default)]
struct KeyTable {
    slots: Vec<(u32, u32)>,
    len: usize,
}

impl KeyTable {
    fn insert(&mut self, hash: u64, row: u32) {
        if (self.len + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let tag = (hash >> 32) as u32;
        let mask = self.slots.len() - 1;
        let mut at = Self::start(hash, mask);
        while self.slots[at].1 != 0 {
            if self.slots[at] == (tag, row) {
                return;
            }
            at = (at + 1) & mask;
        }
        self.slots[at] = (tag, row);
        self.len += 1;
    }

    /// Where to begin: from the tag, so that growing needs no hash.
    fn start(hash: u64, mask: usize) -> usize {
        let tag = hash >> 32;
        ((tag.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) as usize) & mask
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1024);
        let old = std::mem::replace(&mut self.slots, vec![(0, 0); size]);
        let mask = size - 1;
        for (tag, row) in old.into_iter().filter(|slot| slot.1 != 0) {
            let mut at = Self::start(u64::from(tag) << 32, mask);
            while self.slots[at].1 != 0 {
                at = (at + 1) & mask;
            }
            self.slots[at] = (tag, row);
        }
    }

    fn find(&self, hash: u64) -> Vec<i64> {
        let mut rows = Vec::new();
        if self.slots.is_empty() {
            return rows;
        }
        let tag = (hash >> 32) as u32;
        let mask = self.slots.len() - 1;
        let mut at = Self::start(hash, mask);
        while self.slots[at].1 != 0 {
            if self.slots[at].0 == tag {
                rows.push(i64::from(self.slots[at].1));
            }
            at = (at + 1) & mask;
        }
        rows
    }
}

#[derive(Debug, Default)]
struct Tables {
    source_id: KeyTable,
    reference: KeyTable,
    username: KeyTable,
    hasher: RandomState,
}

impl Tables {
    fn of(&mut self, key: Key) -> &mut KeyTable {
        match key {
            Key::SourceId => &mut self.source_id,
            Key::Reference => &mut self.reference,
            Key::Username => &mut self.username,
        }
    }

    /// Adds a key; answers false for a row whose number is too large.
    fn add(&mut self, key: Key, text: &str, row: i64) -> bool {
        let Ok(row) = u32::try_from(row) else { return false };
        let hash = self.hasher.hash_one(text);
        self.of(key).insert(hash, row);
        true
    }

    fn len(&self) -> usize {
        self.source_id.len.max(self.reference.len).max(self.username.len)
    }
}

/// The keys of one userstore's users.
#[derive(Debug)]
pub(super) struct Keys {
    userstore: i64,
    /// Users in the whole vault when the snapshot began.
    before: u64,
    rows: u64,
    created: u64,
    tables: Option<Tables>,
    /// The indexes' own SQL, while they are dropped.
    dropped: Vec<String>,
    large: u64,
    most: usize,
}

impl Keys {
    pub(super) fn new(userstore: i64, before: u64) -> Self {
        let (large, most) = (LARGE, MOST);
        Self { userstore, before, rows: 0, created: 0, tables: None, dropped: Vec::new(), large, most }
    }

    /// Takes note of a row to come, and changes its ways when there are many.
    pub(super) fn next_row(&mut self, conn: &Connection) -> Result<()> {
        self.rows += 1;
        if self.rows == self.large {
            self.load(conn)?;
        }
        if !self.rows.is_multiple_of(1024) && self.rows != self.large {
            return Ok(());
        }
        match &self.tables {
            Some(tables) if tables.len() > self.most => {
                self.tables = None;
                self.restore(conn)
            }
            Some(_) if self.dropped.is_empty() && self.created >= self.large / 2 && self.created > self.before => {
                self.drop_indexes(conn)
            }
            _ => Ok(()),
        }
    }

    fn load(&mut self, conn: &Connection) -> Result<()> {
        let mut tables = Tables::default();
        let mut statement = conn
            .prepare("SELECT id, source_id, reference, username_key FROM user WHERE userstore_id = ?1 ORDER BY id")?;
        let mut rows = statement.query([self.userstore])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let mut fits = true;
            for (column, key) in [(1, Key::SourceId), (2, Key::Reference), (3, Key::Username)] {
                if let Some(text) = row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)? {
                    fits &= tables.add(key, text, id);
                }
            }
            if !fits || tables.len() > self.most {
                return Ok(());
            }
        }
        self.tables = Some(tables);
        Ok(())
    }

    fn drop_indexes(&mut self, conn: &Connection) -> Result<()> {
        let mut statement = conn.prepare(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'user' AND sql IS NOT NULL",
        )?;
        let indexes: Vec<(String, String)> =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        drop(statement);
        for (name, sql) in indexes {
            conn.execute_batch(&format!("DROP INDEX \"{name}\""))?;
            self.dropped.push(sql);
        }
        Ok(())
    }

    /// Builds the indexes again, if they were dropped.
    pub(super) fn restore(&mut self, conn: &Connection) -> Result<()> {
        for sql in std::mem::take(&mut self.dropped) {
            conn.execute_batch(&sql)?;
        }
        Ok(())
    }

    /// Users that may have this key; the caller looks at each to make sure.
    pub(super) fn find(&mut self, conn: &Connection, key: Key, text: &str) -> Result<Vec<i64>> {
        if let Some(tables) = &mut self.tables {
            let hash = tables.hasher.hash_one(text);
            return Ok(tables.of(key).find(hash));
        }
        let mut statement = conn.prepare_cached(match key {
            Key::SourceId => "SELECT id FROM user WHERE userstore_id = ?1 AND source_id = ?2",
            Key::Reference => "SELECT id FROM user WHERE userstore_id = ?1 AND reference = ?2",
            Key::Username => "SELECT id FROM user WHERE userstore_id = ?1 AND username_key = ?2",
        })?;
        Ok(statement.query_map((self.userstore, text), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Takes note of a new user.
    pub(super) fn created(&mut self) {
        self.created += 1;
    }

    /// Takes note of a key a user now has. Keys it had before stay in memory:
    /// whoever finds the user by one sees that it no longer fits.
    pub(super) fn add(&mut self, conn: &Connection, key: Key, text: &str, row: i64) -> Result<()> {
        if let Some(tables) = &mut self.tables
            && !tables.add(key, text, row)
        {
            self.tables = None;
            self.restore(conn)?;
        }
        Ok(())
    }

    /// The same, with lower limits, for tests.
    #[cfg(test)]
    pub(super) fn limits(&mut self, large: u64, most: usize) {
        (self.large, self.most) = (large, most);
    }

    #[cfg(test)]
    pub(super) fn state(&self) -> (bool, bool) {
        (self.tables.is_some(), !self.dropped.is_empty())
    }
}

/// A username as it is matched.
pub(super) fn username_key(username: &str) -> String {
    fold_case(username)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    proptest::proptest! {
        #[test]
        fn every_row_is_found_by_its_hash(rows in proptest::collection::vec((0_u64..2000, 1_u32..50), 0..3000)) {
            let (mut table, mut model) = (KeyTable::default(), HashMap::<u64, Vec<i64>>::new());
            for (seed, row) in rows {
                let hash = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
                table.insert(hash, row);
                let known = model.entry(hash).or_default();
                if !known.contains(&i64::from(row)) {
                    known.push(i64::from(row));
                }
            }
            for (hash, rows) in model {
                let found = table.find(hash);
                proptest::prop_assert!(rows.iter().all(|row| found.contains(row)));
            }
            proptest::prop_assert!(table.find(u64::MAX / 3).len() < 2);
        }
    }
}
