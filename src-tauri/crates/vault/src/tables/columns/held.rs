//! What users hold and which groups they are in, read beside the users.

use crate::Result;
use muster_model::{GrantKeys, UserId};
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::{Connection, Row, Rows};

/// What one user holds and is in.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub grants: Vec<GrantKeys>,
    pub groups: Vec<i64>,
}

/// In the order of the primary key, so that the table is read from end to end.
pub(super) const GRANTS: &str = "SELECT user_id, role_id, scope_id, through, expires_at FROM user_grant";
pub(super) const GRANTS_ORDER: &str = "ORDER BY user_id, scope_id, role_id, through";
/// In the order of the index by user, which holds all of it.
pub(super) const GROUPS: &str = "SELECT user_id, group_id FROM group_user";

impl Held {
    /// What one user holds and is in.
    pub fn of_user(conn: &Connection, user: UserId) -> Result<Self> {
        let mut held = Self::default();
        let mut grants = conn.prepare_cached(&format!("{GRANTS} WHERE user_id = ?1 {GRANTS_ORDER}"))?;
        let mut rows = grants.query([user.0])?;
        while let Some(row) = rows.next()? {
            held.grant(row)?;
        }
        let mut groups = conn.prepare_cached(&format!("{GROUPS} WHERE user_id = ?1"))?;
        let mut rows = groups.query([user.0])?;
        while let Some(row) = rows.next()? {
            held.group(row)?;
        }
        Ok(held)
    }

    /// Forgets it, to take what the next one holds.
    pub fn clear(&mut self) {
        self.grants.clear();
        self.groups.clear();
    }

    /// Takes the next grant of the user. The same told by another dialect is
    /// one, and ends when the last of them does.
    pub fn grant(&mut self, row: &Row<'_>) -> Result<()> {
        let through = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
        let (role, scope, expires) = (row.get(1)?, row.get(2)?, row.get(4)?);
        if let Some(last) = self.grants.last_mut()
            && (last.role, last.scope, last.through.as_str()) == (role, scope, through)
        {
            last.expires = last.expires.zip(expires).map(|(one, other): (i64, i64)| one.max(other));
            return Ok(());
        }
        self.grants.push(GrantKeys { role, scope, through: through.to_owned(), expires });
        Ok(())
    }

    /// Takes the next group of the user.
    pub fn group(&mut self, row: &Row<'_>) -> Result<()> {
        self.groups.push(row.get(1)?);
        Ok(())
    }
}

/// Rows of all users in the order of their keys, handed on user by user.
pub(super) struct ByUser<'s> {
    rows: Rows<'s>,
    /// The user the current row is about; none at the end.
    user: Option<i64>,
}

impl<'s> ByUser<'s> {
    pub fn new(rows: Rows<'s>) -> Result<Self> {
        let mut by_user = Self { rows, user: None };
        by_user.step()?;
        Ok(by_user)
    }

    fn step(&mut self) -> Result<()> {
        self.user = self.rows.next()?.map(|row| row.get(0)).transpose()?;
        Ok(())
    }

    /// Hands the rows of a user to `take`, and passes over those of users
    /// before.
    pub fn of(&mut self, user: i64, mut take: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        while let (Some(at), Some(row)) = (self.user, self.rows.get())
            && at <= user
        {
            if at == user {
                take(row)?;
            }
            self.step()?;
        }
        Ok(())
    }
}
