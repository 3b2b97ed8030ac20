//! Editing users of a local userstore, and taking it back.

use crate::Result;
use crate::api::users::{EditResult, FieldChange, NewUser, UserEdit};
use crate::session::Session;
use chrono::{DateTime, Utc};
use muster_model::UserId;
use muster_vault::log::Entry;
use muster_vault::merge::{Applied, Edit, apply_edit, create_user};
use muster_vault::tables::{user, userstore};
use serde_json::json;

impl Session {
    /// Edits a user of a local userstore. An edit that changes nothing leaves no trace.
    ///
    /// # Errors
    /// `NotPermitted` for an auditor or a mirrored userstore,
    /// `Invalid` for a value that cannot be.
    pub fn user_edit(&self, id: UserId, request: &UserEdit, now: DateTime<Utc>) -> Result<EditResult> {
        self.may_change()?;
        let wanted = wanted(request);
        self.changing(|| {
            let applied = self.vault().write(now, |tx| {
                let applied = apply_edit(tx, id, &wanted, self.operator(), now)?;
                let entry = match applied.change_id {
                    Some(change) => Some(entry("user.edit", &full_name(tx, id)?, change, &applied.fields)),
                    None => None,
                };
                Ok((applied, entry))
            })?;
            self.directory_user(id)?;
            self.edited(applied)
        })
    }

    /// Makes a user in a local userstore.
    ///
    /// # Errors
    /// As [`Session::user_edit`]; `Exists` if the username is taken.
    pub fn user_create(&self, request: &NewUser, now: DateTime<Utc>) -> Result<EditResult> {
        self.may_change()?;
        let wanted = wanted(&request.edit);
        self.changing(|| {
            let applied = self.vault().write(now, |tx| {
                let Some(store) = userstore::by_domain(tx, &request.userstore)? else {
                    return Err(muster_vault::Error::NoSuch { what: "userstore", name: request.userstore.clone() });
                };
                let applied = create_user(tx, store.id, &wanted, self.operator(), now)?;
                let change = applied.change_id.unwrap_or_default();
                let entry = entry("user.create", &full_name(tx, applied.user)?, change, &applied.fields);
                Ok((applied, Some(entry)))
            })?;
            self.directory_user(applied.user)?;
            self.edited(applied)
        })
    }

    pub(crate) fn edited(&self, applied: Applied) -> Result<EditResult> {
        let user = self.vault().read(|conn| user::by_id(conn, applied.user))?;
        Ok(EditResult { user, change: applied.change_id, fields: changes(applied.fields) })
    }
}

fn wanted(request: &UserEdit) -> Edit {
    Edit {
        username: request.username.clone(),
        display_name: request.display_name.clone(),
        email: request.email.clone(),
        state: request.state,
        kind: request.kind,
        profile: request.profile.clone(),
    }
}

fn full_name(tx: &muster_vault::Transaction<'_>, id: UserId) -> muster_vault::Result<String> {
    let user = user::by_id(tx, id)?;
    Ok(format!("{}/{}", user.userstore, user.username))
}

/// The log entry about a change of one user.
pub(crate) fn entry(
    action: &str,
    target: &str,
    change: i64,
    fields: &[muster_vault::tables::version::FieldChange],
) -> Entry {
    let details = json!({ "change": change, "fields": fields });
    Entry { action: action.to_owned(), target: Some(target.to_owned()), details }
}

/// The vault's field changes in the words of the door.
pub(crate) fn changes(fields: Vec<muster_vault::tables::version::FieldChange>) -> Vec<FieldChange> {
    fields.into_iter().map(|f| FieldChange { name: f.name, before: f.before, after: f.after }).collect()
}
