//! All rules together.

use super::file::{self, Read};
use super::problem::{Problem, Weight};
use super::{Rule, Value, shipped};
use crate::error::AuditError;
use muster_query::near;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Rules, each with an id of its own.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    rules: Vec<Rule>,
}

impl Catalogue {
    /// The rules that ship.
    ///
    /// # Errors
    /// A file that ships is broken, which the tests rule out.
    pub fn shipped() -> Result<Self, AuditError> {
        Self::default().joined(shipped::SHIPPED, false)
    }

    /// These rules and those of a team's own files, as name and text. A rule
    /// with the id of one that is there already takes its place, unless both
    /// are in `files`.
    ///
    /// # Errors
    /// [`AuditError::Files`] with everything that makes a file unusable.
    pub fn with_own(self, files: &[(&str, &str)]) -> Result<Self, AuditError> {
        self.joined(files, true)
    }

    fn joined(mut self, files: &[(&str, &str)], own: bool) -> Result<Self, AuditError> {
        let (rules, problems) = read(files, own);
        let wrong: Vec<Problem> = problems.into_iter().filter(|problem| problem.weight == Weight::Wrong).collect();
        if !wrong.is_empty() {
            return Err(AuditError::Files(wrong));
        }
        for (rule, _) in rules {
            match self.rules.iter_mut().find(|known| known.id == rule.id) {
                Some(known) => *known = rule,
                None => self.rules.push(rule),
            }
        }
        Ok(self)
    }

    /// The same rules with a parameter of one of them set.
    ///
    /// # Errors
    /// [`AuditError::UnknownRule`] or [`AuditError::Parameter`].
    pub fn with(mut self, rule: &str, parameter: &str, value: Value) -> Result<Self, AuditError> {
        let known = self.rule(rule)?.clone().with(parameter, value)?;
        for rule in self.rules.iter_mut().filter(|rule| rule.id == known.id) {
            *rule = known.clone();
        }
        Ok(self)
    }

    /// The files that ship, as name and text: a team copies them to begin with.
    #[must_use]
    pub const fn files() -> &'static [(&'static str, &'static str)] {
        shipped::SHIPPED
    }

    /// The rules, in the order of their files.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id.
    ///
    /// # Errors
    /// [`AuditError::UnknownRule`] names those that may have been meant.
    pub fn rule(&self, id: &str) -> Result<&Rule, AuditError> {
        let id = id.trim();
        self.rules.iter().find(|rule| rule.id.eq_ignore_ascii_case(id)).ok_or_else(|| AuditError::UnknownRule {
            id: super::short(id),
            near: near(id, self.rules.iter().map(|rule| &*rule.id), 2).into_iter().map(str::to_owned).collect(),
        })
    }
}

/// Everything that is wrong or doubtful about files of rules, as name and
/// text. `controls` are those that packs know.
#[must_use]
pub fn lint(files: &[(&str, &str)], controls: &BTreeSet<String>) -> Vec<Problem> {
    let (rules, mut problems) = read(files, true);
    for (rule, (file, line)) in &rules {
        for control in rule.controls.iter().filter(|control| !controls.contains(*control)) {
            let meant = near(control, controls.iter().map(String::as_str), 1);
            problems.push(Problem {
                file: file.clone(),
                line: Some(*line),
                within: Some(format!("rule {}", rule.id)),
                field: "controls".to_owned(),
                what: format!("no pack knows the control {:?}", super::short(control)),
                remedy: match meant.first() {
                    Some(meant) => format!("write {meant}, or add it to a pack of yours"),
                    None => "add it to a pack of yours, or take it away".to_owned(),
                },
                weight: Weight::Doubtful,
            });
        }
    }
    problems
}

/// A file and a line of it.
type Place = (String, usize);

fn read(files: &[(&str, &str)], own: bool) -> (Vec<(Rule, Place)>, Vec<Problem>) {
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    let mut seen: BTreeMap<Arc<str>, Place> = BTreeMap::new();
    for (name, text) in files {
        let Read { rules, problems: found } = file::read(name, text, own);
        problems.extend(found);
        for (rule, line) in rules {
            match seen.get(&rule.id) {
                Some((file, first)) => problems.push(Problem {
                    file: (*name).to_owned(),
                    line: Some(line),
                    within: Some(format!("rule {}", rule.id)),
                    field: "id".to_owned(),
                    what: format!("{file}, line {first} has a rule with this id already"),
                    remedy: "give one of them another id".to_owned(),
                    weight: Weight::Wrong,
                }),
                None => {
                    let place = ((*name).to_owned(), line);
                    seen.insert(Arc::clone(&rule.id), place.clone());
                    all.push((rule, place));
                }
            }
        }
    }
    (all, problems)
}
