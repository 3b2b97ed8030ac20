//! Everything that must hold before a decision is taken from a worksheet.

use super::fault::{FaultKind, Faults, SheetError};
use super::grid::{Grid, GridRow, Value, cell_name};
use super::same::same;
use super::{Column, Label, Worksheet, clean, csv, xlsx};
use crate::review::decision::{self, LONGEST_NOTE, Verdict};
use muster_report::formula::plain;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// What a worksheet said that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The reviewer's key.
    pub reviewer: String,
    /// A decision for each of the reviewer's grants, in the order of the
    /// population.
    pub rows: Vec<ReturnedRow>,
}

/// A row of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedRow {
    /// The grant's place in the population.
    pub item: usize,
    /// What is decided.
    pub verdict: Verdict,
    /// Why; may be empty.
    pub note: String,
}

/// Reads a file that came back, CSV or XLSX, and holds it against the worksheet
/// that went out.
///
/// # Errors
/// [`SheetError::Faults`] with everything in it that does not hold, by cell, and
/// the others of [`SheetError`] for a file that is no worksheet.
pub fn check(sheet: &Worksheet<'_>, file: &[u8]) -> Result<Returned, SheetError> {
    let grid = if xlsx::is_archive(file) { xlsx::read(file)? } else { csv::read(file)? };
    let rows = check_grid(sheet, &grid)?;
    let sha256 = hex::encode(Sha256::digest(file));
    Ok(Returned { sha256, reviewer: sheet.reviewer().key.clone(), rows })
}

/// Whether a row has the columns of a worksheet: most of their titles, as one may
/// have been altered.
pub(super) fn is_header(row: &GridRow) -> bool {
    let known = row.cells.iter().filter(|(_, value)| titled(value).is_some()).count();
    known * 2 > Column::ALL.len()
}

fn titled(value: &Value) -> Option<Column> {
    let Value::Text(text) = value else { return None };
    let text = clean(text);
    Column::ALL.into_iter().find(|column| column.title().eq_ignore_ascii_case(&text))
}

fn labelled(row: &GridRow) -> Option<(Label, u32, Option<&Value>)> {
    let (_, Value::Text(first)) = row.cells.iter().find(|(_, value)| !value.is_blank())? else { return None };
    let first = clean(first);
    let label = Label::ALL.into_iter().find(|label| label.title().eq_ignore_ascii_case(&first))?;
    let mut rest = row.cells.iter().filter(|(_, value)| !value.is_blank()).skip(1);
    let column = row.cells.first().map_or(0, |(column, _)| *column);
    Some(rest.next().map_or((label, column, None), |(column, value)| (label, *column, Some(value))))
}

/// Holds the cells of a file against the worksheet that went out.
///
/// # Errors
/// [`SheetError::Faults`], [`SheetError::NoWorksheet`].
pub fn check_grid(sheet: &Worksheet<'_>, grid: &Grid) -> Result<Vec<ReturnedRow>, SheetError> {
    let header = grid.rows.iter().position(is_header).ok_or(SheetError::NoWorksheet)?;
    let mut faults = Faults::default();
    let keys: HashMap<&str, usize> = sheet.rows.iter().enumerate().map(|(place, row)| (row.key(), place)).collect();
    let key_column = grid.rows[header].cells.iter().find(|(_, value)| titled(value) == Some(Column::Key));
    let key_column = key_column.map(|(column, _)| *column);
    // A grant whose role is called Reviewer is no label, wherever its cell stands.
    let has_key = |row: &GridRow| {
        let value = key_column.and_then(|column| row.cell(column));
        value.is_some_and(|value| place_of(&keys, &value.shown()).is_some())
    };
    let (labels, rows): (Vec<&GridRow>, Vec<&GridRow>) = grid
        .rows
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != header)
        .map(|(_, row)| row)
        .partition(|row| !has_key(row) && labelled(row).is_some());
    about(sheet, &labels, &mut faults);
    // Of another review or reviewer nothing else holds either.
    let other = |fault: &super::Fault| matches!(fault.kind, FaultKind::Campaign { .. } | FaultKind::Reviewer { .. });
    if faults.told.iter().any(other) {
        faults.told.retain(other);
        faults.count = faults.told.len();
        return Err(SheetError::Faults(faults));
    }
    let columns = columns(&grid.rows[header], &mut faults);
    let mut reading = Reading { sheet, columns, keys, found: vec![None; sheet.rows.len()], faults };
    rows.into_iter().for_each(|row| reading.row(row));
    reading.finish()
}

