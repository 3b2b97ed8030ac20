//! Writing what a late snapshot brought about where it belongs, once the vault
//! shows today again.

use super::found::Found;
use super::{begin, signs, splice};
use crate::Result;
use crate::merge::idset::IdSet;
use crate::merge::row::UserRow;
use muster_model::UserstoreId;
use rusqlite::{Connection, OptionalExtension};

/// A snapshot among the others of its userstore. Snapshots are named by when
/// they were taken and by their keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub store: UserstoreId,
    pub at: i64,
    pub snapshot: i64,
    /// The next one.
    pub next: (i64, i64),
    /// The next one that listed everyone, so that whoever it does not list is
    /// gone; none in a local userstore, where no file says so.
    pub next_whole: Option<(i64, i64)>,
    /// The same where nobody is gone: whoever was known then was as the vault has it.
    pub next_known: Option<(i64, i64)>,
}

impl Place {
    fn find(conn: &Connection, store: UserstoreId, local: bool, at: i64, snapshot: i64) -> Result<Self> {
        let after = |whole: bool| -> Result<Option<(i64, i64)>> {
            let sql = "SELECT taken_at, id FROM snapshot
                       WHERE userstore_id = ?1 AND taken_at > ?2 AND (complete OR NOT ?3) AND (users > 0 OR NOT ?3)
                       ORDER BY taken_at, id LIMIT 1";
            let found = conn.query_row(sql, (store.0, at, whole), |row| Ok((row.get(0)?, row.get(1)?)));
            Ok(found.optional()?)
        };
        let next_known = after(true)?;
        Ok(Self {
            store,
            at,
            snapshot,
            next: after(false)?.unwrap_or((at, snapshot)),
            next_whole: next_known.filter(|_| !local),
            next_known,
        })
    }
}

/// Writes it; answers the users of whom today's row differs. `past` gets all
/// whose history does.
pub(in crate::merge) fn settle(
    conn: &Connection,
    store: UserstoreId,
    local: bool,
    (at, snapshot): (i64, i64),
    found: Found,
    past: &mut IdSet,
) -> Result<IdSet> {
    let place = Place::find(conn, store, local, at, snapshot)?;
    let mut today = IdSet::default();
    found.names.keep(conn, store, place.next_whole.map(|(at, _)| at))?;
    for differing in found.differing {
        let user = differing.user;
        past.insert(user);
        if splice::splice(conn, &place, differing, found.content.get(&user))? {
            today.insert(user);
        }
    }
    for beginning in found.beginning {
        let user = beginning.user;
        past.insert(user);
        if begin::move_back(conn, &place, beginning)? {
            today.insert(user);
        }
    }
    for content in &found.only {
        let user = begin::add(conn, &place, content)?;
        today.insert(user);
        past.insert(user);
    }
    for (user, told) in found.signs {
        let Some(row) = UserRow::fetch(conn, user)? else { continue };
        past.insert(user);
        if signs::better(conn, user, at, &told, row.seen, None)? {
            today.insert(user);
        }
    }
    Ok(today)
}
