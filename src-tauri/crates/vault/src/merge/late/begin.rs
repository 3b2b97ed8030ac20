//! Users who were not known at the time of a late snapshot.
//!
//! The snapshot made a user; a later one had listed it already, or nobody has.
//! Which user is the same is decided as anywhere else: by id, else by reference,
//! else by username, as they were when it was first seen.

use super::content::Content;
use super::found::{Beginning, Found};
use super::settle::Place;
use super::{Late, signs};
use crate::Result;
use crate::merge::idset::IdSet;
use crate::merge::join;
use crate::merge::keys::username_key;
use crate::merge::row::UserRow;
use crate::past::{self, Past};
use crate::tables::version::{self, Cause, FieldChange, Stored};
use crate::tables::{seen, userstore};
use muster_model::{LastSeen, UserId};
use rusqlite::{Connection, Params};
use std::collections::HashMap;

/// What a user was known by when it was first seen.
struct Known {
    source_id: Option<String>,
    reference: Option<String>,
    /// As it is matched.
    username: String,
}

/// Users put aside who had other names when they were first seen, found by each
/// of those: a large realm may have been listed without ids at first, so that
/// everyone is among them.
#[derive(Default)]
struct Renamed {
    users: HashMap<i64, Known>,
    /// Users by what they were known by, in the order of their keys.
    by_id: HashMap<String, Vec<i64>>,
    by_reference: HashMap<String, Vec<i64>>,
    by_username: HashMap<String, Vec<i64>>,
}

impl Renamed {
    fn insert(&mut self, user: i64, known: Known) {
        if let Some(id) = &known.source_id {
            self.by_id.entry(id.clone()).or_default().push(user);
        }
        if let Some(reference) = &known.reference {
            self.by_reference.entry(reference.clone()).or_default().push(user);
        }
        self.by_username.entry(known.username.clone()).or_default().push(user);
        self.users.insert(user, known);
    }

    fn contains(&self, user: i64) -> bool {
        self.users.contains_key(&user)
    }

    /// The first user among some that is not taken and whose id may be this one.
    fn fitting(&self, found: Option<&Vec<i64>>, taken: &IdSet, id: Option<&String>) -> Option<i64> {
        let fits = |user: &i64| {
            let known = self.users.get(user).and_then(|known| known.source_id.as_ref());
            !taken.contains(*user) && (known.is_none() || id.is_none() || known == id)
        };
        found?.iter().copied().find(fits)
    }
}

/// Pairs the users that the snapshot made with those put aside.
pub(super) fn pair(conn: &Connection, late: &Late, created: &IdSet, found: &mut Found) -> Result<()> {
    let renamed = renamed(conn, late)?;
    let mut taken = IdSet::default();
    for new in created.iter() {
        let Some(row) = UserRow::fetch(conn, new)? else { continue };
        match same(conn, late, &renamed, &taken, &row)? {
            Some(user) => {
                taken.insert(user);
                let Some(then) = past::now(conn, UserId(new))? else { continue };
                let fields = first(conn, user)?.map(|first| then.differences(&first)).unwrap_or_default();
                found.beginning.push(Beginning { user, fields, seen: told(conn, new)? });
            }
            None => found.only.extend(Content::read(conn, new)?),
        }
    }
    Ok(())
}

/// What stands in the row of a user's last sign of life.
fn told(conn: &Connection, user: i64) -> Result<LastSeen> {
    let sql = format!(
        "SELECT {} FROM user u LEFT JOIN user_seen n ON n.user_id = u.id
         LEFT JOIN seen_source ss ON ss.id = n.source_id WHERE u.id = ?1",
        seen::COLUMNS
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([user])?;
    match rows.next()? {
        Some(row) => seen::read(row, 0),
        None => Ok(LastSeen::not_collected()),
    }
}

/// A user as it was when it was first seen.
fn first(conn: &Connection, user: i64) -> Result<Option<Past>> {
    let Some(mut past) = past::now(conn, UserId(user))? else { return Ok(None) };
    for version in version::after(conn, user, i64::MIN)?.iter().rev() {
        if version.action == "created" {
            break;
        }
        past.take_back(&version.action, &version.fields);
    }
    Ok(Some(past))
}

/// Users put aside who had other names when they were first seen.
fn renamed(conn: &Connection, late: &Late) -> Result<Renamed> {
    let mut statement = conn.prepare_cached(
        "WITH later (user_id, fields) AS (
            SELECT v.user_id, v.fields FROM snapshot s JOIN user_version v ON v.snapshot_id = s.id
            WHERE s.userstore_id = ?1 AND s.taken_at > ?2
            UNION ALL SELECT v.user_id, v.fields FROM change c JOIN user_version v ON v.change_id = c.id WHERE v.at > ?2)
         SELECT DISTINCT user_id FROM later
         WHERE fields LIKE '%\"username\"%' OR fields LIKE '%\"reference\"%' OR fields LIKE '%\"source_id\"%'
         ORDER BY user_id",
    )?;
    let mut rows = statement.query((late.store.0, late.at))?;
    let mut renamed = Renamed::default();
    while let Some(row) = rows.next()? {
        let user: i64 = row.get(0)?;
        if late.hidden.contains(user)
            && let Some(first) = first(conn, user)?
        {
            let field = |name: &str| first.fields.get(name).cloned();
            let username = username_key(&field("username").unwrap_or_default());
            renamed.insert(user, Known { source_id: field("source_id"), reference: field("reference"), username });
        }
    }
    Ok(renamed)
}

