//! Users' pictures: those shown, and those that a change gave or took away.

use crate::Result;
use muster_model::UserId;
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

/// The most bytes of a picture (GitLab's limit of an avatar).
pub const MOST_BYTES: usize = 200 * 1024;

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Avatar {
    /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
    pub mime: String,
    /// Its bytes, at most [`MOST_BYTES`].
    pub body: Vec<u8>,
}

impl Avatar {
    /// Enough of its SHA-256 to tell two apart in a history.
    #[must_use]
    pub fn digest(&self) -> String {
        hex::encode(&Sha256::digest(&self.body)[..16])
    }
}

/// A user's picture, if one is shown.
///
/// # Errors
/// If the database fails.
pub fn get(conn: &Connection, user: UserId) -> Result<Option<Avatar>> {
    let mut statement = conn.prepare_cached("SELECT mime, body FROM user_avatar WHERE user_id = ?1")?;
    Ok(statement.query_row([user.0], |row| Ok(Avatar { mime: row.get(0)?, body: row.get(1)? })).optional()?)
}

/// The digest of the picture a user shows, without reading the picture.
///
/// # Errors
/// If the database fails.
pub fn digest(conn: &Connection, user: UserId) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached("SELECT digest FROM user_avatar WHERE user_id = ?1")?;
    Ok(statement.query_row([user.0], |row| row.get(0)).optional()?)
}

/// Shows a picture.
pub(crate) fn set(conn: &Connection, user: UserId, avatar: &Avatar) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO user_avatar (user_id, digest, mime, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (user_id) DO UPDATE SET digest = ?2, mime = ?3, body = ?4",
    )?
    .execute((user.0, avatar.digest(), &avatar.mime, &avatar.body))?;
    Ok(())
}

/// Keeps a picture, so that [`show`] finds it by its digest.
pub(crate) fn keep(conn: &Connection, user: UserId, avatar: &Avatar) -> Result<String> {
    let digest = avatar.digest();
    conn.prepare_cached("INSERT OR IGNORE INTO user_picture (user_id, digest, mime, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute((user.0, &digest, &avatar.mime, &avatar.body))?;
    Ok(digest)
}

/// Shows a picture that was kept, or none; the one shown so far is kept.
/// Answers whether there is such a picture. The fact that there is one is the
/// caller's to write.
pub(crate) fn show(conn: &Connection, user: UserId, wanted: Option<&str>) -> Result<bool> {
    if let Some(shown) = get(conn, user)? {
        keep(conn, user, &shown)?;
    }
    conn.prepare_cached("DELETE FROM user_avatar WHERE user_id = ?1")?.execute([user.0])?;
    let Some(wanted) = wanted else { return Ok(true) };
    let shown = conn
        .prepare_cached(
            "INSERT INTO user_avatar (user_id, digest, mime, body)
             SELECT user_id, digest, mime, body FROM user_picture WHERE user_id = ?1 AND digest = ?2",
        )?
        .execute((user.0, wanted))?;
    Ok(shown == 1)
}
