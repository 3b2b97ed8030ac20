//! Tables on pages: columns as wide as they need and as there is room, long
//! texts in several lines, the header on each page.

use super::fonts::Weight::{Regular, SemiBold};
use super::page::{Ink, Layout, SIDE, Style, style};
use crate::display::clean;
use crate::document::{Field, Section};
use crate::error::ReportError;
use crate::shown::{counted, shown};
use crate::table::{Cell, ColumnKind};

/// The most rows of a table: beyond, nobody reads pages. What is left out is
/// said below the table.
pub(super) const ROWS: u64 = 5_000;
/// Rows from which the widths of columns are taken.
const SAMPLE: u64 = 200;
/// More columns than this lie on pages across.
const UPRIGHT: usize = 7;
/// A table of so few rows stays on one page with its heading.
const SHORT: u64 = 10;
/// The most lines of a cell.
const LINES: usize = 4;
const GAP: f32 = 10.0;
const HEAD: Style = style(7.5, SemiBold, Ink::Third);
const BODY: Style = style(8.0, Regular, Ink::First);

/// A column as it stands on the page.
struct Column {
    /// Its place among the cells of a row.
    at: usize,
    label: String,
    x: f32,
    width: f32,
    right: bool,
}

/// Puts a section: heading, sentence, table.
pub(super) fn put(layout: &mut Layout, section: &Section<'_>) -> Result<(), ReportError> {
    let rows = section.rows.count();
    let shown_fields = section.fields.iter().filter(|field| !field.hidden).count();
    let lying = shown_fields > UPRIGHT && rows > 0;
    if lying != layout.lying() {
        layout.turn(lying);
    } else {
        #[allow(clippy::cast_precision_loss, reason = "few rows")]
        layout.need(if rows <= SHORT { rows as f32 * 15.0 + 96.0 } else { 128.0 });
        layout.y += if layout.fits(200.0) || layout.y > super::page::TOP { 16.0 } else { 0.0 };
    }
    layout.headings.push((section.title.clone(), layout.pages.len() - 1, layout.y));
    let room = layout.room();
    layout.paragraph(style(13.0, SemiBold, Ink::First), &clean(&section.title), room, 2);
    if !section.said.is_empty() {
        layout.paragraph(style(8.5, Regular, Ink::Second), &clean(&section.said), room * 0.92, 4);
    }
    if rows == 0 {
        layout.paragraph(style(8.5, Regular, Ink::Third), &section.empty, room, 2);
        return Ok(());
    }
    layout.y += 4.0;
    let columns = columns(layout, section)?;
    header(layout, &columns);
    section.rows.each(ROWS, &mut |row| {
        put_row(layout, &columns, row);
        Ok(())
    })?;
    if rows > ROWS {
        let words = format!(
            "These are the first {} of {} rows. CSV, JSON and XLSX hold all of them.",
            counted(ROWS),
            counted(rows)
        );
        layout.y += 4.0;
        layout.paragraph(style(8.5, SemiBold, Ink::Caution), &words, room, 2);
    }
    Ok(())
}

fn columns(layout: &mut Layout, section: &Section<'_>) -> Result<Vec<Column>, ReportError> {
    let fields: Vec<(usize, &Field)> = section.fields.iter().enumerate().filter(|(_, field)| !field.hidden).collect();
    let mut widths: Vec<f32> =
        fields.iter().map(|(_, field)| layout.set.width(&field.label, HEAD.weight, HEAD.size)).collect();
    let least = widths.clone();
    section.rows.each(SAMPLE, &mut |row| {
        for (width, (at, _)) in widths.iter_mut().zip(&fields) {
            if let Some(cell) = row.get(*at) {
                let text = shown(cell);
                let text = text.char_indices().nth(160).map_or(&*text, |(end, _)| &text[..end]);
                *width = width.max(layout.set.width(text, BODY.weight, BODY.size));
            }
        }
        Ok(())
    })?;
    #[allow(clippy::cast_precision_loss, reason = "few columns")]
    let room = layout.room() - GAP * (fields.len().saturating_sub(1)) as f32;
    share(&mut widths, &least, &fields, room);
    let mut x = SIDE;
    let columns = fields.iter().zip(widths).map(|((at, field), width)| {
        let column = Column { at: *at, label: field.label.clone(), x, width, right: field.kind == ColumnKind::Number };
        x += width + GAP;
        column
    });
    Ok(columns.collect())
}

