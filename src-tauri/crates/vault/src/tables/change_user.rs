//! What a change does to each of its users, and how far that is.

use super::{stored, version};
use crate::Result;
use crate::tables::version::FieldChange;
use muster_model::{Standing, UserId};
use rusqlite::{Connection, Row};

/// A user in a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeUser {
    /// The user; may no longer be there.
    pub user: UserId,
    /// The full name then.
    pub target: String,
    /// How far it is.
    pub standing: Standing,
    /// Whether the change made the user.
    pub created: bool,
    /// What changed, or is wanted.
    pub fields: Vec<FieldChange>,
    /// Rows that the fields alone do not bring back, as JSON.
    pub(crate) image: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
}

const SELECT: &str = "SELECT user_id, target, standing, created, fields, image, reason FROM change_user";

fn read(row: &Row<'_>) -> Result<ChangeUser> {
    let standing: u8 = row.get(2)?;
    Ok(ChangeUser {
        user: UserId(row.get(0)?),
        target: row.get(1)?,
        standing: stored("change_user", "standing", standing, || Standing::from_number(standing))?,
        created: row.get(3)?,
        fields: version::parse(row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?)?,
        image: row.get(5)?,
        reason: row.get(6)?,
    })
}

/// Users of a change after a key, in the order of their keys; all of them, or
/// those of one standing.
///
/// # Errors
/// If the database fails.
pub fn page(
    conn: &Connection,
    change: i64,
    standing: Option<Standing>,
    after: UserId,
    limit: u64,
) -> Result<Vec<ChangeUser>> {
    let mut statement = conn.prepare_cached(&format!(
        "{SELECT} WHERE change_id = ?1 AND user_id > ?2 AND (?3 IS NULL OR standing = ?3) ORDER BY user_id LIMIT ?4"
    ))?;
    let mut rows = statement.query((change, after.0, standing.map(Standing::number), limit))?;
    let mut users = Vec::new();
    while let Some(row) = rows.next()? {
        users.push(read(row)?);
    }
    Ok(users)
}

/// Users of a change from a place on, in the order of their keys; all of them,
/// or those of one standing.
///
/// # Errors
/// If the database fails.
pub fn at(
    conn: &Connection,
    change: i64,
    standing: Option<Standing>,
    offset: u64,
    limit: u64,
) -> Result<Vec<ChangeUser>> {
    let mut statement = conn.prepare_cached(&format!(
        "{SELECT} WHERE change_id = ?1 AND (?2 IS NULL OR standing = ?2) ORDER BY user_id LIMIT ?3 OFFSET ?4"
    ))?;
    let mut rows = statement.query((change, standing.map(Standing::number), limit, offset))?;
    let mut users = Vec::new();
    while let Some(row) = rows.next()? {
        users.push(read(row)?);
    }
    Ok(users)
}

/// What changes want of a user and was not seen yet, the earliest first, with
/// the numbers of the changes.
///
/// # Errors
/// If the database fails.
pub fn outstanding(conn: &Connection, user: UserId) -> Result<Vec<(i64, ChangeUser)>> {
    // The number is written out so that the index of what is outstanding serves.
    let mut statement = conn.prepare_cached(&format!(
        "SELECT user_id, target, standing, created, fields, image, reason, change_id FROM change_user
         WHERE user_id = ?1 AND standing = {} ORDER BY change_id",
        Standing::Outstanding.number()
    ))?;
    let mut rows = statement.query([user.0])?;
    let mut wanted = Vec::new();
    while let Some(row) = rows.next()? {
        wanted.push((row.get(7)?, read(row)?));
    }
    Ok(wanted)
}

/// Whether anything is wanted of a user that was not seen yet.
///
/// # Errors
/// If the database fails.
pub fn any_outstanding(conn: &Connection, user: UserId) -> Result<bool> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT 1 FROM change_user WHERE user_id = ?1 AND standing = {} LIMIT 1",
        Standing::Outstanding.number()
    ))?;
    Ok(statement.exists([user.0])?)
}

/// Adds a user to a change.
pub(crate) fn add(conn: &Connection, change: i64, user: &ChangeUser) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO change_user (change_id, user_id, target, standing, created, fields, image, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute((
        change,
        user.user.0,
        &user.target,
        user.standing.number(),
        user.created,
        serde_json::json!(user.fields).to_string(),
        &user.image,
        &user.reason,
    ))?;
    Ok(())
}

/// Notes how far a user of a change is.
pub(crate) fn set_standing(conn: &Connection, change: i64, user: UserId, standing: Standing) -> Result<()> {
    conn.prepare_cached("UPDATE change_user SET standing = ?3 WHERE change_id = ?1 AND user_id = ?2")?.execute((
        change,
        user.0,
        standing.number(),
    ))?;
    Ok(())
}

/// Notes what a snapshot found of a user of a change.
pub(crate) fn settle(
    conn: &Connection,
    change: i64,
    user: UserId,
    standing: Standing,
    snapshot: i64,
    reason: Option<&str>,
) -> Result<()> {
    conn.prepare_cached(
        "UPDATE change_user SET standing = ?3, snapshot_id = ?4, reason = ?5 WHERE change_id = ?1 AND user_id = ?2",
    )?
    .execute((change, user.0, standing.number(), snapshot, reason))?;
    Ok(())
}
