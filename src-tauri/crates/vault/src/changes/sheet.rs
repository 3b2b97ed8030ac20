//! Everything a change can touch of one user, as far as it is asked for.

use crate::merge::row::UserRow;
use crate::tables::{avatar, profile, scope, service_account, stored};
use crate::{Error, Result};
use muster_model::profile::ProfileValue;
use muster_model::{Facts, Kind, Profile, ProfileField, ScopeKind, ServiceAccount, ServiceField, State, UserId};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

/// A role a user holds directly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Direct {
    pub role: i64,
    pub scope: i64,
    /// The dialect that told it; [`MUSTER`] for one given here.
    pub origin: String,
    pub since: Option<i64>,
    pub expires: Option<i64>,
}

/// The origin of grants that were given here.
pub(crate) const MUSTER: &str = "muster";

/// Which parts of a user to read; the others are left empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    pub profile: bool,
    pub avatar: bool,
    pub grants: bool,
    pub groups: bool,
    pub service: bool,
}

impl Needs {
    pub(crate) const fn or(self, other: Self) -> Self {
        Self {
            profile: self.profile | other.profile,
            avatar: self.avatar | other.avatar,
            grants: self.grants | other.grants,
            groups: self.groups | other.groups,
            service: self.service | other.service,
        }
    }
}

/// A user, as far as it was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub row: UserRow,
    pub profile: Profile,
    /// The digest of the picture.
    pub avatar: Option<String>,
    pub grants: Vec<Direct>,
    /// Keys of the groups it is directly in, in order.
    pub groups: Vec<i64>,
    pub service: ServiceAccount,
}

impl Sheet {
    /// A user that is not there yet.
    pub(crate) fn new(store: i64, username: &str) -> Self {
        Self {
            row: UserRow { store, ..UserRow::named(username) },
            profile: Profile::default(),
            avatar: None,
            grants: Vec::new(),
            groups: Vec::new(),
            service: ServiceAccount::default(),
        }
    }

