//! Making users.

use super::apply::{Edited, refused};
use super::carry_out::{Circumstances, carry_out};
use super::ground::Ground;
use super::operation::{Field, Operation};
use super::sheet::Sheet;
use super::{words, write};
use crate::tables::change::{self, Counts};
use crate::tables::change_user::{self, ChangeUser};
use crate::tables::invitation::{self, Invitation, MOST_MESSAGE};
use crate::tables::version::{self, Cause, FieldChange};
use crate::tables::{attribute_definition, userstore};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::value::{self, ValueError};
use muster_model::{Authority, Standing, State, UserId, Userstore};
use rusqlite::Transaction;

/// A user to make.
#[derive(Debug, Clone, Copy)]
pub struct New<'n> {
    /// The state it begins in.
    pub state: State,
    /// What it is called, and what else is known; a username must be set.
    pub operations: &'n [Operation],
    /// What someone who is asked to join is told; only with the state invited.
    pub message: Option<&'n str>,
}

fn invalid(field: &str, reason: impl Into<String>) -> Error {
    Error::Value { field: field.to_owned(), reason: reason.into() }
}

/// Makes a user in a local userstore.
///
/// # Errors
/// [`Error::NotLocal`], [`Error::Value`] with the field, [`Error::Taken`] for a
/// username that is taken, or if the database fails.
pub fn create(
    tx: &Transaction<'_>,
    store: &Userstore,
    new: New<'_>,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<Edited> {
    if store.authority != Authority::Local {
        return Err(Error::NotLocal { domain: store.domain.clone() });
    }
    if new.state == State::Deleted {
        return Err(invalid("state", "nobody is made deleted: choose another state"));
    }
    if !new.operations.iter().any(|o| matches!(o, Operation::SetField(Field::Username(_)))) {
        return Err(invalid("username", "a user needs a username: give it one"));
    }
    let message = new.message.map(|m| value::plain(m, MOST_MESSAGE, true)).transpose();
    let message = message.map_err(|e| invalid("invitation", e.to_string()))?.filter(|m| !m.is_empty());
    if message.is_some() && new.state != State::Invited {
        return Err(invalid("invitation", "only who is invited is told something: make the state invited"));
    }
    let mut ground = Ground::new(tx, true)?;
    let nobody = Sheet::new(store.id.0, "");
    let mut sheet = nobody.clone();
    sheet.row.state = new.state;
    let at = Circumstances { now: now.timestamp(), done_at: now.timestamp(), one: true };
    for operation in new.operations {
        operation.check(now)?;
        if let Err(refusal) = carry_out(&mut ground, &mut sheet, operation, at, &mut Vec::new())? {
            return Err(refused(&refusal, new.operations, &store.domain));
        }
    }
    for definition in attribute_definition::list(tx, store.id)?.into_iter().filter(|d| d.required) {
        if !sheet.profile.attributes.contains_key(&definition.name) {
            return Err(invalid(&format!("attributes.{}", definition.name), ValueError::Required.to_string()));
        }
    }
    let (mut fields, mut moves) = words::between(&mut ground, &nobody, &sheet)?;
    // A user begins in a state and as a kind even where nobody says which.
    for (name, word) in [("state", sheet.row.state.word()), ("kind", sheet.row.kind.word())] {
        if !fields.iter().any(|f| f.name == name) {
            fields.push(FieldChange::new(name, None, Some(word)));
        }
    }
    for field in &mut fields {
        field.before = None; // there was nobody before
    }
    moves.scopes = std::mem::take(&mut ground.made);
    sheet.row.created_at = Some(now.timestamp());
    let derived = ground.derive(&mut sheet)?;
    sheet.row.id = sheet.row.insert(tx, store.id.0, None)?;
    let mut inserted = Sheet::new(store.id.0, "");
    inserted.row = sheet.row.clone();
    write::user(tx, &inserted, &sheet, &moves)?;
    userstore::count(tx, store.id, 1, 0)?;
    let user = UserId(sheet.row.id);
    if new.state == State::Invited {
        let note = Invitation { at: now, operator: operator.to_owned(), message: message.map(str::to_owned) };
        invitation::set(tx, user, &note)?;
        fields.push(FieldChange::new("invitation", None, Some(message.unwrap_or("yes"))));
    }
    let target = format!("{}/{}", store.domain, sheet.row.username);
    let verb = if new.state == State::Invited { "Invite" } else { "Create" };
    let change = change::add(tx, &format!("{verb} {target}"), Some(&target), operator, now)?;
    let row = ChangeUser {
        user,
        target,
        standing: Standing::Applied,
        created: true,
        fields: fields.clone(),
        image: moves.write()?,
        reason: None,
    };
    change_user::add(tx, change, &row)?;
    change::set_counts(tx, change, Counts { users: 1, applied: 1, ..Counts::default() })?;
    let all: Vec<FieldChange> = fields.iter().cloned().chain(derived).collect();
    version::add(tx, user.0, now.timestamp(), Cause::Change(change), "created", &all)?;
    Ok(Edited { user, change: Some(change), pending: false, fields })
}
