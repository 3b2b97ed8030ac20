//! How the columns of CSV files are read, kept under names.

use super::stored;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row};

/// How the columns of a file are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMap {
    /// Its name.
    pub name: String,
    /// The headers of the file it was made for.
    pub headers: Vec<String>,
    /// The map as TOML, as `--map` reads it.
    pub map: String,
}

const SELECT: &str = "SELECT name, headers, map FROM column_map";

fn read(row: &Row<'_>) -> Result<ColumnMap> {
    let headers: String = row.get(1)?;
    let headers = stored("column_map", "headers", &headers, || serde_json::from_str(&headers).ok())?;
    Ok(ColumnMap { name: row.get(0)?, headers, map: row.get(2)? })
}

/// All of them, the one saved last first.
///
/// # Errors
/// If the database fails or holds headers that cannot be read.
pub fn list(conn: &Connection) -> Result<Vec<ColumnMap>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY updated_at DESC, name"))?;
    let mut rows = statement.query([])?;
    let mut maps = Vec::new();
    while let Some(row) = rows.next()? {
        maps.push(read(row)?);
    }
    Ok(maps)
}

/// A map by its name.
///
/// # Errors
/// If the database fails or holds headers that cannot be read.
pub fn by_name(conn: &Connection, name: &str) -> Result<Option<ColumnMap>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE name = ?1"))?;
    let mut rows = statement.query([name])?;
    rows.next()?.map(read).transpose()
}

/// Keeps a map; one of the same name is replaced.
///
/// # Errors
/// If the database fails.
pub fn save(conn: &Connection, map: &ColumnMap, now: DateTime<Utc>) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO column_map (name, headers, map, updated_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name) DO UPDATE SET headers = ?2, map = ?3, updated_at = ?4",
    )?
    .execute((&map.name, serde_json::json!(map.headers).to_string(), &map.map, now.timestamp()))?;
    Ok(())
}

/// Removes a map.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn remove(conn: &Connection, name: &str) -> Result<()> {
    let removed = conn.prepare_cached("DELETE FROM column_map WHERE name = ?1")?.execute([name])?;
    if removed == 0 {
        return Err(Error::NoSuch { what: "column map", name: name.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::{day, vault};

    #[test]
    fn maps_are_kept_replaced_and_removed() {
        let conn = vault();
        let map = |name: &str, map: &str| ColumnMap {
            name: name.into(),
            headers: vec!["Login".into(), "E-Mail".into()],
            map: map.into(),
        };
        save(&conn, &map("payroll", "a"), day(1)).unwrap();
        save(&conn, &map("badges", "b"), day(2)).unwrap();
        save(&conn, &map("payroll", "c"), day(3)).unwrap();
        assert_eq!(list(&conn).unwrap(), [map("payroll", "c"), map("badges", "b")]);
        remove(&conn, "payroll").unwrap();
        assert_eq!(by_name(&conn, "payroll").unwrap(), None);
        assert!(matches!(remove(&conn, "payroll"), Err(Error::NoSuch { .. })));
    }
}
