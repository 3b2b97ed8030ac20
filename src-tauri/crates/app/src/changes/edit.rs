//! One user, changed or made at once.

use super::{operation, warnings};
use crate::api::users::{EditResult, FieldChange, NewUser, UserEdit};
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{State, UserId};
use muster_vault::changes::{self as vault, Edited, New, Operation, Work};
use muster_vault::log::Entry;
use muster_vault::tables::{user, userstore, version};
use serde_json::json;

impl Session {
    /// Changes a user: at once in a local userstore; in a mirrored one it is
    /// noted as wanted, to be carried out at its source. An edit that changes
    /// nothing leaves no trace.
    ///
    /// # Errors
    /// [`Code::NotPermitted`] for an auditor, [`Code::Invalid`] for a value
    /// that cannot be, [`Code::Exists`] for a username that is taken,
    /// [`Code::NeedsTwice`] if the user is the last in charge of something,
    /// which only a change with a preview can say.
    pub fn user_edit(&self, id: UserId, request: &UserEdit, now: DateTime<Utc>) -> Result<EditResult> {
        self.may_change()?;
        if request.invitation.is_some() {
            return Err(invalid("invitation", "Only a new user is invited. Make one, with the state invited."));
        }
        let mut wanted = operation::of_edit(request, now)?;
        wanted.extend(request.state.map(Operation::SetState));
        self.changing(|| {
            let asked = wanted.as_slice().into();
            let work = Work { operations: &asked, operator: self.operator(), now };
            let outcome = self.vault().read(|conn| vault::preview(conn, &[id], work, &mut |_| Ok(())))?;
            if outcome.losses().any() {
                self.load_in_turn()?;
            }
            warnings::check(&self.said_twice(outcome.losses())?, false)?;
            let edited = self.vault().write(now, |tx| {
                let edited = vault::edit(tx, id, &wanted, None, self.operator(), now)?;
                let entry = match edited.change {
                    Some(change) => Some(entry("user.edit", &full_name(tx, id)?, change, &edited.fields)),
                    None => None,
                };
                Ok((edited, entry))
            })?;
            self.directory_users(&[id], &Job::silent())?;
            self.edited(edited)
        })
    }

    /// Makes a user in a local userstore; one that is invited is only noted as
    /// such, since Muster sends no mail.
    ///
    /// # Errors
    /// As [`Session::user_edit`]; [`Code::NotPermitted`] for a mirrored
    /// userstore, whose users are made at their source.
    pub fn user_create(&self, request: &NewUser, now: DateTime<Utc>) -> Result<EditResult> {
        self.user_make(request, &[], now)
    }

    /// Makes a user who is also given roles and put into groups.
    ///
    /// # Errors
    /// As [`Session::user_create`].
    pub fn user_make(
        &self,
        request: &NewUser,
        also: &[crate::api::changes::Operation],
        now: DateTime<Utc>,
    ) -> Result<EditResult> {
        self.may_change()?;
        let mut wanted = operation::of_edit(&request.edit, now)?;
        if !also.is_empty() {
            wanted.extend(operation::all(also, now)?);
        }
        let new = New {
            state: request.edit.state.unwrap_or(State::Active),
            operations: &wanted,
            message: request.edit.invitation.as_deref(),
        };
        self.changing(|| {
            let made = self.vault().write(now, |tx| {
                let Some(store) = userstore::by_domain(tx, &request.userstore)? else {
                    return Err(muster_vault::Error::NoSuch { what: "userstore", name: request.userstore.clone() });
                };
                let made = vault::create(tx, &store, new, self.operator(), now)?;
                let change = made.change.unwrap_or_default();
                let entry = entry("user.create", &full_name(tx, made.user)?, change, &made.fields);
                Ok((made, Some(entry)))
            })?;
            self.directory_users(&[made.user], &Job::silent())?;
            self.edited(made)
        })
    }

    pub(crate) fn edited(&self, edited: Edited) -> Result<EditResult> {
        let user = self.vault().read(|conn| user::by_id(conn, edited.user))?;
        Ok(EditResult { user, change: edited.change, pending: edited.pending, fields: changes(edited.fields) })
    }
}

fn invalid(field: &str, message: &str) -> Error {
    Error::new(Code::Invalid, message).with(json!({ "field": field }))
}

fn full_name(tx: &muster_vault::Transaction<'_>, id: UserId) -> muster_vault::Result<String> {
    let user = user::by_id(tx, id)?;
    Ok(format!("{}/{}", user.userstore, user.username))
}

/// The log entry about a change of one user.
pub(crate) fn entry(action: &str, target: &str, change: i64, fields: &[version::FieldChange]) -> Entry {
    let details = json!({ "change": change, "fields": fields });
    Entry { action: action.to_owned(), target: Some(target.to_owned()), details }
}

/// The vault's field changes in the words of the door.
pub(crate) fn changes(fields: Vec<version::FieldChange>) -> Vec<FieldChange> {
    fields.into_iter().map(|f| FieldChange { name: f.name, before: f.before, after: f.after }).collect()
}
