//! What happened between two snapshots.

use crate::Result;
use crate::tables::snapshot::{self, Snapshot};
use rusqlite::{Connection, Row};
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
    /// When it was, and its key.
    pub order: (i64, i64),
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
                self.list.push(Event {
                    user: row.get(0)?,
                    order: (i64::MIN, 0),
                    act: Act::Created,
                    by_hand: false,
                    text,
                });
            }
        }
        Ok(())
    }

    fn versions(&mut self, conn: &Connection, from: &Snapshot, to: &Snapshot, snapshots: &[i64]) -> Result<()> {
        // The snapshots say the userstore, so no user is read.
        let mut of_snapshot =
            conn.prepare_cached("SELECT user_id, at, id, action, fields FROM user_version WHERE snapshot_id = ?1")?;
        for snapshot in snapshots {
            let mut rows = of_snapshot.query([snapshot])?;
            while let Some(row) = rows.next()? {
                self.version(row, false)?;
            }
        }
        let mut by_hand = conn.prepare_cached(
            "SELECT v.user_id, v.at, v.id, v.action, v.fields FROM change c JOIN user_version v ON v.change_id = c.id
             WHERE (c.at BETWEEN ?1 AND ?2 OR c.undone_at BETWEEN ?1 AND ?2) AND v.at BETWEEN ?1 AND ?2",
        )?;
        let mut here: HashMap<i64, bool> = HashMap::new();
        let mut rows = by_hand.query((from.taken_at.timestamp() + 1, to.taken_at.timestamp()))?;
        while let Some(row) = rows.next()? {
            let user = row.get(0)?;
            let here = match here.get(&user) {
                Some(here) => *here,
                None => *here.entry(user).or_insert(is_of(conn, user, from.userstore.0)?),
            };
            if here {
                self.version(row, true)?;
            }
        }
        Ok(())
    }

    fn version(&mut self, row: &Row<'_>, by_hand: bool) -> Result<()> {
        let text = |column| -> Result<&str> { Ok(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?) };
        let act = match text(3)? {
            "gone" => Act::Gone,
            "returned" => Act::Returned,
            "created" => Act::Created,
            _ => Act::Changed,
        };
        let start = self.text.len();
        self.text.push_str(text(4)?);
        let order = (row.get(1)?, row.get(2)?);
        self.list.push(Event { user: row.get(0)?, order, act, by_hand, text: start..self.text.len() });
        Ok(())
    }
}

fn is_of(conn: &Connection, user: i64, userstore: i64) -> Result<bool> {
    let mut statement = conn.prepare_cached("SELECT 1 FROM user WHERE id = ?1 AND userstore_id = ?2")?;
    Ok(statement.exists((user, userstore))?)
}
