//! What was bought under a plan, from when, at what price, and how it is charged.

use super::counted::Counted;
use super::invalid;
use crate::Result;
use crate::api::seat_plans::{Purchase, SeatTerms};
use crate::api::seats::{PlanGlance, SetPlan};
use crate::session::Session;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use muster_vault::log::Entry;
use muster_vault::tables::seat_plan::{self, ALWAYS, Terms};
use serde_json::json;

/// The most purchases of a plan.
const MOST_PURCHASES: usize = 1_000;
/// The most seats, and the most cents: what a number of JavaScript can hold.
const MOST: u64 = (1 << 53) - 1;
/// The most months of a period.
const MOST_MONTHS: u8 = 120;
/// Years that a day of a purchase or period can be in.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

impl Session {
    /// What was bought under a plan, and how it is charged.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`] if there is no such plan.
    pub fn seats_terms(&self, plan: &str) -> Result<SeatTerms> {
        let counted = Counted::by_name(self.vault(), plan)?;
        let true_up = counted.true_up();
        let terms = counted.terms;
        Ok(SeatTerms {
            purchases: terms.purchases.iter().map(|p| Purchase { from: p.from, seats: p.seats }).collect(),
            price_cents: terms.price_cents,
            currency: terms.currency,
            period_from: terms.period_from,
            period_months: terms.period_months,
            true_up,
        })
    }

    /// Puts terms in place of what was known of a plan.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`] if there is no such plan; [`crate::Code::Invalid`], with
    /// `field`, for what cannot be.
    pub fn seats_terms_set(&self, plan: &str, terms: &SeatTerms, now: DateTime<Utc>) -> Result<PlanGlance> {
        self.may_change()?;
        let counted = Counted::by_name(self.vault(), plan)?;
        let mut purchases: Vec<seat_plan::Purchase> =
            terms.purchases.iter().map(|p| seat_plan::Purchase { from: p.from, seats: p.seats }).collect();
        purchases.sort_by_key(|purchase| purchase.from);
        let wanted = Terms {
            purchases,
            price_cents: terms.price_cents,
            currency: currency(terms.currency.as_deref())?,
            period_from: terms.period_from,
            period_months: terms.period_months,
            true_up: Some(terms.true_up),
        };
        self.set_terms(&counted, &wanted, now)
    }

    /// Says what is bought under a plan now. It holds from today on; if
    /// nothing was known, it always held.
    ///
    /// # Errors
    /// As [`Session::seats_terms_set`].
    pub fn seats_set(&self, request: &SetPlan, now: DateTime<Utc>) -> Result<PlanGlance> {
        self.may_change()?;
        let counted = Counted::by_name(self.vault(), &request.plan)?;
        let mut wanted = Terms {
            price_cents: request.price_cents,
            currency: currency(request.currency.as_deref())?,
            ..counted.terms.clone()
        };
        match request.purchased {
            None => wanted.purchases.clear(),
            Some(seats) => buy(&mut wanted, None, seats, now.date_naive()),
        }
        self.set_terms(&counted, &wanted, now)
    }

    fn set_terms(&self, counted: &Counted, wanted: &Terms, now: DateTime<Utc>) -> Result<PlanGlance> {
        check(wanted)?;
        let plan = &counted.plan.name;
        self.changing(|| {
            self.vault().write(now, |tx| {
                let before = seat_plan::set(tx, plan, wanted)?;
                if before == *wanted {
                    return Ok(((), None));
                }
                let details = json!({ "before": told(&before), "after": told(wanted) });
                Ok(((), Some(Entry::new("seats.set").target(plan).details(details))))
            })?;
            self.directory.refresh(self.vault())
        })?;
        self.glance_at(plan, now)
    }
}

impl SeatTerms {
    /// Adds what was bought: from a day on, or else from `today` on, or since
    /// ever if nothing was known.
    pub fn buy(&mut self, from: Option<NaiveDate>, seats: u64, today: NaiveDate) {
        let mut terms = Terms {
            purchases: self.purchases.iter().map(|p| seat_plan::Purchase { from: p.from, seats: p.seats }).collect(),
            ..Terms::default()
        };
        buy(&mut terms, from, seats, today);
        self.purchases = terms.purchases.iter().map(|p| Purchase { from: p.from, seats: p.seats }).collect();
    }
}

fn buy(terms: &mut Terms, from: Option<NaiveDate>, seats: u64, today: NaiveDate) {
    if from.is_none() && terms.purchased_on(today) == Some(seats) {
        return;
    }
    let from = from.unwrap_or(if terms.purchases.is_empty() { ALWAYS } else { today });
    terms.purchases.retain(|purchase| purchase.from != from);
    terms.purchases.push(seat_plan::Purchase { from, seats });
    terms.purchases.sort_by_key(|purchase| purchase.from);
}

/// Terms as the log tells them.
pub(super) fn told(terms: &Terms) -> serde_json::Value {
    let purchases: Vec<_> = terms.purchases.iter().map(|p| json!({ "from": p.from, "seats": p.seats })).collect();
    json!({
        "purchases": purchases,
        "price_cents": terms.price_cents,
        "currency": terms.currency,
        "period_from": terms.period_from,
        "period_months": terms.period_months,
        "true_up": terms.true_up,
    })
}

fn currency(code: Option<&str>) -> Result<Option<String>> {
    match code.map(str::trim).filter(|code| !code.is_empty()) {
        None => Ok(None),
        Some(code) if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => Ok(Some(code.to_owned())),
        Some(code) => {
            let shown: String = code.chars().take(20).collect();
            Err(invalid("currency", format!("{shown:?} is no currency. Give its three letters, such as EUR.")))
        }
    }
}

fn check(terms: &Terms) -> Result<()> {
    if terms.purchases.len() > MOST_PURCHASES {
        return Err(invalid("purchases", format!("A plan has {MOST_PURCHASES} purchases at most. Leave some out.")));
    }
    if let Some(pair) = terms.purchases.windows(2).find(|pair| pair[0].from == pair[1].from) {
        let message = format!("Two purchases begin on {}. Say once how many seats there were then.", pair[0].from);
        return Err(invalid("purchases", message));
    }
    let days = terms.purchases.iter().map(|p| ("purchases", p.from));
    let days = days.chain(terms.period_from.map(|day| ("period_from", day)));
    for (field, day) in days {
        if !YEARS.contains(&day.year()) {
            return Err(invalid(field, format!("{day} cannot be right. Give a day from 1970 to 2200.")));
        }
    }
    let seats = terms.purchases.iter().map(|p| ("purchases", p.seats));
    for (field, number) in seats.chain(terms.price_cents.map(|price| ("price_cents", price))) {
        if number > MOST {
            return Err(invalid(field, format!("{number} is more than can be counted with. Give a smaller number.")));
        }
    }
    match terms.period_months {
        Some(months) if !(1..=MOST_MONTHS).contains(&months) => {
            let message = format!("A licence period has 1 to {MOST_MONTHS} months, not {months}. Correct it.");
            Err(invalid("period_months", message))
        }
        _ => Ok(()),
    }
}
