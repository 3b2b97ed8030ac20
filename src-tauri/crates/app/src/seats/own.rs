//! Plans of the team's own. Those that ship are copied, not edited.

use super::counted::{CHOSEN, DEFAULT, find};
use super::invalid;
use super::terms::told;
use crate::api::seat_plans::PlanDraft;
use crate::api::seats::PlanGlance;
use crate::session::Session;
use crate::{Code, Error, Result, filter};
use chrono::{DateTime, Utc};
use muster_seats::{Plan, Written};
use muster_vault::log::Entry;
use muster_vault::tables::own_plan::{self, OwnPlan};
use muster_vault::tables::{seat_plan, userstore};
use muster_vault::{Connection, setting};
use serde_json::json;

/// The most plans of a team's own.
const MOST_PLANS: usize = 200;

impl Session {
    /// A plan, to be edited or copied. Kinds of userstore are answered as the
    /// domains of that kind.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is no such plan.
    pub fn seats_plan_read(&self, name: &str) -> Result<PlanDraft> {
        let (plan, stores) = self.vault().read(|conn| Ok((find(conn, name), userstore::list(conn)?)))?;
        let plan = plan?;
        let of_kind = stores.into_iter().filter(|store| plan.userstores.contains(&store.kind));
        let userstores = match plan.domains.as_slice() {
            [] => of_kind.map(|store| store.domain).collect(),
            domains => domains.to_vec(),
        };
        Ok(PlanDraft {
            like: Some(plan.name.clone()),
            filter: plan.filter().to_string(),
            name: plan.name,
            title: plan.title,
            product: plan.product,
            plan: plan.plan,
            versions: plan.versions,
            userstores,
            rule: plan.rule,
            true_up: Some(plan.true_up),
        })
    }

    /// The file of a plan, to be copied or changed elsewhere.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is no such plan.
    pub fn seats_plan_file(&self, name: &str) -> Result<String> {
        let plan = self.vault().read(|conn| Ok(find(conn, name)))??;
        let shipped = Plan::shipped_text(plan.name.split(':').next().unwrap_or_default());
        match shipped.filter(|_| !plan.own) {
            Some(text) => Ok(text.to_owned()),
            None => {
                let body = self.vault().read(|conn| own_plan::body(conn, &plan.name))?;
                body.ok_or_else(|| Error::new(Code::NotFound, format!("There is no seat plan {}.", plan.name)))
            }
        }
    }

    /// Keeps a plan of the team's own, in place of one of the same name. The
    /// notes of that one, or else of the one it is a copy of, stay, and the
    /// reasons if the rule does.
    ///
    /// # Errors
    /// [`Code::InvalidFilter`], [`Code::Invalid`] with the `field`,
    /// [`Code::Exists`] for the name of a plan that ships, [`Code::NotFound`]
    /// for a userstore that is not there.
    pub fn seats_plan_save(&self, draft: &PlanDraft, now: DateTime<Utc>) -> Result<PlanGlance> {
        self.may_change()?;
        filter::parse(&draft.filter)?;
        if draft.filter.trim().is_empty() {
            return Err(invalid("filter", "A rule that says nothing takes everyone. Say who takes a seat."));
        }
        check_name(&draft.name)?;
        if draft.title.trim().is_empty() {
            return Err(invalid("title", "A plan needs a title, which is its name on screen. Give it one."));
        }
        let like = draft.like.as_deref().unwrap_or_default();
        let (known, copied, stores) = self.vault().read(|conn| {
            let body = |name: &str| own_plan::body(conn, name);
            Ok((body(&draft.name)?, body(like)?, userstore::list(conn)?))
        })?;
        if let Some(domain) = draft.userstores.iter().find(|domain| stores.iter().all(|s| s.domain != **domain)) {
            let there: Vec<&str> = stores.iter().map(|store| store.domain.as_str()).collect();
            let message = format!("There is no userstore {domain:?}. Choose from {}.", there.join(", "));
            return Err(Error::new(Code::NotFound, message).with(json!({ "field": "userstores" })));
        }
        let written = Written {
            name: draft.name.clone(),
            title: draft.title.trim().to_owned(),
            product: draft.product.trim().to_owned(),
            plan: draft.plan.trim().to_owned(),
            versions: draft.versions.trim().to_owned(),
            domains: draft.userstores.clone(),
            true_up: draft.true_up,
            rule: Some(draft.rule.trim().to_owned()).filter(|rule| !rule.is_empty()),
            filter: draft.filter.trim().to_owned(),
        };
        // A value may stand behind the name of one that ships: per-role:Maintainer.
        let ships = Some(like).filter(|like| Plan::ships(like.split(':').next().unwrap_or_default()));
        let body = written.text(known.or(copied).as_deref(), ships)?;
        self.keep(&draft.name, &body, true, now)
    }

