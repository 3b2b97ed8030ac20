//! Taking an operator's change back.

use super::edit::{Editable, is_taken, local_of};
use crate::tables::change::{self, Change};
use crate::tables::change_user::{self, ChangeUser};
use crate::tables::userstore;
use crate::tables::version::{self, Cause, FieldChange};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::profile::ProfileValue;
use muster_model::{Kind, Profile, ProfileField, Standing, State, UserId, Visibility};
use rusqlite::Transaction;

/// Takes a change back as one: every field is again what it was before, and a
/// user the change made is removed, with all that is known of it. The history
/// keeps both the change and its undoing, except for a user that is removed.
///
/// # Errors
/// [`Error::NoSuch`]; [`Error::AlreadyUndone`]; [`Error::ChangedSince`] with
/// the fields that are no longer as the change left them; [`Error::NotLocal`];
/// [`Error::Taken`] if the old username was given to someone else since; or if
/// the database fails.
pub fn undo(tx: &Transaction<'_>, change_id: i64, operator: &str, now: DateTime<Utc>) -> Result<Change> {
    let missing = || Error::NoSuch { what: "change", name: change_id.to_string() };
    let change = change::by_id(tx, change_id)?.ok_or_else(missing)?;
    if change.undone_at.is_some() {
        return Err(Error::AlreadyUndone { change: change_id });
    }
    // Groups first: users are put back into them.
    crate::changes::thing::undo(tx, change_id, now)?;
    for user in change_user::page(tx, change_id, Some(Standing::Applied), UserId(0), u64::from(u32::MAX))? {
        if user.created {
            remove(tx, change_id, &user)?;
        } else {
            put_back(tx, change_id, &user, now)?;
        }
        change_user::set_standing(tx, change_id, user.user, Standing::Undone)?;
    }
    change::mark_undone(tx, change_id, operator, now)?;
    change::by_id(tx, change_id)?.ok_or_else(missing)
}

fn put_back(tx: &Transaction<'_>, id: i64, change: &ChangeUser, now: DateTime<Utc>) -> Result<()> {
    let store = local_of(tx, change.user)?;
    let current = Editable::fetch(tx, change.user)?;
    let mut back = current.clone();
    // In the order of the list: a value is put back before who may see it.
    for field in &change.fields {
        set(&mut back, &field.name, field.before.as_deref())?;
    }
    let mut differing = change.fields.clone();
    differing.retain(|f| value(&current, &f.name) != f.after);
    if !differing.is_empty() {
        let fields = differing.into_iter().map(|f| f.name).collect();
        return Err(Error::ChangedSince { change: id, fields });
    }
    if is_taken(tx, store.id, &back.row.username, back.row.id)? {
        return Err(Error::Taken { what: "user", name: format!("{}/{}", store.domain, back.row.username) });
    }
    back.write(tx, &current)?;
    let fields: Vec<_> = change
        .fields
        .iter()
        .map(|f| FieldChange { name: f.name.clone(), before: f.after.clone(), after: f.before.clone() })
        .collect();
    version::add(tx, change.user.0, now.timestamp(), Cause::Change(id), "undone", &fields)
}

/// Removes a user that a change made, if nothing happened to it since.
fn remove(tx: &Transaction<'_>, id: i64, change: &ChangeUser) -> Result<()> {
    let user = change.user.0;
    let store = local_of(tx, change.user)?;
    // A later change that was undone itself left nothing behind.
    let mut statement = tx.prepare_cached(
        "SELECT fields FROM user_version v WHERE user_id = ?1 AND change_id IS NOT ?2
         AND NOT EXISTS (SELECT 1 FROM change c WHERE c.id = v.change_id AND c.undone_at IS NOT NULL)",
    )?;
    let mut rows = statement.query((user, id))?;
    let mut fields = Vec::new();
    let mut later = false;
    while let Some(row) = rows.next()? {
        later = true;
        fields.extend(version::parse(&row.get::<_, String>(0)?)?.into_iter().map(|f| f.name));
    }
    drop(rows);
    drop(statement);
    if later {
        fields.sort();
        fields.dedup();
        if fields.is_empty() {
            fields.push("the user".to_owned());
        }
        return Err(Error::ChangedSince { change: id, fields });
    }
    let gone =
        tx.query_row("SELECT gone_since IS NOT NULL FROM user WHERE id = ?1", [user], |row| row.get::<_, bool>(0))?;
    for table in OF_USER {
        tx.execute(&format!("DELETE FROM {table} WHERE user_id = ?1"), [user])?;
    }
    tx.execute("DELETE FROM user WHERE id = ?1", [user])?;
    let (present, gone) = if gone { (0, -1) } else { (-1, 0) };
    userstore::count(tx, store.id, present, gone)
}

/// Tables that hold what is known of a user beside its row.
const OF_USER: &[&str] = &[
    "user_seen",
    "user_profile",
    "user_avatar",
    "user_picture",
    "group_user",
    "user_grant",
    "user_person",
    "service_account",
    "invitation",
    "user_version",
];

/// The profile field a change's field names, and whether it is who may see it.
fn profile_field(name: &str) -> Option<(ProfileField, bool)> {
    let word = name.strip_prefix("profile.")?;
    match word.strip_suffix(".visibility") {
        Some(word) => Some((word.parse().ok()?, true)),
        None => Some((word.parse().ok()?, false)),
    }
}

/// What a field of a change is now.
fn value(user: &Editable, name: &str) -> Option<String> {
    let row = &user.row;
    match name {
        "username" => Some(row.username.clone()),
        "display_name" => Some(row.display_name.clone()),
        "email" => row.email.clone(),
        "state" => Some(row.state.to_string()),
        "kind" => Some(row.kind.to_string()),
        "avatar" => user.avatar.clone(),
        _ => {
            let (field, visibility) = profile_field(name)?;
            let known = user.profile.fields.get(&field)?;
            Some(if visibility { known.visibility.to_string() } else { known.value.clone() })
        }
    }
}

/// Puts a field of a change in place as it stands.
fn set(user: &mut Editable, name: &str, to: Option<&str>) -> Result<()> {
    let unknown = || Error::Stored { table: "user_version", column: "fields", found: name.to_owned() };
    let required = to.ok_or_else(unknown);
    match name {
        "username" => required?.clone_into(&mut user.row.username),
        "display_name" => required?.clone_into(&mut user.row.display_name),
        "email" => user.row.email = to.map(str::to_owned),
        "state" => user.row.state = required?.parse::<State>().map_err(|_| unknown())?,
        "kind" => user.row.kind = required?.parse::<Kind>().map_err(|_| unknown())?,
        "avatar" => user.set_avatar(to.map(str::to_owned)),
        _ => match profile_field(name).ok_or_else(unknown)? {
            (field, false) => super::profile::put(&mut user.profile, field, to),
            (field, true) => set_visibility(&mut user.profile, field, to).ok_or_else(unknown)?,
        },
    }
    Ok(())
}

fn set_visibility(profile: &mut Profile, field: ProfileField, to: Option<&str>) -> Option<()> {
    if let (Some(word), Some(ProfileValue { visibility, .. })) = (to, profile.fields.get_mut(&field)) {
        *visibility = word.parse::<Visibility>().ok()?;
    }
    Some(())
}
