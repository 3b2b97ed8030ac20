//! One user of Authelia.

use crate::attributes::Attributes;
use crate::credential::is_credential;
use crate::emit::Fault;
use crate::table::flag;
use crate::yaml::{Node, Value};
use muster_model::State;
use muster_model::profile::ProfileField;
use muster_model::record::{GroupName, Identity, Listed, Told, UserRecord};
use std::collections::{BTreeMap, HashSet};

/// Keys that give Authelia's users away.
pub(super) const KEYS: &[&str] = &["displayname", "password", "email", "groups", "disabled"];

const PROFILE: &[(&str, ProfileField)] = &[
    ("given_name", ProfileField::GivenName),
    ("family_name", ProfileField::FamilyName),
    ("website", ProfileField::Website),
    ("zoneinfo", ProfileField::TimeZone),
    ("locale", ProfileField::Language),
    ("phone_number", ProfileField::Phone),
];

/// Keys that are read by their own rules, or not at all.
const OWN: &[&str] = &["address", "birthdate", "extra", "gender", "phone_extension", "<<"];

/// How many credentials a user's keys hold.
pub(super) fn credentials(user: &Node) -> u64 {
    let Value::Map(entries) = &user.value else { return 0 };
    let holds = |(key, value): &&(Node, Node)| key.text().is_some_and(is_credential) && value.value != Value::Empty;
    let merged = entries.iter().filter(|(key, _)| key.text() == Some("<<")).map(|(_, value)| match &value.value {
        Value::List(items) => items.iter().map(credentials).sum(),
        _ => credentials(value),
    });
    entries.iter().filter(holds).count() as u64 + merged.sum::<u64>()
}

/// The record, and how many credentials were dropped from its attributes.
pub(super) fn record(username: &str, user: &Node) -> Result<(UserRecord, u64), Fault> {
    let Value::Map(entries) = &user.value else {
        let reason = "there is nothing below this name; write displayname, email and groups there, or remove it";
        return Err(Fault::at(username, reason).on_line(user.line));
    };
    only_once(entries)?;
    let mut profile = BTreeMap::new();
    for (key, field) in PROFILE {
        let told = told(user, key)?;
        if told != Told::Silent {
            profile.insert(*field, told);
        }
    }
    if let Some(place) = location(user)? {
        profile.insert(ProfileField::Location, place);
    }
    let empty = |told: Told<String>| if told == Told::Silent { Told::Empty } else { told };
    let (attributes, dropped) = attributes(user, entries)?.finish();
    let record = UserRecord {
        identity: Identity { username: Some(username.to_owned()), ..Identity::default() },
        display_name: empty(told(user, "displayname")?),
        email: empty(told(user, "email")?),
        state: Told::Value(if disabled(user)? { State::Deactivated } else { State::Active }),
        profile,
        attributes,
        groups: Listed::All(groups(user)?),
        ..UserRecord::default()
    };
    Ok((record, dropped))
}

/// YAML forbids a key given twice, and so does Authelia.
fn only_once(entries: &[(Node, Node)]) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for (key, _) in entries {
        if let Some(name) = key.text()
            && !seen.insert(name)
        {
            return Err(Fault::at(name, "this key is given twice; remove one").on_line(key.line));
        }
    }
    Ok(())
}

fn fault(node: &Node, key: &str, reason: impl Into<String>) -> Fault {
    Fault::at(key, reason).on_line(node.line)
}

/// A text under a key.
fn told(node: &Node, key: &str) -> Result<Told<String>, Fault> {
    let Some(found) = node.get(key) else { return Ok(Told::Silent) };
    match &found.value {
        Value::Empty => Ok(Told::Empty),
        Value::Text(text) => Ok(Told::present(Some(text.trim().to_owned()).filter(|t| !t.is_empty()))),
        Value::List(_) | Value::Map(_) => Err(fault(found, key, "a text is expected here")),
    }
}

fn disabled(user: &Node) -> Result<bool, Fault> {
    let Told::Value(text) = told(user, "disabled")? else { return Ok(false) };
    flag("disabled", &text).map_err(|fault| match user.get("disabled") {
        Some(node) => fault.on_line(node.line),
        None => fault,
    })
}

