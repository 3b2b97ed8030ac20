//! Packs: the controls of a framework, the rules that serve each, and the
//! thresholds it sets.

mod file;
mod shipped;

use crate::error::AuditError;
use crate::rule::{Catalogue, Problem, Rule, Value, Weight};
use std::collections::BTreeSet;

/// A framework's controls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Its name on the command line.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it is, in a sentence or two.
    pub about: String,
    /// Its controls.
    pub controls: Vec<Control>,
}

/// A control, as far as an audit of accounts serves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its number, as rules and auditors write it: `CIS 5.3`.
    pub id: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// What it asks for, in our own words.
    pub text: String,
    /// The rules that serve it.
    pub rules: Vec<String>,
    /// What it sets of these rules.
    pub set: Vec<Setting>,
}

/// A threshold that a control sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The rule.
    pub rule: String,
    /// Its parameter.
    pub parameter: String,
    /// What it is set to.
    pub value: Value,
}

impl Pack {
    /// The packs that ship.
    ///
    /// # Errors
    /// A file that ships is broken, which the tests rule out.
    pub fn all() -> Result<Vec<Self>, AuditError> {
        shipped::SHIPPED.iter().map(|(file, text)| Self::read(file, text)).collect()
    }

    /// The shipped pack with this name, whatever its case and what is between
    /// its words: `soc2`. The beginning of a name will do if no other pack's
    /// begins so: `cis`, `pci`, `nist-800-53`.
    ///
    /// # Errors
    /// [`AuditError::UnknownPack`] names those there are.
    pub fn by_name(name: &str) -> Result<Self, AuditError> {
        let mut packs = Self::all()?;
        let letters = |name: &str| -> String {
            name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
        };
        let asked = letters(name);
        let begins: Vec<usize> =
            (0..packs.len()).filter(|place| letters(&packs[*place].name).starts_with(&asked)).collect();
        let whole = begins.iter().copied().find(|place| letters(&packs[*place].name) == asked);
        match whole.or(begins.first().copied().filter(|_| begins.len() == 1 && !asked.is_empty())) {
            Some(place) => Ok(packs.swap_remove(place)),
            None => Err(AuditError::UnknownPack {
                name: name.chars().take(60).collect(),
                known: packs.iter().map(|pack| pack.name.as_str()).collect::<Vec<_>>().join(", "),
            }),
        }
    }

    /// Reads a pack of the team's own; `file` stands in messages.
    ///
    /// # Errors
    /// [`AuditError::Files`] with everything that makes the file unusable.
    pub fn read(file: &str, text: &str) -> Result<Self, AuditError> {
        let (pack, problems) = file::read(file, text);
        let wrong: Vec<Problem> = problems.into_iter().filter(|problem| problem.weight == Weight::Wrong).collect();
        match pack {
            Some(pack) if wrong.is_empty() => Ok(pack),
            _ => Err(AuditError::Files(wrong)),
        }
    }

    /// The files that ship, as name and text.
    #[must_use]
    pub const fn files() -> &'static [(&'static str, &'static str)] {
        shipped::SHIPPED
    }

    /// The controls that these packs know.
    #[must_use]
    pub fn known_controls(packs: &[Self]) -> BTreeSet<String> {
        packs.iter().flat_map(|pack| &pack.controls).map(|control| control.id.clone()).collect()
    }

    /// The rules of a catalogue that this pack runs, each once and in the
    /// catalogue's order, with the thresholds that its controls set: those it
    /// names, and the team's own that name one of its controls.
    ///
    /// # Errors
    /// If it names a rule or parameter that is not there, or sets one out of
    /// bounds.
    pub fn rules(&self, catalogue: &Catalogue) -> Result<Vec<Rule>, AuditError> {
        for id in self.controls.iter().flat_map(|control| &control.rules) {
            catalogue.rule(id)?;
        }
        let mut rules = Vec::new();
        for rule in catalogue.rules() {
            let named = self.controls.iter().any(|control| control.rules.iter().any(|id| **id == *rule.id));
            let own = || rule.own && self.controls.iter().any(|control| rule.controls.contains(&control.id));
            if !(named || own()) {
                continue;
            }
            let settings = self.controls.iter().flat_map(|control| &control.set);
            let settings = settings.filter(|setting| *setting.rule == *rule.id);
            let set = |rule: Rule, setting: &Setting| rule.with(&setting.parameter, setting.value.clone());
            rules.push(settings.into_iter().try_fold(rule.clone(), set)?);
        }
        Ok(rules)
    }
}
