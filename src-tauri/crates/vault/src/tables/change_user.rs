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
