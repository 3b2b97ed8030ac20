//! A whole report as one JSON document.
//!
//! What it is about, its figures and its tables stand side by side under their
//! own keys, so that a program asks for `.consumed` and `.seats[0].username`. A
//! figure that was reached on a day is `{"date", "count"}`, or `null` if it is
//! not known.

use super::{object, value};
use crate::document::{Document, Figure};
use crate::error::ReportError;
use crate::table::Cell;
use std::io::Write;

/// Writes a report.
///
/// # Errors
/// The file failed, or the rows did.
pub fn write_document(document: &Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut keys = Keys { out, first: true };
    keys.put("report", &Cell::Text(document.report.clone()))?;
    keys.put("title", &Cell::Text(document.title.clone()))?;
    keys.put("realm", &Cell::Text(document.origin.realm.clone()))?;
    keys.key("period")?;
    match document.period {
        Some((from, to)) => write!(keys.out, "{{\"from\":\"{from}\",\"to\":\"{to}\"}}")?,
        None => keys.out.write_all(b"null")?,
    }
    keys.put("rule", &Cell::text(document.rule.as_deref()))?;
    keys.put("filter", &Cell::Text(document.filter.clone()))?;
    keys.put("as_of", &Cell::Time(document.origin.as_of))?;
    keys.put("made_at", &Cell::Time(document.origin.made_at))?;
    keys.put("operator", &Cell::Text(document.origin.operator.clone()))?;
    keys.put("version", &Cell::Text(document.origin.version.clone()))?;
    for fact in &document.facts {
        keys.put(&fact.key, &fact.value)?;
    }
    for figure in &document.figures {
        keys.key(&figure.key)?;
        put_figure(keys.out, figure)?;
    }
    keys.put("answer", &Cell::Text(document.answer.clone()))?;
    keys.put("notes", &Cell::List(document.notes.clone()))?;
    for section in &document.sections {
        keys.key(&section.key)?;
        keys.out.write_all(b"[")?;
        let table = section.table();
        let mut first = true;
        section.rows.each(u64::MAX, &mut |row| {
            keys.out.write_all(if first { b"\n  " } else { b",\n  " })?;
            first = false;
            object(keys.out, &table, row)
        })?;
        keys.out.write_all(b"]")?;
    }
    keys.put("how_it_was_counted", &Cell::List(document.counted.clone()))?;
    keys.out.write_all(b"\n}\n")?;
    Ok(keys.out.flush()?)
}

/// Its figures by their keys, as they stand in the document.
///
/// # Errors
/// None in practice: every figure has a form in JSON.
pub fn figures(document: &Document<'_>) -> Result<serde_json::Map<String, serde_json::Value>, ReportError> {
    let mut figures = serde_json::Map::new();
    for figure in &document.figures {
        let mut text = Vec::new();
        put_figure(&mut text, figure)?;
        figures.insert(figure.key.clone(), serde_json::from_slice(&text)?);
    }
    Ok(figures)
}

fn put_figure(out: &mut dyn Write, figure: &Figure) -> Result<(), ReportError> {
    let Some(day) = figure.on else { return value(out, &figure.value) };
    write!(out, "{{\"date\":\"{day}\",\"count\":")?;
    value(out, &figure.value)?;
    Ok(out.write_all(b"}")?)
}

/// Keys of the one object, in order.
struct Keys<'a> {
    out: &'a mut dyn Write,
    first: bool,
}

impl Keys<'_> {
    fn key(&mut self, key: &str) -> Result<(), ReportError> {
        self.out.write_all(if self.first { b"{\n" } else { b",\n" })?;
        self.first = false;
        serde_json::to_writer(&mut *self.out, key)?;
        Ok(self.out.write_all(b": ")?)
    }

    fn put(&mut self, key: &str, cell: &Cell) -> Result<(), ReportError> {
        self.key(key)?;
        value(self.out, cell)
    }
}
