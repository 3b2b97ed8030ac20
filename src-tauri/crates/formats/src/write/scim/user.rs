//! A user as a SCIM User.

use super::{grant, moment, set, set_object, text};
use crate::kinds::kind_of;
use crate::scim::{ENTERPRISE, USER_EXTENSION};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use muster_model::profile::ProfileField as P;
use muster_model::record::{Listed, Told, UserRecord};
use muster_model::{LastSeen, State};
use serde_json::{Map, Value, json};

const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// Custom attributes that SCIM has one text for.
const SINGLE: &[&str] = &["externalId", "nickName", "userType", "locale"];

/// The user; none without a username and an id, since nobody could tell who
/// it is.
pub(super) fn resource(user: &UserRecord) -> Option<Map<String, Value>> {
    if user.identity.username.is_none() && user.identity.id.is_none() {
        return None;
    }
    let mut map = Map::new();
    let mut extension = Map::new();
    set(&mut map, "id", user.identity.id.as_deref());
    set(&mut map, "userName", user.identity.username.as_deref());
    set(&mut extension, "reference", user.identity.reference.as_deref());
    set(&mut map, "displayName", text(&user.display_name));
    set(&mut map, "active", user.state.value().map(|state| *state == State::Active));
    let exact = user.state.value().filter(|state| !matches!(state, State::Active | State::Deactivated));
    set(&mut extension, "state", exact.map(|state| state.word()));
    set(&mut extension, "mfa", user.mfa.value().copied());
    set(&mut extension, "expiresAt", user.expires_at.value().map(|at| moment(*at)));
    set(&mut extension, "lastSeen", user.last_seen.as_ref().map(last_seen));
    set(&mut extension, "seatFlag", user.seat_flag.value().copied());
    set(&mut extension, "highestLevel", user.highest_level.value().copied());
    set(&mut extension, "avatar", user.avatar.as_ref().map(|bytes| STANDARD.encode(bytes)));
    attributes(user, &mut map, &mut extension);
    profile(user, &mut map, &mut extension);
    holdings(user, &mut map, &mut extension);
    says(user, &mut extension);
    let mut meta = Map::new();
    set(&mut meta, "resourceType", Some("User"));
    set(&mut meta, "created", user.created_at.value().map(|at| moment(*at)));
    set_object(&mut map, "meta", meta);
    let mut schemas = vec![SCHEMA];
    if map.contains_key(ENTERPRISE) {
        schemas.push(ENTERPRISE);
    }
    if !extension.is_empty() {
        schemas.push(USER_EXTENSION);
    }
    set(&mut map, "schemas", Some(schemas));
    set_object(&mut map, USER_EXTENSION, extension);
    Some(map)
}

fn last_seen(seen: &LastSeen) -> Value {
    let mut map = Map::new();
    set(&mut map, "status", Some(seen.status.word()));
    set(&mut map, "at", seen.at.map(moment));
    set(&mut map, "source", seen.source.as_deref());
    set(&mut map, "precision", seen.precision.map(|p| p.word()));
    Value::Object(map)
}

/// E-mail, kind and custom attributes, which share SCIM's attributes.
fn attributes(user: &UserRecord, map: &mut Map<String, Value>, extension: &mut Map<String, Value>) {
    let email = text(&user.email);
    let mut emails: Vec<&str> = email.into_iter().collect();
    let mut others: Vec<Value> = Vec::new();
    for (name, values) in &user.attributes {
        match (name.as_str(), values.as_slice()) {
            ("entitlements", [_, ..]) => {
                let items: Vec<Value> = values.iter().map(|value| json!({ "value": value })).collect();
                set(map, name, Some(items));
            }
            ("emails", [first, _, ..]) if email == Some(first) => {
                emails = values.iter().map(String::as_str).collect();
            }
            (single, [value]) if SINGLE.contains(&single) => set(map, name, Some(value.as_str())),
            _ => others.push(json!({ "name": name, "values": values })),
        }
    }
    if !emails.is_empty() {
        let item = |(at, value): (usize, &&str)| match at {
            0 => json!({ "value": value, "primary": true }),
            _ => json!({ "value": value }),
        };
        set(map, "emails", Some(emails.iter().enumerate().map(item).collect::<Vec<_>>()));
    }
    // Where the source has no word of its own, the kind's stands for userType.
    if let Some(kind) = user.kind.value() {
        let own = map.get("userType").and_then(Value::as_str);
        if own.is_none_or(|own| kind_of(own) != Some(*kind)) {
            set(extension, "kind", Some(kind.word()));
        }
        if own.is_none() {
            set(map, "userType", Some(kind.word()));
        }
    }
    set(extension, "attributes", (!others.is_empty()).then_some(others));
}

