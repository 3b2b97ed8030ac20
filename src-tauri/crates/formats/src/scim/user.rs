//! A SCIM User with the enterprise extension.

use super::wso2;
use crate::attributes::Attributes;
use crate::emit::Fault;
use crate::json::Fields;
use crate::kinds::kind_of;
use muster_model::profile::ProfileField;
use muster_model::record::{GrantRecord, GroupName, Identity, Listed, Told, UserRecord};
use muster_model::{Role, Scope, State};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// The record, and how many credentials were dropped from attributes.
pub(super) fn record(fields: Fields<'_>) -> Result<(UserRecord, u64), Fault> {
    let id = fields.id("id")?;
    let username = fields.text("userName")?.value().cloned();
    if id.is_none() && username.is_none() {
        return Err(Fault::at("userName", "neither userName nor id is given, so nobody can be told by it"));
    }
    let wso2 = wso2::Extension::of(fields)?;
    let mut attributes = Attributes::default();
    let emails = values(fields, "emails")?;
    let user_type = fields.text("userType")?;
    for (key, told) in [
        ("externalId", fields.text("externalId")?),
        ("nickName", fields.text("nickName")?),
        ("userType", user_type.clone()),
        ("locale", fields.text("locale")?),
    ] {
        if let Told::Value(value) = told {
            attributes.add(key, &value);
        }
    }
    for value in values(fields, "entitlements")?.unwrap_or_default() {
        attributes.add("entitlements", &value);
    }
    if let Some(all) = &emails
        && all.len() > 1
    {
        all.iter().for_each(|email| attributes.add("emails", email));
    }
    let (attributes, dropped) = attributes.finish();
    let user = UserRecord {
        identity: Identity { id, username, reference: None },
        display_name: display_name(fields)?,
        email: emails.map_or(Told::Silent, |all| Told::present(all.into_iter().next())),
        state: state(fields, &wso2)?,
        kind: user_type.value().and_then(|t| kind_of(t)).map_or(Told::Silent, Told::Value),
        mfa: wso2.mfa,
        created_at: fields.object("meta")?.map_or(Ok(Told::Silent), |meta| meta.moment("created"))?,
        last_seen: wso2.last_seen,
        profile: profile(fields)?,
        attributes,
        grants: roles(fields)?,
        groups: groups(fields)?,
        ..UserRecord::default()
    };
    Ok((user, dropped))
}

fn state(fields: Fields<'_>, wso2: &wso2::Extension) -> Result<Told<State>, Fault> {
    Ok(match (fields.flag("active")?, wso2.state) {
        (Told::Value(false), _) => Told::Value(State::Deactivated),
        (_, Some(kept_out)) => Told::Value(kept_out),
        (Told::Value(true), None) => Told::Value(State::Active),
        (Told::Silent | Told::Empty, None) => Told::Silent,
    })
}

/// `displayName`, else `name.formatted`, else given and family name.
fn display_name(fields: Fields<'_>) -> Result<Told<String>, Fault> {
    let display = fields.text("displayName")?;
    if matches!(display, Told::Value(_)) {
        return Ok(display);
    }
    let Some(name) = fields.object("name")? else { return Ok(display) };
    let formatted = name.text("formatted")?;
    if matches!(formatted, Told::Value(_)) {
        return Ok(formatted);
    }
    let parts = [name.text("givenName")?, name.text("familyName")?];
    let joined = parts.iter().filter_map(Told::value).map(String::as_str).collect::<Vec<_>>().join(" ");
    Ok(if joined.is_empty() { display } else { Told::Value(joined) })
}

fn profile(fields: Fields<'_>) -> Result<BTreeMap<ProfileField, Told<String>>, Fault> {
    let mut profile = BTreeMap::new();
    let mut put = |field: ProfileField, told: Told<String>| {
        if told != Told::Silent {
            profile.insert(field, told);
        }
    };
    if let Some(name) = fields.object("name")? {
        put(ProfileField::GivenName, name.text("givenName")?);
        put(ProfileField::FamilyName, name.text("familyName")?);
    }
    put(ProfileField::Title, fields.text("title")?);
    put(ProfileField::Language, fields.text("preferredLanguage")?);
    put(ProfileField::TimeZone, fields.text("timezone")?);
    put(ProfileField::Website, fields.text("profileUrl")?);
    if let Some(phones) = values(fields, "phoneNumbers")? {
        put(ProfileField::Phone, Told::present(phones.into_iter().next()));
    }
    if let Some(address) = primary(fields, "addresses")? {
        let place = [address.text("locality")?, address.text("country")?];
        let place = place.iter().filter_map(Told::value).map(String::as_str).collect::<Vec<_>>().join(", ");
        put(ProfileField::Location, if place.is_empty() { address.text("formatted")? } else { Told::Value(place) });
    }
    if let Some(enterprise) = fields.object(ENTERPRISE)? {
        put(ProfileField::EmployeeNumber, enterprise.text("employeeNumber")?);
        put(ProfileField::CostCenter, enterprise.text("costCenter")?);
        put(ProfileField::Organization, enterprise.text("organization")?);
        put(ProfileField::Department, enterprise.text("department")?);
        put(ProfileField::Manager, manager(enterprise)?);
    }
    Ok(profile)
}

