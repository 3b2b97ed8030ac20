//! A state in the words of versions, and taking a version back from it.

use crate::tables::version::FieldChange;
use muster_model::ProfileField;
use muster_model::seen::SeenStatus;
use std::collections::BTreeMap;

/// A user at a moment. Names and words are those of
/// [`FieldChange`](crate::tables::version::FieldChange).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Whether it was there; if not, the rest is how it was when last listed.
    pub there: bool,
    /// Every field that was not empty, by name. Who may see a field of the
    /// profile stands here only where it is not what the field begins with.
    pub fields: BTreeMap<String, String>,
    /// What it held, in order: `Developer on group acme/web through acme`.
    /// What two sources told stands twice.
    pub grants: Vec<String>,
    /// Paths of the groups it was directly in, in order.
    pub groups: Vec<String>,
    /// What was known of the last sign of life.
    pub seen: SeenStatus,
    /// When that was, in seconds since 1970.
    pub seen_at: Option<i64>,
}

/// A grant's words without its end.
pub(crate) fn endless(grant: &str) -> &str {
    match grant.rsplit_once(" until ") {
        Some((text, end)) if end == "further notice" || chrono::DateTime::parse_from_rfc3339(end).is_ok() => text,
        _ => grant,
    }
}

fn remove(list: &mut Vec<String>, text: &str) {
    if let Some(at) = list.iter().position(|t| t == text) {
        list.remove(at);
    }
}

fn insert(list: &mut Vec<String>, text: &str) {
    let at = list.partition_point(|t| t.as_str() < text);
    list.insert(at, text.to_owned());
}

impl Past {
    pub(super) fn empty() -> Self {
        Self {
            there: false,
            fields: BTreeMap::new(),
            grants: Vec::new(),
            groups: Vec::new(),
            seen: SeenStatus::NotCollected,
            seen_at: None,
        }
    }

    /// Puts a field in place.
    pub(super) fn set(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) if usual(name) != Some(value) => {
                self.fields.insert(name.to_owned(), value.to_owned());
            }
            _ => drop(self.fields.remove(name)),
        }
    }

    /// Takes back what a version did.
    pub(crate) fn take_back(&mut self, action: &str, fields: &[FieldChange]) {
        match action {
            "gone" => self.there = true,
            "returned" => self.there = false,
            _ => {}
        }
        for field in fields.iter().rev() {
            let (list, plain): (_, fn(&str) -> &str) = match field.name.as_str() {
                "grant" => (&mut self.grants, endless),
                "group" => (&mut self.groups, |path| path),
                name => {
                    self.set(name, field.before.as_deref());
                    continue;
                }
            };
            if let Some(came) = &field.after {
                remove(list, plain(came));
            }
            if let Some(went) = &field.before {
                insert(list, plain(went));
            }
        }
    }

    /// What differs from this state to a later one, in the words of a version.
    /// Whether it is there and when it was seen are no fields.
    #[must_use]
    pub fn differences(&self, after: &Self) -> Vec<FieldChange> {
        let mut fields = Vec::new();
        let names: std::collections::BTreeSet<&String> = self.fields.keys().chain(after.fields.keys()).collect();
        for name in names {
            let (old, new) = (self.fields.get(name), after.fields.get(name));
            if old != new {
                let (old, new) = (old.map(String::as_str), new.map(String::as_str));
                fields.push(FieldChange::new(name.clone(), old.or(usual(name)), new.or(usual(name))));
            }
        }
        for (name, old, new) in [("grant", &self.grants, &after.grants), ("group", &self.groups, &after.groups)] {
            let less = |a: &[String], b: &[String]| {
                let mut left = a.to_vec();
                b.iter().for_each(|text| remove(&mut left, text));
                left
            };
            fields.extend(less(old, new).iter().map(|text| FieldChange::new(name, Some(text), None)));
            fields.extend(less(new, old).iter().map(|text| FieldChange::new(name, None, Some(text))));
        }
        fields
    }
}

/// Who may see a field of the profile if nothing is said.
fn usual(name: &str) -> Option<&'static str> {
    let word = name.strip_prefix("profile.")?.strip_suffix(".visibility")?;
    Some(word.parse::<ProfileField>().ok()?.default_visibility().word())
}
