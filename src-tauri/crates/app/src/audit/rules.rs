//! Which rules a run asks: those that ship and the team's own, with what the
//! team sets of them and, above that, what a pack sets.

use super::words::{ALL, of_value};
use crate::Result;
use crate::api::audit::ParameterValue;
use muster_audit::rule::{Catalogue, Value, Written};
use muster_audit::{AuditError, Pack, Rule};
use muster_vault::Connection;
use muster_vault::tables::own_rule::{self, OwnRule};
use muster_vault::tables::rule_setting::{self, RuleSetting};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What the team has written and set.
pub(super) struct Team {
    pub own: Vec<OwnRule>,
    pub settings: Vec<RuleSetting>,
}

/// The rules of a run.
pub(super) struct Asking {
    /// The pack's name; `all` for every rule.
    pub pack: String,
    /// The rules that are on.
    pub rules: Vec<Rule>,
    /// Why others are off, by their ids.
    pub off: BTreeMap<String, String>,
}

/// What the team set of a rule, by parameter.
pub(super) fn set_of(setting: &RuleSetting) -> BTreeMap<String, ParameterValue> {
    serde_json::from_str(&setting.parameters).unwrap_or_default()
}

/// The pack that a name means: none for every rule.
///
/// # Errors
/// [`crate::Code::NotFound`] for a name that no pack has.
pub(super) fn pack(name: Option<&str>) -> Result<Option<Pack>> {
    match name.map(str::trim).filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(ALL)) {
        Some(name) => Ok(Some(Pack::by_name(name)?)),
        None => Ok(None),
    }
}

/// The name under which runs of a pack are kept.
///
/// # Errors
/// As [`pack`].
pub(super) fn pack_name(name: &str) -> Result<String> {
    Ok(pack(Some(name))?.map_or_else(|| ALL.to_owned(), |pack| pack.name))
}

impl Team {
    pub fn read(conn: &Connection) -> muster_vault::Result<Self> {
        Ok(Self { own: own_rule::list(conn)?, settings: rule_setting::list(conn)? })
    }

    /// Every rule there is, as its file has it.
    pub fn written(&self) -> Result<Catalogue> {
        let named: Vec<(String, &str)> =
            self.own.iter().map(|own| (format!("{}.toml", own.id), own.body.as_str())).collect();
        let files: Vec<(&str, &str)> = named.iter().map(|(name, body)| (name.as_str(), *body)).collect();
        Ok(Catalogue::shipped()?.with_own(&files)?)
    }

    /// Every rule there is, with what the team sets. What no longer fits, since
    /// the rule was changed, holds no more.
    pub fn catalogue(&self) -> Result<Catalogue> {
        let mut catalogue = self.written()?;
        for setting in &self.settings {
            for (name, value) in set_of(setting) {
                if let Ok(set) = catalogue.clone().with(&setting.rule, &name, of_value(&value)) {
                    catalogue = set;
                }
            }
        }
        let sets_until = |setting: &RuleSetting| setting.rule == YOUNGER && set_of(setting).contains_key(UNTIL);
        if !self.settings.iter().any(sets_until) {
            let days = catalogue.rule(OLDER).ok().and_then(|rule| rule.value(DAYS).cloned());
            if let Some(set) = days.and_then(|days| catalogue.clone().with(YOUNGER, UNTIL, days).ok()) {
                catalogue = set;
            }
        }
        Ok(catalogue)
    }

    /// What a run asks.
    pub fn asking(&self, name: Option<&str>) -> Result<Asking> {
        let catalogue = self.catalogue()?;
        let pack = pack(name)?;
        let mut rules = match &pack {
            Some(pack) => pack.rules(&catalogue)?,
            None => catalogue.rules().to_vec(),
        };
        follow(&mut rules, pack.as_ref())?;
        let off: BTreeMap<String, String> =
            self.settings.iter().filter_map(|s| Some((s.rule.clone(), s.off.clone()?))).collect();
        rules.retain(|rule| !off.contains_key(&*rule.id));
        Ok(Asking { pack: pack.map_or_else(|| ALL.to_owned(), |pack| pack.name), rules, off })
    }
}

