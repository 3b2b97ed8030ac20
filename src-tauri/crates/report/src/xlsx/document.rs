//! A whole report as a workbook: a first sheet with what it is about, its
//! figures and its chart; a sheet for each table; a sheet on how it was counted.

use super::book::{Begin, Book};
use super::cell::{self, Look};
use super::chart;
use super::sheet::TableSheet;
use crate::document::{Document, Section};
use crate::error::ReportError;
use crate::table::Cell;
use std::io::Write;

/// What the first sheet and the last are called.
pub(super) const SUMMARY: &str = "Summary";
pub(super) const COUNTED: &str = "How it was counted";

/// Writes a report.
///
/// # Errors
/// The file failed, or the rows did.
pub fn write_document(document: &Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut book = Book::new(out);
    summary(&mut book, document)?;
    for section in &document.sections {
        let mut sheet = TableSheet::new(&section.titled(), &section.title);
        section.rows.each(u64::MAX, &mut |row| sheet.row(&mut book, row))?;
        sheet.finish(&mut book)?;
    }
    counted(&mut book, document)?;
    book.finish()
}

/// Lines of a sheet that is no table.
struct Lines<'b, 'a> {
    book: &'b mut Book<'a>,
    row: u64,
}

impl Lines<'_, '_> {
    fn line(&mut self, cells: &[(&Cell, Look)]) {
        self.row += 1;
        let row = self.row;
        // A row is not made higher for large letters by every spreadsheet.
        let tall = cells.iter().any(|(_, look)| *look == Look::Title);
        let height = if tall { " ht=\"26\" customHeight=\"1\"" } else { "" };
        self.book.buffer.push_str(&format!("<row r=\"{row}\"{height}>"));
        for ((cell, look), letters) in cells.iter().zip(["A", "B", "C"]) {
            cell::put_as(&mut self.book.buffer, cell, letters, row, *look);
        }
        self.book.buffer.push_str("</row>");
    }

    fn words(&mut self, words: &str, look: Look) {
        self.line(&[(&Cell::from(words), look)]);
    }

    const fn gap(&mut self) {
        self.row += 1;
    }
}

fn summary(book: &mut Book<'_>, document: &Document<'_>) -> Result<(), ReportError> {
    book.begin(SUMMARY, Begin { widths: &[30, 20, 48], header: None, grid: false })?;
    let mut lines = Lines { book, row: 0 };
    lines.words(&document.kind, Look::Quiet);
    lines.words(&document.title, Look::Title);
    lines.words(&document.answer, Look::Plain);
    lines.gap();
    for figure in &document.figures {
        let unknown = Cell::from("not known");
        let value = if figure.value == Cell::Empty { &unknown } else { &figure.value };
        let said = match (figure.on, figure.said.as_str()) {
            (Some(day), "") => format!("on {day}"),
            (Some(day), said) => format!("on {day}, {said}"),
            (None, said) => said.to_owned(),
        };
        lines.line(&[
            (&Cell::from(figure.label.as_str()), Look::Plain),
            (value, Look::Figure),
            (&Cell::Text(said), Look::Quiet),
        ]);
    }
    lines.gap();
    for (label, value) in document.about() {
        lines.line(&[(&Cell::Text(label), Look::Quiet), (&value, Look::Left)]);
    }
    if let Some(rule) = &document.rule {
        lines.line(&[(&Cell::from("Rule"), Look::Quiet), (&Cell::from(rule.as_str()), Look::Plain)]);
    }
    if !document.notes.is_empty() {
        lines.gap();
        lines.words("To know", Look::Bold);
        for note in &document.notes {
            lines.words(note, Look::Plain);
        }
    }
    let chart = document.chart.as_ref().and_then(|chart| {
        let section: &Section<'_> = document.sections.iter().find(|section| section.key == chart.section)?;
        chart::xml(chart, section)
    });
    book.end(None, chart)
}

fn counted(book: &mut Book<'_>, document: &Document<'_>) -> Result<(), ReportError> {
    book.begin(COUNTED, Begin { widths: &[120], header: None, grid: false })?;
    let mut lines = Lines { book, row: 0 };
    lines.words(COUNTED, Look::Title);
    lines.gap();
    for sentence in &document.counted {
        lines.words(sentence, Look::Wrapped);
    }
    book.end(None, None)
}
