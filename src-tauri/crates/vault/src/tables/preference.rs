//! What the window remembers for an operator.

use crate::Result;
use muster_model::fold::fold_case;
use rusqlite::{Connection, OptionalExtension};

/// What is remembered under a name, as JSON.
///
/// # Errors
/// If the database fails.
pub fn get(conn: &Connection, operator: &str, name: &str) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached("SELECT value FROM preference WHERE operator = ?1 AND name = ?2")?;
    Ok(statement.query_row((fold_case(operator), name), |row| row.get(0)).optional()?)
}

/// Remembers JSON under a name, or forgets it.
///
/// # Errors
/// If the database fails.
pub fn set(conn: &Connection, operator: &str, name: &str, value: Option<&str>) -> Result<()> {
    let operator = fold_case(operator);
    match value {
        Some(value) => conn
            .prepare_cached(
                "INSERT INTO preference (operator, name, value) VALUES (?1, ?2, ?3)
                 ON CONFLICT (operator, name) DO UPDATE SET value = ?3",
            )?
            .execute((operator, name, value))?,
        None => conn
            .prepare_cached("DELETE FROM preference WHERE operator = ?1 AND name = ?2")?
            .execute((operator, name))?,
    };
    Ok(())
}

/// How many things are remembered for an operator.
///
/// # Errors
/// If the database fails.
pub fn count(conn: &Connection, operator: &str) -> Result<u64> {
    let mut statement = conn.prepare_cached("SELECT count(*) FROM preference WHERE operator = ?1")?;
    Ok(statement.query_row([fold_case(operator)], |row| row.get(0))?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::vault;

    #[test]
    fn each_operator_has_their_own() {
        let conn = vault();
        set(&conn, "Olga", "density", Some("\"compact\"")).unwrap();
        set(&conn, "Olga", "density", Some("\"cosy\"")).unwrap();
        assert_eq!(get(&conn, "olga", "density").unwrap().as_deref(), Some("\"cosy\""));
        assert_eq!(get(&conn, "Omar", "density").unwrap(), None);
        assert_eq!((count(&conn, "Olga").unwrap(), count(&conn, "Omar").unwrap()), (1, 0));
        set(&conn, "Olga", "density", None).unwrap();
        assert_eq!(get(&conn, "Olga", "density").unwrap(), None);
    }
}
