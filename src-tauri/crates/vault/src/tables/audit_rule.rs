//! Rules as the last run of a pack asked them, with how many findings they have.

use super::stored;
use crate::Result;
use muster_model::FindingState;
use rusqlite::{Connection, Row};

/// A rule of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRule {
    /// Muster's key.
    pub id: i64,
    /// The pack.
    pub pack: String,
    /// The rule's id.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its severity: 0 info to 4 critical.
    pub severity: u8,
    /// The controls it serves.
    pub controls: Vec<String>,
    /// Why, what to do, the fix and the parameters as they were used; JSON.
    pub body: String,
    /// Its findings by state, in the order of [`FindingState::ALL`].
    pub counts: [u64; 4],
}

impl AuditRule {
    /// How many of its findings are in a state.
    #[must_use]
    pub const fn count(&self, state: FindingState) -> u64 {
        self.counts[state as usize]
    }
}

fn read(row: &Row<'_>) -> Result<AuditRule> {
    let controls: String = row.get(5)?;
    Ok(AuditRule {
        id: row.get(0)?,
        pack: row.get(1)?,
        rule: row.get(2)?,
        title: row.get(3)?,
        severity: row.get(4)?,
        controls: stored("audit_rule", "controls", &controls, || serde_json::from_str(&controls).ok())?,
        body: row.get(6)?,
        counts: [row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?],
    })
}

const SELECT: &str = "SELECT id, pack, rule, title, severity, controls, body, open, reopened, accepted, resolved
    FROM audit_rule";

/// The rules of a pack, or of all, the worst first, then by id.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection, pack: Option<&str>) -> Result<Vec<AuditRule>> {
    let mut statement =
        conn.prepare_cached(&format!("{SELECT} WHERE ?1 IS NULL OR pack = ?1 ORDER BY severity DESC, rule, pack"))?;
    let mut rows = statement.query([pack])?;
    let mut rules = Vec::new();
    while let Some(row) = rows.next()? {
        rules.push(read(row)?);
    }
    Ok(rules)
}

/// Keeps a rule as it is asked now, and answers its key. Its counts stay.
///
/// # Errors
/// If the database fails.
pub fn ensure(conn: &Connection, rule: &AuditRule) -> Result<i64> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO audit_rule (pack, rule, title, severity, controls, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (pack, rule) DO UPDATE SET title = ?3, severity = ?4, controls = ?5, body = ?6 RETURNING id",
    )?;
    let controls = serde_json::json!(rule.controls).to_string();
    let values = (&rule.pack, &rule.rule, &rule.title, rule.severity, controls, &rule.body);
    Ok(statement.query_row(values, |row| row.get(0))?)
}

/// Counts the findings of a rule anew, by state.
pub(crate) fn count(conn: &Connection, id: i64) -> Result<()> {
    conn.prepare_cached(
        "UPDATE audit_rule SET
            open = (SELECT count(*) FROM finding WHERE rule_id = ?1 AND state = 0),
            reopened = (SELECT count(*) FROM finding WHERE rule_id = ?1 AND state = 1),
            accepted = (SELECT count(*) FROM finding WHERE rule_id = ?1 AND state = 2),
            resolved = (SELECT count(*) FROM finding WHERE rule_id = ?1 AND state = 3)
         WHERE id = ?1",
    )?
    .execute([id])?;
    Ok(())
}

/// Counts one finding of a rule in another state than before.
pub(crate) fn moved(conn: &Connection, id: i64, from: FindingState, to: FindingState) -> Result<()> {
    let (from, to) = (from.word(), to.word());
    if from != to {
        let sql = format!("UPDATE audit_rule SET {from} = {from} - 1, {to} = {to} + 1 WHERE id = ?1");
        conn.prepare_cached(&sql)?.execute([id])?;
    }
    Ok(())
}
