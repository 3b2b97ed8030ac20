//! Laid-out pages as a PDF file.

use super::page::{Ink, Layout, Mark, Page};
use super::text::Setter;
use crate::document::Document;
use crate::error::ReportError;
use chrono::{Datelike, Timelike};
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;

/// The file's bytes.
pub(super) fn file(document: &Document<'_>, layout: Layout) -> Result<Vec<u8>, ReportError> {
    let Layout { mut set, pages, headings, .. } = layout;
    let mut pdf = krilla::Document::new();
    for page in &pages {
        let settings = PageSettings::from_wh(page.width, page.height)
            .ok_or_else(|| ReportError::Pages("a page has no size".to_owned()))?;
        let mut on = pdf.start_page_with(settings);
        let mut surface = on.surface();
        draw(&mut surface, &mut set, page);
        surface.finish();
        on.finish();
    }
    let mut outline = Outline::new();
    for (heading, page, y) in headings {
        outline.push_child(OutlineNode::new(heading, XyzDestination::new(page, Point::from_xy(0.0, y))));
    }
    pdf.set_outline(outline);
    pdf.set_metadata(metadata(document));
    pdf.finish().map_err(|error| ReportError::Pages(format!("{error:?}")))
}

fn metadata(document: &Document<'_>) -> Metadata {
    let at = document.origin.made_at;
    let part = |number: u32| u8::try_from(number).unwrap_or(0);
    let date = DateTime::new(u16::try_from(at.year()).unwrap_or(0))
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(format!("{}: {}", document.kind, document.title))
        .authors(vec![document.origin.operator.clone()])
        .creator(format!("Muster {}", document.origin.version))
        .creation_date(date)
        .language("en".to_owned())
}

fn fill(ink: Ink) -> Fill {
    let (red, green, blue) = ink.rgb();
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn draw(surface: &mut Surface<'_>, set: &mut Setter, page: &Page) {
    for mark in &page.marks {
        match mark {
            Mark::Text { x, y, style, text } => {
                surface.set_stroke(None);
                surface.set_fill(Some(fill(style.ink)));
                let mut at = *x;
                for piece in set.pieces(text, style.weight) {
                    let Some(font) = set.fonts.get(piece.font) else { continue };
                    let start = Point::from_xy(at, *y);
                    surface.draw_glyphs(start, &piece.glyphs, font.font.clone(), &piece.text, style.size, false);
                    at += piece.width * style.size;
                }
            }
            Mark::Shape { points, closed, fill: filled, stroke, dashed } => {
                let mut path = PathBuilder::new();
                for (at, (x, y)) in points.iter().enumerate() {
                    if at == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
                }
                if *closed {
                    path.close();
                }
                let Some(path) = path.finish() else { continue };
                surface.set_fill(filled.map(fill));
                surface.set_stroke(stroke.map(|(ink, width)| Stroke {
                    paint: fill(ink).paint,
                    width,
                    dash: dashed.then(|| StrokeDash { array: vec![4.0, 3.0], offset: 0.0 }),
                    ..Stroke::default()
                }));
                surface.draw_path(&path);
            }
        }
    }
}
