//! Last seen, now and before.

use super::Whose;
use crate::Result;
use crate::tables::seen::status;
use muster_model::seen::SeenStatus;
use rusqlite::Connection;

/// What was known of a user's last sign of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glimpse {
    /// Muster's key of the user.
    pub user: i64,
    /// Until when, in seconds since 1970; none for what is known now.
    pub until: Option<i64>,
    /// Which of the four answers it was.
    pub status: SeenStatus,
    /// When the user was seen, in seconds since 1970.
    pub at: Option<i64>,
}

/// Hands over what is known now, and then what was known before, each in the
/// order of users. Of users of whom nobody was asked, nothing is known now.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn glimpses(conn: &Connection, whose: Whose, take: &mut dyn FnMut(Glimpse)) -> Result<()> {
    let (condition, key) = whose.condition("user_id");
    for sql in [
        format!("SELECT user_id, NULL, status, at FROM user_seen WHERE {condition} ORDER BY user_id"),
        format!("SELECT user_id, at, status, seen_at FROM user_seen_past WHERE {condition} ORDER BY user_id, at"),
    ] {
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            take(Glimpse { user: row.get(0)?, until: row.get(1)?, status: status(row.get(2)?)?, at: row.get(3)? });
        }
    }
    Ok(())
}
