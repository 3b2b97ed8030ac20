//! That someone was asked to join. Muster sends no mail: it is a note.

use super::time;
use crate::Result;
use chrono::{DateTime, Utc};
use muster_model::UserId;
use rusqlite::{Connection, OptionalExtension};

/// The most characters of what someone is told.
pub const MOST_MESSAGE: usize = 2_000;

/// That someone was asked to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// What they were told.
    pub message: Option<String>,
}

/// The note that a user was asked to join, if there is one.
///
/// # Errors
/// If the database fails.
pub fn get(conn: &Connection, user: UserId) -> Result<Option<Invitation>> {
    let mut statement = conn.prepare_cached("SELECT at, operator, message FROM invitation WHERE user_id = ?1")?;
    let found = statement.query_row([user.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((at, operator, message)) = found else { return Ok(None) };
    Ok(Some(Invitation { at: time("invitation", "at", at)?, operator, message }))
}

/// Notes that a user was asked to join; a second time replaces the first.
///
/// # Errors
/// If the database fails.
pub fn set(conn: &Connection, user: UserId, invitation: &Invitation) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO invitation (user_id, at, operator, message) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (user_id) DO UPDATE SET at = ?2, operator = ?3, message = ?4",
    )?
    .execute((user.0, invitation.at.timestamp(), &invitation.operator, &invitation.message))?;
    Ok(())
}

/// Removes the note.
///
/// # Errors
/// If the database fails.
pub fn remove(conn: &Connection, user: UserId) -> Result<()> {
    conn.prepare_cached("DELETE FROM invitation WHERE user_id = ?1")?.execute([user.0])?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::{day, named_user, vault};

    #[test]
    fn the_last_invitation_is_the_one_that_is_known() {
        let conn = vault();
        let user = named_user(&conn, "ada");
        assert_eq!(get(&conn, user).unwrap(), None);
        let first = Invitation { at: day(1), operator: "olga".into(), message: None };
        let second = Invitation { at: day(2), operator: "omar".into(), message: Some("Welcome".into()) };
        for invitation in [first, second] {
            set(&conn, user, &invitation).unwrap();
            assert_eq!(get(&conn, user).unwrap(), Some(invitation));
        }
        remove(&conn, user).unwrap();
        assert_eq!(get(&conn, user).unwrap(), None);
    }
}
