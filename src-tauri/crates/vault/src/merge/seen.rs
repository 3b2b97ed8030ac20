//! The last sign of life only ever gets better known.
//!
//! The answers are ordered: a time says most, then *never*, then *unknown*,
//! then *not collected*. A record replaces what is known only if it says more:
//! a later time, the same time more exactly, or an answer higher in that
//! order. So the order of files does not matter, a second dialect with a
//! vaguer field takes nothing away, and the four answers are never merged.
//! A source that says *never* after a time was known does not undo the time:
//! the account was in use, whatever is recorded now.

use crate::Result;
use crate::tables::seen::source;
use muster_model::LastSeen;
use muster_model::seen::SeenStatus;
use rusqlite::Connection;

/// A row of `user_seen`; a user without one was never asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SeenRow {
    pub status: SeenStatus,
    /// Seconds since 1970.
    pub at: Option<i64>,
    /// The number of a [`muster_model::Precision`].
    pub precision: Option<u8>,
    /// The key in `seen_source`.
    pub source: Option<i64>,
}

/// How much is said: greater replaces less. Finer precisions have lower numbers.
pub(super) fn weight(status: SeenStatus, at: Option<i64>, precision: Option<u8>) -> (u8, i64, u8) {
    let rank = match (status, at) {
        (SeenStatus::Seen, Some(_)) => 3,
        (SeenStatus::Never, _) => 2,
        // A time that is missing says no more than that someone was asked.
        (SeenStatus::Unknown | SeenStatus::Seen, _) => 1,
        (SeenStatus::NotCollected, _) => 0,
    };
    let exactness = precision.map_or(0, |p| u8::MAX - p);
    if rank == 3 { (rank, at.unwrap_or_default(), exactness) } else { (rank, 0, 0) }
}

/// The row that replaces `known` when a source says `told`; none if it stays.
pub(crate) fn better(conn: &Connection, known: Option<SeenRow>, told: &LastSeen) -> Result<Option<SeenRow>> {
    let at = told.at.map(|at| at.timestamp());
    let precision = told.precision.map(|p| p.number());
    let before = known.map_or((0, 0, 0), |k| weight(k.status, k.at, k.precision));
    let after = weight(told.status, at, precision);
    if after <= before {
        return Ok(None);
    }
    let seen = after.0 == 3;
    Ok(Some(SeenRow {
        status: if told.status == SeenStatus::Seen && !seen { SeenStatus::Unknown } else { told.status },
        at: at.filter(|_| seen),
        precision: precision.filter(|_| seen),
        source: told.source.as_deref().map(|name| source(conn, name)).transpose()?,
    }))
}

/// Keeps what was known until `at`, when a snapshot or a change bettered it. Of
/// two that better it at one time the first says what was known until then.
pub(crate) fn keep(conn: &Connection, user: i64, at: i64, known: Option<SeenRow>) -> Result<()> {
    let (status, seen_at) = known.map_or((SeenStatus::NotCollected, None), |k| (k.status, k.at));
    let mut statement = conn.prepare_cached(
        "INSERT OR IGNORE INTO user_seen_past (user_id, at, status, seen_at) VALUES (?1, ?2, ?3, ?4)",
    )?;
    statement.execute((user, at, status.number(), seen_at))?;
    Ok(())
}

/// Writes a user's row.
pub(crate) fn write(conn: &Connection, user: i64, row: SeenRow, new: bool) -> Result<()> {
    let mut statement = conn.prepare_cached(if new {
        "INSERT INTO user_seen (user_id, status, at, precision, source_id) VALUES (?1, ?2, ?3, ?4, ?5)"
    } else {
        "UPDATE user_seen SET status = ?2, at = ?3, precision = ?4, source_id = ?5 WHERE user_id = ?1"
    })?;
    statement.execute((user, row.status.number(), row.at, row.precision, row.source))?;
    Ok(())
}
