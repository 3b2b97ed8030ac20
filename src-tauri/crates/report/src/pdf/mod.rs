//! PDF: A4 pages with page numbers, headers of tables on each page, a chart,
//! bookmarks, and the fonts they are set in.
//!
//! Pages are laid out here; the file itself, with the parts of fonts it needs,
//! is krilla's work (`docs/decisions/0006-pdf.md`). Names in Latin, Greek,
//! Cyrillic, Arabic, Hebrew, Devanagari, Bengali, Tamil, Thai, Armenian,
//! Georgian, Chinese, Japanese and Korean are set as they are written; what no
//! font has is a box, and the report says at its end which characters these are.
//!
//! | module | what it does |
//! | --- | --- |
//! | `chart` | a chart on a page |
//! | `draw` | laid-out pages as a file |
//! | `fonts` | the fonts, and which has a character |
//! | `front` | what a report begins with |
//! | `page` | pages as they are laid out |
//! | `table` | tables across pages |
//! | `text` | lines of text: fonts, widths, breaks |

mod chart;
mod draw;
mod fonts;
mod front;
mod page;
mod table;
#[cfg(test)]
mod tests;
mod text;

use crate::display::clean;
use crate::document::Document;
use crate::error::ReportError;
use crate::shown::shown;
use crate::table::Cell;
use fonts::Weight::{Regular, SemiBold};
use page::{Ink, Layout, SIDE, style};
use std::io::Write;

/// Writes a report. It is put together in memory.
///
/// # Errors
/// The file failed, the rows did, or [`ReportError::Pages`].
pub fn write(document: &Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut layout = Layout::new();
    front::put(&mut layout, document);
    if let Some(figures) = &document.chart {
        chart::put(&mut layout, figures);
    }
    for section in &document.sections {
        table::put(&mut layout, section)?;
    }
    counted(&mut layout, document);
    around(&mut layout, document);
    out.write_all(&draw::file(document, layout)?)?;
    Ok(out.flush()?)
}

fn counted(layout: &mut Layout, document: &Document<'_>) {
    if layout.lying() {
        layout.turn(false);
    }
    layout.need(90.0);
    layout.y += 16.0;
    let title = "How it was counted";
    layout.headings.push((title.to_owned(), layout.pages.len() - 1, layout.y));
    let room = layout.room();
    layout.paragraph(style(13.0, SemiBold, Ink::First), title, room, 1);
    layout.y += 2.0;
    for sentence in &document.counted {
        layout.paragraph(style(8.5, Regular, Ink::First), &clean(sentence), room * 0.95, 12);
        layout.y += 4.0;
    }
    if layout.set.missing.is_empty() {
        return;
    }
    let codes: Vec<String> = layout.set.missing.iter().take(24).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let more = if layout.set.missing.len() > codes.len() { " and others" } else { "" };
    let words = format!(
        "The fonts of this file do not have the characters {}{more}; a box stands for each. HTML, XLSX, CSV and JSON hold them.",
        codes.join(", ")
    );
    layout.paragraph(style(8.5, SemiBold, Ink::Caution), &words, room * 0.95, 8);
}

/// What stands above and below each page.
fn around(layout: &mut Layout, document: &Document<'_>) {
    let small = style(7.5, Regular, Ink::Third);
    let origin = &document.origin;
    let made = format!(
        "Made {} by {} with Muster {}",
        shown(&Cell::Time(origin.made_at)),
        clean(&origin.operator),
        origin.version
    );
    let title = format!("{}: {}", document.kind, clean(&document.title));
    let pages = std::mem::take(&mut layout.pages);
    let count = pages.len();
    for (at, page) in pages.into_iter().enumerate() {
        let (width, height) = (page.width, page.height);
        layout.pages.push(page);
        let room = width - 2.0 * SIDE;
        let cut = |layout: &mut Layout, text: &str| {
            layout.set.lines(text, small.weight, small.size, room * 0.6, 1).pop().unwrap_or_default()
        };
        if at > 0 {
            let title = cut(layout, &title);
            layout.text(SIDE, 36.0, small, &title);
        }
        let realm = layout.set.lines(&clean(&origin.realm), small.weight, small.size, room * 0.35, 1);
        layout.text_to(width - SIDE, 36.0, small, realm.first().map_or("", String::as_str));
        let made = cut(layout, &made);
        layout.text(SIDE, height - 28.0, small, &made);
        layout.text_to(width - SIDE, height - 28.0, small, &format!("Page {} of {count}", at + 1));
    }
}
