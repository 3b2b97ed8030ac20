//! The change set that would fix findings, staged and previewed as any other.

use super::findings::STEP;
use super::words::{Body, asks};
use crate::api::audit::{FixFindings, FixLeft, FixPreview, RuleFix};
use crate::api::changes::{ChangeRequest, Operation, Selected};
use crate::changes::outside;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, NaiveTime, Utc};
use muster_audit::hit::{Fact, Figure};
use muster_audit::rule::Operation as Deed;
use muster_model::{Scope, State, UserId};
use muster_vault::Connection;
use muster_vault::changes::outstanding;
use muster_vault::tables::audit_rule::AuditRule;
use muster_vault::tables::finding::{self, Finding, FindingKey};
use muster_vault::tables::grant;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Why nothing is to be fixed of a finding.
pub(super) const CLOSED: &str = "it is accepted or resolved";

/// The users of one change set, and how many findings it is for.
struct Plan {
    operations: Vec<Operation>,
    users: BTreeSet<UserId>,
    findings: u64,
}

/// What findings need done, by the same operations.
#[derive(Default)]
struct Plans {
    by: BTreeMap<String, Plan>,
    left: BTreeMap<String, u64>,
    /// Findings that are fixed by removing a role or a group.
    things: u64,
}

impl Session {
    /// Stages the change set that would fix findings. Those that need the same
    /// done share one; where they need different things, it is for the most
    /// of them, and the others are told of.
    ///
    /// # Errors
    /// [`Code::NotPermitted`] for an auditor; [`Code::Invalid`] with the
    /// `field` that must be said first, or where no change set fixes any of
    /// them; [`Code::NotFound`]; [`Code::Cancelled`].
    pub fn audit_fix(&self, request: &FixFindings, job: &Job, now: DateTime<Utc>) -> Result<FixPreview> {
        self.may_change()?;
        let meant = self.selected(&request.findings)?;
        let (total, mut read) = (meant.count(), 0_u64);
        let plans = self.vault().read_alone(|conn| {
            let mut plans = Plans::default();
            meant.each(conn, &mut |rules, key| {
                if read.is_multiple_of(STEP) {
                    job.go_on().map_err(outside)?;
                    job.progress("reading", read, total, read);
                }
                read += 1;
                let Some((rule, found)) = open(conn, rules, key)? else {
                    plans.leave(CLOSED);
                    return Ok(());
                };
                plans.add(conn, rule, &found, request, now).map_err(outside)
            })?;
            Ok(plans)
        })?;
        let (chosen, left) = plans.chosen()?;
        let change = ChangeRequest {
            selected: Selected::Users(chosen.users.into_iter().collect()),
            operations: chosen.operations,
            title: None,
        };
        let preview = self.change_preview(&change, job, now)?;
        Ok(FixPreview { preview, findings: chosen.findings, left })
    }
}

/// A finding that waits to be fixed, with its rule in one of the packs that
/// have it; in several it is the same.
pub(super) fn open<'a>(
    conn: &Connection,
    rules: &'a [AuditRule],
    key: FindingKey,
) -> muster_vault::Result<Option<(&'a AuditRule, Finding)>> {
    for rule in rules {
        if let Some(found) = finding::get(conn, rule.id, key)?.filter(|found| found.state.is_open()) {
            return Ok(Some((rule, found)));
        }
    }
    Ok(None)
}

/// How many findings of which reason are left, the most frequent first.
pub(super) fn most_first(left: BTreeMap<String, u64>) -> Vec<FixLeft> {
    let mut left: Vec<FixLeft> = left.into_iter().map(|(reason, findings)| FixLeft { reason, findings }).collect();
    left.sort_by(|a, b| (b.findings, &a.reason).cmp(&(a.findings, &b.reason)));
    left
}

impl Plans {
    fn leave(&mut self, reason: impl Into<String>) {
        *self.left.entry(reason.into()).or_default() += 1;
    }

    fn add(
        &mut self,
        conn: &Connection,
        rule: &AuditRule,
        found: &Finding,
        request: &FixFindings,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let RuleFix { operation, none, .. } = Body::read(rule).fix();
        let Some(deed) = operation.as_deref().and_then(Deed::read) else {
            let why = none.unwrap_or_else(|| "a person must decide".to_owned());
            self.leave(format!("{}: {why}", rule.rule));
            return Ok(());
        };
        if matches!(deed, Deed::DeleteRole | Deed::DeleteGroup) {
            self.things += 1;
            self.leave(format!("{}: what goes is a role or a group, by a change set of its own", rule.rule));
            return Ok(());
        }
        let asked = Asked { rule: &rule.rule, deed, request };
        let user = if deed == Deed::AddRole { Some(asked.said("user", request.user)?) } else { found.user };
        let Some(user) = user else {
            self.leave(format!("{}: {} is no user; see to it on its own page", rule.rule, found.name));
            return Ok(());
        };
        if deed == Deed::Merge && request.user == Some(user) {
            self.leave("it is the account that stays");
            return Ok(());
        }
        let operations = asked.operations(conn, found, user, now)?;
        if operations.is_empty() {
            self.leave(format!(
                "{}: what it is about is not held directly, so no change of the user takes it",
                rule.rule
            ));
            return Ok(());
        }
        let key = json!(operations).to_string();
        let plan = self.by.entry(key).or_insert_with(|| Plan { operations, users: BTreeSet::new(), findings: 0 });
        plan.users.insert(user);
        plan.findings += 1;
        Ok(())
    }

