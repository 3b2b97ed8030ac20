//! A plan's file, written by Muster.

use super::{Plan, file};
use crate::error::SeatError;
use muster_model::TrueUp;
use toml::{Table, Value};

/// What goes into a plan's file.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The name: lower case letters, digits and `-`.
    pub name: String,
    /// The name on screen.
    pub title: String,
    /// The product.
    pub product: String,
    /// The product's plan.
    pub plan: String,
    /// The versions of the product it holds for.
    pub versions: String,
    /// The domains of the userstores whose users it counts; empty for all.
    pub domains: Vec<String>,
    /// How seats beyond those bought are charged, if nobody says otherwise;
    /// none leaves what is there.
    pub true_up: Option<TrueUp>,
    /// The rule in a sentence; none to have it said by the filter.
    pub rule: Option<String>,
    /// The rule.
    pub filter: String,
}

/// What is about a rule, and not about another one.
const OF_A_RULE: [&str; 3] = ["reasons", "doubts", "differences"];

impl Written {
    /// The file: what `known`, its text until now, says of anything else stays.
    /// Without one it can be `like` a plan that ships, also with a value behind
    /// a colon (`per-role:Maintainer`). Reasons and the like stay while the rule
    /// is the same.
    ///
    /// # Errors
    /// [`SeatError::Read`] if a text cannot stand in TOML, and what
    /// [`Plan::read`] says of `known`.
    pub fn text(&self, known: Option<&str>, like: Option<&str>) -> Result<String, SeatError> {
        let wrong = |reason: String| SeatError::Read { name: self.name.clone(), reason };
        let mut table: Table = match known {
            Some(text) => toml::from_str(text).map_err(|error| wrong(error.to_string()))?,
            None => like.map(begun).unwrap_or_default(),
        };
        let written = |table: &Table| toml::to_string_pretty(table).map_err(|error| wrong(error.to_string()));
        put(&mut table, "name", Some(Value::from(self.name.as_str())));
        let rule_before = Plan::read(&self.name, &written(&table)?).ok().map(|plan| plan.rule);
        let texts =
            [("title", &self.title), ("product", &self.product), ("plan", &self.plan), ("versions", &self.versions)];
        for (key, text) in texts {
            put(&mut table, key, Some(text.as_str()).filter(|text| !text.is_empty()).map(Value::from));
        }
        put(&mut table, "rule", self.rule.as_deref().map(Value::from));
        // Domains say it all; kinds would say more than was asked for.
        put(&mut table, "userstores", Some(Value::Array(Vec::new())));
        let domains: Vec<Value> = self.domains.iter().map(|domain| Value::from(domain.as_str())).collect();
        put(&mut table, "domains", Some(Value::Array(domains)));
        if let Some(true_up) = self.true_up {
            put(&mut table, "true_up", Some(Value::from(true_up.word())));
        }
        let same = Plan::read(&self.name, &written(&table)?)
            .is_ok_and(|plan| muster_query::parse(&self.filter).is_ok_and(|filter| *plan.filter() == filter));
        if !same {
            put(&mut table, "filter", Some(Value::from(self.filter.as_str())));
            // Nor is the sentence about the rule that was.
            if self.rule == rule_before {
                put(&mut table, "rule", None);
            }
            OF_A_RULE.iter().for_each(|key| put(&mut table, key, None));
        }
        written(&table)
    }
}

/// A file that is like a plan that ships and says nothing itself.
fn begun(like: &str) -> Table {
    let (bare, value) = like.split_once(':').map_or((like, ""), |(bare, value)| (bare, value.trim()));
    let mut table = Table::from_iter([("like".to_owned(), Value::from(bare.trim()))]);
    if let Some(parameter) = file::parameter(bare).filter(|_| !value.is_empty()) {
        table.insert("values".to_owned(), Value::Table(Table::from_iter([(parameter, Value::from(value))])));
    }
    table
}

fn put(table: &mut Table, key: &str, value: Option<Value>) {
    match value {
        Some(value) => drop(table.insert(key.to_owned(), value)),
        None => drop(table.remove(key)),
    }
}