/// Which row has a key, whatever its case.
fn place_of(keys: &HashMap<&str, usize>, key: &str) -> Option<usize> {
    keys.get(key).or_else(|| keys.get(key.to_ascii_uppercase().as_str())).copied()
}

/// Checks what stands above the columns.
fn about(sheet: &Worksheet<'_>, labels: &[&GridRow], faults: &mut Faults) {
    for label in [Label::Campaign, Label::Reviewer, Label::Code] {
        let expected = sheet.said(label);
        let mut first = true;
        for row in labels {
            let Some((_, column, value)) = labelled(row).filter(|(found, _, _)| *found == label) else { continue };
            let cell = cell_name(row.number, column);
            if !std::mem::take(&mut first) {
                faults.at(cell, FaultKind::LabelTwice(label.title()));
            } else if !same(&expected, value) {
                let found = value.map(Value::shown).unwrap_or_default();
                let expected = expected.clone();
                faults.at(
                    cell,
                    match label {
                        Label::Campaign => FaultKind::Campaign { found, expected },
                        Label::Reviewer => FaultKind::Reviewer { found, expected },
                        _ => FaultKind::Code { found, expected },
                    },
                );
            }
        }
        if first {
            faults.add(None, FaultKind::LabelMissing(label.title()));
        }
    }
}

/// Where each column is.
fn columns(header: &GridRow, faults: &mut Faults) -> HashMap<u32, Column> {
    let mut places: HashMap<u32, Column> = HashMap::new();
    for (at, value) in &header.cells {
        match titled(value) {
            Some(column) if places.values().any(|known| *known == column) => {
                faults.at(cell_name(header.number, *at), FaultKind::ColumnTwice(column.title()));
            }
            Some(column) => {
                places.insert(*at, column);
            }
            None if value.is_blank() => {}
            None => faults.at(cell_name(header.number, *at), FaultKind::CellAdded { found: value.shown() }),
        }
    }
    for column in Column::ALL {
        if !places.values().any(|known| *known == column) {
            faults.add(None, FaultKind::ColumnMissing(column.title()));
        }
    }
    places
}

struct Reading<'s, 'r> {
    sheet: &'s Worksheet<'r>,
    columns: HashMap<u32, Column>,
    keys: HashMap<&'s str, usize>,
    /// For each row of the sheet where it was found, and what it says.
    found: Vec<Option<(String, Option<ReturnedRow>)>>,
    faults: Faults,
}

impl Reading<'_, '_> {
    fn column(&self, column: Column) -> Option<u32> {
        self.columns.iter().find(|(_, known)| **known == column).map(|(at, _)| *at)
    }

    fn cell(&self, row: &GridRow, column: Column) -> (String, Option<Value>) {
        match self.column(column) {
            Some(at) => (cell_name(row.number, at), row.cell(at).filter(|value| !value.is_blank()).cloned()),
            None => (format!("row {}", row.number), None),
        }
    }

    fn row(&mut self, row: &GridRow) {
        if row.cells.iter().all(|(_, value)| value.is_blank()) {
            return;
        }
        for (at, value) in &row.cells {
            if !self.columns.contains_key(at) && !value.is_blank() {
                self.faults.at(cell_name(row.number, *at), FaultKind::CellAdded { found: value.shown() });
            }
        }
        let (cell, value) = self.cell(row, Column::Key);
        if self.column(Column::Key).is_none() {
            return;
        }
        let Some(value) = value else { return self.faults.at(cell, FaultKind::NoKey) };
        let shown = value.shown();
        let Some(place) = place_of(&self.keys, &shown).filter(|_| matches!(value, Value::Text(_))) else {
            return self.faults.at(cell, FaultKind::RowAdded { found: shown });
        };
        if let Some((first, _)) = &self.found[place] {
            let kind = FaultKind::RowTwice { key: shown, first: first.clone() };
            return self.faults.at(cell, kind);
        }
        self.facts(row, place);
        let said = self.said(row, place);
        self.found[place] = Some((cell, said));
    }

