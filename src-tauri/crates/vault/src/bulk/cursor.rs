//! A table read beside the users, in the order of their keys.

use crate::Result;
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::{CachedStatement, Params, Row, Rows};

/// Which groups users are in.
pub(super) const MEMBERS: &str =
    "SELECT user_id, group_id FROM group_user WHERE user_id BETWEEN ?1 AND ?2 ORDER BY user_id";
/// Users' profiles.
pub(super) const PROFILES: &str =
    "SELECT user_id, body FROM user_profile WHERE user_id BETWEEN ?1 AND ?2 ORDER BY user_id";

/// A query whose first column is a user's key, ordered by it.
pub(crate) struct Cursor<'s> {
    rows: Rows<'s>,
    /// The key of the row that waits; none at the end.
    next: Option<i64>,
}

impl<'s> Cursor<'s> {
    pub(crate) fn open(statement: &'s mut CachedStatement<'_>, values: impl Params) -> Result<Self> {
        let mut cursor = Self { rows: statement.query(values)?, next: None };
        cursor.advance()?;
        Ok(cursor)
    }

    fn advance(&mut self) -> Result<()> {
        self.rows.advance()?;
        self.next = self.rows.get().map(|row| row.get(0)).transpose()?;
        Ok(())
    }

    /// Hands over the rows of a user. Users must be asked for in order; rows
    /// of those in between are passed over.
    pub(crate) fn each(&mut self, user: i64, mut take: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        while let Some(key) = self.next.filter(|key| *key <= user) {
            if key == user
                && let Some(row) = self.rows.get()
            {
                take(row)?;
            }
            self.advance()?;
        }
        Ok(())
    }
}
