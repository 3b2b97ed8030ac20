//! A plan over time: who took a seat when, and since when that is known.

use super::memory::Kept;
use crate::seats::Counted;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use muster_history::{Day, Store, Taken};
use muster_model::UserstoreId;
use muster_vault::Vault;
use muster_vault::tables::snapshot::{self, Snapshot};
use std::sync::Arc;

/// A plan over time.
pub(super) struct View<'k> {
    pub vault: &'k Vault,
    pub kept: &'k mut Kept,
    pub counted: &'k Counted,
    pub taken: Arc<Taken>,
    pub now: DateTime<Utc>,
    /// The first day anything is known of; none if nothing is.
    pub known: Option<NaiveDate>,
}

/// Days of a plan, both included, none of them after today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Days as they were asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl Session {
    /// Works on a plan over time.
    pub(super) fn over_time<T>(
        &self,
        plan: &str,
        now: DateTime<Utc>,
        work: impl FnOnce(View<'_>) -> Result<T>,
    ) -> Result<T> {
        let counted = Counted::by_name(self.vault(), plan)?;
        self.over_time_of(&counted, now, work)
    }

    /// The same for a plan that is at hand.
    pub(super) fn over_time_of<T>(
        &self,
        counted: &Counted,
        now: DateTime<Utc>,
        work: impl FnOnce(View<'_>) -> Result<T>,
    ) -> Result<T> {
        // Only while users are in memory are their changes followed.
        self.load()?;
        let vault = self.vault();
        self.directory.past.with(vault, |kept, stop| {
            let taken = kept.taken(vault, counted, now, stop)?;
            let known = stores(kept, counted)?.filter_map(|store| store.first).min().map(Day::date);
            work(View { vault, kept, counted, taken, now, known })
        })
    }

    /// Reads the history if it is not in memory, so that whoever asks for it
    /// need not wait.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn load_history(&self) -> Result<()> {
        self.load()?;
        self.directory.past.with(self.vault(), |_, _| Ok(()))
    }
}

fn stores<'k>(kept: &'k Kept, counted: &'k Counted) -> Result<impl Iterator<Item = &'k Store>> {
    Ok(kept.history()?.stores().iter().filter(|store| counted.domains.contains(&store.domain)))
}

impl View<'_> {
    /// Today.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// The userstores the plan counts.
    pub fn stores(&self) -> Result<impl Iterator<Item = &Store>> {
        stores(self.kept, self.counted)
    }

    /// The days that were asked for. Without a first day it is that of the
    /// licence period if something was bought, else of what is known.
    pub fn range(&self, asked: Asked) -> Result<Range> {
        let today = self.today();
        let to = asked.to.unwrap_or(today).min(today);
        let from = asked.from.unwrap_or_else(|| match (self.counted.terms.purchases.is_empty(), self.known) {
            (true, Some(known)) => known.min(to),
            _ => self.counted.period(to).from,
        });
        if from > asked.to.unwrap_or(today) {
            let message = format!("The last day {to} is before the first, {from}. Turn them round.");
            return Err(Error::new(Code::Invalid, message).with(serde_json::json!({ "field": "to" })));
        }
        // What has not come yet is counted as nothing more than today.
        Ok(Range { from: from.min(to), to })
    }

    /// What of some days is known: those before the first snapshot are left out.
    pub fn known_of(&self, range: Range) -> Option<Range> {
        let from = range.from.max(self.known?);
        (from <= range.to).then_some(Range { from, to: range.to })
    }

    /// Seats on each of some days.
    pub fn by_day(&self, range: Range) -> Vec<u64> {
        self.taken.by_day(Day::from_date(range.from), Day::from_date(range.to))
    }

    /// Snapshots of the userstores that the plan counts, taken on some days,
    /// the earliest first.
    pub fn snapshots(&self, range: Range) -> Result<Vec<Snapshot>> {
        let mut snapshots = self.vault.read(snapshot::list)?;
        snapshots.retain(|snapshot| {
            let day = snapshot.taken_at.date_naive();
            self.counted.domains.contains(&snapshot.domain) && range.from <= day && day <= range.to
        });
        snapshots.reverse();
        Ok(snapshots)
    }

    /// Keys of the userstores that the plan counts.
    pub fn keys(&self) -> Result<Vec<UserstoreId>> {
        Ok(self.stores()?.map(|store| UserstoreId(store.key)).collect())
    }
}
