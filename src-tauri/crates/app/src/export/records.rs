//! Users as SCIM and LDIF.

use super::Done;
use crate::api::export::{ExportUsers, Format};
use crate::api::users::UserRow;
use crate::columns::Aside;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result, files};
use chrono::{DateTime, Utc};
use muster_formats::write::{AsGiven, Extension, LdifSettings, LdifWriter, RecordWriter, ScimWriter};
use muster_model::record::{GrantRecord, GroupName, Identity, Listed, Told, UserRecord};
use muster_model::seen::SeenStatus;
use muster_model::{Grant, UserId};
use muster_vault::Connection;
use muster_vault::bulk::Beside;
use muster_vault::tables::{avatar, grant};
use std::io::Write;
use std::path::Path;

pub(super) fn write(
    session: &Session,
    request: &ExportUsers,
    ids: &[UserId],
    out: &mut dyn Write,
    job: &Job,
    path: &Path,
    now: DateTime<Utc>,
) -> Result<Done> {
    let failed = |error| failed(path, error);
    let settings = LdifSettings::new(&request.base_dn.clone().unwrap_or_else(|| base(&session.vault().opened().realm)));
    let scim = request.format == Format::Scim;
    let mut writer: Box<dyn RecordWriter> = if scim {
        Box::new(ScimWriter::open(Extension::Muster, out).map_err(failed)?)
    } else {
        Box::new(LdifWriter::open(&settings, &AsGiven, out).map_err(failed)?)
    };
    let beside = Beside { profiles: true, groups: true };
    let rows = session
        .each_row(ids, beside, job, now, |conn, row, aside| writer.user(&record(conn, row, aside)?).map_err(failed))?;
    let omitted = writer.finish().map_err(failed)?;
    Ok(Done { rows, omitted })
}

fn failed(path: &Path, error: muster_formats::Error) -> Error {
    match error {
        muster_formats::Error::Write(error) => files::disk(path, &error),
        error @ muster_formats::Error::Setting { .. } => Error::new(Code::Invalid, Error::from(error).message),
        other => other.into(),
    }
}

/// Where people go in a directory if nobody said: below an organization that
/// is called like the realm, without what a name would have to escape.
fn base(realm: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { ' ' };
    let name: String = realm.chars().map(plain).collect();
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty() { "o=realm".to_owned() } else { format!("o={}", words.join(" ")) }
}

/// A user as a source would tell it.
fn record(conn: &Connection, row: &UserRow, aside: &Aside) -> Result<UserRecord> {
    let user = &row.user;
    let grants = grant::of_user(conn, user.id)?;
    let picture = if user.has_avatar { avatar::get(conn, user.id)? } else { None };
    let seen = (user.last_seen.status != SeenStatus::NotCollected).then(|| user.last_seen.clone());
    Ok(UserRecord {
        identity: Identity { id: user.source_id.clone(), username: Some(user.username.clone()), reference: None },
        display_name: Told::Value(user.display_name.clone()),
        email: told(user.email.clone()),
        state: Told::Value(user.state),
        kind: Told::Value(user.kind),
        mfa: told(user.mfa),
        created_at: told(user.created_at),
        expires_at: told(user.expires_at),
        last_seen: seen,
        profile: aside.profile.fields.iter().map(|(field, v)| (*field, Told::Value(v.value.clone()))).collect(),
        attributes: aside.profile.attributes.clone(),
        avatar: picture.map(|p| p.body),
        grants: Listed::All(grants.into_iter().map(held).collect()),
        groups: Listed::All(aside.groups.iter().map(|path| GroupName { id: None, path: path.clone() }).collect()),
        ..UserRecord::default()
    })
}

fn held(grant: Grant) -> GrantRecord {
    let Grant { role, scope, through, since, expires } = grant;
    GrantRecord { role, scope, through, since, expires }
}

/// What is not known is not said.
fn told<T>(value: Option<T>) -> Told<T> {
    value.map_or(Told::Silent, Told::Value)
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn a_realm_is_a_name_in_a_directory() {
        assert_eq!(base("Fern, Inc. + Söhne"), "o=Fern Inc Söhne");
        assert_eq!(base(" #,= "), "o=realm");
    }
}
