//! Everyone as they are now, as far as seats are counted by it.

use super::Whose;
use crate::Result;
use crate::tables::stored;
use muster_model::{Facts, Kind, State};
use rusqlite::Connection;

/// A user as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Muster's key.
    pub id: i64,
    /// Muster's key of the userstore.
    pub userstore: i64,
    /// The state.
    pub state: State,
    /// The kind.
    pub kind: Kind,
    /// The facts, `GONE` included. `GRANTS_KNOWN` only where it is known of
    /// this user apart from its userstore; `PENDING` is left out, since it is
    /// no part of what a source says.
    pub facts: Facts,
    /// The highest access level.
    pub level: Option<u8>,
    /// Muster's key of the highest role.
    pub top_role: Option<i64>,
    /// When the first snapshot that listed it was taken, in seconds since
    /// 1970; none for a user that was made here.
    pub listed_at: Option<i64>,
}

/// Hands over users in the order of their keys.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn people(conn: &Connection, whose: Whose, take: &mut dyn FnMut(Person)) -> Result<()> {
    let (condition, key) = whose.condition("u.id");
    let mut statement = conn.prepare_cached(&format!(
        "SELECT u.id, u.userstore_id, u.state, u.kind, u.facts, u.gone_since IS NOT NULL, u.level, u.top_role_id,
            s.taken_at
         FROM user u LEFT JOIN snapshot s ON s.id = u.first_snapshot WHERE {condition} ORDER BY u.id"
    ))?;
    let mut rows = statement.query([key])?;
    while let Some(row) = rows.next()? {
        let (state, kind): (u8, u8) = (row.get(2)?, row.get(3)?);
        take(Person {
            id: row.get(0)?,
            userstore: row.get(1)?,
            state: stored("user", "state", state, || State::from_number(state))?,
            kind: stored("user", "kind", kind, || Kind::from_number(kind))?,
            facts: Facts(row.get(4)?).with(Facts::GONE, row.get(5)?).with(Facts::PENDING, false),
            level: row.get(6)?,
            top_role: row.get(7)?,
            listed_at: row.get(8)?,
        });
    }
    Ok(())
}
