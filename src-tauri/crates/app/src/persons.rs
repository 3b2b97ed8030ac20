//! The people behind accounts. Muster suggests who may be one person; an
//! operator says who is.

use crate::api::profile::{OtherAccount, PersonGlance};
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::UserId;
use muster_vault::Connection;
use muster_vault::changes::person::{link_alone, unlink_alone};
use muster_vault::log::Entry;
use muster_vault::tables::person::{self, Account};
use muster_vault::tables::user;
use serde_json::json;

impl Session {
    /// Makes users accounts of one person; persons they had become one.
    /// Answers the person as the first user shows it.
    ///
    /// # Errors
    /// [`Code::Invalid`] for fewer than two users, [`Code::NotFound`] for one
    /// that is not there.
    pub fn person_link(&self, ids: &[UserId], name: Option<&str>, now: DateTime<Utc>) -> Result<PersonGlance> {
        self.may_change()?;
        let first = *ids.first().ok_or_else(|| {
            Error::new(Code::Invalid, "Nobody was chosen. Choose at least two users who are one person.")
        })?;
        self.vault().write(now, |tx| {
            let linked = link_alone(tx, ids, name, self.operator(), now)?;
            let Some(change) = linked.change else { return Ok(((), None)) };
            let names = ids.iter().map(|id| full_name(tx, *id)).collect::<muster_vault::Result<Vec<_>>>()?;
            let name = person::of_user(tx, first)?.map(|p| p.name).unwrap_or_default();
            let details = json!({ "change": change, "users": names });
            Ok(((), Some(Entry::new("person.link").target(&name).details(details))))
        })?;
        Ok(self.vault().read(|conn| glance(conn, first))?)
    }

    /// Parts a user from its person.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn person_unlink(&self, id: UserId, now: DateTime<Utc>) -> Result<PersonGlance> {
        self.may_change()?;
        self.vault().write(now, |tx| {
            let name = person::of_user(tx, id)?.map(|p| p.name).unwrap_or_default();
            let unlinked = unlink_alone(tx, id, self.operator(), now)?;
            let Some(change) = unlinked.change else { return Ok(((), None)) };
            let details = json!({ "change": change, "users": [full_name(tx, id)?] });
            Ok(((), Some(Entry::new("person.unlink").target(&name).details(details))))
        })?;
        Ok(self.vault().read(|conn| glance(conn, id))?)
    }

    /// The users that texts name, each as [`Session::user_named`] finds it.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Invalid`] where one fits several.
    pub fn users_named(&self, names: &[String]) -> Result<Vec<UserId>> {
        let find = |conn: &Connection| names.iter().map(|n| muster_vault::tables::find::find(conn, n)).collect();
        Ok(self.vault().read(find)?)
    }
}

fn full_name(conn: &Connection, id: UserId) -> muster_vault::Result<String> {
    let user = user::by_id(conn, id)?;
    Ok(format!("{}/{}", user.userstore, user.username))
}

/// The person behind a user, their other accounts, and who may be theirs.
pub(crate) fn glance(conn: &Connection, id: UserId) -> muster_vault::Result<PersonGlance> {
    let other = |account: Account| OtherAccount {
        user: account.user,
        full_name: account.full_name,
        display_name: account.display_name,
        how: account.how,
    };
    let known = person::of_user(conn, id)?;
    let accounts = match &known {
        Some(person) => person::accounts(conn, person.id)?,
        None => Vec::new(),
    };
    Ok(PersonGlance {
        id: known.as_ref().map(|p| p.id),
        name: known.map(|p| p.name),
        accounts: accounts.into_iter().filter(|a| a.user != id).map(other).collect(),
        suggestions: person::suggestions(conn, id)?.into_iter().map(other).collect(),
    })
}
