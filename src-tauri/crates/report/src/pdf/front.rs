//! What a report begins with: what it is, the answer, what it is about, its
//! figures, and what to know.

use super::fonts::Weight::{Regular, SemiBold};
use super::page::{Ink, Layout, SIDE, style};
use crate::display::clean;
use crate::document::{Document, Figure};
use crate::shown::shown;
use crate::table::Cell;

/// Facts beside each other.
const FACTS: usize = 3;
/// Figures beside each other.
const FIGURES: usize = 4;
const GAP: f32 = 8.0;

pub(super) fn put(layout: &mut Layout, document: &Document<'_>) {
    let room = layout.room();
    layout.paragraph(style(9.0, SemiBold, Ink::Accent), &document.kind, room, 1);
    layout.paragraph(style(22.0, SemiBold, Ink::First), &clean(&document.title), room, 2);
    layout.y += 4.0;
    layout.paragraph(style(11.0, Regular, Ink::First), &clean(&document.answer), room * 0.92, 6);
    layout.y += 14.0;
    figures(layout, &document.figures);
    about(layout, document);
    notes(layout, &document.notes);
}

fn figures(layout: &mut Layout, figures: &[Figure]) {
    #[allow(clippy::cast_precision_loss, reason = "few figures")]
    let width = (layout.room() - GAP * (FIGURES - 1) as f32) / FIGURES as f32;
    let (label, said) = (style(7.5, Regular, Ink::Third), style(7.5, Regular, Ink::Second));
    for row in figures.chunks(FIGURES) {
        let height = 62.0;
        layout.need(height);
        for (at, figure) in row.iter().enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "few figures")]
            let x = SIDE + at as f32 * (width + GAP);
            let inside = width - 20.0;
            layout.area(x, layout.y, width, height, Ink::Panel);
            let one = |layout: &mut Layout, y: f32, style, text: &str| {
                let lines = layout.set.lines(text, SemiBold, 7.5, inside, 1);
                layout.text(x + 10.0, y, style, lines.first().map_or("", String::as_str));
            };
            one(layout, layout.y + 15.0, label, &figure.label);
            let value = if figure.value == Cell::Empty { "not known".into() } else { shown(&figure.value) };
            let mut size = if figure.value == Cell::Empty { 11.0 } else { 17.0 };
            while size > 8.0 && layout.set.width(&value, SemiBold, size) > inside {
                size -= 1.0;
            }
            layout.text(x + 10.0, layout.y + 35.0, style(size, SemiBold, Ink::First), &value);
            let words = match (figure.on, figure.said.as_str()) {
                (Some(day), "") => format!("on {day}"),
                (Some(day), said) => format!("on {day}, {said}"),
                (None, said) => said.to_owned(),
            };
            let lines = layout.set.lines(&clean(&words), Regular, said.size, inside, 2);
            for (number, line) in lines.iter().enumerate() {
                #[allow(clippy::cast_precision_loss, reason = "two lines")]
                let y = layout.y + 46.0 + number as f32 * 9.0;
                layout.text(x + 10.0, y, said, line);
            }
        }
        layout.y += height + GAP;
    }
    layout.y += 6.0;
}

fn about(layout: &mut Layout, document: &Document<'_>) {
    let (label, value) = (style(7.5, Regular, Ink::Third), style(8.5, Regular, Ink::First));
    let mut facts: Vec<(String, String)> =
        document.about().into_iter().map(|(label, cell)| (label, shown(&cell).into_owned())).collect();
    if let Some(rule) = &document.rule {
        facts.push(("Rule".to_owned(), clean(rule).into_owned()));
    }
    #[allow(clippy::cast_precision_loss, reason = "three")]
    let column = layout.room() / FACTS as f32;
    let wide = |layout: &mut Layout, text: &str| layout.set.width(text, Regular, value.size) > column - 10.0;
    // Short ones side by side, then long ones below each other.
    let mut short = Vec::new();
    let mut long = Vec::new();
    for fact in facts {
        if wide(layout, &fact.1) { long.push(fact) } else { short.push(fact) }
    }
    for row in short.chunks(FACTS) {
        layout.need(24.0);
        for (at, (name, text)) in row.iter().enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "three")]
            let x = SIDE + at as f32 * column;
            layout.text(x, layout.y + 8.0, label, name);
            layout.text(x, layout.y + 19.0, value, text);
        }
        layout.y += 27.0;
    }
    for (name, text) in long {
        layout.need(24.0);
        layout.text(SIDE, layout.y + 8.0, label, &name);
        layout.y += 9.0;
        let room = layout.room();
        layout.paragraph(value, &text, room, 6);
        layout.y += 6.0;
    }
}

fn notes(layout: &mut Layout, notes: &[String]) {
    if notes.is_empty() {
        return;
    }
    layout.y += 6.0;
    let room = layout.room();
    let words = style(8.5, Regular, Ink::First);
    for note in notes {
        let lines = layout.set.lines(&clean(note), Regular, words.size, room - 14.0, 8);
        #[allow(clippy::cast_precision_loss, reason = "few lines")]
        let height = lines.len() as f32 * words.leading() + 6.0;
        layout.need(height);
        layout.area(SIDE, layout.y, 2.5, height - 2.0, Ink::Caution);
        for line in lines {
            layout.y += words.leading();
            layout.text(SIDE + 12.0, layout.y - 2.5, words, &line);
        }
        layout.y += 6.0;
    }
}