fn profile(user: &UserRecord, map: &mut Map<String, Value>, extension: &mut Map<String, Value>) {
    let mut name = Map::new();
    let mut enterprise = Map::new();
    let mut others = Map::new();
    for (field, told) in &user.profile {
        let Some(value) = text(told) else { continue };
        match field {
            P::GivenName => set(&mut name, "givenName", Some(value)),
            P::FamilyName => set(&mut name, "familyName", Some(value)),
            P::Title => set(map, "title", Some(value)),
            P::Language => set(map, "preferredLanguage", Some(value)),
            P::TimeZone => set(map, "timezone", Some(value)),
            P::Website if is_address(value) => set(map, "profileUrl", Some(value)),
            P::Phone => set(map, "phoneNumbers", Some(json!([{ "value": value, "type": "work" }]))),
            P::Location => set(map, "addresses", Some(json!([{ "formatted": value, "type": "work" }]))),
            P::EmployeeNumber => set(&mut enterprise, "employeeNumber", Some(value)),
            P::CostCenter => set(&mut enterprise, "costCenter", Some(value)),
            P::Organization => set(&mut enterprise, "organization", Some(value)),
            P::Department => set(&mut enterprise, "department", Some(value)),
            P::Manager => set(&mut enterprise, "manager", Some(json!({ "displayName": value }))),
            other => set(&mut others, other.word(), Some(value)),
        }
    }
    set_object(map, "name", name);
    set_object(map, ENTERPRISE, enterprise);
    set_object(extension, "profile", others);
}

/// Whether SCIM takes it for a `profileUrl`, which is a URI (RFC 7643, 4.1.1).
fn is_address(text: &str) -> bool {
    let scheme = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    scheme
        && text
            .chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}'))
}

/// Roles and groups.
fn holdings(user: &UserRecord, map: &mut Map<String, Value>, extension: &mut Map<String, Value>) {
    if let Listed::Some(grants) | Listed::All(grants) = &user.grants {
        set(map, "roles", Some(grant::roles(grants)));
        let all = matches!(user.grants, Listed::All(_));
        if !all || !grant::are_plain(grants) {
            set(extension, "grants", Some(grant::grants(grants)));
            set(extension, "grantsListed", (!all).then_some("some"));
        }
    }
    if let Listed::Some(groups) | Listed::All(groups) = &user.groups {
        let item = |group: &muster_model::record::GroupName| match &group.id {
            Some(id) => json!({ "value": id, "display": group.path }),
            None => json!({ "display": group.path }),
        };
        set(map, "groups", Some(groups.iter().map(item).collect::<Vec<_>>()));
        set(extension, "groupsListed", matches!(user.groups, Listed::Some(_)).then_some("some"));
    }
}

/// What the source shows as empty, which SCIM cannot tell from what it does
/// not say (RFC 7643, 2.5); and what it does not say, where a reader would
/// take it from another attribute.
fn says(user: &UserRecord, extension: &mut Map<String, Value>) {
    let mut empty: Vec<String> = Vec::new();
    let mut note = |name: &str, is: bool| {
        if is {
            empty.push(name.to_owned());
        }
    };
    note("display_name", user.display_name == Told::Empty);
    note("email", user.email == Told::Empty);
    note("state", user.state == Told::Empty);
    note("kind", user.kind == Told::Empty);
    note("mfa", user.mfa == Told::Empty);
    note("created_at", user.created_at == Told::Empty);
    note("expires_at", user.expires_at == Told::Empty);
    note("seat_flag", user.seat_flag == Told::Empty);
    note("highest_level", user.highest_level == Told::Empty);
    for (field, told) in &user.profile {
        note(&format!("profile.{field}"), *told == Told::Empty);
    }
    set(extension, "empty", (!empty.is_empty()).then_some(empty));
    let mut untold: Vec<&str> = Vec::new();
    let named = [P::GivenName, P::FamilyName].iter().any(|f| user.profile.get(f).is_some_and(|t| text(t).is_some()));
    if user.display_name == Told::Silent && named {
        untold.push("display_name");
    }
    if user.kind == Told::Silent && user.attributes.contains_key("userType") {
        // Its word may name a kind.
        untold.push("kind");
    }
    set(extension, "untold", (!untold.is_empty()).then_some(untold));
}
