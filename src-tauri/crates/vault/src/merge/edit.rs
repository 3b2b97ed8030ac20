//! An operator's change of a user of a local userstore.

use super::profile;
use super::profile::put;
use super::row::UserRow;
use super::user::username_fault;
use crate::tables::change::Counts;
use crate::tables::change_user::{self, ChangeUser};
use crate::tables::version::{self, Cause, FieldChange};
use crate::tables::{avatar, change, user, userstore};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::fold::fold_case;
use muster_model::{Authority, Facts, Kind, Profile, ProfileField, Standing, State, UserId, Userstore, UserstoreId};
use rusqlite::{Connection, Transaction};
use std::collections::BTreeMap;

/// The most characters of a text.
pub const MOST_TEXT: usize = 4_000;

/// What to change. A field that is left out stays; a text that is empty clears
/// its field. Blanks around a text do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// Sign-in name; cannot be cleared.
    pub username: Option<String>,
    /// Name to show; cleared, it is the username.
    pub display_name: Option<String>,
    /// Primary e-mail.
    pub email: Option<String>,
    /// State.
    pub state: Option<State>,
    /// Kind.
    pub kind: Option<Kind>,
    /// Profile fields by their word.
    pub profile: BTreeMap<String, String>,
}

/// What an edit did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The user.
    pub user: UserId,
    /// The change, by which it can be undone; none if nothing differed.
    pub change_id: Option<i64>,
    /// What changed.
    pub fields: Vec<FieldChange>,
}

/// Everything an edit can change of a user.
#[derive(Debug, Clone)]
pub(super) struct Editable {
    pub row: UserRow,
    pub profile: Profile,
    /// The digest of the picture.
    pub avatar: Option<String>,
}

impl Editable {
    pub(super) fn fetch(conn: &Connection, id: UserId) -> Result<Self> {
        let row = UserRow::fetch(conn, id.0)?;
        let row = row.ok_or_else(|| Error::NoSuch { what: "user", name: id.to_string() })?;
        let avatar = if row.facts.has(Facts::AVATAR) { avatar::digest(conn, id)? } else { None };
        Ok(Self { row, profile: crate::tables::profile::of_user(conn, id)?, avatar })
    }

    /// Writes what differs from `before`.
    pub(super) fn write(&self, conn: &Connection, before: &Self) -> Result<()> {
        self.row.write_names(conn)?;
        self.row.write_plain(conn)?;
        if self.profile != before.profile {
            crate::tables::profile::set(conn, UserId(self.row.id), &self.profile)?;
        }
        if self.avatar != before.avatar && !avatar::show(conn, UserId(self.row.id), self.avatar.as_deref())? {
            return Err(Error::damaged("a picture that a change took away is not kept"));
        }
        Ok(())
    }

    /// What differs between two states of a user.
    pub(super) fn differences(&self, after: &Self) -> Vec<FieldChange> {
        let (old, new) = (&self.row, &after.row);
        let texts = [
            ("username", Some(old.username.as_str()), Some(new.username.as_str())),
            ("display_name", Some(&*old.display_name), Some(&*new.display_name)),
            ("email", old.email.as_deref(), new.email.as_deref()),
            ("state", Some(old.state.word()), Some(new.state.word())),
            ("kind", Some(old.kind.word()), Some(new.kind.word())),
            ("avatar", self.avatar.as_deref(), after.avatar.as_deref()),
        ];
        let changed = texts.into_iter().filter(|(_, old, new)| old != new);
        let mut fields: Vec<_> = changed.map(|(name, old, new)| FieldChange::new(name, old, new)).collect();
        fields.extend(profile::differences(&self.profile, &after.profile));
        fields
    }
}

fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Error {
    Error::Value { field: field.into(), reason: reason.into() }
}

/// A text as it is stored: none for an empty one.
fn text<'t>(field: &str, text: &'t str) -> Result<Option<&'t str>> {
    let text = text.trim();
    if text.chars().count() > MOST_TEXT {
        return Err(invalid(field, format!("longer than {MOST_TEXT} characters: shorten it")));
    }
    Ok(Some(text).filter(|t| !t.is_empty()))
}

fn check_email(email: &str) -> Result<()> {
    let parts: Vec<_> = email.split('@').collect();
    let whole = matches!(parts.as_slice(), [name, domain] if !name.is_empty() && !domain.is_empty());
    if !whole || email.chars().any(|c| c.is_whitespace() || c.is_control()) {
        let reason =
            format!("{email:?} is not an e-mail address: it needs one @ with something on both sides, no blanks");
        return Err(invalid("email", reason));
    }
    Ok(())
}

/// Whether another user present in the userstore has this username.
pub(super) fn is_taken(conn: &Connection, store: UserstoreId, username: &str, but: i64) -> Result<bool> {
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM user WHERE username_key = ?1 AND userstore_id = ?2 AND id <> ?3 AND gone_since IS NULL",
    )?;
    Ok(statement.exists((fold_case(username), store.0, but))?)
}

fn local(conn: &Connection, store: UserstoreId) -> Result<Userstore> {
    let store = userstore::by_id(conn, store)?;
    match store.authority {
        Authority::Local => Ok(store),
        Authority::Mirrored => Err(Error::NotLocal { domain: store.domain }),
    }
}

