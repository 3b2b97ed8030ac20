//! The `setting` table: single values of a vault, by name.

use crate::Result;
use rusqlite::{Connection, OptionalExtension, params};

/// The realm's name.
pub const REALM: &str = "realm";
/// The vault's id, as in `vault.json`.
pub(crate) const VAULT: &str = "vault";
/// The log's last entry, under a MAC.
pub(crate) const LOG_HEAD: &str = "log.head";
/// The MAC of the slot table this vault wrote last.
pub(crate) const SLOTS: &str = "slots";
/// A slot table that is about to be written.
pub(crate) const SLOTS_NEXT: &str = "slots.next";

/// A setting's value.
///
/// # Errors
/// When the store cannot be read.
pub fn get(conn: &Connection, name: &str) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// Sets a value.
///
/// # Errors
/// When the store cannot be written.
pub fn set(conn: &Connection, name: &str, value: &str) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![name, value])?;
    Ok(())
}

/// Removes a setting.
///
/// # Errors
/// When the store cannot be written.
pub fn unset(conn: &Connection, name: &str) -> Result<()> {
    conn.execute("DELETE FROM setting WHERE name = ?1", [name])?;
    Ok(())
}
