//! Filters worth keeping, with how their users are shown.

use super::stored;
use crate::{Error, Result};
use muster_model::fold::fold_case;
use rusqlite::{Connection, OptionalExtension};

/// A filter worth keeping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The filter.
    pub filter: String,
    /// The order, as the door spells it.
    pub sort: String,
    /// Whether from last to first.
    pub descending: bool,
    /// Names of the columns shown; empty for the usual ones.
    pub columns: Vec<String>,
}

/// All of them, in the order in which they were first saved.
///
/// # Errors
/// If the database fails or holds columns that cannot be read.
pub fn list(conn: &Connection) -> Result<Vec<SavedView>> {
    let mut statement =
        conn.prepare_cached("SELECT id, name, filter, sort, descending, columns FROM saved_view ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut views = Vec::new();
    while let Some(row) = rows.next()? {
        let columns: String = row.get(5)?;
        views.push(SavedView {
            id: row.get(0)?,
            name: row.get(1)?,
            filter: row.get(2)?,
            sort: row.get(3)?,
            descending: row.get(4)?,
            columns: stored("saved_view", "columns", &columns, || serde_json::from_str(&columns).ok())?,
        });
    }
    Ok(views)
}

/// Keeps a view; one of the same name, whatever its case, is replaced and
/// keeps its number. The view's own number does not count. Answers the number.
///
/// # Errors
/// If the database fails.
pub fn save(conn: &Connection, view: &SavedView) -> Result<i64> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO saved_view (name, name_key, filter, sort, descending, columns) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (name_key) DO UPDATE SET name = ?1, filter = ?3, sort = ?4, descending = ?5, columns = ?6
         RETURNING id",
    )?;
    let columns = serde_json::json!(view.columns).to_string();
    let values = (&view.name, fold_case(&view.name), &view.filter, &view.sort, view.descending, columns);
    Ok(statement.query_row(values, |row| row.get(0))?)
}

/// Removes a view and answers its name.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn remove(conn: &Connection, id: i64) -> Result<String> {
    let mut statement = conn.prepare_cached("DELETE FROM saved_view WHERE id = ?1 RETURNING name")?;
    let name = statement.query_row([id], |row| row.get(0)).optional()?;
    name.ok_or_else(|| Error::NoSuch { what: "view", name: id.to_string() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::vault;

    #[test]
    fn a_name_is_kept_once_and_its_number_stays() {
        let conn = vault();
        let mut view = SavedView {
            id: 0,
            name: "Night shift".into(),
            filter: "title eq \"Guard\"".into(),
            sort: "lastSeen".into(),
            descending: true,
            columns: vec!["username".into(), "profile.title".into()],
        };
        let id = save(&conn, &view).unwrap();
        view.name = "NIGHT SHIFT".into();
        view.columns.clear();
        assert_eq!(save(&conn, &view).unwrap(), id);
        assert_eq!(list(&conn).unwrap(), [SavedView { id, ..view }]);
        assert_eq!(remove(&conn, id).unwrap(), "NIGHT SHIFT");
        assert!(matches!(remove(&conn, id), Err(Error::NoSuch { .. })));
        assert!(list(&conn).unwrap().is_empty());
    }
}
