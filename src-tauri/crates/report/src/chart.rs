//! A chart of counts by day: its figures, and where each falls on a picture.

use chrono::{Datelike, Months, NaiveDate};

/// Counts by day.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// The section whose rows are the same figures, by its key.
    pub section: String,
    /// The lines.
    pub series: Vec<Series>,
}

/// How the points of a line are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// What was counted: filled below.
    Count,
    /// What was bought: holds until the next point.
    Step,
    /// What someone else counted: points.
    Points,
}

/// A line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// How it is drawn.
    pub line: Line,
    /// The column of the section that holds it, by its key.
    pub field: String,
    /// Its points, in the order of days.
    pub points: Vec<(NaiveDate, u64)>,
}

/// Where everything of a chart falls, with the left bottom corner of the plot at
/// 0, 0 and its right top corner at 1, 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// Heights that are marked, with what they mean.
    pub heights: Vec<(f32, u64)>,
    /// Days that are marked.
    pub days: Vec<(f32, String)>,
    /// The lines in the chart's order, with steps drawn out.
    pub lines: Vec<Vec<(f32, f32)>>,
    /// The highest point of the first line.
    pub peak: Option<(f32, f32, NaiveDate, u64)>,
}

impl Chart {
    /// The first and the last day.
    #[must_use]
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let days = || self.series.iter().flat_map(|series| series.points.iter().map(|(day, _)| *day));
        Some((days().min()?, days().max()?))
    }

    /// Where everything falls; none if there is nothing to draw.
    #[must_use]
    pub fn plot(&self) -> Option<Plot> {
        let (from, to) = self.span()?;
        let highest = self.series.iter().flat_map(|s| s.points.iter().map(|(_, count)| *count)).max()?;
        let step = step(highest);
        let top = highest.div_ceil(step).max(1).saturating_mul(step);
        let across = (to - from).num_days().max(1);
        #[allow(clippy::cast_precision_loss, reason = "days of a report and seats of an instance")]
        let place = |day: NaiveDate, count: u64| {
            ((day - from).num_days() as f32 / across as f32, (count as f64 / top as f64) as f32)
        };
        let lines = self.series.iter().map(|series| {
            let mut line = Vec::with_capacity(series.points.len());
            for (day, count) in &series.points {
                let (x, y) = place(*day, *count);
                if series.line == Line::Step
                    && let Some((_, before)) = line.last().copied()
                {
                    line.push((x, before));
                }
                line.push((x, y));
            }
            if series.line == Line::Step
                && let Some((x, y)) = line.last().copied()
                && x < 1.0
            {
                line.push((1.0, y));
            }
            line
        });
        let first = self.series.first();
        // Of equal days the first: that is when it was reached.
        let peak = first.and_then(|s| s.points.iter().rev().max_by_key(|(_, count)| *count));
        Some(Plot {
            heights: (0..=top / step).map(|n| (place(from, n * step).1, n * step)).collect(),
            days: marks(from, to).into_iter().map(|day| (place(day, 0).0, said(day, from, to))).collect(),
            lines: lines.collect(),
            peak: peak.map(|(day, count)| {
                let (x, y) = place(*day, *count);
                (x, y, *day, *count)
            }),
        })
    }
}

/// The distance of marked heights: 1, 2 or 5 times a power of ten, so that there
/// are at most six.
fn step(highest: u64) -> u64 {
    let mut power = 1u64;
    loop {
        for step in [1, 2, 5].map(|n| n * power) {
            if highest.div_ceil(step) <= 5 {
                return step;
            }
        }
        match power.checked_mul(10) {
            Some(next) if next < u64::MAX / 10 => power = next,
            _ => return u64::MAX / 4,
        }
    }
}

