//! What a change did to something that is no user, as images before and after.

use super::{change, stored};
use crate::Result;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde_json::Value;

/// Something that is no user, before and after a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Thing {
    /// What it is: `group`, `role`, `permission`, `attribute`, `person`.
    pub thing: String,
    /// Which one, as whoever keeps such things names it.
    pub id: String,
    /// Before; none if the change made it.
    pub before: Option<Value>,
    /// After; none if the change removed it.
    pub after: Option<Value>,
}

/// What a change did to things, in the order in which it was done.
///
/// # Errors
/// If the database fails or holds something else than an image.
pub fn of_change(conn: &Connection, change: i64) -> Result<Vec<Thing>> {
    let mut statement = conn.prepare_cached(
        "SELECT thing, thing_id, before, after FROM change_thing WHERE change_id = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([change])?;
    let mut things = Vec::new();
    while let Some(row) = rows.next()? {
        let image = |column: &'static str, text: Option<String>| {
            let parse = |text: String| stored("change_thing", column, "", || serde_json::from_str(&text).ok());
            text.map(parse).transpose()
        };
        things.push(Thing {
            thing: row.get(0)?,
            id: row.get(1)?,
            before: image("before", row.get(2)?)?,
            after: image("after", row.get(3)?)?,
        });
    }
    Ok(things)
}

/// Adds what a change did to things, after what it did before.
pub(crate) fn add(conn: &Connection, change: i64, things: &[Thing]) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO change_thing (change_id, position, thing, thing_id, before, after)
         VALUES (?1, (SELECT count(*) FROM change_thing WHERE change_id = ?1), ?2, ?3, ?4, ?5)",
    )?;
    for thing in things {
        let text = |image: &Option<Value>| image.as_ref().map(Value::to_string);
        statement.execute((change, &thing.thing, &thing.id, text(&thing.before), text(&thing.after)))?;
    }
    let mut count = conn.prepare_cached("UPDATE change SET things = things + ?2 WHERE id = ?1")?;
    count.execute((change, things.len() as u64))?;
    Ok(())
}

/// Notes a change of things alone, and answers its number.
pub(crate) fn note(
    conn: &Connection,
    title: &str,
    target: &str,
    things: &[Thing],
    operator: &str,
    now: DateTime<Utc>,
) -> Result<i64> {
    let change = change::add(conn, title, Some(target), operator, now)?;
    add(conn, change, things)?;
    Ok(change)
}
