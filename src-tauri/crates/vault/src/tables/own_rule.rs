//! Audit rules of the team's own: TOML, as the rules that ship. What is in one
//! is known to the audit crate.

use super::time_of;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};

/// A rule of the team's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRule {
    /// Its id.
    pub id: String,
    /// Its file.
    pub body: String,
    /// When it was last saved.
    pub changed_at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
}

/// All of them, by id.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<OwnRule>> {
    let mut statement = conn.prepare_cached("SELECT id, body, changed_at, operator FROM own_rule ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut rules = Vec::new();
    while let Some(row) = rows.next()? {
        let changed_at = time_of("own_rule", "changed_at", row.get(2)?)?.unwrap_or_default();
        rules.push(OwnRule { id: row.get(0)?, body: row.get(1)?, changed_at, operator: row.get(3)? });
    }
    Ok(rules)
}

/// The file of the rule with this id.
///
/// # Errors
/// If the database fails.
pub fn body(conn: &Connection, id: &str) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached("SELECT body FROM own_rule WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?)
}

/// Keeps a rule in place of one of the same id, and answers that one's file.
///
/// # Errors
/// If the database fails.
pub fn save(conn: &Connection, rule: &OwnRule) -> Result<Option<String>> {
    let before = body(conn, &rule.id)?;
    conn.execute(
        "INSERT INTO own_rule (id, body, changed_at, operator) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET body = ?2, changed_at = ?3, operator = ?4",
        (&rule.id, &rule.body, rule.changed_at.timestamp(), &rule.operator),
    )?;
    Ok(before)
}

/// Removes a rule and answers its file.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn remove(conn: &Connection, id: &str) -> Result<String> {
    let mut statement = conn.prepare_cached("DELETE FROM own_rule WHERE id = ?1 RETURNING body")?;
    let body = statement.query_row([id], |row| row.get(0)).optional()?;
    body.ok_or_else(|| Error::NoSuch { what: "audit rule of your own", name: id.to_owned() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::vault;

    #[test]
    fn a_rule_is_kept_replaced_and_removed() {
        let conn = vault();
        let rule = |body: &str| OwnRule {
            id: "ours".into(),
            body: body.into(),
            changed_at: DateTime::UNIX_EPOCH,
            operator: "olga".into(),
        };
        assert_eq!(save(&conn, &rule("a")).unwrap(), None);
        assert_eq!(save(&conn, &rule("b")).unwrap().as_deref(), Some("a"));
        assert_eq!(list(&conn).unwrap(), [rule("b")]);
        assert_eq!(remove(&conn, "ours").unwrap(), "b");
        assert!(matches!(remove(&conn, "ours"), Err(Error::NoSuch { .. })));
    }
}
