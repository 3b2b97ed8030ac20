//! A snapshot that comes late: one that was taken before others of its
//! userstore that are in the vault already. It falls into place, and today's
//! users stay as they are.
//!
//! Within the transaction the userstore is taken back to the snapshot's time
//! ([`rewind`]) and the snapshot is merged there as any other, so that it is
//! matched, counted and noted by the same rules. What it brought about is
//! gathered ([`found`]), everything is put back as it was (a savepoint), and
//! only then written where it belongs ([`settle`]):
//!
//! | what the snapshot brought | where it goes |
//! | --- | --- |
//! | a difference of a user | a version at its time, and the way back where the user was heard of next ([`splice`]) |
//! | a user first seen later | its beginning moves to the snapshot ([`begin`]) |
//! | a user nobody else listed | it was there until the next snapshot that listed everyone ([`begin`]) |
//! | a user it no longer lists | gone from its time until heard of next |
//! | a sign of life | what is known from its time on may get better ([`signs`]) |
//!
//! `docs/snapshots.md` says what of this is exact and what is not.

mod begin;
mod content;
mod found;
mod names;
mod rewind;
mod settle;
mod signs;
mod splice;
#[cfg(test)]
mod tests;
mod words;

use super::idset::IdSet;
use super::seen::SeenRow;
use crate::Result;
use muster_model::{LastSeen, UserstoreId};
use rusqlite::Connection;
use std::collections::HashMap;

pub(super) use found::Found;
use names::Names;
use rewind::Rewound;
pub(super) use settle::settle;

/// The origin of a grant that is put back and of which nobody knows who told
/// it: it goes to the first who lists the user's grants.
pub(super) const ORPHAN: &str = "*";

/// A late snapshot on its way.
#[derive(Debug)]
pub(super) struct Late {
    /// When it was taken.
    at: i64,
    store: UserstoreId,
    /// Users who were not known by then, and the userstore they are put aside in.
    hidden: IdSet,
    aside: UserstoreId,
    /// Users who are gone today.
    gone_now: IdSet,
    /// The last keys of what is only named.
    last: [i64; 3],
    /// Signs of life that were told, and what is known with them.
    told: Vec<(i64, LastSeen)>,
    known: HashMap<i64, SeenRow>,
}

impl Late {
    /// Takes a userstore back. Until [`Self::put_back`] the vault shows the past.
    pub fn begin(conn: &Connection, store: UserstoreId, at: i64) -> Result<Self> {
        conn.execute_batch("SAVEPOINT late_snapshot")?;
        let Rewound { hidden, aside, gone_now } = rewind::rewind(conn, store, at)?;
        let last = Names::last(conn)?;
        Ok(Self { at, store, hidden, aside, gone_now, last, told: Vec::new(), known: HashMap::new() })
    }

    /// Puts everything back as it was.
    pub fn put_back(conn: &Connection) -> Result<()> {
        Ok(conn.execute_batch("ROLLBACK TO late_snapshot; RELEASE late_snapshot")?)
    }

    /// What was known of a user's last sign of life at the snapshot's time,
    /// with what the snapshot told so far. `now` is what is known today.
    pub fn known(&self, conn: &Connection, user: i64, now: Option<SeenRow>) -> Result<Option<SeenRow>> {
        match self.known.get(&user) {
            Some(row) => Ok(Some(*row)),
            None => signs::then(conn, user, self.at, now),
        }
    }

    /// Takes note of a sign of life that is better than what was known.
    pub fn tell(&mut self, user: i64, told: &LastSeen, better: SeenRow) {
        self.told.push((user, told.clone()));
        self.known.insert(user, better);
    }
}

/// Gives grants that were put back to the dialect that lists them now.
pub(super) fn adopt(conn: &Connection, user: i64, origin: &str) -> Result<()> {
    conn.prepare_cached("UPDATE OR IGNORE user_grant SET origin = ?2 WHERE user_id = ?1 AND origin = ?3")?
        .execute((user, origin, ORPHAN))?;
    Ok(())
}

/// The same for everyone's, once files are read that list all there are.
pub(super) fn adopt_all(conn: &Connection, origin: &str) -> Result<()> {
    conn.execute("UPDATE OR IGNORE user_grant SET origin = ?1 WHERE origin = ?2", (origin, ORPHAN))?;
    Ok(())
}
