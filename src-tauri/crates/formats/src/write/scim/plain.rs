//! A resource without the extension.

use crate::scim::{GROUP_EXTENSION, USER_EXTENSION};
use crate::write::Omitted;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Takes the extension away and counts what it said.
pub(super) fn without_extension(resource: &mut Map<String, Value>, omitted: &mut Omitted) {
    for (urn, prefix) in [(USER_EXTENSION, ""), (GROUP_EXTENSION, "group.")] {
        let Some(Value::Object(extension)) = resource.remove(urn) else { continue };
        if let Some(Value::Array(schemas)) = resource.get_mut("schemas") {
            schemas.retain(|schema| schema != urn);
        }
        let mut names = BTreeSet::new();
        for (key, value) in &extension {
            // The kind's own word stands in userType already.
            if key == "kind" && resource.get("userType") == Some(value) {
                continue;
            }
            names.extend(fields(key, value));
        }
        for name in names {
            omitted.leave_out(format!("{prefix}{name}"));
        }
    }
}

/// The fields that a key of the extension says something of. None of those
/// that only tell "empty" from "not said".
fn fields(key: &str, value: &Value) -> Vec<String> {
    let one = |name: &str| vec![name.to_owned()];
    match (key, value) {
        ("empty" | "untold", _) => Vec::new(),
        ("profile", Value::Object(profile)) => profile.keys().map(|word| format!("profile.{word}")).collect(),
        ("attributes", Value::Array(items)) => {
            items.iter().filter_map(|item| item["name"].as_str()).map(|name| format!("attributes.{name}")).collect()
        }
        ("expiresAt", _) => one("expires_at"),
        ("lastSeen", _) => one("last_seen"),
        ("seatFlag", _) => one("seat_flag"),
        ("highestLevel", _) => one("highest_level"),
        ("displayName", _) => one("display_name"),
        ("membersListed", _) => one("members"),
        ("groupsListed", _) => one("groups"),
        ("grantsListed", _) => Vec::new(),
        (other, _) => one(other),
    }
}
