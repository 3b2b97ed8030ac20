//! What Muster itself adds to SCIM (`docs/exports.md`, "SCIM"): what SCIM has
//! no word for, and what it cannot tell apart.

use crate::attributes::Attributes;
use crate::emit::{Fault, short};
use crate::json::Fields;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use muster_model::grant::ScopeKind;
use muster_model::profile::ProfileField;
use muster_model::record::{GrantRecord, GroupRecord, Listed, MemberName, Told, UserRecord};
use muster_model::seen::SeenStatus;
use muster_model::{LastSeen, Role, Scope};
use serde_json::Value;
use std::str::FromStr;

/// The extension of a User.
pub(crate) const USER_EXTENSION: &str = "urn:muster:scim:schemas:extension:1.0:User";
/// The extension of a Group.
pub(crate) const GROUP_EXTENSION: &str = "urn:muster:scim:schemas:extension:1.0:Group";

/// The user with what the extension says, and how many credentials were
/// dropped in all.
pub(super) fn user(fields: Fields<'_>, mut user: UserRecord, mut dropped: u64) -> Result<(UserRecord, u64), Fault> {
    let Some(own) = fields.object(USER_EXTENSION)? else { return Ok((user, dropped)) };
    if let Told::Value(reference) = own.text("reference")? {
        user.identity.reference = Some(reference);
    }
    put(&mut user.state, word(own, "state")?);
    kind(own, &mut user)?;
    put(&mut user.mfa, own.flag("mfa")?.value().copied());
    put(&mut user.expires_at, own.moment("expiresAt")?.value().copied());
    put(&mut user.seat_flag, own.flag("seatFlag")?.value().copied());
    put(&mut user.highest_level, level(own, "highestLevel")?);
    if let Some(seen) = own.object("lastSeen")? {
        user.last_seen = Some(last_seen(seen)?);
    }
    if let Told::Value(encoded) = own.text("avatar")? {
        let bytes = STANDARD.decode(encoded).map_err(|_| Fault::at("avatar", "the picture is not base64"))?;
        user.avatar = Some(bytes);
    }
    if let Some(profile) = own.object("profile")? {
        for (name, _) in profile.keys() {
            user.profile.insert(known(name, "profile")?, profile.text(name)?);
        }
    }
    dropped += attributes(own, &mut user)?;
    if let Some(items) = own.list("grants")? {
        user.grants = listed(own, "grantsListed", grants(items)?)?;
    }
    if let Listed::All(groups) = user.groups {
        user.groups = listed(own, "groupsListed", groups)?;
    }
    for name in names(own, "empty")? {
        say(&mut user, name, true)?;
    }
    for name in names(own, "untold")? {
        say(&mut user, name, false)?;
    }
    Ok((user, dropped))
}

/// The group with what the extension says.
pub(super) fn group(fields: Fields<'_>, mut group: GroupRecord) -> Result<GroupRecord, Fault> {
    let Some(own) = fields.object(GROUP_EXTENSION)? else { return Ok(group) };
    group.display_name = own.text("displayName")?.value().cloned();
    group.description = own.text("description")?.value().cloned();
    if let Some(items) = own.list("grants")? {
        group.roles = grants(items)?;
    }
    if let Some(items) = own.list("members")? {
        let mut members = Vec::with_capacity(items.len());
        for item in items {
            members.extend(member(own.item("members", item)?)?);
        }
        group.members = Listed::All(members);
    }
    if let Listed::All(members) = group.members {
        group.members = listed(own, "membersListed", members)?;
    }
    Ok(group)
}

fn member(item: Fields<'_>) -> Result<Option<MemberName>, Fault> {
    type Make = fn(String) -> MemberName;
    const FORMS: [(&str, Make); 4] = [
        ("user", MemberName::User),
        ("username", MemberName::Username),
        ("group", MemberName::Group),
        ("either", MemberName::Either),
    ];
    for (key, make) in FORMS {
        if let Some(name) = item.id(key)? {
            return Ok(Some(make(name)));
        }
    }
    Ok(None)
}

/// The kind's own word stands in `userType` where the source had none; then
/// it is no attribute.
fn kind(own: Fields<'_>, user: &mut UserRecord) -> Result<(), Fault> {
    let Some(kind) = word::<muster_model::Kind>(own, "kind")? else { return Ok(()) };
    if user.attributes.get("userType").is_some_and(|values| values.iter().eq([kind.word()])) {
        user.attributes.remove("userType");
    }
    user.kind = Told::Value(kind);
    Ok(())
}

