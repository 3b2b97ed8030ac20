//! Who answers for service accounts.

use super::time;
use crate::Result;
use chrono::NaiveTime;
use muster_model::{ServiceAccount, UserId};
use rusqlite::{Connection, OptionalExtension};

/// What is known of a user as a service account; none if nobody said anything.
///
/// # Errors
/// If the database fails.
pub fn get(conn: &Connection, user: UserId) -> Result<Option<ServiceAccount>> {
    let mut statement =
        conn.prepare_cached("SELECT owner, purpose, review_at FROM service_account WHERE user_id = ?1")?;
    let found = statement.query_row([user.0], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<i64>>(2)?)));
    let Some((owner, purpose, review_at)) = found.optional()? else { return Ok(None) };
    let review_at = review_at.map(|at| time("service_account", "review_at", at)).transpose()?;
    Ok(Some(ServiceAccount { owner, purpose, review_at: review_at.map(|at| at.date_naive()) }))
}

/// Replaces what is known; where nothing is, the row goes.
///
/// # Errors
/// If the database fails.
pub fn set(conn: &Connection, user: UserId, known: &ServiceAccount) -> Result<()> {
    if known.is_empty() {
        conn.prepare_cached("DELETE FROM service_account WHERE user_id = ?1")?.execute([user.0])?;
        return Ok(());
    }
    // The first second of the day.
    let review_at = known.review_at.map(|day| day.and_time(NaiveTime::MIN).and_utc().timestamp());
    conn.prepare_cached(
        "INSERT INTO service_account (user_id, owner, purpose, review_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (user_id) DO UPDATE SET owner = ?2, purpose = ?3, review_at = ?4",
    )?
    .execute((user.0, &known.owner, &known.purpose, review_at))?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::{named_user, vault};
    use muster_model::ServiceField;

    #[test]
    fn what_is_known_is_kept_until_nothing_is() {
        let conn = vault();
        let user = named_user(&conn, "deploy");
        assert_eq!(get(&conn, user).unwrap(), None);
        let mut known = ServiceAccount::default();
        known.set(ServiceField::Owner, Some("Ada")).unwrap();
        known.set(ServiceField::ReviewAt, Some("2026-11-20")).unwrap();
        set(&conn, user, &known).unwrap();
        assert_eq!(get(&conn, user).unwrap().as_ref(), Some(&known));
        known.set(ServiceField::Owner, None).unwrap();
        set(&conn, user, &known).unwrap();
        assert_eq!(get(&conn, user).unwrap(), Some(known));
        set(&conn, user, &ServiceAccount::default()).unwrap();
        assert_eq!(get(&conn, user).unwrap(), None);
    }
}
