//! One user at a moment of the past, in the words of versions.
//!
//! The vault keeps users as they are and what changed about them. How a user
//! was is what it is, less what came since: versions are read from the newest
//! back, in the order of their time and of two at one time of their keys.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `state` | a state, and taking a version back from it |
//! | `now` | the state as it is |
//!
//! What is not exact: a group or role that was renamed is in older versions
//! under its older name, so that what was held under it may stand beside what
//! is held now; until when a grant was held is not part of a state; values of
//! an attribute are joined by `; `.

mod now;
mod state;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use now::grant_words;
pub use state::Past;
pub(crate) use state::endless;

use crate::Result;
use crate::tables::{seen, version};
use chrono::{DateTime, Utc};
use muster_model::UserId;
use muster_model::seen::SeenStatus;
use rusqlite::{Connection, OptionalExtension};

/// A user as it is; none if there is no such user.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn now(conn: &Connection, user: UserId) -> Result<Option<Past>> {
    now::state(conn, user)
}

/// A user as it was at a moment, with everything that happened at that moment;
/// none if it was not known by then, or is not now.
///
/// # Errors
/// As [`now`].
pub fn at(conn: &Connection, user: UserId, at: DateTime<Utc>) -> Result<Option<Past>> {
    if began(conn, user)?.is_some_and(|first| first > at.timestamp()) {
        return Ok(None);
    }
    let Some(mut past) = now(conn, user)? else { return Ok(None) };
    for version in version::after(conn, user.0, at.timestamp())?.iter().rev() {
        if version.action == "created" {
            return Ok(None);
        }
        past.take_back(&version.action, &version.fields);
    }
    if let Some((status, seen_at)) = seen_then(conn, user.0, at.timestamp())? {
        (past.seen, past.seen_at) = (status, seen_at);
    }
    Ok(Some(past))
}

/// When the snapshot that first listed a user was taken; none for a user that
/// an operator made.
pub(crate) fn began(conn: &Connection, user: UserId) -> Result<Option<i64>> {
    let mut statement = conn
        .prepare_cached("SELECT s.taken_at FROM user u JOIN snapshot s ON s.id = u.first_snapshot WHERE u.id = ?1")?;
    Ok(statement.query_row([user.0], |row| row.get(0)).optional()?)
}

/// What was known of the last sign of life at a moment; none if it is what is
/// known now.
pub(crate) fn seen_then(conn: &Connection, user: i64, at: i64) -> Result<Option<(SeenStatus, Option<i64>)>> {
    let mut statement = conn.prepare_cached(
        "SELECT status, seen_at FROM user_seen_past WHERE user_id = ?1 AND at > ?2 ORDER BY at LIMIT 1",
    )?;
    let mut rows = statement.query((user, at))?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some((seen::status(row.get(0)?)?, row.get(1)?)))
}
