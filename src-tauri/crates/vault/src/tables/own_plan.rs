//! Seat plans of the team's own: TOML, as the plans that ship. What is in one
//! is known to the seats crate.

use super::time_of;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};

/// A plan of the team's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPlan {
    /// Its name.
    pub name: String,
    /// Its file.
    pub body: String,
    /// When it was last saved.
    pub changed_at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
}

/// All of them, by name.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<OwnPlan>> {
    let mut statement = conn.prepare_cached("SELECT name, body, changed_at, operator FROM own_plan ORDER BY name")?;
    let mut rows = statement.query([])?;
    let mut plans = Vec::new();
    while let Some(row) = rows.next()? {
        let changed_at = time_of("own_plan", "changed_at", row.get(2)?)?.unwrap_or_default();
        plans.push(OwnPlan { name: row.get(0)?, body: row.get(1)?, changed_at, operator: row.get(3)? });
    }
    Ok(plans)
}

/// The file of the plan with this name.
///
/// # Errors
/// If the database fails.
pub fn body(conn: &Connection, name: &str) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached("SELECT body FROM own_plan WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// Keeps a plan in place of one of the same name, and answers that one's file.
///
/// # Errors
/// If the database fails.
pub fn save(conn: &Connection, plan: &OwnPlan) -> Result<Option<String>> {
    let before = body(conn, &plan.name)?;
    conn.execute(
        "INSERT INTO own_plan (name, body, changed_at, operator) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name) DO UPDATE SET body = ?2, changed_at = ?3, operator = ?4",
        (&plan.name, &plan.body, plan.changed_at.timestamp(), &plan.operator),
    )?;
    Ok(before)
}

/// Removes a plan and answers its file.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn remove(conn: &Connection, name: &str) -> Result<String> {
    let mut statement = conn.prepare_cached("DELETE FROM own_plan WHERE name = ?1 RETURNING body")?;
    let body = statement.query_row([name], |row| row.get(0)).optional()?;
    body.ok_or_else(|| Error::NoSuch { what: "seat plan", name: name.to_owned() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::vault;

    #[test]
    fn a_plan_is_kept_replaced_and_removed() {
        let conn = vault();
        let plan = |body: &str| OwnPlan {
            name: "ours".into(),
            body: body.into(),
            changed_at: DateTime::UNIX_EPOCH,
            operator: "olga".into(),
        };
        assert_eq!(save(&conn, &plan("a")).unwrap(), None);
        assert_eq!(save(&conn, &plan("b")).unwrap().as_deref(), Some("a"));
        assert_eq!(list(&conn).unwrap(), [plan("b")]);
        assert_eq!(body(&conn, "ours").unwrap().as_deref(), Some("b"));
        assert_eq!(remove(&conn, "ours").unwrap(), "b");
        assert!(matches!(remove(&conn, "ours"), Err(Error::NoSuch { .. })));
    }
}