    fn facts(&mut self, row: &GridRow, place: usize) {
        let expected = &self.sheet.rows[place];
        for column in Column::ALL.into_iter().filter(|column| !column.is_open() && *column != Column::Key) {
            if self.column(column).is_none() {
                continue;
            }
            let (cell, value) = self.cell(row, column);
            let was = expected.fact(column);
            match value {
                Some(Value::Formula(found)) => {
                    self.faults.at(cell, FaultKind::Formula { column: column.title(), found });
                }
                value if !same(was, value.as_ref()) => {
                    let now = value.as_ref().map(Value::shown).unwrap_or_default();
                    let kind = FaultKind::Altered { column: column.title(), was: was.to_owned(), now };
                    self.faults.at(cell, kind);
                }
                _ => {}
            }
        }
    }

    /// What was written in an open cell.
    fn written(&mut self, row: &GridRow, column: Column) -> (String, String) {
        let (cell, value) = self.cell(row, column);
        let text = match value {
            None => String::new(),
            Some(Value::Text(text)) => plain(text.trim()).trim().to_owned(),
            Some(Value::Formula(found)) => {
                let found = clean(&format!("={found}"));
                self.faults.at(cell.clone(), FaultKind::Formula { column: column.title(), found });
                String::new()
            }
            Some(value) => value.shown(),
        };
        (cell, text)
    }

    /// The decision of a row, if it is one.
    fn said(&mut self, row: &GridRow, place: usize) -> Option<ReturnedRow> {
        let before = self.faults.count;
        let (decision_cell, word) = self.written(row, Column::Decision);
        let (role_cell, role) = self.written(row, Column::NewRole);
        let (note_cell, note) = self.written(row, Column::Note);
        let length = note.chars().count();
        if length > LONGEST_NOTE {
            self.faults.at(note_cell, FaultKind::LongNote { length, longest: LONGEST_NOTE });
        }
        if self.faults.count > before || self.column(Column::Decision).is_none() {
            return None;
        }
        let sheet = self.sheet;
        let (expected, review) = (&sheet.rows[place], sheet.review);
        let item = &review.items[expected.item];
        let verdict = match word.to_lowercase().as_str() {
            "keep" => Verdict::Keep,
            "revoke" => Verdict::Revoke,
            "reduce" => Verdict::Reduce { to: role.clone() },
            "" | "undecided" => {
                let (who, role) = (expected.fact(Column::Who).to_owned(), expected.fact(Column::Role).to_owned());
                self.faults.at(decision_cell, FaultKind::Undecided { who, role });
                return None;
            }
            _ => {
                self.faults.at(decision_cell, FaultKind::NoDecision { found: clean(&word) });
                return None;
            }
        };
        let verdict = match verdict {
            Verdict::Reduce { to } => match decision::lower_role(&review.campaign, item, &to) {
                Ok(to) => Verdict::Reduce { to },
                Err(error) => {
                    self.faults.at(role_cell, FaultKind::NewRole(error.to_string()));
                    return None;
                }
            },
            other if role.is_empty() => other,
            other => {
                let kind =
                    FaultKind::NewRoleUnasked { found: clean(&role), decision: other.word(), cell: decision_cell };
                self.faults.at(role_cell, kind);
                return None;
            }
        };
        let reviewer = sheet.reviewer();
        if let Err(error) = decision::check(&review.campaign, item, reviewer, reviewer, verdict.clone(), &note) {
            self.faults.at(decision_cell, FaultKind::Refused(error.to_string()));
            return None;
        }
        Some(ReturnedRow { item: expected.item, verdict, note })
    }

    fn finish(mut self) -> Result<Vec<ReturnedRow>, SheetError> {
        for (row, found) in self.sheet.rows.iter().zip(&self.found) {
            if found.is_none() && self.columns.values().any(|column| *column == Column::Key) {
                let (who, role) = (row.fact(Column::Who).to_owned(), row.fact(Column::Role).to_owned());
                self.faults.add(None, FaultKind::RowMissing { key: row.key().to_owned(), who, role });
            }
        }
        self.faults.or_ok()?;
        // Nothing was found wrong, so each row has its decision.
        Ok(self.found.into_iter().filter_map(|found| found?.1).collect())
    }
}
