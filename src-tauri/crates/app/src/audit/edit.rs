//! Rules of the team's own, and what it sets of others.

use super::attempt::{form, text};
use super::rules::{Team, set_of};
use super::words::{ALL, fix, of_value, parameter};
use crate::api::audit::{AuditRuleDetail, AuditRuleGlance, RuleOff, RuleSource, SetRule};
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_audit::rule::{Catalogue, Look, Written};
use muster_audit::{Pack, Rule};
use muster_model::FindingState;
use muster_vault::log::Entry;
use muster_vault::tables::own_rule::{self, OwnRule};
use muster_vault::tables::rule_setting::{self, RuleSetting};
use muster_vault::tables::{audit_rule, audit_run};
use serde_json::json;
use std::collections::HashMap;

/// The most rules of a team's own.
const MOST_RULES: usize = 500;
/// The most bytes of a file of rules.
const MOST_BYTES: usize = 1 << 20;
/// The most characters of why a rule is switched off.
const MOST_REASON: usize = 2_000;

impl Session {
    /// Every rule there is, those that ship first.
    ///
    /// # Errors
    /// If the vault cannot be read, or a rule of the team's own cannot be.
    pub fn audit_rules(&self) -> Result<Vec<AuditRuleGlance>> {
        let team = self.team()?;
        let shelf = self.shelf(&team)?;
        Ok(team.catalogue()?.rules().iter().map(|rule| shelf.glance(rule)).collect())
    }

    /// A rule.
    ///
    /// # Errors
    /// [`Code::NotFound`], with those that may have been meant.
    pub fn audit_rule(&self, id: &str) -> Result<AuditRuleDetail> {
        let team = self.team()?;
        let (written, catalogue) = (team.written()?, team.catalogue()?);
        let (file, set) = (written.rule(id)?, catalogue.rule(id)?);
        let own = team.own.iter().find(|own| own.id == *file.id);
        let check = if let Look::Check(check) = file.look { Some(check) } else { None };
        Ok(AuditRuleDetail {
            glance: self.shelf(&team)?.glance(set),
            form: form(file),
            text: own.map_or_else(|| Written::of(file).text(), |own| own.body.clone()),
            parameters: set.parameters.iter().map(parameter).collect(),
            check_finds: check.map(|check| check.finds().to_owned()),
            check_needs: check.map(|check| check.needs().to_owned()),
        })
    }

    /// Keeps a rule of the team's own, in place of one with its id.
    ///
    /// # Errors
    /// [`Code::NotPermitted`]; [`Code::Invalid`] with the `problems` of its file.
    pub fn audit_rule_save(&self, source: &RuleSource, now: DateTime<Utc>) -> Result<AuditRuleDetail> {
        let saved = self.audit_rules_add("rule.toml", &text(source), true, now)?;
        match saved.as_slice() {
            [only] => self.audit_rule(only),
            _ => Err(Error::new(Code::Invalid, "The text has several rules. Save one at a time, or add it as a file.")),
        }
    }

    /// Keeps the rules of a file as the team's own, and answers their ids;
    /// `file` is what messages call it. All are kept, or none.
    ///
    /// # Errors
    /// [`Code::NotPermitted`]; [`Code::Invalid`] with the `problems` of the
    /// file; [`Code::Exists`] for an id that is taken, unless `replace`.
    pub fn audit_rules_add(&self, file: &str, body: &str, replace: bool, now: DateTime<Utc>) -> Result<Vec<String>> {
        self.may_change()?;
        if body.len() > MOST_BYTES {
            let message = format!("{file} has more than {} KiB. Split it.", MOST_BYTES / 1024);
            return Err(Error::new(Code::Invalid, message));
        }
        let read = Catalogue::default().with_own(&[(file, body)])?;
        let alone = read.rules().len() == 1;
        let own = read.rules().iter().map(|rule| OwnRule {
            id: rule.id.to_string(),
            body: if alone { body.to_owned() } else { Written::of(rule).text() },
            changed_at: now,
            operator: self.operator().to_owned(),
        });
        let own: Vec<OwnRule> = own.collect();
        // What is kept can be read again.
        for rule in &own {
            Catalogue::default().with_own(&[(file, &rule.body)])?;
        }
        let refused = self.vault().write(now, |tx| {
            let known = own_rule::list(tx)?;
            let taken = |rule: &&OwnRule| known.iter().any(|known| known.id == rule.id);
            if let Some(rule) = own.iter().find(taken).filter(|_| !replace) {
                let message =
                    format!("There is a rule {} of your own. Say that it may be replaced (--replace).", rule.id);
                return Ok((Some(Error::new(Code::Exists, message)), None));
            }
            if known.len() + own.iter().filter(|rule| !taken(rule)).count() > MOST_RULES {
                let message = format!("{MOST_RULES} rules of your own are kept at most. Remove one that nobody needs.");
                return Ok((Some(Error::new(Code::Invalid, message)), None));
            }
            let mut changed = Vec::new();
            for rule in &own {
                let before = own_rule::save(tx, rule)?;
                if before.as_deref() != Some(&rule.body) {
                    changed.push(json!({ "rule": rule.id, "before": before, "after": rule.body }));
                }
            }
            let entry = Entry::new("audit.rule.save").details(json!({ "rules": changed }));
            let entry = if let [only] = own.as_slice() { entry.target(&only.id) } else { entry };
            Ok((None, (!changed.is_empty()).then_some(entry)))
        })?;
        match refused {
            Some(error) => Err(error),
            None => Ok(own.into_iter().map(|rule| rule.id).collect()),
        }
    }

