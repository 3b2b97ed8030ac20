//! Counts by day, the peak, what was bought, and what follows for the bill.

use super::said::{money, number, seats};
use super::view::{Asked, Range, View};
use crate::Result;
use crate::api::seat_history::{DayCount, SeatBill, SeatHistory, SeatHistoryQuery};
use crate::seats::Counted;
use crate::session::Session;
use chrono::{DateTime, NaiveDate, Utc};
use muster_model::TrueUp;
use muster_seats::bill::cost_cents;
use muster_seats::true_up::{peak, true_up};
use muster_vault::tables::instance_count;
use std::collections::BTreeMap;

/// A span of days in a report.
#[derive(Debug, Clone, Default)]
pub(crate) struct Span {
    /// One count a day.
    pub by_day: Vec<DayCount>,
    /// The highest, on the first day it was reached.
    pub peak: Option<DayCount>,
    /// Seats owed beyond those bought, if any were.
    pub true_up: Option<u64>,
    /// What the days cost, with what is owed, in cents, if a price is known.
    pub cost: Option<u64>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// What is charged by: days, and what was bought.
struct Charged<'c> {
    counted: &'c Counted,
    range: Range,
    /// The counts of the days that are known so far.
    by_day: &'c [DayCount],
    purchased: u64,
    /// All seats bought, from which day on.
    purchases: Vec<(NaiveDate, u64)>,
}

impl Session {
    /// Seats by day, with the peak, what was bought, and the instance's own count.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound) if there is no such plan,
    /// [`Code::Invalid`](crate::Code::Invalid) for days the wrong way round, or
    /// that the vault cannot be read.
    pub fn seats_history(&self, query: &SeatHistoryQuery, now: DateTime<Utc>) -> Result<SeatHistory> {
        self.over_time(&query.plan, now, |view| {
            let range = view.range(Asked { from: query.from, to: query.to })?;
            let by_day = view.counts(range);
            let mut days: Vec<NaiveDate> =
                view.snapshots(range)?.iter().map(|snapshot| snapshot.taken_at.date_naive()).collect();
            days.dedup();
            Ok(SeatHistory {
                plan: view.counted.plan.name.clone(),
                from: range.from,
                to: range.to,
                peak: highest(&by_day),
                by_day,
                purchased: purchased(view.counted, range),
                instance: view.instance(range)?,
                snapshots: days,
                bill: view.bill(range.to),
                notes: view.notes(range)?,
            })
        })
    }

    /// The days of a report, and what they come to: the days asked for, or the
    /// licence period so far. `purchased` stands in for what the vault knows.
    pub(crate) fn seats_span(
        &self,
        counted: &Counted,
        (from, to): (Option<NaiveDate>, Option<NaiveDate>),
        purchased: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<Span> {
        self.over_time_of(counted, now, |view| {
            let range = view.range(Asked { from, to })?;
            let by_day = view.counts(range);
            // Days that were asked for are charged as they are; without, the licence period to its end.
            let charged = match (from, to) {
                (None, None) => view.period(range.to),
                _ => range,
            };
            let bill = view.charge(charged, purchased);
            Ok(Span {
                peak: highest(&by_day),
                by_day,
                true_up: bill.as_ref().map(|bill| bill.owed),
                cost: bill.and_then(|bill| Some(bill.cost_cents?.saturating_add(bill.owed_cents?))),
                notes: view.notes(range)?,
            })
        })
    }
}

/// The highest count, on the first day it was reached.
pub(super) fn highest(by_day: &[DayCount]) -> Option<DayCount> {
    let counts: Vec<u64> = by_day.iter().map(|day| day.count).collect();
    peak(&counts).map(|(place, _)| by_day[place].clone())
}

/// What was bought on some days: what held on the first of them, and what was
/// bought later.
fn purchased(counted: &Counted, range: Range) -> Vec<DayCount> {
    let first = counted.terms.purchased_on(range.from).map(|count| DayCount { date: range.from, count });
    let later = counted.terms.purchases.iter().filter(|p| p.from > range.from && p.from <= range.to);
    first.into_iter().chain(later.map(|p| DayCount { date: p.from, count: p.seats })).collect()
}

impl View<'_> {
    /// Seats on each day of which something is known.
    pub(super) fn counts(&self, range: Range) -> Vec<DayCount> {
        let Some(known) = self.known_of(range) else { return Vec::new() };
        let counts = self.by_day(known);
        known.from.iter_days().zip(counts).map(|(date, count)| DayCount { date, count }).collect()
    }