/// Days to mark, at most seven: the first of months, or evenly spread days of a
/// period shorter than two months.
fn marks(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let days = (to - from).num_days();
    if days < 62 {
        let every = (days / 5).max(1);
        return from.iter_days().step_by(usize::try_from(every).unwrap_or(1)).take_while(|day| *day <= to).collect();
    }
    let months = days / 30 + 1;
    let every = [1, 2, 3, 6, 12].into_iter().find(|n| months / n <= 7).unwrap_or_else(|| months / 7 / 12 * 12 + 12);
    let every = u32::try_from(every).unwrap_or(12);
    let mut marks = Vec::new();
    let mut month = from.with_day(1).unwrap_or(from);
    while month <= to {
        if month >= from && month.month0().is_multiple_of(every.min(12)) {
            marks.push(month);
        }
        let Some(next) = month.checked_add_months(Months::new(if every > 12 { every } else { 1 })) else { break };
        month = next;
    }
    marks
}

fn said(day: NaiveDate, from: NaiveDate, to: NaiveDate) -> String {
    let format = if (to - from).num_days() < 62 { "%-d %b" } else { "%b %Y" };
    day.format(format).to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn chart(points: Vec<(NaiveDate, u64)>, line: Line) -> Chart {
        let series = Series { name: "Seats".into(), line, field: "count".into(), points };
        Chart { title: "Seats by day".into(), section: "by_day".into(), series: vec![series] }
    }

    #[test]
    fn heights_are_round_and_few() {
        for (highest, expected) in [(0, 1), (1, 1), (5, 1), (6, 2), (10, 2), (11, 5), (812, 200), (1284, 500)] {
            assert_eq!(step(highest), expected, "{highest}");
        }
    }

    #[test]
    fn a_year_is_marked_by_months_and_a_week_by_days() {
        let marks = |from: &str, to: &str| {
            marks(day(from), day(to)).iter().map(|d| said(*d, day(from), day(to))).collect::<Vec<_>>()
        };
        assert_eq!(
            marks("2025-11-21", "2026-11-21"),
            ["Jan 2026", "Mar 2026", "May 2026", "Jul 2026", "Sep 2026", "Nov 2026"]
        );
        assert_eq!(marks("2026-01-01", "2026-01-03"), ["1 Jan", "2 Jan", "3 Jan"]);
        assert_eq!(marks("2026-01-01", "2026-01-01"), ["1 Jan"]);
    }

    #[test]
    fn the_peak_is_the_first_day_it_was_reached() {
        let plot = chart(vec![(day("2026-01-01"), 3), (day("2026-01-02"), 9), (day("2026-01-05"), 9)], Line::Count);
        let peak = plot.plot().unwrap().peak.unwrap();
        assert_eq!((peak.2, peak.3), (day("2026-01-02"), 9));
    }

    #[test]
    fn what_was_bought_holds_until_it_changes_and_to_the_end() {
        let mut both = chart(vec![(day("2026-01-01"), 4), (day("2026-01-06"), 8)], Line::Step);
        both.series.push(Series { points: vec![(day("2026-01-11"), 1)], line: Line::Points, ..both.series[0].clone() });
        let plot = both.plot().unwrap();
        assert_eq!(plot.lines[0], [(0.0, 0.5), (0.5, 0.5), (0.5, 1.0), (1.0, 1.0)]);
    }

    #[test]
    fn nothing_is_no_picture() {
        assert_eq!(chart(Vec::new(), Line::Count).plot(), None);
    }

    proptest! {
        #[test]
        fn every_point_is_on_the_picture(points in proptest::collection::btree_map(0u64..40_000, any::<u64>(), 1..40)) {
            let from = day("1990-01-01");
            let points = points.into_iter().map(|(d, n)| (from + chrono::Days::new(d), n)).collect();
            let plot = chart(points, Line::Count).plot().unwrap();
            prop_assert!(plot.heights.len() <= 7 && plot.days.len() <= 14, "{:?}", plot);
            for (x, y) in plot.lines.iter().flatten() {
                prop_assert!((0.0..=1.0).contains(x) && (0.0..=1.0).contains(y));
            }
        }
    }
}
