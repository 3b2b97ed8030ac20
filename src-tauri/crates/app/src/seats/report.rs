//! The seat report, whole and in pages.

use super::counted::Counted;
use super::freed::Freed;
use super::{BATCH, MOST};
use crate::Result;
use crate::api::seats::{Seat, SeatReport, SeatRole, SeatsPage};
use crate::api::users::SortBy;
use crate::session::Session;
use crate::users::Held;
use chrono::{DateTime, NaiveDate, Utc};
use muster_columns::{Order, Sort};
use muster_model::{ReclaimReason, User, UserId};
use muster_seats::report::word;

impl Session {
    /// The report without its lists.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`] if there is no such plan, or the vault cannot
    /// be read.
    pub fn seats_summary(&self, plan: &str, now: DateTime<Utc>) -> Result<SeatReport> {
        let counted = Counted::by_name(self.vault(), plan)?;
        self.summary(&counted, None, now)
    }

    fn summary(&self, counted: &Counted, purchased: Option<u64>, now: DateTime<Utc>) -> Result<SeatReport> {
        self.load()?;
        let numbers = self.directory.with(|loaded| counted.numbers(self.vault(), loaded, now))?;
        let plan = &counted.plan;
        let mismatched = numbers.flag_differs;
        let tally = numbers.tally(plan, purchased.or(counted.purchased_on(now.date_naive())));
        Ok(SeatReport {
            plan: plan.name.clone(),
            title: plan.title.clone(),
            rule: plan.rule.clone(),
            filter: plan.filter().to_string(),
            as_of: now,
            consumed: tally.consumed,
            purchased: tally.purchased,
            over: tally.over,
            reclaimable: tally.reclaimable(),
            reclaimable_dormant: tally.reclaimable_because(ReclaimReason::Dormant),
            reclaimable_never: tally.reclaimable_because(ReclaimReason::NeverSeen),
            reclaimable_by: counted.shares(|reason| tally.reclaimable_because(reason), now),
            by_role: tally.by_role.into_iter().map(|(role, count)| SeatRole { role, count }).collect(),
            price_cents: counted.terms.price_cents,
            currency: counted.terms.currency.clone(),
            instance_count: tally.instance_count,
            mismatched,
            notes: counted.note.iter().cloned().chain(tally.notes).collect(),
            by_day: Vec::new(),
            peak: None,
            true_up: None,
            cost: None,
            seats: Vec::new(),
            mismatches: Vec::new(),
        })
    }

    /// The whole report, with the licence period so far. `purchased` stands in
    /// for what the vault knows.
    ///
    /// # Errors
    /// As [`Session::seats_summary`].
    pub fn seats_report(&self, plan: &str, purchased: Option<u64>, now: DateTime<Utc>) -> Result<SeatReport> {
        self.seats_report_over(plan, (None, None), purchased, now)
    }

    /// The same over other days, both included.
    ///
    /// # Errors
    /// As [`Session::seats_summary`], and [`crate::Code::Invalid`] for days the
    /// wrong way round.
    pub fn seats_report_over(
        &self,
        plan: &str,
        days: (Option<NaiveDate>, Option<NaiveDate>),
        purchased: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<SeatReport> {
        let counted = Counted::by_name(self.vault(), plan)?;
        let mut report = self.seats_totals(&counted, days, purchased, now)?;
        let (ids, reasons) = self.seat_holders(&counted, now)?;
        for (batch, reasons) in ids.chunks(BATCH).zip(reasons.chunks(BATCH)) {
            report.seats.extend(self.seats(&counted, batch, reasons, now)?);
        }
        Ok(report)
    }

    /// The same without the list of seats.
    pub(crate) fn seats_totals(
        &self,
        counted: &Counted,
        days: (Option<NaiveDate>, Option<NaiveDate>),
        purchased: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<SeatReport> {
        let mut report = self.summary(counted, purchased, now)?;
        let span = self.seats_span(counted, days, purchased, now)?;
        (report.by_day, report.peak, report.true_up, report.cost) = (span.by_day, span.peak, span.true_up, span.cost);
        let known: Vec<String> = span.notes.into_iter().filter(|note| !report.notes.contains(note)).collect();
        report.notes.extend(known);
        report.mismatches = self.all_mismatches(counted, now)?;
        Ok(report)
    }

    /// Who takes a seat, by name, and why each could be freed.
    pub(crate) fn seat_holders(
        &self,
        counted: &Counted,
        now: DateTime<Utc>,
    ) -> Result<(Vec<UserId>, Vec<Option<ReclaimReason>>)> {
        let ids = self.ordered(&counted.plan.filter().to_string(), SortBy::UserName, false, now)?;
        let reasons = self.reasons(counted, &ids, now)?;
        Ok((ids, reasons))
    }

    /// A page of seats for the window, by name.
    ///
    /// # Errors
    /// As [`Session::seats_summary`].
    pub fn seats_page(
        &self,
        plan: &str,
        reclaimable: bool,
        offset: u64,
        limit: u64,
        now: DateTime<Utc>,
    ) -> Result<SeatsPage> {
        let counted = Counted::by_name(self.vault(), plan)?;
        self.load()?;
        let (ids, total) = self.directory.with(|loaded| {
            let set = if reclaimable {
                Freed::new(&counted, self.vault(), loaded, now)?.all(loaded)?
            } else {
                loaded.select(self.vault(), counted.plan.filter(), now)?
            };
            let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            let order = Order { by: Sort::DisplayName, descending: false };
            let ids = loaded.columns().page(&set, order, None, size(offset), size(limit.min(MOST)))?;
            Ok((ids.into_iter().map(UserId).collect::<Vec<_>>(), set.count() as u64))
        })?;
        let reasons = self.reasons(&counted, &ids, now)?;
        Ok(SeatsPage { seats: self.seats(&counted, &ids, &reasons, now)?, total })
    }

    /// Why the seat of each of these users could be freed.
    fn reasons(&self, counted: &Counted, ids: &[UserId], now: DateTime<Utc>) -> Result<Vec<Option<ReclaimReason>>> {
        self.directory.with(|loaded| {
            let freed = Freed::new(counted, self.vault(), loaded, now)?;
            Ok(ids.iter().map(|id| freed.reason(loaded, *id)).collect())
        })
    }

    fn seats(
        &self,
        counted: &Counted,
        ids: &[UserId],
        reasons: &[Option<ReclaimReason>],
        now: DateTime<Utc>,
    ) -> Result<Vec<Seat>> {
        let found = self
            .vault()
            .read(|conn| ids.iter().map(|id| Held::read(conn, *id, now)).collect::<muster_vault::Result<Vec<_>>>())?;
        let seats = found.into_iter().zip(reasons).map(|(held, reason)| {
            let why = counted.plan.why(&held.account(None), held.user.highest_role.as_ref(), now.timestamp()).why;
            seat(held.user, why, *reason)
        });
        Ok(seats.collect())
    }
}

fn seat(user: User, why: String, reclaimable: Option<ReclaimReason>) -> Seat {
    Seat {
        id: user.id,
        userstore: user.userstore,
        username: user.username,
        display_name: user.display_name,
        email: user.email,
        role: user.highest_role.map(|r| r.role),
        why,
        reclaimable: reclaimable.map(|reason| word(reason).to_owned()),
        last_seen: user.last_seen.at,
    }
}
