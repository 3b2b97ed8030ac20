//! The plans there are, and the one the vault counts by.

use super::counted::{CHOSEN, Counted, DEFAULT, find};
use crate::Result;
use crate::api::seats::PlanGlance;
use crate::session::Session;
use chrono::{DateTime, NaiveDate, Utc};
use muster_seats::Plan;
use muster_vault::log::Entry;
use muster_vault::setting;
use muster_vault::tables::own_plan;

impl Counted {
    /// The plan for a list of plans; `today` says what is bought now.
    pub(super) fn glance(&self, chosen: bool, today: NaiveDate) -> PlanGlance {
        PlanGlance {
            name: self.plan.name.clone(),
            title: self.plan.title.clone(),
            product: self.plan.product.clone(),
            versions: self.plan.versions.clone(),
            rule: self.plan.rule.clone(),
            filter: self.plan.filter().to_string(),
            source: self.plan.source.clone(),
            own: self.plan.own,
            true_up: self.true_up(),
            purchased: self.purchased_on(today),
            price_cents: self.terms.price_cents,
            currency: self.terms.currency.clone(),
            chosen,
        }
    }
}

impl Session {
    /// The plan the vault counts by.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn chosen_plan(&self) -> Result<String> {
        let name = self.vault().read(|conn| setting::get(conn, CHOSEN))?;
        Ok(name.unwrap_or_else(|| DEFAULT.to_owned()))
    }

    /// The plans: the team's own, then those that come with Muster; and what
    /// is bought under each when it is `now`.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn seats_plans(&self, now: DateTime<Utc>) -> Result<Vec<PlanGlance>> {
        let chosen = self.chosen_plan()?;
        let mut plans = Vec::new();
        for own in self.vault().read(own_plan::list)? {
            plans.push(Plan::read(&own.name, &own.body)?);
        }
        plans.extend(Plan::all()?);
        // One with a parameter is in no list until it is chosen.
        if !plans.iter().any(|plan| plan.name == chosen) {
            plans.insert(0, Plan::by_name(&chosen)?);
        }
        let glance = |plan: Plan| {
            let is_chosen = plan.name == chosen;
            Ok(Counted::of(self.vault(), plan)?.glance(is_chosen, now.date_naive()))
        };
        plans.into_iter().map(glance).collect()
    }

    /// The plan of this name for a list of plans.
    pub(super) fn glance_at(&self, plan: &str, now: DateTime<Utc>) -> Result<PlanGlance> {
        let counted = Counted::by_name(self.vault(), plan)?;
        Ok(counted.glance(self.chosen_plan()? == counted.plan.name, now.date_naive()))
    }

    /// Counts by this plan from now on.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`] if there is no such plan.
    pub fn seats_choose(&self, plan: &str, now: DateTime<Utc>) -> Result<()> {
        self.may_change()?;
        let plan = self.vault().read(|conn| Ok(find(conn, plan)))??;
        self.changing(|| {
            self.vault().write(now, |tx| {
                if setting::get(tx, CHOSEN)?.as_deref() == Some(plan.name.as_str()) {
                    return Ok(((), None));
                }
                setting::set(tx, CHOSEN, &plan.name)?;
                Ok(((), Some(Entry::new("seats.choose").target(&plan.name))))
            })?;
            self.directory.refresh(self.vault())
        })
    }
}