    /// The change set for the most findings, and what is left.
    fn chosen(mut self) -> Result<(Plan, Vec<FixLeft>)> {
        let most = self.by.iter().max_by_key(|(_, plan)| plan.findings).map(|(key, _)| key.clone());
        let chosen = most.and_then(|key| self.by.remove(&key));
        for plan in self.by.values() {
            let users = plan.users.len();
            let what = if users == 1 { "another user needs" } else { "other users need" };
            let reason = format!("{what} something else done: a change set of its own");
            *self.left.entry(reason).or_default() += plan.findings;
        }
        let left = most_first(self.left);
        match chosen {
            Some(chosen) => Ok((chosen, left)),
            None => {
                let why = left.first().map_or_else(
                    || "No finding is chosen. Choose at least one.".to_owned(),
                    |left| format!("No change set fixes these findings: {}.", left.reason.trim_end_matches('.')),
                );
                Err(Error::new(Code::Invalid, why).with(json!({ "left": left, "things": self.things })))
            }
        }
    }
}

/// What is to be done about the findings of a rule.
struct Asked<'a> {
    rule: &'a str,
    deed: Deed,
    request: &'a FixFindings,
}

impl Asked<'_> {
    /// What must be said before it can be previewed.
    fn said<T>(&self, field: &str, value: Option<T>) -> Result<T> {
        value.ok_or_else(|| {
            let message = format!("To fix {}, say first: {}.", self.rule, asks(self.deed).join(" and "));
            let details = json!({ "field": field, "asks": asks(self.deed), "operation": self.deed.word() });
            Error::new(Code::Invalid, message).with(details)
        })
    }

    fn operations(
        &self,
        conn: &Connection,
        found: &Finding,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Operation>> {
        let request = self.request;
        let at = || Ok::<_, Error>(self.said("at", request.at)?.and_time(NaiveTime::MIN).and_utc());
        let text = || self.said("text", request.text.clone().filter(|text| !text.trim().is_empty()));
        let field = |field: &str, value: String| Operation::SetField { field: field.to_owned(), value: Some(value) };
        Ok(match self.deed {
            Deed::Deactivate => vec![Operation::SetState { state: off(conn, user, now)? }],
            Deed::RemoveRoles => roles(conn, user)?,
            Deed::RemoveRole => self.role(conn, found, user, now)?,
            Deed::MoveToGroup => {
                let group = self.said("group", request.group.clone())?;
                let mut operations = self.role(conn, found, user, now)?;
                if !operations.is_empty() {
                    operations.insert(0, Operation::AddGroup { group });
                }
                operations
            }
            Deed::SetExpiry => vec![Operation::SetExpiry { at: Some(at()?) }],
            Deed::SetReviewDate => vec![field("service.review_at", at()?.date_naive().to_string())],
            Deed::SetOwner => vec![field("service.owner", text()?)],
            Deed::SetPurpose => vec![field("service.purpose", text()?)],
            Deed::SetEmail => vec![field("email", text()?)],
            Deed::SetProfile => {
                let named = self.said("field", request.field.clone())?;
                let known = named.contains('.') || named == "email" || named == "display_name";
                let named = if known { named } else { format!("profile.{named}") };
                vec![field(&named, text()?)]
            }
            Deed::SetKind => vec![field("kind", self.said("kind", request.kind)?.word().to_owned())],
            Deed::Merge => vec![Operation::MergeInto { into: self.said("user", request.user)? }],
            Deed::AddRole => vec![Operation::AddRole {
                role: self.said("role", request.role.clone())?,
                scope: request.scope.clone().unwrap_or_else(Scope::instance),
                expires: None,
            }],
            Deed::DeleteRole | Deed::DeleteGroup => Vec::new(),
        })
    }

    /// Takes the role that a finding is about: the one its figures name, or
    /// those that have ended.
    fn role(&self, conn: &Connection, found: &Finding, user: UserId, now: DateTime<Utc>) -> Result<Vec<Operation>> {
        let facts: Vec<Fact> = serde_json::from_str(&found.facts).unwrap_or_default();
        let named = |name: &str| {
            let fact = facts.iter().find(|fact| fact.name == name)?;
            if let Figure::Text(text) = &fact.figure { Some(text.clone()) } else { None }
        };
        let (role, scope) = (named("role"), named("scope"));
        let held = grant::of_user(conn, user)?.into_iter().filter(|grant| grant.through.is_none());
        let about = held.filter(|grant| match &role {
            Some(role) => {
                grant.role.name == *role && scope.as_ref().is_none_or(|scope| grant.scope.to_string() == *scope)
            }
            None => grant.expires.is_some_and(|expires| expires <= now),
        });
        Ok(about.map(|grant| Operation::RemoveRole { role: grant.role.name, scope: Some(grant.scope) }).collect())
    }
}

/// The state in which a user is switched off: blocked, where its system does
/// not let it be deactivated now. GitLab deactivates only who was not active
/// for long, and a leaver was.
fn off(conn: &Connection, user: UserId, now: DateTime<Utc>) -> Result<State> {
    let offers = outstanding::actions(conn, user, now)?;
    let can = |state: State| offers.iter().any(|offer| offer.to == state && offer.refused.is_none());
    Ok(if !can(State::Deactivated) && can(State::Blocked) { State::Blocked } else { State::Deactivated })
}

/// Takes every role that a user holds directly.
fn roles(conn: &Connection, user: UserId) -> Result<Vec<Operation>> {
    let held = grant::of_user(conn, user)?.into_iter().filter(|grant| grant.through.is_none());
    let names: BTreeSet<String> = held.map(|grant| grant.role.name).collect();
    Ok(names.into_iter().map(|role| Operation::RemoveRole { role, scope: None }).collect())
}
