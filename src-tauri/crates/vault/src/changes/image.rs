//! Rows of tables as JSON, compared and put back: what undoing a change of a
//! group or a role needs, whatever columns their tables have.

use crate::tables::stored;
use crate::{Error, Result};
use rusqlite::types::{ToSql, ToSqlOutput, Value as Sql, ValueRef};
use rusqlite::{Connection, params_from_iter};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Rows of one table that belong to a thing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// What the rows are called in an image.
    pub name: &'static str,
    /// The table.
    pub table: &'static str,
    /// Which rows: SQL over `?1` and `?2`.
    pub condition: &'static str,
}

/// The rows of each part, by its name. A part without rows is left out.
pub(super) type Image = BTreeMap<String, Vec<Map<String, Value>>>;

/// Reads the rows of every part.
pub(super) fn take(conn: &Connection, parts: &[Part], key: &[&str]) -> Result<Image> {
    let mut image = Image::new();
    for part in parts {
        let sql = format!("SELECT * FROM {} WHERE {} ORDER BY 1, 2", part.table, part.condition);
        let mut statement = conn.prepare_cached(&sql)?;
        let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        // A condition may not use every part of the key.
        let used = statement.parameter_count().min(key.len());
        let mut rows = statement.query(params_from_iter(&key[..used]))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let mut object = Map::new();
            for (at, name) in names.iter().enumerate() {
                object.insert(name.clone(), json(row.get_ref(at)?)?);
            }
            found.push(object);
        }
        if !found.is_empty() {
            image.insert(part.name.to_owned(), found);
        }
    }
    Ok(image)
}

fn json(value: ValueRef<'_>) -> Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Real(_) | ValueRef::Blob(_) => {
            return Err(Error::Internal("an image of a column that is neither a number nor a text"));
        }
    })
}

struct Bound<'v>(&'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(match self.0 {
            Value::Number(number) => number.as_i64().map_or(Sql::Null, Sql::Integer),
            Value::String(text) => Sql::Text(text.clone()),
            _ => Sql::Null,
        }))
    }
}

/// What only `a` has, part by part: of the first part's one row the columns
/// that differ, of the others the rows.
pub(super) fn less(a: &Image, b: &Image, main: &str) -> Image {
    let none = Vec::new();
    let mut less = Image::new();
    for (name, rows) in a {
        let others = b.get(name).unwrap_or(&none);
        let kept: Vec<Map<String, Value>> = match (rows.as_slice(), others.as_slice()) {
            ([row], [other]) if name == main => {
                let differing = row.iter().filter(|(column, value)| other.get(*column) != Some(value));
                let row: Map<_, _> = differing.map(|(c, v)| (c.clone(), v.clone())).collect();
                if row.is_empty() { Vec::new() } else { vec![row] }
            }
            _ => {
                let known: std::collections::HashSet<String> = others.iter().map(text).collect();
                rows.iter().filter(|row| !known.contains(&text(row))).cloned().collect()
            }
        };
        if !kept.is_empty() {
            less.insert(name.clone(), kept);
        }
    }
    less
}

fn text(row: &Map<String, Value>) -> String {
    // Columns stand in the order of their names, so equal rows are equal texts.
    serde_json::to_string(row).unwrap_or_default()
}

/// Whether every row of `part` (columns, for the main one) stands in `whole`.
pub(super) fn stands(part: &Image, whole: &Image, main: &str) -> bool {
    part.iter().all(|(name, rows)| {
        let Some(known) = whole.get(name) else { return false };
        if name == main {
            return rows.iter().zip(known).all(|(row, known)| row.iter().all(|(c, v)| known.get(c) == Some(v)));
        }
        let known: std::collections::HashSet<String> = known.iter().map(text).collect();
        rows.iter().all(|row| known.contains(&text(row)))
    })
}

/// Whether any row of `part` stands in `whole`, the main one aside.
pub(super) fn any_stands(part: &Image, whole: &Image, main: &str) -> bool {
    part.iter().filter(|(name, _)| *name != main).any(|(name, rows)| {
        let Some(known) = whole.get(name) else { return false };
        let known: std::collections::HashSet<String> = known.iter().map(text).collect();
        rows.iter().any(|row| known.contains(&text(row)))
    })
}

fn columns(row: &Map<String, Value>, separator: &str, of: impl Fn(usize, &str) -> String) -> String {
    row.keys().enumerate().map(|(at, name)| of(at + 1, name)).collect::<Vec<_>>().join(separator)
}

/// Deletes the rows of an image, those of the last part first.
pub(super) fn delete(conn: &Connection, parts: &[Part], image: &Image) -> Result<()> {
    for part in parts.iter().rev() {
        for row in image.get(part.name).into_iter().flatten() {
            let condition = columns(row, " AND ", |at, name| format!("{name} IS ?{at}"));
            let sql = format!("DELETE FROM {} WHERE {condition}", part.table);
            conn.prepare_cached(&sql)?.execute(params_from_iter(row.values().map(Bound)))?;
        }
    }
    Ok(())
}

/// Inserts the rows of an image, those of the first part first.
pub(super) fn insert(conn: &Connection, parts: &[Part], image: &Image) -> Result<()> {
    for part in parts {
        for row in image.get(part.name).into_iter().flatten() {
            let names = columns(row, ", ", |_, name| name.to_owned());
            let values = columns(row, ", ", |at, _| format!("?{at}"));
            let condition = columns(row, " AND ", |at, name| format!("{name} IS ?{at}"));
            // A row that belongs to two parts stands once.
            let sql = format!(
                "INSERT INTO {0} ({names}) SELECT {values} WHERE NOT EXISTS (SELECT 1 FROM {0} WHERE {condition})",
                part.table
            );
            conn.prepare_cached(&sql)?.execute(params_from_iter(row.values().map(Bound)))?;
        }
    }
    Ok(())
}

/// Sets columns of the main part's row.
pub(super) fn set(conn: &Connection, main: &Part, key: &[&str], row: &Map<String, Value>) -> Result<()> {
    if row.is_empty() {
        return Ok(());
    }
    let first = key.len();
    let assignments = columns(row, ", ", |at, name| format!("{name} = ?{}", at + first));
    let sql = format!("UPDATE {} SET {assignments} WHERE {}", main.table, main.condition);
    let key: Vec<Value> = key.iter().map(|text| Value::from(*text)).collect();
    conn.prepare_cached(&sql)?.execute(params_from_iter(key.iter().chain(row.values()).map(Bound)))?;
    Ok(())
}

/// An image as it is stored.
pub(super) fn write(image: &Image) -> Result<String> {
    serde_json::to_string(image).map_err(|_| Error::Internal("an image that is no JSON"))
}

/// A stored image.
pub(super) fn parse(text: &str) -> Result<Image> {
    stored("change_thing", "before, after", "", || serde_json::from_str(text).ok())
}
