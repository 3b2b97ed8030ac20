//! What happened between two snapshots.

use crate::Result;
use crate::tables::snapshot::{self, Snapshot};
use rusqlite::Connection;
use std::collections::HashMap;

/// What a version did beside its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Changed,
    Gone,
    Returned,
    Created,
}

/// A version of a user, or that a snapshot was the first to list it.
#[derive(Debug)]
pub(super) struct Event {
    pub user: i64,
    /// Its place in the order of time.
    pub order: usize,
    pub act: Act,
    /// Whether an operator brought it about.
    pub by_hand: bool,
    /// Where its fields stand in the text.
    pub text: std::ops::Range<usize>,
}

/// Everything between two snapshots, user by user, each in the order of time.
pub(super) struct Events {
    pub list: Vec<Event>,
    pub text: String,
}

pub(super) fn between(conn: &Connection, from: &Snapshot, to: &Snapshot) -> Result<Events> {
    let snapshots = snapshot::between(conn, from, to)?;
    let mut events = Events { list: Vec::new(), text: String::new() };
    if snapshots.is_empty() {
        return Ok(events);
    }
    events.came(conn, &snapshots)?;
    events.versions(conn, from, to, &snapshots)?;
    events.list.sort_unstable_by_key(|event| (event.user, event.order));
    Ok(events)
}

impl Events {
    /// Users whom one of the snapshots was the first to list. That comes before
    /// any version of theirs.
    fn came(&mut self, conn: &Connection, snapshots: &[i64]) -> Result<()> {
        let mut statement = conn.prepare_cached("SELECT id FROM user WHERE first_snapshot = ?1")?;
        for snapshot in snapshots {
            let mut rows = statement.query([snapshot])?;
            while let Some(row) = rows.next()? {
                let text = 0..0;
                self.list.push(Event { user: row.get(0)?, order: 0, act: Act::Created, by_hand: false, text });
            }
        }
        Ok(())
    }

    fn versions(&mut self, conn: &Connection, from: &Snapshot, to: &Snapshot, snapshots: &[i64]) -> Result<()> {
        // The index holds the order, so nothing is sorted; the snapshots say
        // the userstore, so no user is read.
        let mut statement = conn.prepare_cached(
            "SELECT user_id, action, fields, snapshot_id, at FROM user_version INDEXED BY user_version_by_time
             WHERE at BETWEEN ?1 AND ?2 ORDER BY at, user_id, id",
        )?;
        let (first, last) = (from.taken_at.timestamp(), to.taken_at.timestamp());
        // What happened with the earlier snapshot is only read if there is
        // another one at the same time.
        let after = if same_time(conn, from, snapshots)? { first } else { first + 1 };
        let mut rows = statement.query((after, last))?;
        let mut stores: HashMap<i64, bool> = HashMap::new();
        while let Some(row) = rows.next()? {
            let user: i64 = row.get(0)?;
            let by_hand = match row.get::<_, Option<i64>>(3)? {
                Some(snapshot) if snapshots.contains(&snapshot) => false,
                Some(_) => continue,
                None => true,
            };
            if by_hand {
                let here = match stores.get(&user) {
                    Some(here) => *here,
                    None => *stores.entry(user).or_insert(is_of(conn, user, from.userstore.0)?),
                };
                if !here || row.get::<_, i64>(4)? <= first {
                    continue;
                }
            }
            let act = match row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)? {
                "gone" => Act::Gone,
                "returned" => Act::Returned,
                "created" => Act::Created,
                _ => Act::Changed,
            };
            let start = self.text.len();
            self.text.push_str(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?);
            let order = self.list.len() + 1;
            self.list.push(Event { user, order, act, by_hand, text: start..self.text.len() });
        }
        Ok(())
    }
}

fn same_time(conn: &Connection, from: &Snapshot, snapshots: &[i64]) -> Result<bool> {
    let mut statement = conn.prepare_cached("SELECT 1 FROM snapshot WHERE id = ?1 AND taken_at = ?2")?;
    match snapshots.first() {
        Some(first) => Ok(statement.exists((first, from.taken_at.timestamp()))?),
        None => Ok(false),
    }
}

fn is_of(conn: &Connection, user: i64, userstore: i64) -> Result<bool> {
    let mut statement = conn.prepare_cached("SELECT 1 FROM user WHERE id = ?1 AND userstore_id = ?2")?;
    Ok(statement.exists((user, userstore))?)
}
