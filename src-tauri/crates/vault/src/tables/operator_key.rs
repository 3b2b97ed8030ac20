//! The keys that operators sign evidence with. A seed lies in the encrypted
//! store alone; what holds it here is wiped when it is let go, and shows
//! nothing of itself.

use super::time;
use crate::Result;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};
use zeroize::Zeroizing;

/// The 32 random bytes of an operator's key.
pub struct Seed {
    bytes: Zeroizing<[u8; 32]>,
    /// Since when there is one.
    pub made_at: DateTime<Utc>,
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(..)")
    }
}

impl Seed {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

/// The key of an operator, if there is one.
///
/// # Errors
/// If the database fails or holds what is no key.
pub fn get(conn: &Connection, operator: i64) -> Result<Option<Seed>> {
    let mut statement = conn.prepare_cached("SELECT seed, made_at FROM operator_key WHERE operator_id = ?1")?;
    let found =
        statement.query_row([operator], |row| Ok((Zeroizing::new(row.get::<_, [u8; 32]>(0)?), row.get::<_, i64>(1)?)));
    let Some((bytes, at)) = found.optional()? else { return Ok(None) };
    Ok(Some(Seed { bytes, made_at: time("operator_key", "made_at", at)? }))
}

/// Keeps a new key for an operator who has none.
///
/// # Errors
/// If there is one, or the database fails.
pub fn add(conn: &Connection, operator: i64, seed: &[u8; 32], now: DateTime<Utc>) -> Result<()> {
    conn.execute(
        "INSERT INTO operator_key (operator_id, seed, made_at) VALUES (?1, ?2, ?3)",
        (operator, seed.as_slice(), now.timestamp()),
    )?;
    Ok(())
}
