//! What roles are held on.

use super::stored;
use crate::Result;
use muster_model::{Scope, ScopeKind, UserstoreId};
use rusqlite::{Connection, OptionalExtension};

/// A scope's kind from its number.
pub(crate) fn kind(number: u8) -> Result<ScopeKind> {
    stored("scope", "kind", number, || ScopeKind::from_number(number))
}

/// The key of a scope, if it was ever spoken of.
///
/// # Errors
/// If the database fails.
pub fn find(conn: &Connection, userstore: UserstoreId, scope: &Scope) -> Result<Option<i64>> {
    let key = (userstore.0, scope.kind.number(), &scope.path);
    let mut find = conn.prepare_cached("SELECT id FROM scope WHERE userstore_id = ?1 AND kind = ?2 AND path = ?3")?;
    Ok(find.query_row(key, |row| row.get(0)).optional()?)
}

/// The key of a scope, added if it is missing.
///
/// # Errors
/// If the database fails.
pub fn ensure(conn: &Connection, userstore: UserstoreId, scope: &Scope) -> Result<i64> {
    if let Some(id) = find(conn, userstore, scope)? {
        return Ok(id);
    }
    let key = (userstore.0, scope.kind.number(), &scope.path);
    conn.prepare_cached("INSERT INTO scope (userstore_id, kind, path) VALUES (?1, ?2, ?3)")?.execute(key)?;
    Ok(conn.last_insert_rowid())
}

/// A scope by its key.
///
/// # Errors
/// If there is none or the database fails.
pub fn by_id(conn: &Connection, id: i64) -> Result<Scope> {
    let mut statement = conn.prepare_cached("SELECT kind, path FROM scope WHERE id = ?1")?;
    let (number, path) = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Scope { kind: kind(number)?, path })
}

/// Hands every scope and its key to `take`.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn each(conn: &Connection, take: &mut dyn FnMut(i64, &Scope)) -> Result<()> {
    let mut statement = conn.prepare_cached("SELECT id, kind, path FROM scope")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(row.get(0)?, &Scope { kind: kind(row.get(1)?)?, path: row.get(2)? });
    }
    Ok(())
}