/// `dormant-45d` leaves to `dormant-90d` whoever that one finds, so it ends
/// where that begins.
const YOUNGER: &str = "dormant-45d";
const OLDER: &str = "dormant-90d";
const UNTIL: &str = "until";
const DAYS: &str = "days";

/// Lets the younger rule end where a pack lets the older begin, if the pack
/// does not say where it ends.
fn follow(rules: &mut [Rule], pack: Option<&Pack>) -> std::result::Result<(), AuditError> {
    let Some(pack) = pack else { return Ok(()) };
    let sets = |rule: &str, parameter: &str| {
        pack.controls.iter().flat_map(|c| &c.set).any(|set| set.rule == rule && set.parameter == parameter)
    };
    if sets(YOUNGER, UNTIL) || !sets(OLDER, DAYS) {
        return Ok(());
    }
    let days = rules.iter().find(|rule| &*rule.id == OLDER).and_then(|rule| rule.value(DAYS).cloned());
    if let Some(days) = days {
        for rule in rules.iter_mut().filter(|rule| &*rule.id == YOUNGER) {
            *rule = rule.clone().with(UNTIL, days.clone())?;
        }
    }
    Ok(())
}

impl Asking {
    /// What is asked, as a text that is the same whenever the same is asked.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for rule in &self.rules {
            hash.update(Written::of(rule).text());
            for parameter in &rule.parameters {
                hash.update(format!("{} = {:?}\n", parameter.name, parameter.value));
            }
        }
        for (rule, why) in &self.off {
            hash.update(format!("{rule} off: {why}\n"));
        }
        hex::encode(hash.finalize())
    }

    /// The rules and what their parameters are set to, for whoever asks later:
    /// numbers, and lists that are not as their file has them.
    pub fn told(&self) -> serde_json::Value {
        let rules = self.rules.iter().map(|rule| {
            let told = rule.parameters.iter().filter(|p| matches!(p.value, Value::Number(_)) || p.value != p.default);
            let told: serde_json::Map<String, serde_json::Value> =
                told.map(|p| (p.name.clone(), serde_json::json!(super::words::value(&p.value)))).collect();
            (rule.id.to_string(), told.into())
        });
        serde_json::Value::Object(rules.collect())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};
    use serde_json::json;

    fn team(settings: &[(&str, serde_json::Value, Option<&str>)]) -> Team {
        let setting = |(rule, parameters, off): &(&str, serde_json::Value, Option<&str>)| RuleSetting {
            rule: (*rule).to_owned(),
            parameters: parameters.to_string(),
            off: off.map(str::to_owned),
            changed_at: DateTime::<Utc>::UNIX_EPOCH,
            operator: "olga".to_owned(),
        };
        Team { own: Vec::new(), settings: settings.iter().map(setting).collect() }
    }

    fn days(asking: &Asking, rule: &str, parameter: &str) -> Option<i64> {
        asking.rules.iter().find(|known| &*known.id == rule).map(|known| known.number(parameter))
    }

    #[test]
    fn the_team_sets_and_a_pack_sets_above_it() {
        let team = team(&[
            ("dormant-45d", json!({ "days": 20 }), None),
            ("dormant-90d", json!({ "days": 60, "gone": 1 }), None),
            ("direct-grant", json!({}), Some("we have no groups")),
        ]);
        let all = team.asking(None).unwrap();
        assert_eq!(days(&all, "dormant-45d", "days"), Some(20));
        assert_eq!(days(&all, "dormant-90d", "days"), Some(60));
        // Nobody falls between the two, and nobody is found twice.
        assert_eq!(days(&all, "dormant-45d", "until"), Some(60));
        assert_eq!(days(&all, "direct-grant", "percent"), None);
        let cis = team.asking(Some("cis")).unwrap();
        assert_eq!((cis.pack.as_str(), days(&cis, "dormant-45d", "days")), ("cis-v8", Some(45)));
        for pack in Pack::all().unwrap() {
            let asking = team.asking(Some(&pack.name)).unwrap();
            if let (Some(until), Some(older)) =
                (days(&asking, "dormant-45d", "until"), days(&asking, "dormant-90d", "days"))
            {
                assert_eq!(until, older, "{}", pack.name);
            }
        }
        assert_ne!(all.digest(), cis.digest());
        assert_eq!(all.told()["dormant-45d"], json!({ "days": 20, "until": 60 }));
    }
}
