//! The cells of a sheet.

use super::package::damaged;
use super::text::{attribute, push_entity, unescaped};
use crate::review::worksheet::fault::SheetError;
use crate::review::worksheet::grid::{
    GridRow, LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Value, cell_name, place,
};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The last row of a spreadsheet.
const LAST_ROW: u32 = 1_048_576;

/// A cell while it is read.
#[derive(Default)]
struct Open {
    row: u32,
    column: u32,
    kind: String,
    value: String,
    inline: String,
    formula: Option<String>,
}

/// Where text goes.
#[derive(Clone, Copy, PartialEq)]
enum Into {
    Nothing,
    Value,
    Inline,
    Formula,
}

struct Sheet<'s> {
    path: &'s str,
    strings: &'s [String],
    /// Bytes of text that may still be held.
    room: &'s mut u64,
    rows: Vec<GridRow>,
    row: u32,
    column: u32,
    cell: Option<Open>,
}

/// Reads every row that holds something.
pub(super) fn read(text: &str, path: &str, strings: &[String], room: &mut u64) -> Result<Vec<GridRow>, SheetError> {
    let mut sheet = Sheet { path, strings, room, rows: Vec::new(), row: 0, column: 0, cell: None };
    let mut reader = Reader::from_str(text);
    let mut to = Into::Nothing;
    let mut pronounced = false;
    loop {
        match reader.read_event().map_err(|e| damaged(path, e))? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => sheet.begin_row(&element)?,
                "c" => sheet.begin_cell(&element)?,
                "v" => to = Into::Value,
                "rPh" => pronounced = true,
                "t" if !pronounced => to = Into::Inline,
                "f" => {
                    to = Into::Formula;
                    sheet.formula();
                }
                _ => {}
            },
            Event::Empty(element) => match element.local_name().as_ref() {
                "row" => sheet.begin_row(&element)?,
                "c" => {
                    sheet.begin_cell(&element)?;
                    sheet.cell = None;
                }
                "f" => sheet.formula(),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "c" => sheet.end_cell()?,
                "v" | "t" | "f" => to = Into::Nothing,
                "rPh" => pronounced = false,
                "sheetData" => break,
                _ => {}
            },
            Event::Text(piece) => sheet.push(to, &piece.xml10_content()),
            Event::CData(piece) => sheet.push(to, &piece.xml10_content()),
            Event::GeneralRef(entity) if to != Into::Nothing => {
                let mut piece = String::new();
                push_entity(&mut piece, &entity).map_err(|e| damaged(path, e))?;
                sheet.push(to, &piece);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(sheet.rows)
}

impl Sheet<'_> {
    fn attribute(&self, element: &BytesStart<'_>, name: &str) -> Result<Option<String>, SheetError> {
        attribute(element, name).map_err(|e| damaged(self.path, e))
    }

    fn begin_row(&mut self, element: &BytesStart<'_>) -> Result<(), SheetError> {
        let number = match self.attribute(element, "r")? {
            Some(text) => text.parse().ok(),
            None => self.row.checked_add(1),
        };
        let number = number.filter(|number| (1..=LAST_ROW).contains(number));
        let number = number.ok_or_else(|| damaged(self.path, "has a row with no number of a row"))?;
        if number <= self.row {
            return Err(damaged(self.path, format!("has row {number} behind row {}", self.row)));
        }
        (self.row, self.column) = (number, 0);
        Ok(())
    }

    fn begin_cell(&mut self, element: &BytesStart<'_>) -> Result<(), SheetError> {
        let (row, column) = match self.attribute(element, "r")? {
            Some(name) => {
                let shown: String = name.chars().take(20).collect();
                place(&name).ok_or_else(|| damaged(self.path, format!("has a cell called {shown:?}")))?
            }
            None => (self.row, self.column),
        };
        // Cells stand in order, each once: of two in one place programs would show
        // one and others the other.
        if row != self.row || column < self.column || column >= MOST_COLUMNS {
            return Err(damaged(self.path, format!("has the cell {} out of place", cell_name(row, column))));
        }
        self.column = column + 1;
        let kind = self.attribute(element, "t")?.unwrap_or_default();
        self.cell = Some(Open { row, column, kind, ..Open::default() });
        Ok(())
    }

    fn formula(&mut self) {
        if let Some(cell) = &mut self.cell {
            cell.formula.get_or_insert_default();
        }
    }

    fn push(&mut self, to: Into, text: &str) {
        let Some(cell) = &mut self.cell else { return };
        match to {
            Into::Nothing => {}
            Into::Value => cell.value.push_str(text),
            Into::Inline => cell.inline.push_str(text),
            Into::Formula => cell.formula.get_or_insert_default().push_str(text),
        }
    }

    fn end_cell(&mut self) -> Result<(), SheetError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let name = cell_name(cell.row, cell.column);
        let (row, column) = (cell.row, cell.column);
        let Some(value) = self.value(cell, &name)? else { return Ok(()) };
        let bytes = match &value {
            Value::Text(text) | Value::Formula(text) | Value::Error(text) => text.len(),
            Value::Number(_) | Value::Bool(_) => 0,
        };
        if bytes > LONGEST_CELL {
            return Err(SheetError::LongCell { cell: name });
        }
        *self.room = self
            .room
            .checked_sub(bytes as u64 + 64)
            .ok_or(SheetError::TooLarge { bytes: super::package::MOST_UNPACKED })?;
        if self.rows.last().is_none_or(|last| last.number != row) {
            if self.rows.len() == MOST_ROWS {
                return Err(SheetError::TooMany { row });
            }
            self.rows.push(GridRow { number: row, cells: Vec::new() });
        }
        if let Some(last) = self.rows.last_mut() {
            if last.cells.len() == MOST_CELLS {
                return Err(SheetError::TooMany { row });
            }
            last.cells.push((column, value));
        }
        Ok(())
    }

    fn value(&self, cell: Open, name: &str) -> Result<Option<Value>, SheetError> {
        if let Some(formula) = cell.formula {
            return Ok(Some(Value::Formula(formula)));
        }
        let text = |text: &str| Some(Value::Text(unescaped(text))).filter(|value| *value != Value::Text(String::new()));
        let trimmed = cell.value.trim();
        Ok(match cell.kind.as_str() {
            "inlineStr" => text(&cell.inline),
            _ if trimmed.is_empty() => None,
            "s" => {
                let shared = trimmed.parse::<usize>().ok().and_then(|at| self.strings.get(at));
                let shared =
                    shared.ok_or_else(|| damaged(self.path, format!("has a word in {name} that is nowhere")))?;
                Some(Value::Text(shared.clone())).filter(|_| !shared.is_empty())
            }
            "b" => Some(Value::Bool(matches!(trimmed, "1" | "true"))),
            "e" => Some(Value::Error(trimmed.to_owned())),
            "str" | "d" => text(&cell.value),
            _ => match trimmed.parse::<f64>() {
                Ok(number) if number.is_finite() => Some(Value::Number(number)),
                _ => text(&cell.value),
            },
        })
    }
}
