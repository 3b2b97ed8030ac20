//! JSON: one array of objects, or one object a line. Keys are column names
//! and stand in the order of the columns.

mod document;

pub use document::{figures, write_document};

use crate::error::ReportError;
use crate::format::Writer;
use crate::table::{Cell, Table};
use std::io::Write;

/// How the objects are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One array, an object a line.
    Array,
    /// An object a line and nothing else.
    Lines,
}

/// Writes JSON objects.
pub struct JsonWriter<'a> {
    table: Table,
    shape: Shape,
    rows: u64,
    out: &'a mut (dyn Write + 'a),
}

impl<'a> JsonWriter<'a> {
    /// Begins.
    ///
    /// # Errors
    /// The file failed.
    pub fn open(table: &Table, shape: Shape, out: &'a mut (dyn Write + 'a)) -> Result<Self, ReportError> {
        if shape == Shape::Array {
            out.write_all(b"[")?;
        }
        Ok(Self { table: table.clone(), shape, rows: 0, out })
    }
}

/// Writes a cell as a value.
///
/// # Errors
/// The file failed.
pub(crate) fn value(out: &mut dyn Write, cell: &Cell) -> Result<(), ReportError> {
    match cell {
        Cell::Empty => out.write_all(b"null")?,
        Cell::Decimal(number) => serde_json::to_writer(out, number)?,
        Cell::Integer(_) | Cell::Bool(_) | Cell::Money(_) => out.write_all(cell.plain().as_bytes())?,
        Cell::List(items) => serde_json::to_writer(out, items)?,
        Cell::Text(_) | Cell::Day(_) | Cell::Time(_) => serde_json::to_writer(out, &*cell.plain())?,
    }
    Ok(())
}

/// Writes the cells of a row as an object whose keys are the columns' names.
///
/// # Errors
/// The file failed.
pub(crate) fn object(out: &mut dyn Write, table: &Table, cells: &[Cell]) -> Result<(), ReportError> {
    out.write_all(b"{")?;
    for (index, (column, cell)) in table.columns.iter().zip(cells).enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        serde_json::to_writer(&mut *out, &column.name)?;
        out.write_all(b":")?;
        value(out, cell)?;
    }
    Ok(out.write_all(b"}")?)
}

impl Writer for JsonWriter<'_> {
    fn row(&mut self, cells: &[Cell]) -> Result<(), ReportError> {
        self.rows += 1;
        self.table.check(self.rows, cells)?;
        if self.shape == Shape::Array {
            self.out.write_all(if self.rows == 1 { b"\n" } else { b",\n" })?;
        }
        object(self.out, &self.table, cells)?;
        if self.shape == Shape::Lines {
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), ReportError> {
        if self.shape == Shape::Array {
            self.out.write_all(if self.rows == 0 { b"]\n" } else { b"\n]\n" })?;
        }
        Ok(self.out.flush()?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::format::{Format, write};
    use crate::table::Column;
    use chrono::{DateTime, NaiveDate};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn table() -> Table {
        Table::new(vec![Column::text("b"), Column::number("a"), Column::date("on"), Column::text("roles")])
    }

    fn rows() -> Vec<Vec<Cell>> {
        vec![
            vec!["=1\u{1b}".into(), 7.into(), Cell::Time(DateTime::UNIX_EPOCH), Cell::List(vec!["x".into()])],
            vec![
                Cell::Empty,
                Cell::Decimal(f64::INFINITY),
                Cell::Day(NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()),
                Cell::Bool(true),
            ],
        ]
    }

    #[test]
    fn lines_keep_the_order_of_the_columns() {
        let mut out = Vec::new();
        write(&table(), rows(), Format::JsonLines, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"b\":\"=1\\u001b\",\"a\":7,\"on\":\"1970-01-01T00:00:00Z\",\"roles\":[\"x\"]}\n\
             {\"b\":null,\"a\":null,\"on\":\"2026-11-20\",\"roles\":true}\n"
        );
    }

    #[test]
    fn an_array_is_one_document_even_without_rows() {
        let mut out = Vec::new();
        write(&table(), rows(), Format::Json, &mut out).unwrap();
        let value: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value[1], json!({"b": null, "a": null, "on": "2026-11-20", "roles": true}));
        let mut out = Vec::new();
        write(&table(), Vec::new(), Format::Json, &mut out).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&out).unwrap(), json!([]));
    }

    proptest! {
        #[test]
        fn any_text_comes_back(texts in proptest::collection::vec(".*", 0..5)) {
            let table = Table::new(vec![Column::text("t")]);
            let mut out = Vec::new();
            write(&table, texts.iter().map(|t| vec![Cell::Text(t.clone())]), Format::Json, &mut out).unwrap();
            let value: Vec<std::collections::HashMap<String, String>> = serde_json::from_slice(&out).unwrap();
            prop_assert_eq!(value.into_iter().map(|mut row| row.remove("t").unwrap()).collect::<Vec<_>>(), texts);
        }
    }
}