    /// Keeps a plan from the text of its file; `file` is what messages call it.
    /// One of the same name is replaced if `replace`.
    ///
    /// # Errors
    /// [`Code::Invalid`] with what is wrong and on which line;
    /// [`Code::Exists`] for a name that is taken.
    pub fn seats_plan_add(&self, file: &str, text: &str, replace: bool, now: DateTime<Utc>) -> Result<PlanGlance> {
        self.may_change()?;
        let plan = Plan::read(file, text)?;
        check_name(&plan.name)?;
        self.keep(&plan.name, text, replace, now)
    }

    fn keep(&self, name: &str, body: &str, replace: bool, now: DateTime<Utc>) -> Result<PlanGlance> {
        // What is kept can be read again.
        Plan::read(name, body)?;
        let own = OwnPlan {
            name: name.to_owned(),
            body: body.to_owned(),
            changed_at: now,
            operator: self.operator().to_owned(),
        };
        self.changing(|| {
            let refused = self.vault().write(now, |tx| {
                let known = own_plan::list(tx)?;
                let there = known.iter().any(|plan| plan.name == name);
                if there && !replace {
                    return Ok((Some(taken(name)), None));
                }
                if !there && known.len() >= MOST_PLANS {
                    let message = format!("{MOST_PLANS} plans are kept already. Remove one that nobody uses.");
                    return Ok((Some(invalid("name", message)), None));
                }
                let before = own_plan::save(tx, &own)?;
                let changed = before.as_deref() != Some(body);
                let details = json!({ "before": before, "after": body });
                Ok((None, changed.then(|| Entry::new("seats.plan.save").target(name).details(details))))
            })?;
            match refused {
                Some(error) => Err(error),
                None => self.directory.refresh(self.vault()),
            }
        })?;
        self.glance_at(name, now)
    }

    /// Removes a plan of the team's own, with what was said to be bought under it.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is no such plan; [`Code::NotPermitted`] for
    /// one that ships; [`Code::Invalid`] for the one the vault counts by.
    pub fn seats_plan_remove(&self, name: &str, now: DateTime<Utc>) -> Result<()> {
        self.may_change()?;
        let plan = self.vault().read(|conn| Ok(find(conn, name)))??;
        if !plan.own {
            let message = format!("{} comes with Muster and stays. Only plans of your own can be removed.", plan.name);
            return Err(Error::new(Code::NotPermitted, message));
        }
        self.changing(|| {
            let chosen = |conn: &Connection| setting::get(conn, CHOSEN);
            if self.vault().read(chosen)?.as_deref().unwrap_or(DEFAULT) == plan.name {
                let message = format!("Seats are counted by {}. Choose another plan first.", plan.name);
                return Err(invalid("name", message));
            }
            self.vault().write(now, |tx| {
                let body = own_plan::remove(tx, &plan.name)?;
                let terms = seat_plan::forget(tx, &plan.name)?;
                let details = json!({ "before": body, "terms": told(&terms) });
                Ok(((), Some(Entry::new("seats.plan.remove").target(&plan.name).details(details))))
            })?;
            Ok(())
        })
    }
}

fn check_name(name: &str) -> Result<()> {
    if Plan::ships(name) {
        let message = format!("{name} comes with Muster and is not replaced. Choose another name.");
        return Err(Error::new(Code::Exists, message).with(json!({ "field": "name" })));
    }
    if !Plan::is_name(name) {
        let shown: String = name.chars().take(60).collect();
        let message = format!("{shown:?} cannot be a plan's name. Use lower case letters, digits and -.");
        return Err(invalid("name", message));
    }
    Ok(())
}

fn taken(name: &str) -> Error {
    let message = format!("There is a seat plan {name} already. Choose another name, or say that it is replaced.");
    Error::new(Code::Exists, message).with(json!({ "field": "name" }))
}
