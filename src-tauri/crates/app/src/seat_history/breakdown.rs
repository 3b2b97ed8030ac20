//! Seats by role, group, userstore and department at month ends.

use super::memory::Label;
use super::view::{Asked, Range, View};
use crate::Result;
use crate::api::seat_history::{BreakdownBy, SeatBreakdown, SeatBreakdownQuery, SeatBreakdownRow};
use crate::session::Session;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use muster_history::Day;
use std::collections::BTreeMap;

/// The most rows that are answered.
pub(crate) const MOST_ROWS: usize = 500;

/// Counts on some days by name.
type ByName = BTreeMap<Option<String>, Vec<u64>>;

impl Session {
    /// Seats by role, group, userstore or department at the end of each month.
    ///
    /// # Errors
    /// As [`Session::seats_history`].
    pub fn seats_breakdown(&self, query: &SeatBreakdownQuery, now: DateTime<Utc>) -> Result<SeatBreakdown> {
        self.over_time(&query.plan, now, |mut view| {
            let range = view.range(Asked { from: query.from, to: query.to })?;
            let days = view.known_of(range).map(month_ends).unwrap_or_default();
            let counts = view.by(query.by, &days)?;
            let mut rows: Vec<SeatBreakdownRow> =
                counts.into_iter().map(|(name, counts)| SeatBreakdownRow { name, counts }).collect();
            rows.sort_by(|a, b| b.counts.last().cmp(&a.counts.last()).then_with(|| a.name.cmp(&b.name)));
            let mut notes = view.notes(range)?;
            if query.by == BreakdownBy::Group {
                notes.push(
                    "Who is in several groups counts in each of them, so that the rows add up to more than all."
                        .to_owned(),
                );
            }
            if rows.len() > MOST_ROWS {
                notes.push(format!("Only the {MOST_ROWS} with the most seats are shown, of {}.", rows.len()));
                rows.truncate(MOST_ROWS);
            }
            Ok(SeatBreakdown { by: query.by, days, rows, notes })
        })
    }
}

/// The last day of each month, and the last day of all.
fn month_ends(range: Range) -> Vec<NaiveDate> {
    let ends = |day: &NaiveDate| *day == range.to || day.succ_opt().is_some_and(|next| next.day() == 1);
    range.from.iter_days().take_while(|day| *day <= range.to).filter(ends).collect()
}

impl View<'_> {
    fn by(&mut self, by: BreakdownBy, days: &[NaiveDate]) -> Result<ByName> {
        let days: Vec<Day> = days.iter().map(|day| Day::from_date(*day)).collect();
        let label = match by {
            BreakdownBy::Group => Label::Group,
            BreakdownBy::Department => Label::Department,
            BreakdownBy::Role | BreakdownBy::Userstore => return self.by_traits(by, &days),
        };
        Ok(self.kept.by_label(self.vault, label, &self.taken, &days)?.into_iter().collect())
    }

    fn by_traits(&self, by: BreakdownBy, days: &[Day]) -> Result<ByName> {
        let history = self.kept.history()?;
        let mut found = ByName::new();
        for (number, counts) in history.by_traits(&self.taken, days) {
            let Some(traits) = history.traits().get(number as usize) else { continue };
            let name = match by {
                BreakdownBy::Userstore => {
                    history.stores().get(traits.store as usize).map(|store| store.domain.as_str())
                }
                _ => history.role(traits),
            };
            let sums = found.entry(name.map(str::to_owned)).or_insert_with(|| vec![0; days.len()]);
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        Ok(found)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn months_end_and_so_do_the_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let ends = |from, to| month_ends(Range { from: day(from), to: day(to) });
        assert_eq!(ends("2026-01-31", "2026-03-05"), [day("2026-01-31"), day("2026-02-28"), day("2026-03-05")]);
        assert_eq!(ends("2026-03-01", "2026-03-31"), [day("2026-03-31")]);
        assert_eq!(ends("2026-03-02", "2026-03-01"), Vec::<NaiveDate>::new());
    }
}
