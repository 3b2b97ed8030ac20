//! An aligned table for a terminal.
//!
//! Widths are taken from the header and the first rows ([`SAMPLE`]), so that a
//! long report streams. In a terminal of a known width later cells are cut to
//! them; in a file or a pipe nothing is ever cut, and a later cell that is
//! wider pushes its line out.

use crate::display::{clean, cut, width};
use crate::error::ReportError;
use crate::format::Writer;
use crate::table::{Cell, ColumnKind, Table};
use std::io::Write;

/// How many rows are held back to find the widths of the columns.
pub const SAMPLE: usize = 1000;

const GAP: &str = "  ";
/// No column is made narrower than this to fit a terminal.
const NARROWEST: usize = 8;

/// Writes an aligned table.
pub struct TextWriter<'a> {
    table: Table,
    limit: Option<usize>,
    rows: u64,
    held: Vec<Vec<String>>,
    widths: Option<Vec<usize>>,
    out: &'a mut (dyn Write + 'a),
}

impl<'a> TextWriter<'a> {
    /// Begins; `width` is the terminal's in columns, none cuts nothing.
    pub fn open(table: &Table, width: Option<usize>, out: &'a mut (dyn Write + 'a)) -> Self {
        Self { table: table.clone(), limit: width, rows: 0, held: Vec::new(), widths: None, out }
    }

    fn shown(cell: &Cell) -> String {
        match cell {
            Cell::Bool(true) => "yes".to_owned(),
            Cell::Bool(false) => "no".to_owned(),
            Cell::Time(time) => time.format("%Y-%m-%d %H:%M").to_string(),
            _ => clean(&cell.plain()).into_owned(),
        }
    }

    fn release(&mut self) -> Result<(), ReportError> {
        let header: Vec<String> = self.table.columns.iter().map(|column| clean(&column.name).into_owned()).collect();
        let mut widths: Vec<usize> = header.iter().map(|name| width(name)).collect();
        for row in &self.held {
            for (widest, text) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(width(text));
            }
        }
        if let Some(limit) = self.limit {
            let texts = self.table.columns.iter().map(|column| column.kind == ColumnKind::Text).collect::<Vec<_>>();
            fit(&mut widths, &texts, limit);
        }
        self.line(&header, &widths)?;
        let rule: Vec<String> = widths.iter().map(|columns| "─".repeat(*columns)).collect();
        self.line(&rule, &widths)?;
        for row in std::mem::take(&mut self.held) {
            self.line(&row, &widths)?;
        }
        self.widths = Some(widths);
        Ok(())
    }

    fn line(&mut self, texts: &[String], widths: &[usize]) -> Result<(), ReportError> {
        let mut line = String::new();
        for (index, (text, columns)) in texts.iter().zip(widths).enumerate() {
            let text = if self.limit.is_some() { cut(text, *columns) } else { text.into() };
            let space = " ".repeat(columns.saturating_sub(width(&text)));
            if index > 0 {
                line.push_str(GAP);
            }
            if self.table.columns[index].kind == ColumnKind::Number {
                line.push_str(&space);
                line.push_str(&text);
            } else {
                line.push_str(&text);
                line.push_str(&space);
            }
        }
        self.out.write_all(line.trim_end_matches(' ').as_bytes())?;
        Ok(self.out.write_all(b"\n")?)
    }
}

/// Takes columns from the widest column of words, again and again, until the
/// line fits or nothing can be taken.
fn fit(widths: &mut [usize], texts: &[bool], limit: usize) {
    let gaps = GAP.len() * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > limit {
        let widest = widths.iter_mut().zip(texts).filter(|(_, text)| **text).map(|(columns, _)| columns).max();
        match widest {
            Some(columns) if *columns > NARROWEST => *columns -= 1,
            _ => return,
        }
    }
}

impl Writer for TextWriter<'_> {
    fn row(&mut self, cells: &[Cell]) -> Result<(), ReportError> {
        self.rows += 1;
        self.table.check(self.rows, cells)?;
        let texts: Vec<String> = cells.iter().map(Self::shown).collect();
        if let Some(widths) = self.widths.take() {
            let written = self.line(&texts, &widths);
            self.widths = Some(widths);
            return written;
        }
        self.held.push(texts);
        if self.held.len() == SAMPLE { self.release() } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<(), ReportError> {
        if self.widths.is_none() {
            self.release()?;
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

    fn text(rows: Vec<Vec<Cell>>, width: Option<usize>) -> String {
        let table = Table::new(vec![Column::text("Name"), Column::number("Seats"), Column::text("Why")]);
        let mut out = Vec::new();
        write(&table, rows, Format::Text { width }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn aligns_by_what_the_terminal_shows() {
        let rows =
            vec![vec!["田中浩".into(), 7.into(), "Owner on acme".into()], vec!["Ada".into(), 1234.into(), Cell::Empty]];
        assert_eq!(
            text(rows, None),
            "Name    Seats  Why\n\
             ──────  ─────  ─────────────\n\
             田中浩      7  Owner on acme\n\
             Ada      1234\n"
        );
    }

    #[test]
    fn fits_a_terminal_by_cutting_words_never_numbers() {
        let rows = vec![vec!["Wolfeschlegelsteinhausen".into(), 123_456.into(), "Developer on acme/web".into()]];
        assert_eq!(
            text(rows, Some(30)),
            "Name         Seats  Why\n\
             ──────────  ──────  ──────────\n\
             Wolfeschl…  123456  Developer…\n"
        );
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        let shown = text(vec![vec!["\u{1b}]0;owned\u{7}\nroot".into(), 1.into(), Cell::Empty]], Some(80));
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{7}'));
        assert_eq!(shown.lines().count(), 3);
    }

    #[test]
    fn later_rows_stream_and_lose_nothing_in_a_pipe() {
        let rows: Vec<Vec<Cell>> = (0..SAMPLE)
            .map(|_| vec!["x".into(), 1.into(), Cell::Empty])
            .chain([vec!["a much longer name".into(), 1.into(), "end".into()]])
            .collect();
        let shown = text(rows.clone(), None);
        assert_eq!(shown.lines().count(), SAMPLE + 3);
        assert!(shown.contains("a much longer name"));
        assert!(text(rows, Some(40)).contains("a m…"));
    }

    #[test]
    fn a_table_without_rows_still_shows_its_columns() {
        assert_eq!(text(Vec::new(), Some(80)), "Name  Seats  Why\n────  ─────  ───\n");
    }
}
