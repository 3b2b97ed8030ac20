//! What users show.

mod scan;

use super::stored;
use crate::Result;
use muster_model::{Profile, UserId};
use rusqlite::{Connection, OptionalExtension};

pub use scan::{Told, scan};

/// A user's profile; an empty one if nothing is known.
///
/// # Errors
/// If the database fails or holds something else than a profile.
pub fn of_user(conn: &Connection, user: UserId) -> Result<Profile> {
    let mut statement = conn.prepare_cached("SELECT body FROM user_profile WHERE user_id = ?1")?;
    match statement.query_row([user.0], |row| row.get::<_, String>(0)).optional()? {
        Some(body) => parse(&body),
        None => Ok(Profile::default()),
    }
}

/// Reads a stored profile.
pub(crate) fn parse(body: &str) -> Result<Profile> {
    stored("user_profile", "body", "", || serde_json::from_str(body).ok())
}

/// Replaces a user's profile; an empty one has no row.
pub(crate) fn set(conn: &Connection, user: UserId, profile: &Profile) -> Result<()> {
    if profile.is_empty() {
        conn.prepare_cached("DELETE FROM user_profile WHERE user_id = ?1")?.execute([user.0])?;
        return Ok(());
    }
    let body = serde_json::json!(profile).to_string();
    let mut statement = conn.prepare_cached(
        "INSERT INTO user_profile (user_id, body) VALUES (?1, ?2) ON CONFLICT (user_id) DO UPDATE SET body = ?2",
    )?;
    statement.execute((user.0, body))?;
    Ok(())
}