    /// Removes a rule of the team's own; one that ships under its id is asked
    /// again.
    ///
    /// # Errors
    /// [`Code::NotPermitted`], also for a rule that ships: switch it off;
    /// [`Code::NotFound`].
    pub fn audit_rule_remove(&self, id: &str, now: DateTime<Utc>) -> Result<()> {
        self.may_change()?;
        let team = self.team()?;
        let rule = team.written()?.rule(id)?.id.to_string();
        if team.own.iter().all(|own| own.id != rule) {
            let message =
                format!("{rule} comes with Muster and stays. Switch it off, or put one of your own in its place.");
            return Err(Error::new(Code::NotPermitted, message));
        }
        let ships = Catalogue::shipped()?.rule(&rule).is_ok();
        Ok(self.vault().write(now, |tx| {
            let before = own_rule::remove(tx, &rule)?;
            if !ships {
                rule_setting::remove(tx, &rule)?;
            }
            Ok(((), Some(Entry::new("audit.rule.remove").target(&rule).details(json!({ "before": before })))))
        })?)
    }

    /// Sets parameters of a rule, and switches it off or on.
    ///
    /// # Errors
    /// [`Code::NotPermitted`]; [`Code::NotFound`]; [`Code::Invalid`] with the
    /// `field` for a parameter that it has not, or a value out of bounds.
    pub fn audit_rule_set(&self, request: &SetRule, now: DateTime<Utc>) -> Result<AuditRuleDetail> {
        self.may_change()?;
        let team = self.team()?;
        let mut rule = team.written()?.rule(&request.rule)?.clone();
        let known = team.settings.iter().find(|setting| setting.rule == *rule.id);
        let mut set = known.map(set_of).unwrap_or_default();
        for (name, value) in &request.parameters {
            match value {
                Some(value) => {
                    rule = rule.with(name, of_value(value))?;
                    set.insert(name.clone(), value.clone());
                }
                None => drop(set.remove(name)),
            }
        }
        let off = match request.off.as_deref().map(str::trim) {
            None => known.and_then(|setting| setting.off.clone()),
            Some("") => None,
            Some(why) if why.chars().count() > MOST_REASON => {
                let message = format!("The reason has more than {MOST_REASON} characters. Say it in fewer.");
                return Err(Error::new(Code::Invalid, message).with(json!({ "field": "off" })));
            }
            Some(why) => Some(why.to_owned()),
        };
        let told = |parameters: &serde_json::Value, off: Option<&str>| json!({ "parameters": parameters, "off": off });
        let before = known.map(|setting| told(&json!(set_of(setting)), setting.off.as_deref()));
        let after = told(&json!(set), off.as_deref());
        let id = rule.id.to_string();
        if before.as_ref() != Some(&after) {
            let setting = RuleSetting {
                rule: id.clone(),
                parameters: json!(set).to_string(),
                off,
                changed_at: now,
                operator: self.operator().to_owned(),
            };
            self.vault().write(now, |tx| {
                if set.is_empty() && setting.off.is_none() {
                    rule_setting::remove(tx, &id)?;
                } else {
                    rule_setting::save(tx, &setting)?;
                }
                let details = json!({ "before": before, "after": after });
                Ok(((), Some(Entry::new("audit.rule.set").target(&id).details(details))))
            })?;
        }
        self.audit_rule(&id)
    }

    /// What glances at rules need beside them.
    fn shelf<'t>(&self, team: &'t Team) -> Result<Shelf<'t>> {
        let open = self.vault().read(|conn| {
            if audit_run::last(conn, Some(ALL))?.is_none() {
                return Ok(None);
            }
            let rules = audit_rule::list(conn, Some(ALL))?.into_iter();
            let open =
                |rule: &audit_rule::AuditRule| rule.count(FindingState::Open) + rule.count(FindingState::Reopened);
            Ok(Some(rules.map(|rule| (rule.rule.clone(), open(&rule))).collect()))
        })?;
        Ok(Shelf { team, shipped: Catalogue::shipped()?, packs: Pack::all()?, open })
    }
}

/// What is known of rules beside them.
struct Shelf<'t> {
    team: &'t Team,
    shipped: Catalogue,
    packs: Vec<Pack>,
    open: Option<HashMap<String, u64>>,
}

impl Shelf<'_> {
    fn glance(&self, rule: &Rule) -> AuditRuleGlance {
        let id = &*rule.id;
        let setting = self.team.settings.iter().find(|setting| setting.rule == id);
        let runs = |pack: &&Pack| {
            let named = |rules: &[String]| rules.iter().any(|known| known == id);
            let own = |control: &str| rule.own && rule.controls.iter().any(|known| known == control);
            pack.controls.iter().any(|control| named(&control.rules) || own(&control.id))
        };
        AuditRuleGlance {
            id: id.to_owned(),
            title: rule.title.clone(),
            severity: rule.severity,
            own: rule.own,
            ships: self.shipped.rules().iter().any(|known| known.id == rule.id),
            off: setting.and_then(|setting| {
                let reason = setting.off.clone()?;
                Some(RuleOff { reason, operator: setting.operator.clone(), at: setting.changed_at })
            }),
            changed: setting.is_some_and(|setting| !set_of(setting).is_empty()),
            controls: rule.controls.clone(),
            packs: self.packs.iter().filter(runs).map(|pack| pack.name.clone()).collect(),
            fix: fix(&rule.fix),
            open: self.open.as_ref().map(|open| open.get(id).copied().unwrap_or(0)),
        }
    }
}
