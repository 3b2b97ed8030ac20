//! A chart on a page.

use super::fonts::Weight::{Regular, SemiBold};
use super::page::{Ink, Layout, Mark, SIDE, style};
use crate::chart::{Chart, Line};
use crate::shown::counted;

const HEIGHT: f32 = 170.0;
const LEFT: f32 = 34.0;

/// Puts the chart; nothing if there is nothing to draw.
pub(super) fn put(layout: &mut Layout, chart: &Chart) {
    let Some(plot) = chart.plot() else { return };
    layout.need(HEIGHT + 64.0);
    layout.y += 12.0;
    layout.headings.push((chart.title.clone(), layout.pages.len() - 1, layout.y));
    let room = layout.room();
    layout.paragraph(style(13.0, SemiBold, Ink::First), &chart.title, room, 1);
    let top = layout.y + 16.0;
    let bottom = top + HEIGHT - 30.0;
    let x = |part: f32| SIDE + LEFT + part * (room - LEFT - 8.0);
    let y = |part: f32| bottom - part * (bottom - top);
    let small = style(7.0, Regular, Ink::Third);
    for (height, count) in &plot.heights {
        let ink = if *count == 0 { Ink::Line } else { Ink::Faint };
        layout.rule((x(0.0), y(*height)), (x(1.0), y(*height)), ink, 0.6);
        layout.text_to(x(0.0) - 6.0, y(*height) + 2.5, small, &counted(*count));
    }
    for (day, said) in &plot.days {
        let wide = layout.set.width(said, small.weight, small.size);
        let at = (x(*day) - wide / 2.0).min(SIDE + room - wide);
        layout.text(at, bottom + 12.0, small, said);
    }
    for (series, line) in chart.series.iter().zip(&plot.lines) {
        let points: Vec<(f32, f32)> = line.iter().map(|(px, py)| (x(*px), y(*py))).collect();
        let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else { continue };
        match series.line {
            Line::Count => {
                let mut under = points.clone();
                under.extend([(last.0, bottom), (first.0, bottom)]);
                layout.mark(shape(under, Some(Ink::Soft), None, false));
                layout.mark(shape(points, None, Some((Ink::Accent, 1.4)), false));
            }
            Line::Step => layout.mark(shape(points, None, Some((Ink::First, 1.0)), true)),
            Line::Points => {
                for point in points {
                    dot(layout, point, 2.2, Ink::Caution);
                }
            }
        }
    }
    if let Some((px, py, day, count)) = plot.peak {
        dot(layout, (x(px), y(py)), 2.6, Ink::Accent);
        let words = format!("{} on {day}", counted(count));
        let bold = style(7.5, SemiBold, Ink::First);
        let wide = layout.set.width(&words, bold.weight, bold.size);
        let from = if px > 0.8 { x(px) - 5.0 - wide } else { x(px) + 5.0 };
        // Nothing runs through it.
        layout.area(from - 2.0, y(py) - 14.0, wide + 4.0, 10.0, Ink::White);
        layout.text(from, y(py) - 6.0, bold, &words);
    }
    layout.y = bottom + 26.0;
    let mut at = x(0.0);
    let words = style(7.5, Regular, Ink::Second);
    for series in &chart.series {
        let middle = layout.y - 2.5;
        match series.line {
            Line::Count => layout.rule((at, middle), (at + 14.0, middle), Ink::Accent, 1.4),
            Line::Step => {
                let points = vec![(at, middle), (at + 14.0, middle)];
                layout.mark(shape(points, None, Some((Ink::First, 1.0)), true));
            }
            Line::Points => dot(layout, (at + 7.0, middle), 2.2, Ink::Caution),
        }
        layout.text(at + 19.0, layout.y, words, &series.name);
        at += 19.0 + layout.set.width(&series.name, words.weight, words.size) + 18.0;
    }
    layout.y += 8.0;
}

fn shape(points: Vec<(f32, f32)>, fill: Option<Ink>, stroke: Option<(Ink, f32)>, dashed: bool) -> Mark {
    Mark::Shape { points, closed: fill.is_some(), fill, stroke, dashed }
}

fn dot(layout: &mut Layout, (x, y): (f32, f32), radius: f32, ink: Ink) {
    let points = (0u8..20).map(|n| {
        let angle = f32::from(n) * std::f32::consts::TAU / 20.0;
        (x + radius * angle.cos(), y + radius * angle.sin())
    });
    layout.mark(shape(points.collect(), Some(ink), None, false));
}