    /// The licence period that a day is in.
    pub(super) fn period(&self, day: NaiveDate) -> Range {
        let period = self.counted.period(day);
        Range { from: period.from, to: period.to }
    }

    /// What the licence period that a day is in comes to so far.
    pub(super) fn bill(&self, day: NaiveDate) -> Option<SeatBill> {
        self.charge(self.period(day), None)
    }

    /// What some days come to; `purchased` stands in for what is known.
    fn charge(&self, range: Range, purchased: Option<u64>) -> Option<SeatBill> {
        let so_far = Range { from: range.from, to: range.to.min(self.today()) };
        let purchases: Vec<(NaiveDate, u64)> = match purchased {
            Some(seats) => vec![(range.from, seats)],
            None => self.counted.terms.purchases.iter().map(|p| (p.from, p.seats)).collect(),
        };
        let now = purchases.iter().rev().find(|(from, _)| *from <= so_far.to).map(|(_, seats)| *seats)?;
        let by_day = self.counts(so_far);
        Some(Charged { counted: self.counted, range, by_day: &by_day, purchased: now, purchases }.bill())
    }

    /// What the instances of the plan's userstores counted themselves, added up
    /// where there are several.
    fn instance(&self, range: Range) -> Result<Vec<DayCount>> {
        let stores = self.keys()?;
        let mut counts: BTreeMap<NaiveDate, u64> = BTreeMap::new();
        self.vault.read(|conn| {
            for store in stores {
                for count in instance_count::between(conn, store, range.from, range.to)? {
                    *counts.entry(count.day).or_default() += count.users;
                }
            }
            Ok(())
        })?;
        Ok(counts.into_iter().map(|(date, count)| DayCount { date, count }).collect())
    }
}

impl Charged<'_> {
    fn bill(self) -> SeatBill {
        let method = self.counted.true_up();
        let counts: Vec<u64> = self.by_day.iter().map(|day| day.count).collect();
        let owed = true_up(method, &counts, self.purchased);
        let Range { from, to } = self.range;
        let price = self.counted.terms.price_cents;
        let cost = |seats: &[(NaiveDate, u64)]| {
            price.map(|price| cost_cents(price, seats, from, to, |day| self.counted.period(day)))
        };
        let (cost_cents, owed_cents) = (cost(&self.purchases), cost(&[(from, owed.owed)]));
        let currency = self.counted.terms.currency.clone();
        let basis = match (method, highest(self.by_day)) {
            (TrueUp::Peak, Some(peak)) => {
                format!("The highest count since {from} is {}, on {}", number(owed.basis), peak.date)
            }
            (TrueUp::Average, _) => format!("The average count since {from} is {}, rounded up", number(owed.basis)),
            _ => format!("The last count since {from} is {}", number(owed.basis)),
        };
        let said = match (owed.owed, owed_cents) {
            (0, _) => format!("{basis}; {} bought, so none is owed.", are(self.purchased)),
            (more, None) => format!("{basis}; {} bought, so {} owed.", are(self.purchased), is(more)),
            (more, Some(cents)) => format!(
                "{basis}; {} bought, so {} owed: {} for the period until {to}.",
                are(self.purchased),
                is(more),
                money(cents, currency.as_deref())
            ),
        };
        SeatBill {
            true_up: method,
            period_from: from,
            period_to: to,
            purchased: self.purchased,
            basis: owed.basis,
            owed: owed.owed,
            cost_cents,
            owed_cents,
            currency,
            said,
        }
    }
}

/// `1 seat is`, `2 seats are`.
fn are(count: u64) -> String {
    format!("{} {}", seats(count), if count == 1 { "is" } else { "are" })
}

/// `1 is`, `2 are`.
fn is(count: u64) -> String {
    format!("{} {}", number(count), if count == 1 { "is" } else { "are" })
}
