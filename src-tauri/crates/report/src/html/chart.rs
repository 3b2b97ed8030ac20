//! A chart as SVG inside the page.

use super::escape::text;
use crate::chart::{Chart, Line};
use crate::shown::counted;
use std::fmt::Write as _;

const WIDTH: f32 = 1040.0;
const HEIGHT: f32 = 280.0;
const LEFT: f32 = 56.0;
const RIGHT: f32 = 28.0;
const TOP: f32 = 28.0;
const BOTTOM: f32 = 36.0;

/// Adds the chart; nothing if there is nothing to draw.
pub(super) fn push(out: &mut String, chart: &Chart) {
    let Some(plot) = chart.plot() else { return };
    let x = |x: f32| LEFT + x * (WIDTH - LEFT - RIGHT);
    let y = |y: f32| HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM);
    let _ = write!(
        out,
        "<figure class=\"chart\"><h2>{0}</h2><svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{0}. \
         The same figures stand in the table below.\">",
        text(&chart.title)
    );
    for (height, count) in &plot.heights {
        let at = y(*height);
        let class = if *count == 0 { "base" } else { "grid" };
        let _ = write!(
            out,
            "<line class=\"{class}\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            x(0.0),
            x(1.0),
            LEFT - 8.0,
            at + 4.0,
            counted(*count)
        );
    }
    for (day, said) in &plot.days {
        let _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            x(*day),
            HEIGHT - BOTTOM + 18.0,
            text(said)
        );
    }
    for (at, (series, line)) in chart.series.iter().zip(&plot.lines).enumerate() {
        let points = || line.iter().fold(String::new(), |all, (px, py)| format!("{all} {:.1},{:.1}", x(*px), y(*py)));
        match series.line {
            Line::Count => {
                let (first, last) = (line.first().map_or(0.0, |p| p.0), line.last().map_or(0.0, |p| p.0));
                let points = points();
                let _ = write!(
                    out,
                    "<polygon class=\"a0\" points=\"{:.1},{:.1}{points} {:.1},{:.1}\"/>\
                     <polyline class=\"s0\" points=\"{}\"/>",
                    x(first),
                    y(0.0),
                    x(last),
                    y(0.0),
                    points.trim_start()
                );
            }
            Line::Step => {
                let _ = write!(out, "<polyline class=\"s1\" points=\"{}\"/>", points().trim_start());
            }
            Line::Points => {
                for (px, py) in line {
                    let _ = write!(out, "<circle class=\"p2\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>", x(*px), y(*py));
                }
            }
        }
        debug_assert!(at < 3, "a chart has a count, what was bought, and what someone else counted");
    }
    if let Some((px, py, day, count)) = plot.peak {
        let (anchor, dx) = if px > 0.85 { ("end", -8.0) } else { ("start", 8.0) };
        let _ = write!(
            out,
            "<circle class=\"mark\" cx=\"{0:.1}\" cy=\"{1:.1}\" r=\"4\"/>\
             <text class=\"peak\" x=\"{2:.1}\" y=\"{3:.1}\" text-anchor=\"{anchor}\">{4} on {day}</text>",
            x(px),
            y(py),
            x(px) + dx,
            (y(py) - 8.0).max(14.0),
            counted(count)
        );
    }
    out.push_str("</svg><figcaption class=\"legend\">");
    for series in &chart.series {
        let mark = match series.line {
            Line::Count => "<line class=\"s0\" x1=\"0\" x2=\"22\" y1=\"5\" y2=\"5\"/>",
            Line::Step => "<line class=\"s1\" x1=\"0\" x2=\"22\" y1=\"5\" y2=\"5\"/>",
            Line::Points => "<circle class=\"p2\" cx=\"11\" cy=\"5\" r=\"3\"/>",
        };
        let _ = write!(
            out,
            "<span><svg viewBox=\"0 0 22 10\" aria-hidden=\"true\">{mark}</svg>{}</span>",
            text(&series.name)
        );
    }
    out.push_str("</figcaption></figure>");
}
