//! What a team sets of audit rules: parameters, and which are switched off.

use super::time_of;
use crate::Result;
use chrono::{DateTime, Utc};
use rusqlite::Connection;

/// What is set of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSetting {
    /// The rule's id.
    pub rule: String,
    /// Its parameters that are set, as a JSON object.
    pub parameters: String,
    /// Why it is switched off; none if it is on.
    pub off: Option<String>,
    /// When that was last changed.
    pub changed_at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
}

/// What is set of all rules, by their ids.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<RuleSetting>> {
    let mut statement =
        conn.prepare_cached("SELECT rule, parameters, off, changed_at, operator FROM rule_setting ORDER BY rule")?;
    let mut rows = statement.query([])?;
    let mut settings = Vec::new();
    while let Some(row) = rows.next()? {
        settings.push(RuleSetting {
            rule: row.get(0)?,
            parameters: row.get(1)?,
            off: row.get(2)?,
            changed_at: time_of("rule_setting", "changed_at", row.get(3)?)?.unwrap_or_default(),
            operator: row.get(4)?,
        });
    }
    Ok(settings)
}

/// Replaces what is set of a rule.
///
/// # Errors
/// If the database fails.
pub fn save(conn: &Connection, setting: &RuleSetting) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO rule_setting (rule, parameters, off, changed_at, operator) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (rule) DO UPDATE SET parameters = ?2, off = ?3, changed_at = ?4, operator = ?5",
    )?
    .execute((
        &setting.rule,
        &setting.parameters,
        &setting.off,
        setting.changed_at.timestamp(),
        &setting.operator,
    ))?;
    Ok(())
}

/// Takes back what is set of a rule, if anything is.
///
/// # Errors
/// If the database fails.
pub fn remove(conn: &Connection, rule: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM rule_setting WHERE rule = ?1")?.execute([rule])?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::vault;

    #[test]
    fn what_is_set_is_kept_until_it_is_taken_back() {
        let conn = vault();
        let setting = |off: Option<&str>| RuleSetting {
            rule: "dormant-45d".into(),
            parameters: r#"{"days":30}"#.into(),
            off: off.map(str::to_owned),
            changed_at: DateTime::UNIX_EPOCH,
            operator: "olga".into(),
        };
        save(&conn, &setting(None)).unwrap();
        save(&conn, &setting(Some("no"))).unwrap();
        assert_eq!(list(&conn).unwrap(), [setting(Some("no"))]);
        remove(&conn, "dormant-45d").unwrap();
        assert_eq!(list(&conn).unwrap(), []);
    }
}
