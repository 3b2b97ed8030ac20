//! Access reviews. What a population is and what decisions mean is known to the
//! audit crate; here are their rows.

use super::{stored, time, time_of};
use crate::{Error, Result};
use chrono::{DateTime, Days, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row};

/// A review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// Its number in the vault.
    pub id: i64,
    /// Its id on worksheets and in the evidence.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Whose grants.
    pub filter: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// By whom.
    pub opened_by: String,
    /// The last day to decide.
    pub due: NaiveDate,
    /// JSON: the population's hash, numbers and completeness.
    pub population: String,
    /// JSON: the roles there were, by userstore.
    pub roles: String,
    /// Its end, once there is one.
    pub closed: Option<ClosedRow>,
    /// What was last seen of what followed: when, how much is done, how much not.
    pub proof: Option<(DateTime<Utc>, u64, u64)>,
}

/// The end of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Who put their name to it.
    pub by: String,
    /// What they say.
    pub statement: String,
    /// The operator who closed it.
    pub operator: String,
    /// How many things follow from it.
    pub remedies: u64,
}

const SELECT: &str = "SELECT id, name, title, filter, opened_at, opened_by, due, population, roles, closed_at,
    closed_by, statement, closed_operator, remedies, proof_at, proof_done, proof_outstanding FROM review";

fn read(row: &Row<'_>) -> Result<ReviewRow> {
    let closed = match time_of("review", "closed_at", row.get(9)?)? {
        Some(at) => Some(ClosedRow {
            at,
            by: row.get(10)?,
            statement: row.get(11)?,
            operator: row.get(12)?,
            remedies: row.get(13)?,
        }),
        None => None,
    };
    let proof = match time_of("review", "proof_at", row.get(14)?)? {
        Some(at) => Some((at, row.get(15)?, row.get(16)?)),
        None => None,
    };
    let due: i64 = row.get(6)?;
    Ok(ReviewRow {
        id: row.get(0)?,
        name: row.get(1)?,
        title: row.get(2)?,
        filter: row.get(3)?,
        opened_at: time("review", "opened_at", row.get(4)?)?,
        opened_by: row.get(5)?,
        due: stored("review", "due", due, || {
            NaiveDate::default().checked_add_days(Days::new(u64::try_from(due).ok()?))
        })?,
        population: row.get(7)?,
        roles: row.get(8)?,
        closed,
        proof,
    })
}

/// All of them, the last opened first.
///
/// # Errors
/// If the database fails.
pub fn list(conn: &Connection) -> Result<Vec<ReviewRow>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY opened_at DESC, id DESC"))?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// The review of this id.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn by_name(conn: &Connection, name: &str) -> Result<ReviewRow> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE name = ?1"))?;
    let mut rows = statement.query([name])?;
    let found = rows.next()?.map(read).transpose()?;
    found.ok_or_else(|| Error::NoSuch { what: "review", name: name.to_owned() })
}

/// Whether there is a review of this id.
///
/// # Errors
/// If the database fails.
pub fn exists(conn: &Connection, name: &str) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT 1 FROM review WHERE name = ?1")?.exists([name])?)
}

/// Adds a review and answers its number; `id`, `closed` and `proof` of the row
/// do not matter.
///
/// # Errors
/// [`Error::Taken`] for an id that is there, or if the database fails.
pub fn add(conn: &Connection, row: &ReviewRow) -> Result<i64> {
    if exists(conn, &row.name)? {
        return Err(Error::Taken { what: "review", name: row.name.clone() });
    }
    conn.execute(
        "INSERT INTO review (name, title, filter, opened_at, opened_by, due, population, roles)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            &row.name,
            &row.title,
            &row.filter,
            row.opened_at.timestamp(),
            &row.opened_by,
            row.due.signed_duration_since(NaiveDate::default()).num_days(),
            &row.population,
            &row.roles,
        ),
    )?;
    Ok(conn.last_insert_rowid())
}

/// Closes a review.
///
/// # Errors
/// If the database fails.
pub fn close(conn: &Connection, id: i64, closed: &ClosedRow) -> Result<()> {
    conn.execute(
        "UPDATE review SET closed_at = ?2, closed_by = ?3, statement = ?4, closed_operator = ?5, remedies = ?6
         WHERE id = ?1 AND closed_at IS NULL",
        (id, closed.at.timestamp(), &closed.by, &closed.statement, &closed.operator, closed.remedies),
    )?;
    Ok(())
}

/// Keeps what was seen of what followed: JSON of it, and in numbers.
///
/// # Errors
/// If the database fails.
pub fn prove(conn: &Connection, id: i64, at: DateTime<Utc>, done: u64, outstanding: u64, proof: &str) -> Result<()> {
    conn.execute(
        "UPDATE review SET proof_at = ?2, proof_done = ?3, proof_outstanding = ?4, proof = ?5 WHERE id = ?1",
        (id, at.timestamp(), done, outstanding, proof),
    )?;
    Ok(())
}

/// What was kept of it, as JSON.
///
/// # Errors
/// If the database fails.
pub fn proof(conn: &Connection, id: i64) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached("SELECT proof FROM review WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?.flatten())
}
