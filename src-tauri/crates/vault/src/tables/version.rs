//! What changed about a user, by a snapshot or by an operator.

use super::{stored, time};
use crate::Result;
use chrono::{DateTime, Utc};
use muster_model::UserId;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

/// A field before and after; stored as `[name, before, after]`, which is read
/// like an object with these names, as older vaults hold it.
///
/// Names: `username`, `display_name`, `email`, `state`, `kind`, `mfa`,
/// `seat_flag`, `created_at`, `expires_at`, `source_id`, `reference`,
/// `highest_level`, `profile.WORD`, `profile.WORD.visibility`,
/// `attributes.NAME`, `avatar` (a short digest), `grant` and `group` (one each
/// per grant or group taken or given), and what follows from grants:
/// `highest_role`, `level`, `privileged`, `member`, `elevated_guest`,
/// `auditor`. Words stand as words, yes-or-no as `yes` and `no`, times as
/// RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name.
    pub name: String,
    /// Before; none if it was empty.
    pub before: Option<String>,
    /// After; none if it is empty.
    pub after: Option<String>,
}

impl FieldChange {
    /// A change of `name` from `before` to `after`.
    pub fn new(name: impl Into<String>, before: Option<&str>, after: Option<&str>) -> Self {
        Self { name: name.into(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
    }
}

/// What was done to a user, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// When: for a snapshot, when it was taken.
    pub at: DateTime<Utc>,
    /// Who; none for a snapshot.
    pub operator: Option<String>,
    /// `created`, `changed`, `gone`, `returned` or `undone`.
    pub action: String,
    /// What changed, field by field.
    pub fields: Vec<FieldChange>,
}

/// What happened to a user, newest first, ending with its creation: in the
/// order of time, and of two at one time in the order of their keys, since a
/// snapshot that comes late adds versions to the past. A creation by a snapshot
/// is not stored but read from the user itself; the fields are then empty.
///
/// # Errors
/// If the database fails.
pub fn of_user(conn: &Connection, user: UserId) -> Result<Vec<Version>> {
    let mut statement = conn.prepare_cached(
        "SELECT v.at, CASE WHEN v.action = 'undone' THEN c.undone_by ELSE c.operator END, v.action, v.fields
         FROM user_version v LEFT JOIN change c ON c.id = v.change_id
         WHERE v.user_id = ?1 ORDER BY v.at DESC, v.id DESC",
    )?;
    let mut rows = statement.query([user.0])?;
    let mut versions = Vec::new();
    while let Some(row) = rows.next()? {
        versions.push(Version {
            at: time("user_version", "at", row.get(0)?)?,
            operator: row.get(1)?,
            action: row.get(2)?,
            fields: parse(&row.get::<_, String>(3)?)?,
        });
    }
    let mut first = conn
        .prepare_cached("SELECT s.taken_at FROM user u JOIN snapshot s ON s.id = u.first_snapshot WHERE u.id = ?1")?;
    if let Some(at) = first.query_row([user.0], |row| row.get(0)).optional()? {
        let at = time("snapshot", "taken_at", at)?;
        versions.push(Version { at, operator: None, action: "created".to_owned(), fields: Vec::new() });
    }
    Ok(versions)
}

/// A version with its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub id: i64,
    pub at: i64,
    /// The snapshot that brought it about; none for an operator's change.
    pub snapshot: Option<i64>,
    pub action: String,
    pub fields: Vec<FieldChange>,
}

/// What happened to a user after a moment, in order.
pub(crate) fn after(conn: &Connection, user: i64, at: i64) -> Result<Vec<Stored>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, at, snapshot_id, action, fields FROM user_version WHERE user_id = ?1 AND at > ?2 ORDER BY at, id",
    )?;
    let mut rows = statement.query((user, at))?;
    let mut versions = Vec::new();
    while let Some(row) = rows.next()? {
        versions.push(Stored {
            id: row.get(0)?,
            at: row.get(1)?,
            snapshot: row.get(2)?,
            action: row.get(3)?,
            fields: parse(row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?)?,
        });
    }
    Ok(versions)
}

/// Reads stored fields.
pub(crate) fn parse(json: &str) -> Result<Vec<FieldChange>> {
    stored("user_version", "fields", "", || serde_json::from_str(json).ok())
}

/// The stored form of fields: a third shorter than objects, since the names of
/// the three values are not written with each.
pub(crate) fn write(fields: &[FieldChange]) -> String {
    let rows: Vec<(&str, Option<&str>, Option<&str>)> =
        fields.iter().map(|f| (f.name.as_str(), f.before.as_deref(), f.after.as_deref())).collect();
    serde_json::json!(rows).to_string()
}

/// What brought a version about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cause {
    /// A snapshot.
    Snapshot(i64),
    /// An operator's change.
    Change(i64),
}

/// Adds a version.
pub(crate) fn add(
    conn: &Connection,
    user: i64,
    at: i64,
    cause: Cause,
    action: &str,
    fields: &[FieldChange],
) -> Result<()> {
    let (snapshot, change) = match cause {
        Cause::Snapshot(id) => (Some(id), None),
        Cause::Change(id) => (None, Some(id)),
    };
    let mut statement = conn.prepare_cached(
        "INSERT INTO user_version (user_id, at, snapshot_id, change_id, action, fields) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    statement.execute((user, at, snapshot, change, action, write(fields)))?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_they_are_written_now_and_were_before() {
        let fields = [FieldChange::new("email", None, Some("a\"b")), FieldChange::new("group", Some("x"), None)];
        assert_eq!(write(&fields), r#"[["email",null,"a\"b"],["group","x",null]]"#);
        assert_eq!(parse(&write(&fields)).unwrap(), fields);
        assert_eq!(parse(&serde_json::json!(fields).to_string()).unwrap(), fields);
    }
}
