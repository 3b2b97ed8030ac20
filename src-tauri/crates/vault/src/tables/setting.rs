//! Names and values of the vault itself, such as the chosen seat plan.

use crate::Result;
use rusqlite::{Connection, OptionalExtension};

/// The value of a setting, if it was ever set.
///
/// # Errors
/// If the database fails.
pub fn get(conn: &Connection, name: &str) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// Sets a setting; none removes it.
///
/// # Errors
/// If the database fails.
pub fn set(conn: &Connection, name: &str, value: Option<&str>) -> Result<()> {
    match value {
        Some(value) => conn.execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value],
        )?,
        None => conn.execute("DELETE FROM setting WHERE name = ?1", [name])?,
    };
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::vault;

    #[test]
    fn a_setting_is_set_replaced_and_removed() {
        let conn = vault();
        assert_eq!(get(&conn, "plan").unwrap(), None);
        set(&conn, "plan", Some("a")).unwrap();
        set(&conn, "plan", Some("b")).unwrap();
        assert_eq!(get(&conn, "plan").unwrap().as_deref(), Some("b"));
        set(&conn, "plan", None).unwrap();
        assert_eq!(get(&conn, "plan").unwrap(), None);
    }
}