/// The userstore of a user, if it is edited here.
pub(super) fn local_of(conn: &Connection, id: UserId) -> Result<Userstore> {
    local(conn, user::userstore_of(conn, id)?)
}

/// Puts an edit's values in place, after checking each.
fn put_values(conn: &Connection, store: &Userstore, target: &mut Editable, edit: &Edit) -> Result<()> {
    let row = &mut target.row;
    if let Some(username) = edit.username.as_deref().map(str::trim)
        && username != row.username
    {
        if let Some(reason) = username_fault(username) {
            return Err(invalid("username", reason));
        }
        if is_taken(conn, store.id, username, row.id)? {
            return Err(Error::Taken { what: "user", name: format!("{}/{username}", store.domain) });
        }
        // A name that was only the username follows it.
        if row.display_name == row.username {
            username.clone_into(&mut row.display_name);
        }
        username.clone_into(&mut row.username);
    }
    if let Some(name) = &edit.display_name {
        row.display_name = text("display_name", name)?.unwrap_or(&row.username).to_owned();
    }
    if let Some(email) = &edit.email {
        let email = text("email", email)?;
        email.map_or(Ok(()), check_email)?;
        row.email = email.map(str::to_owned);
    }
    row.state = edit.state.unwrap_or(row.state);
    row.kind = edit.kind.unwrap_or(row.kind);
    for (word, value) in &edit.profile {
        let name = format!("profile.{word}");
        let field: ProfileField = word.parse().map_err(|e: muster_model::UnknownWord| invalid(&name, e.to_string()))?;
        put(&mut target.profile, field, text(&name, value)?);
    }
    Ok(())
}

/// Changes a user of a local userstore. An edit that changes nothing leaves no
/// trace.
///
/// # Errors
/// [`Error::NotLocal`], [`Error::Value`] with the field, [`Error::Taken`]
/// for a username that is taken, [`Error::NoSuch`], or if the database fails.
pub fn apply_edit(
    tx: &Transaction<'_>,
    id: UserId,
    edit: &Edit,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<Applied> {
    let store = local_of(tx, id)?;
    let before = Editable::fetch(tx, id)?;
    let mut after = before.clone();
    put_values(tx, &store, &mut after, edit)?;
    commit(tx, &store, &before, &after, operator, now)
}

/// Writes what differs, with its change and its version.
pub(super) fn commit(
    tx: &Transaction<'_>,
    store: &Userstore,
    before: &Editable,
    after: &Editable,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<Applied> {
    let id = UserId(before.row.id);
    let fields = before.differences(after);
    if fields.is_empty() {
        return Ok(Applied { user: id, change_id: None, fields });
    }
    after.write(tx, before)?;
    let target = format!("{}/{}", store.domain, before.row.username);
    let change = note(tx, "Edit", id, &target, false, &fields, operator, now)?;
    version::add(tx, id.0, now.timestamp(), Cause::Change(change), "changed", &fields)?;
    Ok(Applied { user: id, change_id: Some(change), fields })
}

/// Adds a user to a local userstore: active and human unless the edit says
/// otherwise.
///
/// # Errors
/// As [`apply_edit`]; a username must be given.
pub fn create_user(
    tx: &Transaction<'_>,
    store: UserstoreId,
    edit: &Edit,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<Applied> {
    let store = local(tx, store)?;
    let mut new = Editable { row: UserRow::named(""), profile: Profile::default(), avatar: None };
    let nobody = new.clone();
    if edit.username.as_deref().is_none_or(|name| name.trim().is_empty()) {
        return Err(invalid("username", "a user needs a username: give it one"));
    }
    put_values(tx, &store, &mut new, edit)?;
    new.row.created_at = Some(now.timestamp());
    let id = UserId(new.row.insert(tx, store.id.0, None)?);
    crate::tables::profile::set(tx, id, &new.profile)?;
    userstore::count(tx, store.id, 1, 0)?;
    let mut fields = nobody.differences(&new);
    for field in &mut fields {
        field.before = None; // there was nobody before
    }
    let target = format!("{}/{}", store.domain, new.row.username);
    let change = note(tx, "Create", id, &target, true, &fields, operator, now)?;
    version::add(tx, id.0, now.timestamp(), Cause::Change(change), "created", &fields)?;
    Ok(Applied { user: id, change_id: Some(change), fields })
}

/// Notes a change of one user, done here.
#[allow(clippy::too_many_arguments)]
fn note(
    tx: &Transaction<'_>,
    verb: &str,
    user: UserId,
    target: &str,
    created: bool,
    fields: &[FieldChange],
    operator: &str,
    now: DateTime<Utc>,
) -> Result<i64> {
    let change = change::add(tx, &format!("{verb} {target}"), Some(target), operator, now)?;
    let target = target.to_owned();
    let row = ChangeUser {
        user,
        target,
        standing: Standing::Applied,
        created,
        fields: fields.to_vec(),
        image: None,
        reason: None,
    };
    change_user::add(tx, change, &row)?;
    change::set_counts(tx, change, Counts { users: 1, applied: 1, ..Counts::default() })?;
    Ok(change)
}
