//! Tables on a terminal: cells are cut to its width there, and never in a
//! file or a pipe.

use muster_app::{Code, Error, Result};
use muster_report::{Cell, Column, Format, Table};
use std::io::IsTerminal;

/// A table with a header.
pub struct Listing {
    table: Table,
    rows: Vec<Vec<Cell>>,
}

impl Listing {
    /// A table of these columns; a name that ends in `#` is one of numbers.
    pub fn new(names: &[&str]) -> Self {
        let column = |name: &&str| match name.strip_suffix('#') {
            Some(name) => Column::number(name),
            None => Column::text(name),
        };
        Self { table: Table::new(names.iter().map(column).collect()), rows: Vec::new() }
    }

    /// A table of columns that are given.
    pub fn of(columns: Vec<Column>) -> Self {
        Self { table: Table::new(columns), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Adds a row of words.
    pub fn words(&mut self, cells: Vec<String>) {
        self.rows.push(cells.into_iter().map(Cell::Text).collect());
    }

    /// The text, without a line end after the last line.
    pub fn render(self) -> Result<String> {
        let width = terminal_width();
        let mut out = Vec::new();
        muster_report::write(&self.table, self.rows, Format::Text { width }, &mut out)
            .map_err(|error| Error::new(Code::Internal, format!("The table could not be written: {error}.")))?;
        Ok(String::from_utf8_lossy(&out).trim_end().to_owned())
    }
}

/// Names and values, one a line, the values aligned.
#[derive(Default)]
pub struct Facts(Vec<(String, String)>, bool);

impl Facts {
    /// Values aligned to the right, for numbers.
    pub fn numbers() -> Self {
        Self(Vec::new(), true)
    }

    /// Adds a line.
    pub fn line(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((muster_report::display::clean(&name.into()).into_owned(), value.into()));
    }

    /// The text, without a line end after the last line.
    pub fn render(&self) -> String {
        let name = self.0.iter().map(|(n, _)| muster_report::display::width(n)).max().unwrap_or(0);
        let value =
            if self.1 { self.0.iter().map(|(_, v)| muster_report::display::width(v)).max().unwrap_or(0) } else { 0 };
        let lines = self.0.iter().map(|(n, v)| {
            let gap = " ".repeat(name - muster_report::display::width(n) + 2);
            let space = " ".repeat(value.saturating_sub(muster_report::display::width(v)));
            format!("{n}{gap}{space}{}", muster_report::display::clean(v)).trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn terminal_width() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}
