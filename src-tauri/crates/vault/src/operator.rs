//! The `operator` table: who may unlock the vault, and as what. It lies in the
//! encrypted store, so that `vault.json` names no one.

use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::OperatorRole;
use muster_model::fold::fold_case;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// An operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// Muster's key.
    pub id: i64,
    /// The name, as the log has it.
    pub name: String,
    /// What they may do.
    pub role: OperatorRole,
    /// Their key slot in `vault.json`, if they have one.
    pub slot: Option<String>,
    /// Whether they may unlock the vault.
    pub enabled: bool,
}

const COLUMNS: &str = "SELECT id, name, role, slot, enabled FROM operator";

fn read(row: &Row<'_>) -> rusqlite::Result<Operator> {
    let number: u8 = row.get(2)?;
    let role =
        OperatorRole::from_number(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(2, i64::from(number)))?;
    Ok(Operator { id: row.get(0)?, name: row.get(1)?, role, slot: row.get(3)?, enabled: row.get(4)? })
}

/// All operators, in the order they were added.
///
/// # Errors
/// When the store cannot be read.
pub fn all(conn: &Connection) -> Result<Vec<Operator>> {
    let mut statement = conn.prepare(&format!("{COLUMNS} ORDER BY id"))?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whose slot this is.
pub(crate) fn of_slot(conn: &Connection, slot: &str) -> Result<Option<Operator>> {
    Ok(conn.query_row(&format!("{COLUMNS} WHERE slot = ?1"), [slot], read).optional()?)
}

/// The first enabled owner, for whom the recovery key stands in.
pub(crate) fn first_owner(conn: &Connection) -> Result<Option<Operator>> {
    let sql = format!("{COLUMNS} WHERE role = ?1 AND enabled = 1 ORDER BY id LIMIT 1");
    Ok(conn.query_row(&sql, [OperatorRole::Owner.number()], read).optional()?)
}

pub(crate) fn insert(conn: &Connection, name: &str, role: OperatorRole, slot: &str, now: DateTime<Utc>) -> Result<i64> {
    conn.execute(
        "INSERT INTO operator (name, name_key, role, slot, enabled, created_at) VALUES (?1, ?2, ?3, ?4, 1, ?5)",
        params![name, fold_case(name), role.number(), slot, now.timestamp()],
    )?;
    Ok(conn.last_insert_rowid())
}

/// A name as it is stored: without spaces around it, and not empty.
pub(crate) fn check_name(what: &str, name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::Invalid(format!("the {what} has no name: give it one")));
    }
    if name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(Error::Invalid(format!(
            "the {what}'s name is longer than 200 characters or has control characters: give it a plain name"
        )));
    }
    Ok(name.to_owned())
}