fn last_seen(seen: Fields<'_>) -> Result<LastSeen, Fault> {
    Ok(LastSeen {
        status: word(seen, "status")?.unwrap_or(SeenStatus::Unknown),
        at: time(seen, "at")?,
        source: seen.text("source")?.value().cloned(),
        precision: word(seen, "precision")?,
    })
}

fn attributes(own: Fields<'_>, user: &mut UserRecord) -> Result<u64, Fault> {
    let mut gathered = Attributes::default();
    for item in own.list("attributes")?.unwrap_or_default() {
        let item = own.item("attributes", item)?;
        let Told::Value(name) = item.text("name")? else { continue };
        for value in item.list("values")?.unwrap_or_default() {
            match value {
                Value::String(text) => gathered.add(&name, text),
                _ => return Err(Fault::at("attributes", "the values of an attribute are texts")),
            }
        }
    }
    let (kept, dropped) = gathered.finish();
    user.attributes.extend(kept);
    Ok(dropped)
}

fn grants(items: &[Value]) -> Result<Vec<GrantRecord>, Fault> {
    let mut held = Vec::with_capacity(items.len());
    for item in items {
        let Value::Object(map) = item else {
            return Err(Fault::at("grants", "a grant is an object with a role and a scope"));
        };
        let item = Fields::any_case(map);
        let Told::Value(name) = item.text("role")? else { continue };
        let mut permissions = Vec::new();
        for permission in item.list("permissions")?.unwrap_or_default() {
            permissions.extend(permission.as_str().map(str::to_owned));
        }
        held.push(GrantRecord {
            role: Role {
                name,
                level: level(item, "level")?,
                privileged: item.is_set("privileged")?,
                base: item.text("base")?.value().cloned(),
                permissions,
            },
            scope: Scope {
                kind: word(item, "scope")?.unwrap_or(ScopeKind::Instance),
                path: item.text("path")?.value().cloned().unwrap_or_default(),
            },
            through: item.text("through")?.value().cloned(),
            since: time(item, "since")?,
            expires: time(item, "expires")?,
        });
    }
    Ok(held)
}

fn listed<T>(own: Fields<'_>, key: &str, items: Vec<T>) -> Result<Listed<T>, Fault> {
    let some = own.text(key)?.value().is_some_and(|word| word == "some");
    Ok(if some { Listed::Some(items) } else { Listed::All(items) })
}

fn put<T>(into: &mut Told<T>, value: Option<T>) {
    if let Some(value) = value {
        *into = Told::Value(value);
    }
}

fn time(fields: Fields<'_>, key: &str) -> Result<Option<DateTime<Utc>>, Fault> {
    Ok(fields.moment(key)?.value().copied())
}

fn level(fields: Fields<'_>, key: &str) -> Result<Option<u8>, Fault> {
    let level = fields.int(key)?;
    let level = level.value().map(|number| u8::try_from(*number));
    level.transpose().map_err(|_| Fault::at(key, "access levels go from 0 to 50"))
}

/// One of Muster's words.
fn word<T: FromStr<Err = muster_model::UnknownWord>>(fields: Fields<'_>, key: &str) -> Result<Option<T>, Fault> {
    fields
        .text(key)?
        .value()
        .map(|text| text.parse())
        .transpose()
        .map_err(|unknown: T::Err| Fault::at(key, unknown.to_string()))
}

fn known(name: &str, key: &str) -> Result<ProfileField, Fault> {
    name.parse().map_err(|_| Fault::at(key, format!("{:?} is no field of a profile", short(name, 60))))
}

fn names<'a>(own: Fields<'a>, key: &str) -> Result<impl Iterator<Item = &'a str> + use<'a>, Fault> {
    Ok(own.list(key)?.unwrap_or_default().iter().filter_map(Value::as_str))
}

/// Makes a value empty, or untold.
fn say(user: &mut UserRecord, name: &str, empty: bool) -> Result<(), Fault> {
    fn told<T>(empty: bool) -> Told<T> {
        if empty { Told::Empty } else { Told::Silent }
    }
    match name {
        "display_name" => user.display_name = told(empty),
        "email" => user.email = told(empty),
        "state" => user.state = told(empty),
        "kind" => user.kind = told(empty),
        "mfa" => user.mfa = told(empty),
        "created_at" => user.created_at = told(empty),
        "expires_at" => user.expires_at = told(empty),
        "seat_flag" => user.seat_flag = told(empty),
        "highest_level" => user.highest_level = told(empty),
        _ => {
            let key = if empty { "empty" } else { "untold" };
            let field = known(name.strip_prefix("profile.").unwrap_or(name), key)?;
            user.profile.insert(field, told(empty));
        }
    }
    Ok(())
}