/// The manager's name where it is given, else the id. Some servers send a
/// bare text.
fn manager(enterprise: Fields<'_>) -> Result<Told<String>, Fault> {
    if matches!(enterprise.get("manager"), Some(Value::String(_))) {
        return enterprise.text("manager");
    }
    let Some(manager) = enterprise.object("manager")? else { return Ok(Told::Silent) };
    for key in ["displayName", "display", "value"] {
        let told = manager.text(key)?;
        if matches!(told, Told::Value(_)) {
            return Ok(told);
        }
    }
    Ok(Told::Silent)
}

/// The items of a multi-valued attribute as texts: the primary one first,
/// then `work`, then the rest in their order. None if it is missing.
fn values(fields: Fields<'_>, key: &str) -> Result<Option<Vec<String>>, Fault> {
    let Some(items) = fields.list(key)? else { return Ok(None) };
    let mut ranked = Vec::with_capacity(items.len());
    for item in items {
        if let Value::String(text) = item {
            ranked.push((2, text.trim().to_owned()));
            continue;
        }
        let item = fields.item(key, item)?;
        let value = match item.id("value")? {
            Some(value) => value,
            None => match item.text("display")? {
                Told::Value(display) => display,
                Told::Silent | Told::Empty => continue,
            },
        };
        ranked.push((rank(item)?, value));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    Ok(Some(ranked.into_iter().map(|(_, value)| value).filter(|v| !v.is_empty()).collect()))
}

fn rank(item: Fields<'_>) -> Result<u8, Fault> {
    Ok(if item.is_set("primary")? {
        0
    } else if item.text("type")?.value().is_some_and(|t| t.eq_ignore_ascii_case("work")) {
        1
    } else {
        2
    })
}

/// The primary item of a multi-valued attribute of objects.
fn primary<'a>(fields: Fields<'a>, key: &str) -> Result<Option<Fields<'a>>, Fault> {
    let mut best: Option<(u8, Fields<'a>)> = None;
    for item in fields.list(key)?.unwrap_or_default() {
        let item = fields.item(key, item)?;
        let rank = rank(item)?;
        if best.as_ref().is_none_or(|(known, _)| rank < *known) {
            best = Some((rank, item));
        }
    }
    Ok(best.map(|(_, item)| item))
}

/// Roles on the instance. A role named admin or administrator is privileged;
/// SCIM does not say what any other may do.
fn roles(fields: Fields<'_>) -> Result<Listed<GrantRecord>, Fault> {
    let Some(items) = fields.list("roles")? else { return Ok(Listed::Silent) };
    let mut held: Vec<GrantRecord> = Vec::new();
    for item in items {
        let name = match item {
            Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            other => {
                let item = fields.item("roles", other)?;
                match item.text("display")? {
                    Told::Value(display) => Some(display),
                    Told::Silent | Told::Empty => item.id("value")?,
                }
            }
        };
        let Some(name) = name else { continue };
        if held.iter().any(|g| g.role.name.eq_ignore_ascii_case(&name)) {
            continue;
        }
        let role = Role { privileged: is_admin_role(&name), ..Role::named(&name) };
        held.push(GrantRecord { role, scope: Scope::instance(), through: None, since: None, expires: None });
    }
    Ok(Listed::All(held))
}

/// Whether a role's name alone says that it is privileged.
pub(crate) fn is_admin_role(name: &str) -> bool {
    ["admin", "administrator"].iter().any(|word| word.eq_ignore_ascii_case(name))
}

fn groups(fields: Fields<'_>) -> Result<Listed<GroupName>, Fault> {
    let Some(items) = fields.list("groups")? else { return Ok(Listed::Silent) };
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        if let Value::String(name) = item {
            names.push(GroupName { id: None, path: name.trim().to_owned() });
            continue;
        }
        let item = fields.item("groups", item)?;
        if item.text("type")?.value().is_some_and(|t| t.eq_ignore_ascii_case("indirect")) {
            continue;
        }
        let id = item.id("value")?;
        if let Some(path) = item.text("display")?.value().cloned().or_else(|| id.clone()) {
            names.push(GroupName { id, path });
        }
    }
    names.retain(|name| !name.path.is_empty());
    Ok(Listed::All(names))
}
