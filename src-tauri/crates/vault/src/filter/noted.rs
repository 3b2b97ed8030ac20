//! What the evaluator of filters needs of a user that lists do not show.

use crate::Result;
use crate::tables::{person, service_account};
use chrono::NaiveTime;
use muster_model::{ServiceAccount, UserId};
use muster_query::Service;
use rusqlite::Connection;

/// What is noted of a user beside its row, profile, grants and groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// Permissions that the roles held give, included roles too; what lies
    /// below one is not listed. A grant that ended gives none.
    pub permissions: Vec<String>,
    /// Name of the linked person.
    pub person: Option<String>,
    /// What is known of it as a service account.
    pub service: ServiceAccount,
}

impl Noted {
    /// Reads what is noted of a user when it is `now`, in seconds since 1970.
    ///
    /// # Errors
    /// If the database fails or holds a time that is none.
    pub fn read(conn: &Connection, user: UserId, now: i64) -> Result<Self> {
        Ok(Self {
            permissions: permissions(conn, user, now)?,
            person: person::of_user(conn, user)?.map(|person| person.name),
            service: service_account::get(conn, user)?.unwrap_or_default(),
        })
    }

    /// What is known of it as a service account, as the evaluator takes it.
    #[must_use]
    pub fn service(&self) -> Service<'_> {
        Service {
            owner: self.service.owner.as_deref(),
            purpose: self.service.purpose.as_deref(),
            review_at: self.service.review_at.map(|day| day.and_time(NaiveTime::MIN).and_utc()),
        }
    }
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
