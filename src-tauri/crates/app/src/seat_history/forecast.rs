//! What to expect until the end of the licence period.

use super::by_day::highest;
use super::said::{number, seats};
use super::view::{Range, View};
use crate::Result;
use crate::api::seat_history::{ForecastDay, SeatForecast};
use crate::session::Session;
use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use muster_model::{Authority, TrueUp};
use muster_seats::forecast::{Forecast, Observed, forecast};
use muster_vault::tables::userstore;
use std::collections::BTreeSet;

impl Session {
    /// What the history lets expect until the end of the licence period.
    ///
    /// # Errors
    /// As [`Session::seats_history`].
    pub fn seats_forecast(&self, plan: &str, now: DateTime<Utc>) -> Result<SeatForecast> {
        self.over_time(plan, now, |view| {
            let (today, end) = (view.today(), view.period(view.today()).to);
            let observed = view.observed()?;
            let count = view.by_day(Range { from: today, to: today }).last().copied().unwrap_or_default();
            match forecast(&observed, count, today, end) {
                Err(short) => {
                    let (refused, said) = (Some(short.to_string()), Vec::new());
                    Ok(SeatForecast { refused, days: Vec::new(), passes_on: None, said })
                }
                Ok(found) => Ok(view.told(&found, count, end)),
            }
        })
    }
}

impl View<'_> {
    /// The counts at snapshots, and at the end of each week where Muster itself
    /// is the authority: there every day is known.
    fn observed(&self) -> Result<Vec<Observed>> {
        let today = self.today();
        let Some(known) = self.known.filter(|known| *known <= today) else { return Ok(Vec::new()) };
        let range = Range { from: known, to: today };
        let mut days: BTreeSet<NaiveDate> =
            self.snapshots(range)?.iter().map(|snapshot| snapshot.taken_at.date_naive()).collect();
        let stores = self.vault.read(userstore::list)?;
        let own = |store: &muster_model::Userstore| {
            store.authority == Authority::Local
                && store.users + store.gone > 0
                && self.counted.domains.contains(&store.domain)
        };
        if stores.iter().any(own) {
            let ends = |day: &NaiveDate| day.weekday() == Weekday::Sun || *day == today;
            days.extend(known.iter_days().take_while(|day| *day <= today).filter(ends));
        }
        let counts = self.by_day(range);
        let count = |day: NaiveDate| usize::try_from((day - known).num_days()).ok().and_then(|at| counts.get(at));
        Ok(days.into_iter().filter_map(|day| Some(Observed { day, count: *count(day)? })).collect())
    }

    fn told(&self, found: &Forecast, count: u64, end: NaiveDate) -> SeatForecast {
        let today = self.today();
        let mut said = vec![format!(
            "This is a forecast, no count: it carries on how the seats went from {} to {today}, {} a month, from the {} \
             of today.",
            found.since,
            trend(found.per_month),
            number(count)
        )];
        if let Some(last) = found.days.last() {
            said.push(format!(
                "On {end}, when the licence period ends, {} are likely; eight times of ten it is between {} and {}.",
                seats(last.likely),
                number(last.low),
                number(last.high)
            ));
        }
        let mut passes_on = None;
        if let Some(bought) = self.counted.purchased_on(today) {
            passes_on = if count > bought { None } else { found.passes(bought) };
            said.extend(self.against(found, count, bought, passes_on));
        }
        let day = |day: &muster_seats::forecast::Expected| ForecastDay {
            date: day.day,
            low: day.low,
            likely: day.likely,
            high: day.high,
        };
        SeatForecast { refused: None, days: found.days.iter().map(day).collect(), passes_on, said }
    }

    /// The forecast against what was bought.
    fn against(&self, found: &Forecast, count: u64, bought: u64, passes_on: Option<NaiveDate>) -> Vec<String> {
        let mut said = Vec::new();
        let peak = highest(&self.counts(Range { from: self.period(self.today()).from, to: self.today() }));
        let passed = peak.filter(|peak| peak.count > bought);
        if count > bought {
            said.push(format!("The {} bought are passed already, by {} today.", seats(bought), number(count - bought)));
        } else if let Some(day) = passes_on {
            said.push(format!("The likely count passes the {} bought on {day}.", seats(bought)));
        } else if let Some(day) = found.may_pass(bought) {
            said.push(format!(
                "The likely count stays within the {} bought, but from {day} on it may pass them.",
                seats(bought)
            ));
        } else {
            said.push(format!("The count is expected to stay within the {} bought.", seats(bought)));
        }
        let warn = self.counted.true_up() == TrueUp::Peak;
        if let Some(peak) = passed.filter(|_| warn) {
            said.push(format!(
                "The peak of the period, {} on {}, is above what was bought: freeing seats now does not lower it.",
                number(peak.count),
                peak.date
            ));
        } else if warn && (passes_on.is_some() || found.may_pass(bought).is_some()) {
            said.push(
                "Free seats or buy more before that day: the highest count is charged, and freeing seats later does not \
                 lower it."
                    .to_owned(),
            );
        }
        said
    }
}

/// `about 3 more`, `about 2 fewer`, `none more or fewer`.
fn trend(per_month: f64) -> String {
    let seats = per_month.round();
    match seats {
        s if s >= 1.0 => format!("about {} more", number(s as u64)),
        s if s <= -1.0 => format!("about {} fewer", number(-s as u64)),
        _ => "hardly any more or fewer".to_owned(),
    }
}