/// The user put aside who is the same as one the snapshot made.
fn same(conn: &Connection, late: &Late, renamed: &Renamed, taken: &IdSet, new: &UserRow) -> Result<Option<i64>> {
    let id = new.source_id.as_ref();
    // Of those who are known by the same names still: by today's.
    let by_today = |sql: &str, key: &str| -> Result<Option<i64>> {
        for user in ids(conn, sql, (late.aside.0, key))? {
            if taken.contains(user) || renamed.contains(user) {
                continue;
            }
            let known = UserRow::fetch(conn, user)?.and_then(|row| row.source_id);
            if known.is_none() || id.is_none() || known.as_ref() == id {
                return Ok(Some(user));
            }
        }
        Ok(None)
    };
    if let Some(known) = id {
        let then = renamed.fitting(renamed.by_id.get(known), taken, id);
        let sql = "SELECT id FROM user WHERE userstore_id = ?1 AND source_id = ?2";
        if let Some(user) = then.map_or_else(|| by_today(sql, known), |user| Ok(Some(user)))? {
            return Ok(Some(user));
        }
    }
    if let Some(reference) = &new.reference {
        let then = renamed.fitting(renamed.by_reference.get(reference), taken, id);
        let sql = "SELECT id FROM user WHERE userstore_id = ?1 AND reference = ?2 ORDER BY id";
        if let Some(user) = then.map_or_else(|| by_today(sql, reference), |user| Ok(Some(user)))? {
            return Ok(Some(user));
        }
    }
    let key = username_key(&new.username);
    let then = renamed.fitting(renamed.by_username.get(&key), taken, id);
    let sql = "SELECT id FROM user WHERE userstore_id = ?1 AND username_key = ?2 ORDER BY id";
    then.map_or_else(|| by_today(sql, &key), |user| Ok(Some(user)))
}

fn ids(conn: &Connection, sql: &str, values: impl Params) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_map(values, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Moves a user's beginning to the snapshot. Answers whether today's row changed.
pub(super) fn move_back(conn: &Connection, place: &Place, beginning: Beginning) -> Result<bool> {
    let user = beginning.user;
    let Some(row) = UserRow::fetch(conn, user)? else { return Ok(false) };
    let versions = version::after(conn, user, place.at)?;
    let made = versions.iter().find(|version| version.action == "created").cloned();
    let began: Option<(i64, i64)> = conn
        .prepare_cached(
            "SELECT s.taken_at, s.id FROM user u JOIN snapshot s ON s.id = u.first_snapshot WHERE u.id = ?1",
        )?
        .query_map([user], |row| Ok((row.get(0)?, row.get(1)?)))?
        .next()
        .transpose()?;
    conn.prepare_cached("UPDATE user SET first_snapshot = ?2 WHERE id = ?1")?.execute((user, place.snapshot))?;
    let first = made.as_ref().map(|version| version.at).or(began.map(|(at, _)| at)).unwrap_or(place.at);
    // Who listed everyone in between did not list this user.
    let missed = place.next_whole.filter(|next| match began {
        Some(began) if made.is_none() => *next < began,
        _ => next.0 < first,
    });
    if let Some((at, snapshot)) = missed {
        version::add(conn, user, at, Cause::Snapshot(snapshot), "gone", &[])?;
    }
    let action = if missed.is_some() { "returned" } else { "changed" };
    match (made, began) {
        // What an operator made was there before: from now on it is a change.
        (Some(made), _) => rewrite(conn, &made, action, beginning.fields)?,
        (None, Some((at, snapshot))) => match versions.into_iter().find(|version| version.at == at) {
            Some(same_time) => {
                let mut fields = beginning.fields;
                join(&mut fields, same_time.fields.clone());
                let action = if same_time.action == "changed" { action } else { same_time.action.as_str() };
                rewrite(conn, &same_time, action, fields)?;
            }
            None if action == "changed" && beginning.fields.is_empty() => {}
            None => version::add(conn, user, at, Cause::Snapshot(snapshot), action, &beginning.fields)?,
        },
        (None, None) => {}
    }
    signs::better(conn, user, place.at, &beginning.seen, row.seen, Some(first))
}

/// Gives a version another action and other fields; one that says nothing goes.
pub(super) fn rewrite(conn: &Connection, version: &Stored, action: &str, fields: Vec<FieldChange>) -> Result<()> {
    if action == "changed" && fields.is_empty() {
        conn.prepare_cached("DELETE FROM user_version WHERE id = ?1")?.execute([version.id])?;
    } else {
        conn.prepare_cached("UPDATE user_version SET action = ?2, fields = ?3 WHERE id = ?1")?.execute((
            version.id,
            action,
            version::write(&fields),
        ))?;
    }
    Ok(())
}

/// Adds a user nobody else listed: it was there until the next snapshot that
/// listed everyone, and still is if there is none. Answers its key.
pub(super) fn add(conn: &Connection, place: &Place, content: &Content) -> Result<i64> {
    let id = content.insert(conn, place.store, place.snapshot, place.next_whole.map(|(at, _)| at))?;
    match place.next_whole {
        Some((at, snapshot)) => {
            version::add(conn, id, at, Cause::Snapshot(snapshot), "gone", &[])?;
            userstore::count(conn, place.store, 0, 1)?;
        }
        None => userstore::count(conn, place.store, 1, 0)?,
    }
    Ok(id)
}