    pub(crate) fn fetch(conn: &Connection, id: UserId, needs: Needs) -> Result<Option<Self>> {
        let Some(row) = UserRow::fetch(conn, id.0)? else { return Ok(None) };
        let mut sheet = Self { row, ..Self::new(0, "") };
        if needs.profile {
            sheet.profile = profile::of_user(conn, id)?;
        }
        if needs.avatar && sheet.row.facts.has(Facts::AVATAR) {
            sheet.avatar = avatar::digest(conn, id)?;
        }
        if needs.grants {
            sheet.grants = direct(conn, id)?;
        }
        if needs.groups {
            let mut statement =
                conn.prepare_cached("SELECT group_id FROM group_user WHERE user_id = ?1 ORDER BY group_id")?;
            sheet.groups = statement.query_map([id.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        }
        if needs.service {
            sheet.service = service_account::get(conn, id)?.unwrap_or_default();
        }
        Ok(Some(sheet))
    }

    pub(crate) fn id(&self) -> UserId {
        UserId(self.row.id)
    }

    /// The key of its userstore.
    pub(crate) fn store(&self) -> i64 {
        self.row.store
    }

    /// What a field is, in the words of a version. Grants and groups are no
    /// fields of one value.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let row = &self.row;
        match name {
            "username" => Some(row.username.clone()),
            "display_name" => Some(row.display_name.clone()),
            "email" => row.email.clone(),
            "state" => Some(row.state.word().to_owned()),
            "kind" => Some(row.kind.word().to_owned()),
            "expires_at" => crate::merge::user::time_text(row.expires_at),
            "avatar" => self.avatar.clone(),
            _ => {
                if let Some(name) = name.strip_prefix("attributes.") {
                    return self.profile.attributes.get(name).map(|values| values.join("; "));
                }
                if let Some(word) = name.strip_prefix("service.") {
                    return self.service.get(word.parse::<ServiceField>().ok()?);
                }
                let (field, visibility) = profile_field(name)?;
                let known = self.profile.fields.get(&field)?;
                Some(if visibility { known.visibility.to_string() } else { known.value.clone() })
            }
        }
    }

    /// Puts a field in place as a change noted it.
    pub(crate) fn set(&mut self, name: &str, to: Option<&str>) -> Result<()> {
        let unknown = || Error::Stored { table: "change_user", column: "fields", found: name.to_owned() };
        let required = to.ok_or_else(unknown);
        let row = &mut self.row;
        match name {
            "username" => required?.clone_into(&mut row.username),
            "display_name" => required?.clone_into(&mut row.display_name),
            "email" => row.email = to.map(str::to_owned),
            "state" => row.state = required?.parse::<State>().map_err(|_| unknown())?,
            "kind" => row.kind = required?.parse::<Kind>().map_err(|_| unknown())?,
            "expires_at" => row.expires_at = to.map(|at| seconds(at).ok_or_else(unknown)).transpose()?,
            "avatar" => {
                row.facts = row.facts.with(Facts::AVATAR, to.is_some());
                self.avatar = to.map(str::to_owned);
            }
            _ => return self.set_other(name, to).ok_or_else(unknown),
        }
        Ok(())
    }

    fn set_other(&mut self, name: &str, to: Option<&str>) -> Option<()> {
        if let Some(name) = name.strip_prefix("attributes.") {
            match to {
                Some(text) => {
                    let values = text.split("; ").map(str::to_owned).collect();
                    self.profile.attributes.insert(name.to_owned(), values);
                }
                None => drop(self.profile.attributes.remove(name)),
            }
            return Some(());
        }
        if let Some(word) = name.strip_prefix("service.") {
            return self.service.set(word.parse().ok()?, to).ok();
        }
        match profile_field(name)? {
            (field, false) => self.profile.set(field, to),
            (field, true) => {
                if let (Some(word), Some(ProfileValue { visibility, .. })) = (to, self.profile.fields.get_mut(&field)) {
                    *visibility = word.parse().ok()?;
                }
            }
        }
        Some(())
    }
}

/// The profile field that a name means, and whether it is who may see it.
fn profile_field(name: &str) -> Option<(ProfileField, bool)> {
    let word = name.strip_prefix("profile.")?;
    match word.strip_suffix(".visibility") {
        Some(word) => Some((word.parse().ok()?, true)),
        None => Some((word.parse().ok()?, false)),
    }
}

/// Seconds since 1970 of a time as versions write it.
pub(super) fn seconds(text: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp())
}

/// What a user holds directly.
fn direct(conn: &Connection, user: UserId) -> Result<Vec<Direct>> {
    let mut statement = conn.prepare_cached(
        "SELECT role_id, scope_id, origin, since, expires_at FROM user_grant WHERE user_id = ?1 AND through = ''",
    )?;
    let rows = statement.query_map([user.0], |row| {
        Ok(Direct {
            role: row.get(0)?,
            scope: row.get(1)?,
            origin: row.get(2)?,
            since: row.get(3)?,
            expires: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What a user holds as its source says through a group: role, scope, its
/// kind, and the group.
pub(crate) fn told_through(conn: &Connection, user: UserId) -> Result<Vec<(i64, i64, ScopeKind, String)>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.role_id, g.scope_id, s.kind, g.through FROM user_grant g JOIN scope s ON s.id = g.scope_id
         WHERE g.user_id = ?1 AND g.through <> ''",
    )?;
    let mut rows = statement.query([user.0])?;
    let mut told = Vec::new();
    while let Some(row) = rows.next()? {
        told.push((row.get(0)?, row.get(1)?, scope::kind(row.get(2)?)?, row.get(3)?));
    }
    Ok(told)
}

/// A stored word, for what an image holds.
pub(super) fn image<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    stored("change_user", "image", "", || serde_json::from_str(text).ok())
}
