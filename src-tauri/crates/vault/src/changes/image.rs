//! Rows of tables as JSON, compared and put back: what undoing a change of a
//! group or a role needs, whatever columns their tables have.

use crate::tables::stored;
use crate::{Error, Result};
use rusqlite::types::{ToSql, ToSqlOutput, Value as Sql, ValueRef};
use rusqlite::{Connection, params_from_iter};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

/// Rows of one table that belong to a thing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// What the rows are called in an image.
    pub name: &'static str,
    /// The table.
    pub table: &'static str,
    /// Which rows: SQL over `?1` and `?2`.
    pub condition: &'static str,
    /// For a table of two columns of which the condition fixes the first: the
    /// second. Such rows can be a million, and are kept as its numbers.
    pub only: Option<(&'static str, &'static str)>,
}

/// The rows of each part, by its name: objects, or numbers for a part that has
/// but one column of its own. A part without rows is left out.
pub(super) type Image = BTreeMap<String, Vec<Value>>;

/// Reads the rows of every part but the one called `but`.
pub(super) fn take_but(conn: &Connection, parts: &[Part], key: &[&str], but: &str) -> Result<Image> {
    let parts: Vec<Part> = parts.iter().filter(|part| part.name != but).copied().collect();
    take(conn, &parts, key)
}

/// Reads the rows of every part.
pub(super) fn take(conn: &Connection, parts: &[Part], key: &[&str]) -> Result<Image> {
    let mut image = Image::new();
    for part in parts {
        let columns = part.only.map_or("*", |(_, own)| own);
        let order = if part.only.is_some() { "1" } else { "1, 2" };
        let sql = format!("SELECT {columns} FROM {} WHERE {} ORDER BY {order}", part.table, part.condition);
        let mut statement = conn.prepare_cached(&sql)?;
        let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        // A condition may not use every part of the key.
        let used = statement.parameter_count().min(key.len());
        let mut rows = statement.query(params_from_iter(&key[..used]))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if part.only.is_some() {
                found.push(json(row.get_ref(0)?)?);
                continue;
            }
            let mut object = Map::new();
            for (at, name) in names.iter().enumerate() {
                object.insert(name.clone(), json(row.get_ref(at)?)?);
            }
            found.push(Value::Object(object));
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
        let kept: Vec<Value> = match (rows.as_slice(), others.as_slice()) {
            ([Value::Object(row)], [Value::Object(other)]) if name == main => {
                let differing = row.iter().filter(|(column, value)| other.get(*column) != Some(value));
                let row: Map<_, _> = differing.map(|(c, v)| (c.clone(), v.clone())).collect();
                if row.is_empty() { Vec::new() } else { vec![Value::Object(row)] }
            }
            _ => {
                let known: HashSet<String> = others.iter().map(Value::to_string).collect();
                rows.iter().filter(|row| !known.contains(&row.to_string())).cloned().collect()
            }
        };
        if !kept.is_empty() {
            less.insert(name.clone(), kept);
        }
    }
    less
}

/// Whether every row of `part` (columns, for the main one) stands in `whole`.
pub(super) fn stands(part: &Image, whole: &Image, main: &str) -> bool {
    part.iter().all(|(name, rows)| {
        let Some(known) = whole.get(name) else { return false };
        if name == main {
            let same = |row: &Value, known: &Value| {
                row.as_object().is_some_and(|row| row.iter().all(|(c, v)| known.get(c) == Some(v)))
            };
            return rows.iter().zip(known).all(|(row, known)| same(row, known));
        }
        // Columns stand in the order of their names, so equal rows are equal texts.
        let known: HashSet<String> = known.iter().map(Value::to_string).collect();
        rows.iter().all(|row| known.contains(&row.to_string()))
    })
}

/// Whether any row of `part` stands in `whole`, the main one aside.
pub(super) fn any_stands(part: &Image, whole: &Image, main: &str) -> bool {
    part.iter().filter(|(name, _)| *name != main).any(|(name, rows)| {
        let Some(known) = whole.get(name) else { return false };
        let known: HashSet<String> = known.iter().map(Value::to_string).collect();
        rows.iter().any(|row| known.contains(&row.to_string()))
    })
}

/// Rows that only one of two images has, of one part.
pub(super) fn differing<'i>(a: &'i Image, b: &'i Image, name: &str) -> Vec<&'i Value> {
    let rows = |image: &'i Image| image.get(name).map(Vec::as_slice).unwrap_or_default();
    let texts = |rows: &[Value]| -> HashSet<String> { rows.iter().map(Value::to_string).collect() };
    let (one, other) = (rows(a), rows(b));
    let (in_one, in_other) = (texts(one), texts(other));
    let left = one.iter().filter(|row| !in_other.contains(&row.to_string()));
    left.chain(other.iter().filter(|row| !in_one.contains(&row.to_string()))).collect()
}

/// A row with all its columns.
fn whole<'r>(part: &Part, key: &[&str], row: &'r Value) -> Result<Cow<'r, Map<String, Value>>> {
    let broken = || Error::Stored { table: "change_thing", column: "before, after", found: part.name.to_owned() };
    match (row, part.only) {
        (Value::Object(row), _) => Ok(Cow::Borrowed(row)),
        (number, Some((fixed, own))) => {
            let id: i64 = key.first().and_then(|id| id.parse().ok()).ok_or_else(broken)?;
            Ok(Cow::Owned(Map::from_iter([(fixed.to_owned(), id.into()), (own.to_owned(), number.clone())])))
        }
        _ => Err(broken()),
    }
}

fn columns(row: &Map<String, Value>, separator: &str, of: impl Fn(usize, &str) -> String) -> String {
    row.keys().enumerate().map(|(at, name)| of(at + 1, name)).collect::<Vec<_>>().join(separator)
}

/// Deletes the rows of an image, those of the last part first.
pub(super) fn delete(conn: &Connection, parts: &[Part], key: &[&str], image: &Image) -> Result<()> {
    for part in parts.iter().rev() {
        for row in image.get(part.name).into_iter().flatten() {
            let row = whole(part, key, row)?;
            let condition = columns(&row, " AND ", |at, name| format!("{name} IS ?{at}"));
            let sql = format!("DELETE FROM {} WHERE {condition}", part.table);
            conn.prepare_cached(&sql)?.execute(params_from_iter(row.values().map(Bound)))?;
        }
    }
    Ok(())
}

/// Inserts the rows of an image, those of the first part first.
pub(super) fn insert(conn: &Connection, parts: &[Part], key: &[&str], image: &Image) -> Result<()> {
    for part in parts {
        for row in image.get(part.name).into_iter().flatten() {
            let row = whole(part, key, row)?;
            let names = columns(&row, ", ", |_, name| name.to_owned());
            let values = columns(&row, ", ", |at, _| format!("?{at}"));
            let condition = columns(&row, " AND ", |at, name| format!("{name} IS ?{at}"));
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
