//! One Keycloak user.

use super::role;
use crate::attributes::Attributes;
use crate::credential::is_credential;
use crate::emit::Fault;
use crate::json::Fields;
use crate::moment;
use chrono::{DateTime, Utc};
use muster_model::profile::ProfileField;
use muster_model::record::{GrantRecord, GroupName, Identity, Listed, Told, UserRecord};
use muster_model::{Kind, State};
use serde_json::Value;
use std::collections::BTreeMap;

/// The record, and how many credentials were dropped from its attributes
/// beyond those whose name gives them away.
pub(super) fn record(fields: Fields<'_>) -> Result<(UserRecord, u64), Fault> {
    let id = fields.id("id")?;
    let username = fields.text("username")?.value().cloned();
    if id.is_none() && username.is_none() {
        return Err(Fault::at("username", "neither username nor id is given, so nobody can be told by it"));
    }
    let (given, family) = (fields.text("firstName")?, fields.text("lastName")?);
    let service = matches!(fields.text("serviceAccountClientId")?, Told::Value(_));
    let (attributes, dropped) = attributes(fields)?.finish();
    let user = UserRecord {
        identity: Identity { id, username, reference: None },
        display_name: joined(&given, &family),
        email: fields.text("email")?,
        state: match fields.flag("enabled")? {
            Told::Value(true) => Told::Value(State::Active),
            Told::Value(false) => Told::Value(State::Deactivated),
            Told::Silent | Told::Empty => Told::Silent,
        },
        kind: if service { Told::Value(Kind::Service) } else { Told::Silent },
        mfa: second_factor(fields)?,
        created_at: created_at(fields)?,
        profile: [(ProfileField::GivenName, given), (ProfileField::FamilyName, family)]
            .into_iter()
            .filter(|(_, told)| *told != Told::Silent)
            .collect::<BTreeMap<_, _>>(),
        attributes,
        grants: role_grants(fields)?.map_or(Listed::Silent, Listed::All),
        groups: groups(fields)?,
        ..UserRecord::default()
    };
    Ok((user, dropped))
}

fn joined(given: &Told<String>, family: &Told<String>) -> Told<String> {
    let name = [given, family].into_iter().filter_map(Told::value).map(String::as_str).collect::<Vec<_>>().join(" ");
    match (given, family) {
        (Told::Silent, Told::Silent) => Told::Silent,
        _ => Told::present(Some(name).filter(|n| !n.is_empty())),
    }
}

/// Looks at the types of credentials, never at what they hold.
fn second_factor(fields: Fields<'_>) -> Result<Told<bool>, Fault> {
    let credentials = fields.list("credentials")?;
    let second = |item: &Value| {
        let kind = item.get("type").and_then(Value::as_str).unwrap_or_default();
        matches!(kind, "otp" | "totp" | "hotp") || kind.starts_with("webauthn")
    };
    let listed = credentials.is_some_and(|items| items.iter().any(second));
    Ok(match (fields.flag("totp")?, credentials) {
        (Told::Silent, None) => Told::Silent,
        (totp, _) => Told::Value(listed || totp == Told::Value(true)),
    })
}

fn created_at(fields: Fields<'_>) -> Result<Told<DateTime<Utc>>, Fault> {
    Ok(match fields.int("createdTimestamp")? {
        Told::Value(number) => Told::Value(
            moment::millis(number)
                .ok_or_else(|| Fault::at("createdTimestamp", "this is no time in milliseconds since 1970"))?,
        ),
        Told::Silent => Told::Silent,
        Told::Empty => Told::Empty,
    })
}

fn attributes(fields: Fields<'_>) -> Result<Attributes, Fault> {
    let mut attributes = Attributes::default();
    if let Some(map) = fields.object("attributes")? {
        for (name, value) in map.keys().filter(|(name, _)| !is_credential(name)) {
            match value {
                Value::Array(items) => items.iter().filter_map(Value::as_str).for_each(|v| attributes.add(name, v)),
                Value::String(text) => attributes.add(name, text),
                _ => {}
            }
        }
    }
    for item in fields.list("federatedIdentities")?.unwrap_or_default() {
        let identity = fields.item("federatedIdentities", item)?;
        let name = match identity.text("userName")? {
            Told::Value(name) => Some(name),
            Told::Silent | Told::Empty => identity.id("userId")?,
        };
        if let (Told::Value(provider), Some(name)) = (identity.text("identityProvider")?, name) {
            attributes.add(&format!("identity.{provider}"), &name);
        }
    }
    if let Told::Value(link) = fields.text("federationLink")? {
        attributes.add("federationLink", &link);
    }
    Ok(attributes)
}

/// The roles of a user or group: `realmRoles` and `clientRoles`. None if
/// neither is there.
pub(super) fn role_grants(fields: Fields<'_>) -> Result<Option<Vec<GrantRecord>>, Fault> {
    let realm = fields.list("realmRoles")?;
    let clients = fields.object("clientRoles")?;
    if realm.is_none() && clients.is_none() {
        return Ok(None);
    }
    let mut grants: Vec<GrantRecord> = Vec::new();
    let mut add = |client: Option<&str>, name: &Value| {
        let Some(name) = name.as_str().map(str::trim).filter(|n| !n.is_empty()) else {
            let field = if client.is_some() { "clientRoles" } else { "realmRoles" };
            return Err(Fault::at(field, "a role is named by a text"));
        };
        let grant = role::grant(client, name);
        if !grants.contains(&grant) {
            grants.push(grant);
        }
        Ok(())
    };
    for name in realm.unwrap_or_default() {
        add(None, name)?;
    }
    if let Some(clients) = clients {
        for (client, _) in clients.keys() {
            for name in clients.list(client)?.unwrap_or_default() {
                add(Some(client), name)?;
            }
        }
    }
    Ok(Some(grants))
}

fn groups(fields: Fields<'_>) -> Result<Listed<GroupName>, Fault> {
    let Some(items) = fields.list("groups")? else { return Ok(Listed::Silent) };
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        let path = item.as_str().map(str::trim).filter(|p| !p.is_empty());
        let path = path.ok_or_else(|| Fault::at("groups", "a group is named by its path"))?;
        names.push(GroupName { id: None, path: path.to_owned() });
    }
    Ok(Listed::All(names))
}
