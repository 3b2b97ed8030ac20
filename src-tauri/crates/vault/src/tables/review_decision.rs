//! Who is asked about each grant of a review, and what they decided.

use super::time_of;
use crate::Result;
use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// 0 keep, 1 revoke, 2 reduce.
    pub verdict: u8,
    /// The new role.
    pub to: Option<String>,
    /// Why.
    pub note: String,
    /// The key of whoever decided.
    pub by: String,
    /// Name and e-mail of whoever decided, as they were then.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The operator who put it in.
    pub operator: String,
    /// SHA-256 of the worksheet it came on, in hexadecimal.
    pub sheet: Option<String>,
}

/// A grant's place, who is asked about it, what was decided, and the grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// The grant's place in the population, from 0.
    pub place: u64,
    /// The place of the reviewer.
    pub reviewer: usize,
    /// What was decided, if anything was.
    pub decided: Option<Decided>,
    /// The grant, as JSON.
    pub body: String,
}

/// Which grants are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Which {
    /// Only those of the reviewer at this place.
    pub reviewer: Option<usize>,
    /// Only those that are decided, or are not.
    pub decided: Option<bool>,
    /// Only those that are decided so.
    pub verdict: Option<u8>,
    /// Only privileged ones.
    pub privileged: bool,
}

/// Asks reviewers, by their places, in the order of the population.
///
/// # Errors
/// If the database fails.
pub fn ask(conn: &Connection, review: i64, reviewers: &[usize]) -> Result<()> {
    let mut statement =
        conn.prepare_cached("INSERT INTO review_decision (review_id, place, reviewer) VALUES (?1, ?2, ?3)")?;
    for (place, reviewer) in (0_i64..).zip(reviewers) {
        statement.execute((review, place, i64::try_from(*reviewer).unwrap_or(i64::MAX)))?;
    }
    Ok(())
}

/// Asks another reviewer about one grant; what was decided on it falls.
///
/// # Errors
/// If the database fails.
pub fn reassign(conn: &Connection, review: i64, place: u64, reviewer: usize) -> Result<()> {
    conn.prepare_cached(
        "UPDATE review_decision SET reviewer = ?3, verdict = NULL, to_role = NULL, note = NULL, by_key = NULL,
             by_name = NULL, at = NULL, operator = NULL, sheet = NULL
         WHERE review_id = ?1 AND place = ?2",
    )?
    .execute((review, place, i64::try_from(reviewer).unwrap_or(i64::MAX)))?;
    Ok(())
}

/// Puts a decision, or none, in place of the one that was there.
///
/// # Errors
/// If the database fails.
pub fn set(conn: &Connection, review: i64, place: u64, decided: Option<&Decided>) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "UPDATE review_decision SET verdict = ?3, to_role = ?4, note = ?5, by_key = ?6, by_name = ?7, at = ?8,
             operator = ?9, sheet = ?10
         WHERE review_id = ?1 AND place = ?2",
    )?;
    statement.execute((
        review,
        place,
        decided.map(|d| d.verdict),
        decided.and_then(|d| d.to.as_deref()),
        decided.map(|d| d.note.as_str()),
        decided.map(|d| d.by.as_str()),
        decided.map(|d| d.by_name.as_str()),
        decided.map(|d| d.at.timestamp()),
        decided.map(|d| d.operator.as_str()),
        decided.and_then(|d| d.sheet.as_deref()),
    ))?;
    Ok(())
}

const SELECT: &str = "SELECT d.place, d.reviewer, i.body, d.verdict, d.to_role, d.note, d.by_key, d.by_name, d.at,
    d.operator, d.sheet
    FROM review_decision d JOIN review_item i ON i.review_id = d.review_id AND i.place = d.place";

fn read(row: &Row<'_>) -> Result<DecisionRow> {
    let at = time_of("review_decision", "at", row.get(8)?)?;
    let decided = match (row.get::<_, Option<u8>>(3)?, at) {
        (Some(verdict), Some(at)) => Some(Decided {
            verdict,
            to: row.get(4)?,
            note: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
            by: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
            by_name: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
            at,
            operator: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
            sheet: row.get(10)?,
        }),
        _ => None,
    };
    let reviewer: i64 = row.get(1)?;
    Ok(DecisionRow {
        place: row.get(0)?,
        reviewer: usize::try_from(reviewer).unwrap_or(usize::MAX),
        decided,
        body: row.get(2)?,
    })
}

/// One grant.
///
/// # Errors
/// If the database fails.
pub fn one(conn: &Connection, review: i64, place: u64) -> Result<Option<DecisionRow>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE d.review_id = ?1 AND d.place = ?2"))?;
    let mut rows = statement.query((review, place))?;
    rows.next()?.map(read).transpose()
}

/// The condition on a grant, and its values after the review's.
fn condition(which: Which) -> (String, Vec<Value>) {
    let (mut sql, mut values) = ("WHERE d.review_id = ?".to_owned(), Vec::new());
    if let Some(reviewer) = which.reviewer {
        sql.push_str(" AND d.reviewer = ?");
        values.push(Value::Integer(i64::try_from(reviewer).unwrap_or(i64::MAX)));
    }
    match which.decided {
        Some(true) => sql.push_str(" AND d.verdict IS NOT NULL"),
        Some(false) => sql.push_str(" AND d.verdict IS NULL"),
        None => {}
    }
    if let Some(verdict) = which.verdict {
        sql.push_str(" AND d.verdict = ?");
        values.push(Value::Integer(i64::from(verdict)));
    }
    if which.privileged {
        sql.push_str(" AND i.privileged");
    }
    (sql, values)
}

/// Hands grants to `take`, in the order of the population, until it answers
/// no; `skip` of them are passed over unread.
///
/// # Errors
/// What `take` answers, or if the database fails.
pub fn each(
    conn: &Connection,
    review: i64,
    which: Which,
    skip: u64,
    take: &mut dyn FnMut(DecisionRow) -> Result<bool>,
) -> Result<()> {
    let (condition, mut values) = condition(which);
    values.insert(0, Value::Integer(review));
    values.push(Value::Integer(i64::try_from(skip).unwrap_or(i64::MAX)));
    let mut statement = conn.prepare_cached(&format!("{SELECT} {condition} ORDER BY d.place LIMIT -1 OFFSET ?"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if !take(read(row)?)? {
            break;
        }
    }
    Ok(())
}

/// How many grants there are of these.
///
/// # Errors
/// If the database fails.
pub fn count(conn: &Connection, review: i64, which: Which) -> Result<u64> {
    let (condition, mut values) = condition(which);
    values.insert(0, Value::Integer(review));
    let join = "JOIN review_item i ON i.review_id = d.review_id AND i.place = d.place";
    let join = if which.privileged { join } else { "" };
    let mut statement = conn.prepare_cached(&format!("SELECT count(*) FROM review_decision d {join} {condition}"))?;
    Ok(statement.query_row(params_from_iter(values), |row| row.get(0)).optional()?.unwrap_or_default())
}

/// How many grants each reviewer has of each kind: the reviewer's place, the
/// verdict (none for what is not decided) and the number.
///
/// # Errors
/// If the database fails.
pub fn progress(conn: &Connection, review: i64) -> Result<Vec<(usize, Option<u8>, u64)>> {
    let mut statement = conn.prepare_cached(
        "SELECT reviewer, verdict, count(*) FROM review_decision WHERE review_id = ?1 GROUP BY reviewer, verdict",
    )?;
    let rows = statement.query_map([review], |row| {
        let reviewer: i64 = row.get(0)?;
        Ok((usize::try_from(reviewer).unwrap_or(usize::MAX), row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