/// Gives out the room: all that each asks for if there is enough, and the rest
/// to words by their weight; else words give way, the widest first.
fn share(widths: &mut [f32], least: &[f32], fields: &[(usize, &Field)], room: f32) {
    let words = |at: usize| fields[at].1.kind == ColumnKind::Text;
    let total: f32 = widths.iter().sum();
    if total <= room {
        let weights: f32 = fields.iter().enumerate().filter(|(at, _)| words(*at)).map(|(_, (_, f))| f.weight).sum();
        // A narrow table is not pulled apart further than reads well.
        let rest = (room - total).min(total * 0.6);
        for (at, width) in widths.iter_mut().enumerate() {
            if words(at) && weights > 0.0 {
                *width += rest * fields[at].1.weight / weights;
            }
        }
        return;
    }
    let fixed: f32 = widths.iter().enumerate().filter(|(at, _)| !words(*at)).map(|(_, w)| *w).sum();
    let mut open: Vec<usize> = (0..widths.len()).filter(|at| words(*at)).collect();
    let mut left = (room - fixed).max(room * 0.3);
    // Whoever asks for less than its share gets it; the others share the rest.
    loop {
        let weights: f32 = open.iter().map(|at| fields[*at].1.weight).sum();
        let small: Vec<usize> =
            open.iter().copied().filter(|at| widths[*at] <= left * fields[*at].1.weight / weights).collect();
        if small.is_empty() {
            for at in open {
                widths[at] = (left * fields[at].1.weight / weights).max(least[at].min(40.0));
            }
            break;
        }
        left -= small.iter().map(|at| widths[*at]).sum::<f32>();
        open.retain(|at| !small.contains(at));
        if open.is_empty() {
            break;
        }
    }
    let total: f32 = widths.iter().sum();
    if total > room {
        widths.iter_mut().for_each(|width| *width *= room / total);
    }
}

fn header(layout: &mut Layout, columns: &[Column]) {
    let lines: Vec<Vec<String>> =
        columns.iter().map(|c| layout.set.lines(&c.label, HEAD.weight, HEAD.size, c.width, 2)).collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or(1);
    #[allow(clippy::cast_precision_loss, reason = "two lines")]
    let height = most as f32 * 10.0 + 8.0;
    layout.need(height + 20.0);
    for (column, lines) in columns.iter().zip(&lines) {
        for (number, line) in lines.iter().enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "two lines")]
            let y = layout.y + height - 6.0 - (lines.len() - 1 - number) as f32 * 9.5;
            place(layout, column, y, HEAD, line);
        }
    }
    layout.y += height;
    layout.rule((SIDE, layout.y), (right(columns), layout.y), Ink::Line, 0.8);
    layout.y += 1.0;
}

fn put_row(layout: &mut Layout, columns: &[Column], row: &[Cell]) {
    let lines: Vec<Vec<String>> = columns
        .iter()
        .map(|column| {
            let text = row.get(column.at).map(shown).unwrap_or_default();
            let most = if column.right { 1 } else { LINES };
            layout.set.lines(&text, BODY.weight, BODY.size, column.width, most)
        })
        .collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or(1);
    #[allow(clippy::cast_precision_loss, reason = "few lines")]
    let height = most as f32 * 10.5 + 4.5;
    if !layout.fits(height) {
        layout.turn(layout.lying());
        header(layout, columns);
    }
    for (column, lines) in columns.iter().zip(&lines) {
        for (number, line) in lines.iter().enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "few lines")]
            let y = layout.y + 10.0 + number as f32 * 10.5;
            place(layout, column, y, BODY, line);
        }
    }
    layout.y += height;
    layout.rule((SIDE, layout.y), (right(columns), layout.y), Ink::Faint, 0.5);
}

/// Where the last column ends.
fn right(columns: &[Column]) -> f32 {
    columns.last().map_or(SIDE, |column| column.x + column.width)
}

fn place(layout: &mut Layout, column: &Column, y: f32, style: Style, line: &str) {
    if column.right {
        layout.text_to(column.x + column.width, y, style, line);
    } else {
        layout.text(column.x, y, style, line);
    }
}