fn groups(user: &Node) -> Result<Vec<GroupName>, Fault> {
    let Some(node) = user.get("groups") else { return Ok(Vec::new()) };
    let items = match &node.value {
        Value::Empty => return Ok(Vec::new()),
        Value::List(items) => items,
        _ => return Err(fault(node, "groups", "a list is expected here: a line \"- NAME\" for each group")),
    };
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        let name = item.text().map(str::trim).filter(|name| !name.is_empty());
        let path = name.ok_or_else(|| fault(item, "groups", "a group is named by a text"))?.to_owned();
        names.push(GroupName { id: None, path });
    }
    Ok(names)
}

/// Town and country.
fn location(user: &Node) -> Result<Option<Told<String>>, Fault> {
    let Some(address) = user.get("address") else { return Ok(None) };
    let parts = [told(address, "locality")?, told(address, "country")?];
    let place = parts.iter().filter_map(Told::value).map(String::as_str).collect::<Vec<_>>().join(", ");
    Ok(Some(Told::present(Some(place).filter(|p| !p.is_empty()))))
}

/// `extra`, and what has no field of its own.
fn attributes(user: &Node, entries: &[(Node, Node)]) -> Result<Attributes, Fault> {
    let mut attributes = Attributes::default();
    let known = |name: &str| KEYS.contains(&name) || OWN.contains(&name) || PROFILE.iter().any(|(key, _)| *key == name);
    for (key, value) in entries {
        let Some(name) = key.text().filter(|name| !known(name) && !is_credential(name)) else { continue };
        add(&mut attributes, name, value);
    }
    match user.get("extra").map(|extra| (extra, &extra.value)) {
        None | Some((_, Value::Empty)) => {}
        Some((_, Value::Map(extra))) => {
            for (key, value) in extra {
                add(&mut attributes, key.text().unwrap_or_default(), value);
            }
        }
        Some((extra, _)) => return Err(fault(extra, "extra", "keys and values are expected here")),
    }
    Ok(attributes)
}

fn add(attributes: &mut Attributes, name: &str, value: &Node) {
    match &value.value {
        Value::Text(text) => attributes.add(name, text),
        Value::List(items) => items.iter().filter_map(Node::text).for_each(|text| attributes.add(name, text)),
        Value::Empty | Value::Map(_) => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::yaml::{Events, Found};

    fn of(text: &str) -> Result<(UserRecord, u64), Fault> {
        let text = format!("ada:\n{text}");
        let mut events = Events::new(&text);
        assert!(events.enter_root().unwrap());
        events.next_key().unwrap().unwrap();
        let Found::Whole(node) = events.value().unwrap() else { panic!() };
        record("ada", &node)
    }

    #[test]
    fn what_is_not_there_is_empty() {
        let (user, _) = of("  password: x\n").unwrap();
        assert_eq!((user.state, user.email), (Told::Value(State::Active), Told::Empty));
        assert_eq!((user.groups, user.profile.len()), (Listed::All(Vec::new()), 0));
    }

    #[test]
    fn faults_name_their_line() {
        for (text, line, column) in [
            ("  disabled: perhaps\n", 2, "disabled"),
            ("  email: e\n  groups: staff\n", 3, "groups"),
            ("  groups:\n    - a\n    - [b]\n", 4, "groups"),
            ("  email: [e]\n", 2, "email"),
            ("  email: e\n  email: f\n", 3, "email"),
            ("  extra: x\n", 2, "extra"),
        ] {
            let fault = of(text).unwrap_err();
            assert_eq!((fault.line, fault.column.as_deref()), (Some(line), Some(column)), "{text}: {}", fault.reason);
        }
    }

    #[test]
    fn secrets_in_extra_are_dropped() {
        let (user, dropped) = of("  extra:\n    api_token: t\n    shift: [a, b]\n    hash: $2y$10$x\n").unwrap();
        assert_eq!((user.attributes.len(), dropped), (1, 2));
        assert_eq!(user.attributes["shift"], ["a", "b"]);
    }
}
