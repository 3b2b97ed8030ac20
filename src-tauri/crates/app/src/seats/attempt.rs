//! How many a rule takes that is being typed, and how that differs from a
//! saved one.

use super::counted::Counted;
use crate::api::seat_plans::{TriedPlan, TryPlan};
use crate::session::Session;
use crate::{Result, filter};
use chrono::{DateTime, Utc};
use muster_query::sentence;
use muster_seats::{Plan, Written};

/// The name of a plan that is not saved.
const UNSAVED: &str = "unsaved";

impl Session {
    /// How many users a rule takes, and how that differs from a saved plan's.
    ///
    /// # Errors
    /// [`crate::Code::InvalidFilter`], [`crate::Code::Invalid`] for what no
    /// rule can ask, [`crate::Code::NotFound`] if there is no plan to compare
    /// with.
    pub fn seats_plan_try(&self, request: &TryPlan, now: DateTime<Utc>) -> Result<TriedPlan> {
        let said = sentence(&filter::parse(&request.filter)?);
        let written = Written {
            name: UNSAVED.to_owned(),
            domains: request.userstores.clone(),
            filter: request.filter.clone(),
            ..Written::default()
        };
        let plan = Plan::read(UNSAVED, &written.text(None, None)?)?;
        self.attempt(plan, request.against.as_deref(), said, now)
    }

    /// The same for a plan's file; `file` is what messages call it. Without a
    /// plan to compare with, that is the one of its name, if there is one.
    ///
    /// # Errors
    /// As [`Session::seats_plan_try`] and [`Session::seats_plan_add`].
    pub fn seats_plan_try_file(
        &self,
        file: &str,
        text: &str,
        against: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<TriedPlan> {
        let plan = Plan::read(file, text)?;
        let said = sentence(plan.filter());
        let known = self.seats_plan_read(&plan.name).ok().map(|known| known.name);
        self.attempt(plan, against.or(known.as_deref()), said, now)
    }

    fn attempt(&self, plan: Plan, against: Option<&str>, said: String, now: DateTime<Utc>) -> Result<TriedPlan> {
        let tried = Counted::of(self.vault(), plan)?.plan.filter().clone();
        let saved = against.map(|name| Counted::by_name(self.vault(), name)).transpose()?;
        self.load()?;
        self.directory.with(|loaded| {
            let vault = self.vault();
            let takes = loaded.count(vault, &tried, now)?;
            let Some(saved) = saved else {
                return Ok(TriedPlan { takes, against: None, gained: 0, lost: 0, said });
            };
            let saved = saved.plan.filter().clone();
            let before = loaded.count(vault, &saved, now)?;
            let both = loaded.count(vault, &tried.and(saved), now)?;
            Ok(TriedPlan { takes, against: Some(before), gained: takes - both, lost: before - both, said })
        })
    }
}
