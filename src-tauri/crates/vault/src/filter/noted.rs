//! What the evaluator of filters needs of a user that lists do not show.

use crate::Result;
use crate::tables::time_of;
use chrono::{DateTime, Utc};
use muster_model::UserId;
use rusqlite::{Connection, OptionalExtension};

/// What is noted of a user beside its row, profile, grants and groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// Permissions that the roles held give, included roles too; what lies
    /// below one is not listed. A grant that ended gives none.
    pub permissions: Vec<String>,
    /// Name of the linked person.
    pub person: Option<String>,
    /// Who answers for it as a service account.
    pub owner: Option<String>,
    /// What it is for, as a service account.
    pub purpose: Option<String>,
    /// When it is to be looked at again, as a service account.
    pub review_at: Option<DateTime<Utc>>,
}

/// Reads what is noted of a user when it is `now`, in seconds since 1970.
///
/// # Errors
/// If the database fails or holds a time that is none.
pub fn noted(conn: &Connection, user: UserId, now: i64) -> Result<Noted> {
    let mut person = conn
        .prepare_cached("SELECT p.name FROM user_person l JOIN person p ON p.id = l.person_id WHERE l.user_id = ?1")?;
    let mut service =
        conn.prepare_cached("SELECT a.owner, a.purpose, a.review_at FROM service_account a WHERE a.user_id = ?1")?;
    let service = service.query_row([user.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let (owner, purpose, review_at) = service.unwrap_or_default();
    Ok(Noted {
        permissions: permissions(conn, user, now)?,
        person: person.query_row([user.0], |row| row.get(0)).optional()?,
        owner,
        purpose,
        review_at: time_of("service_account", "review_at", review_at)?,
    })
}

fn permissions(conn: &Connection, user: UserId, now: i64) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "WITH RECURSIVE member_of (id) AS (
            SELECT m.group_id FROM group_user m JOIN user_group t ON t.id = m.group_id
            WHERE m.user_id = ?1 AND t.gone_since IS NULL
            UNION SELECT m.group_id FROM member_of JOIN group_group m ON m.member_id = member_of.id
            JOIN user_group t ON t.id = m.group_id WHERE t.gone_since IS NULL),
         held (id) AS (
            SELECT role_id FROM user_grant WHERE user_id = ?1 AND (expires_at IS NULL OR expires_at > ?2)
            UNION SELECT g.role_id FROM member_of JOIN group_grant g ON g.group_id = member_of.id
                WHERE g.expires_at IS NULL OR g.expires_at > ?2
            UNION SELECT i.included_id FROM held JOIN role_include i ON i.role_id = held.id)
         SELECT DISTINCT p.value FROM held JOIN role r ON r.id = held.id, json_each(r.permissions) p ORDER BY p.value",
    )?;
    Ok(statement.query_map([user.0, now], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
