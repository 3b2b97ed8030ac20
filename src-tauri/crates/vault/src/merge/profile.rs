//! Profile fields, attributes and pictures.

use super::heard;
use crate::Result;
use crate::tables::avatar::{self, Avatar, MOST_BYTES};
use crate::tables::profile::{of_user, set};
use crate::tables::version::FieldChange;
use muster_model::profile::ProfileValue;
use muster_model::record::{Told, UserRecord};
use muster_model::{Profile, ProfileField, UserId};
use rusqlite::Connection;

/// Sets or clears a field, keeping who may see it.
pub(crate) fn put(profile: &mut Profile, field: ProfileField, value: Option<&str>) {
    profile.set(field, value);
}

/// What differs between two profiles.
pub(crate) fn differences(before: &Profile, after: &Profile) -> Vec<FieldChange> {
    let mut fields = Vec::new();
    for &field in ProfileField::ALL {
        let (old, new) = (before.fields.get(&field), after.fields.get(&field));
        let name = format!("profile.{field}");
        if old.map(|v| &v.value) != new.map(|v| &v.value) {
            let (old, new) = (before.get(field), after.get(field));
            fields.push(FieldChange::new(name.clone(), old, new));
        }
        // Without this, undoing the removal of a private field would make it
        // visible: what is not there has the visibility it would be given.
        let seen_by = |v: Option<&ProfileValue>| v.map_or(field.default_visibility(), |v| v.visibility);
        if seen_by(old) != seen_by(new) {
            let (old, new) = (old.map(|v| v.visibility.word()), new.map(|v| v.visibility.word()));
            fields.push(FieldChange::new(format!("{name}.visibility"), old, new));
        }
    }
    let names: std::collections::BTreeSet<_> = before.attributes.keys().chain(after.attributes.keys()).collect();
    for name in names {
        let (old, new) = (before.attributes.get(name), after.attributes.get(name));
        if old != new {
            let text = |values: Option<&Vec<String>>| values.map(|v| v.join("; "));
            let (old, new) = (text(old), text(new));
            fields.push(FieldChange::new(format!("attributes.{name}"), old.as_deref(), new.as_deref()));
        }
    }
    fields
}

/// Merges what a record says of the profile. `heard` is what this snapshot has
/// spoken of; `new` users have no profile yet. Answers what changed.
pub(super) fn merge(
    conn: &Connection,
    user: i64,
    record: &UserRecord,
    heard: &mut u64,
    new: bool,
) -> Result<Vec<FieldChange>> {
    if record.profile.is_empty() && record.attributes.is_empty() {
        return Ok(Vec::new());
    }
    let before = if new { Profile::default() } else { of_user(conn, UserId(user))? };
    let mut after = before.clone();
    for (&field, told) in &record.profile {
        let value = match told {
            Told::Silent => continue,
            Told::Empty => None,
            Told::Value(text) => Some(text.trim()).filter(|t| !t.is_empty()),
        };
        if *heard & heard::profile(field) == 0 {
            put(&mut after, field, value);
        }
        *heard |= heard::profile(field);
    }
    for (name, values) in &record.attributes {
        // Several records of one snapshot may each bring attributes; one that
        // is there already was said before.
        if *heard & heard::ATTRIBUTES != 0 && after.attributes.contains_key(name) {
            continue;
        }
        if values.is_empty() {
            after.attributes.remove(name);
        } else {
            after.attributes.insert(name.clone(), values.clone());
        }
    }
    if !record.attributes.is_empty() {
        *heard |= heard::ATTRIBUTES;
    }
    if after == before {
        return Ok(Vec::new());
    }
    set(conn, UserId(user), &after)?;
    Ok(if new { Vec::new() } else { differences(&before, &after) })
}

/// The type of a picture the vault takes, by its first bytes.
pub(crate) fn picture_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.len() > MOST_BYTES {
        return None;
    }
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// Stores a picture if it differs from the one known; answers what changed.
pub(super) fn merge_avatar(
    conn: &Connection,
    user: i64,
    mime: &str,
    body: &[u8],
    new: bool,
) -> Result<Option<FieldChange>> {
    let known = if new { None } else { avatar::digest(conn, UserId(user))? };
    let picture = Avatar { mime: mime.to_owned(), body: body.to_vec() };
    let digest = picture.digest();
    if known.as_deref() == Some(digest.as_str()) {
        return Ok(None);
    }
    avatar::set(conn, UserId(user), &picture)?;
    Ok(Some(FieldChange::new("avatar", known.as_deref(), Some(&digest))))
}
