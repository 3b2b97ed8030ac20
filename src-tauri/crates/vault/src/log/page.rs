//! Reading the log.

use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::fold::fold;
use rusqlite::Connection;

/// One entry, as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number, from 1.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub operator: String,
    /// What.
    pub action: String,
    /// To what.
    pub target: Option<String>,
    /// More; none if there was none or it was erased.
    pub details: Option<serde_json::Value>,
    /// Whether target and details were erased.
    pub erased: bool,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

/// At most `limit` entries with a number below `before`, newest first, whose
/// action, operator or target contains `text` (case and accents ignored).
///
/// # Errors
/// When the store cannot be read.
pub fn page(conn: &Connection, before: Option<i64>, limit: u64, text: &str) -> Result<Vec<Row>> {
    let text = fold(text);
    let mut statement = conn.prepare_cached(
        "SELECT seq, at, operator, action, target, details, length(salt) = 0, lower(hex(hash))
         FROM log WHERE seq < ?1 ORDER BY seq DESC",
    )?;
    let mut rows = statement.query([before.unwrap_or(i64::MAX)])?;
    let mut page = Vec::new();
    while (page.len() as u64) < limit {
        let Some(row) = rows.next()? else { break };
        let (operator, action): (String, String) = (row.get(2)?, row.get(3)?);
        let target: Option<String> = row.get(4)?;
        let fits = |field: &str| fold(field).contains(&text);
        if !text.is_empty() && !fits(&action) && !fits(&operator) && !target.as_deref().is_some_and(fits) {
            continue;
        }
        let details: Option<String> = row.get(5)?;
        page.push(Row {
            seq: row.get(0)?,
            at: DateTime::from_timestamp(row.get(1)?, 0)
                .ok_or_else(|| Error::damaged("a log entry has no valid time"))?,
            operator,
            action,
            target,
            details: details.and_then(|text| serde_json::from_str(&text).ok()),
            erased: row.get(6)?,
            hash: row.get(7)?,
        });
    }
    Ok(page)
}

/// How many entries the log has.
///
/// # Errors
/// When the store cannot be read.
pub fn count(conn: &Connection) -> Result<u64> {
    let count: i64 = conn.query_row("SELECT count(*) FROM log", [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// The number of the last entry whose action does not begin with one of these;
/// 0 if there is none.
///
/// # Errors
/// When the store cannot be read.
pub fn last_but(conn: &Connection, passed_over: &[&str]) -> Result<i64> {
    let mut statement = conn.prepare_cached("SELECT seq, action FROM log ORDER BY seq DESC")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let action = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        if !passed_over.iter().any(|begin| action.starts_with(begin)) {
            return Ok(row.get(0)?);
        }
    }
    Ok(0)
}
