//! What the history lets expect.
//!
//! # The method
//! A random walk with drift (Hyndman and Athanasopoulos, *Forecasting:
//! Principles and Practice*, 3rd edition, 5.2), made robust: from the last
//! count it goes on by the median of the slopes between all pairs of counts
//! (Theil and Sen; P. K. Sen, *Estimates of the regression coefficient based on
//! Kendall's tau*, 1968), so that one unusual month does not bend it. Counts
//! are those at snapshots, the last of each week: in between nothing is known
//! that was not known before.
//!
//! The spread comes from how far each count was from where the one before it
//! led by that slope, over the root of the days between them: of these the
//! value that as many as eight of ten stay below, taken from one more than
//! there are, since the next may be further off than all before. It grows with
//! the days ahead *h* as that of a random walk with a drift that is itself
//! estimated, by the root of *h* (1 + *h* / *T*) with *T* the days that were
//! looked at (the same book, 5.5).

use chrono::{Datelike, Days, NaiveDate};

/// The fewest counts, a week each, that a forecast is made from.
pub const FEWEST: usize = 6;
/// The fewest days from the first of them to the last.
pub const FEWEST_DAYS: i64 = 90;
/// The most counts that are looked at: two years of weeks.
const MOST: usize = 104;
/// How many of ten stay within the spread.
const WITHIN: (usize, usize) = (8, 10);

/// A count at a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed {
    /// The day.
    pub day: NaiveDate,
    /// Seats at its end.
    pub count: u64,
}

/// A day to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// The day.
    pub day: NaiveDate,
    /// Nine times of ten the count is not below this.
    pub low: u64,
    /// As likely above as below.
    pub likely: u64,
    /// Nine times of ten the count is not above this.
    pub high: u64,
}

/// What is expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// How many counts, the last of a week each, it is made from.
    pub counts: usize,
    /// The first of their days.
    pub since: NaiveDate,
    /// Seats more in 30 days.
    pub per_month: f64,
    /// The days to come, the first of them the day after today.
    pub days: Vec<Expected>,
}

/// Why nothing is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooShort {
    /// How many counts there are, the last of a week each.
    pub counts: usize,
    /// Days from the first to the last.
    pub days: i64,
}

impl std::fmt::Display for TooShort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (weeks, days) =
            (if self.counts == 1 { "week" } else { "weeks" }, if self.days == 1 { "day" } else { "days" });
        write!(
            f,
            "There is no forecast: the history has counts of {} {weeks} over {} {days}, and a forecast needs at least \
             {FEWEST} over {FEWEST_DAYS}.",
            self.counts, self.days
        )
    }
}

/// What to expect after `today` until `to`. `observed` are the counts at
/// snapshots in the order of days, and `now` is the count of today, from which
/// the forecast sets out.
///
/// # Errors
/// [`TooShort`] if the history is.
pub fn forecast(observed: &[Observed], now: u64, today: NaiveDate, to: NaiveDate) -> Result<Forecast, TooShort> {
    let weeks = weekly(observed, today);
    let (first, last) = match (weeks.first(), weeks.last()) {
        (Some(first), Some(last)) => (first.day, last.day),
        _ => return Err(TooShort { counts: 0, days: 0 }),
    };
    let span = (last - first).num_days();
    if weeks.len() < FEWEST || span < FEWEST_DAYS {
        return Err(TooShort { counts: weeks.len(), days: span });
    }
    let points: Vec<(f64, f64)> = weeks.iter().map(|o| ((o.day - first).num_days() as f64, o.count as f64)).collect();
    let slope = slope(&points);
    let spread = spread(&points, slope);
    // What happened since the last snapshot is known; what did not is not, so
    // the days since then are days ahead too.
    let behind = (today - last).num_days().max(0) as f64;
    let ahead = u64::try_from((to - today).num_days()).unwrap_or_default();
    let days = (1..=ahead).map_while(|ahead| {
        let h = ahead as f64 + behind;
        let likely = now as f64 + slope * ahead as f64;
        let width = spread * (h * (1.0 + h / span as f64)).sqrt();
        let day = today.checked_add_days(Days::new(ahead))?;
        Some(Expected { day, low: whole(likely - width), likely: whole(likely), high: whole(likely + width) })
    });
    Ok(Forecast { counts: weeks.len(), since: first, per_month: slope * 30.0, days: days.collect() })
}

/// The last count of each week, of the latest weeks.
fn weekly(observed: &[Observed], today: NaiveDate) -> Vec<Observed> {
    let mut weeks: Vec<Observed> = Vec::new();
    for one in observed.iter().filter(|one| one.day <= today) {
        let week = |day: NaiveDate| day.num_days_from_ce().div_euclid(7);
        match weeks.last_mut().filter(|known| week(known.day) == week(one.day)) {
            Some(known) => *known = *one,
            None => weeks.push(*one),
        }
    }
    weeks.drain(..weeks.len().saturating_sub(MOST));
    weeks
}

/// The median of the slopes between all pairs of points.
fn slope(points: &[(f64, f64)]) -> f64 {
    let mut slopes = Vec::with_capacity(points.len() * points.len() / 2);
    for (at, (x, y)) in points.iter().enumerate() {
        slopes.extend(points[at + 1..].iter().map(|(later, count)| (count - y) / (later - x)));
    }
    slopes.sort_unstable_by(f64::total_cmp);
    match (slopes.len() / 2, slopes.len() % 2) {
        (0, 0) => 0.0,
        (half, 0) => f64::midpoint(slopes[half - 1], slopes[half]),
        (half, _) => slopes[half],
    }
}

/// How far eight of ten counts stay from where the one before led, after a day.
fn spread(points: &[(f64, f64)], slope: f64) -> f64 {
    let off = |pair: &[(f64, f64)]| {
        let days = pair[1].0 - pair[0].0;
        (pair[1].1 - pair[0].1 - slope * days).abs() / days.sqrt()
    };
    let mut offs: Vec<f64> = points.windows(2).map(off).collect();
    offs.sort_unstable_by(f64::total_cmp);
    let rank = ((offs.len() + 1) * WITHIN.0).div_ceil(WITHIN.1);
    offs.get(rank.min(offs.len()).saturating_sub(1)).copied().unwrap_or_default()
}

/// A number of seats; there are none below none.
fn whole(count: f64) -> u64 {
    count.round().max(0.0) as u64
}

impl Forecast {
    /// The first day on which the likely count is above `bought`.
    #[must_use]
    pub fn passes(&self, bought: u64) -> Option<NaiveDate> {
        self.days.iter().find(|day| day.likely > bought).map(|day| day.day)
    }

    /// The first day on which the count may be above `bought`: once in ten
    /// times it is by then.
    #[must_use]
    pub fn may_pass(&self, bought: u64) -> Option<NaiveDate> {
        self.days.iter().find(|day| day.high > bought).map(|day| day.day)
    }
}
