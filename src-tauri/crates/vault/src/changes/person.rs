//! Linking users to the person behind them.

use super::thing::{self, Thing};
use crate::tables::{change, person, user};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::value::{self, ValueError};
use muster_model::{LinkedBy, UserId};
use rusqlite::{Connection, Transaction};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The most characters of a person's name.
const MOST_NAME: usize = 255;
/// The most users linked at once: nobody has more accounts.
const MOST_USERS: usize = 1_000;

/// What linking or unlinking did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked {
    /// The person, if there still is one.
    pub person: Option<i64>,
    /// The change, by which it can be undone; none if nothing differed.
    pub change: Option<i64>,
}

/// Makes users accounts of one person, as part of `change`. Persons they had
/// become one: the one with the most accounts, of equals the oldest, and all
/// accounts of the others go to it. How each is known is told by their e-mail
/// and employee number; where these say nothing, by hand. One user who has a
/// person already is enough to give that person another name. Answers the
/// person.
///
/// # Errors
/// [`Error::Value`] for fewer than two users or a name that cannot be one;
/// [`Error::NoSuch`] for a user; or if the database fails.
pub fn link(
    tx: &Transaction<'_>,
    change: i64,
    users: &[UserId],
    name: Option<&str>,
    now: DateTime<Utc>,
) -> Result<i64> {
    let mut seen = BTreeSet::new();
    let users: Vec<UserId> = users.iter().copied().filter(|id| seen.insert(*id)).collect();
    if users.len() > MOST_USERS {
        return Err(refused("users", ValueError::TooMany { limit: MOST_USERS }));
    }
    let name = name.map(|name| value::plain(name, MOST_NAME, false)).transpose().map_err(|e| refused("name", e))?;
    let name = name.filter(|name| !name.is_empty());
    let mut persons: Vec<i64> = Vec::new();
    for id in &users {
        user::by_id(tx, *id)?;
        persons.extend(person::of_user(tx, *id)?.map(|p| p.id).filter(|p| !persons.contains(p)));
    }
    let enough = users.len() > 1 || (!persons.is_empty() && name.is_some());
    let Some(first) = users.first().filter(|_| enough) else {
        let reason = "a person has two accounts or more: choose at least two users".to_owned();
        return Err(Error::Value { field: "users".to_owned(), reason });
    };
    let mut sized = persons.into_iter().map(|p| Ok((Reverse(count(tx, p)?), p))).collect::<Result<Vec<_>>>()?;
    sized.sort_unstable();
    let mut persons = sized.into_iter().map(|(_, person)| person);
    let kept = match persons.next() {
        Some(kept) => kept,
        None => next(tx)?,
    };
    let emptied: Vec<i64> = persons.collect();
    // Those that are emptied are noted first: taken back in reverse, their
    // accounts are free again by then.
    let before = emptied
        .iter()
        .chain([&kept])
        .map(|id| Ok((*id, thing::before(tx, Thing::Person, &id.to_string())?)))
        .collect::<Result<Vec<_>>>()?;
    let title = match name {
        Some(name) => name.to_owned(),
        None => user::by_id(tx, *first)?.display_name,
    };
    tx.execute(
        "INSERT OR IGNORE INTO person (id, name, created_at) VALUES (?1, ?2, ?3)",
        (kept, title, now.timestamp()),
    )?;
    if let Some(name) = name {
        tx.execute("UPDATE person SET name = ?2 WHERE id = ?1", (kept, name))?;
    }
    for id in &emptied {
        tx.execute("UPDATE user_person SET person_id = ?2 WHERE person_id = ?1", (id, kept))?;
        tx.execute("DELETE FROM person WHERE id = ?1", [id])?;
    }
    for id in &users {
        if person::of_user(tx, *id)?.is_none() {
            let link = (id.0, kept, how(tx, *id, &users)?.number());
            tx.execute("INSERT INTO user_person (user_id, person_id, how) VALUES (?1, ?2, ?3)", link)?;
        }
    }
    for (id, before) in before {
        thing::record(tx, change, Thing::Person, &id.to_string(), before, now)?;
    }
    Ok(kept)
}

/// Parts a user from its person, as part of `change`. A person who is left
/// with one account is none any more. Answers the person, if there still is one.
///
/// # Errors
/// [`Error::NoSuch`] for a user, or if the database fails.
pub fn unlink(tx: &Transaction<'_>, change: i64, id: UserId, now: DateTime<Utc>) -> Result<Option<i64>> {
    user::by_id(tx, id)?;
    let Some(known) = person::of_user(tx, id)?.map(|p| p.id) else { return Ok(None) };
    let before = thing::before(tx, Thing::Person, &known.to_string())?;
    tx.execute("DELETE FROM user_person WHERE user_id = ?1", [id.0])?;
    let stays = count(tx, known)? >= 2;
    if !stays {
        tx.execute("DELETE FROM user_person WHERE person_id = ?1", [known])?;
        tx.execute("DELETE FROM person WHERE id = ?1", [known])?;
    }
    thing::record(tx, change, Thing::Person, &known.to_string(), before, now)?;
    Ok(stays.then_some(known))
}

/// As [`link`], as a change of its own.
///
/// # Errors
/// As [`link`].
pub fn link_alone(
    tx: &Transaction<'_>,
    users: &[UserId],
    name: Option<&str>,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<Linked> {
    let change = change::add(tx, "Link accounts", None, operator, now)?;
    let person = link(tx, change, users, name, now)?;
    let title: String = tx.query_row("SELECT name FROM person WHERE id = ?1", [person], |row| row.get(0))?;
    done(tx, change, "Link accounts of", &title, Some(person))
}

/// As [`unlink`], as a change of its own.
///
/// # Errors
/// As [`unlink`].
pub fn unlink_alone(tx: &Transaction<'_>, id: UserId, operator: &str, now: DateTime<Utc>) -> Result<Linked> {
    let title = person::of_user(tx, id)?.map(|p| p.name).unwrap_or_default();
    let change = change::add(tx, "Unlink an account", None, operator, now)?;
    let person = unlink(tx, change, id, now)?;
    done(tx, change, "Unlink an account of", &title, person)
}

/// Gives a change its title, or takes it away if it changed nothing.
fn done(tx: &Transaction<'_>, change: i64, verb: &str, name: &str, person: Option<i64>) -> Result<Linked> {
    let changed = change::by_id(tx, change)?.is_some_and(|c| c.things > 0);
    if changed {
        let title = format!("{verb} {name}");
        tx.execute("UPDATE change SET title = ?2, target = ?3 WHERE id = ?1", (change, title, name))?;
    } else {
        tx.execute("DELETE FROM change WHERE id = ?1", [change])?;
    }
    Ok(Linked { person, change: changed.then_some(change) })
}

fn refused(field: &str, error: ValueError) -> Error {
    Error::Value { field: field.to_owned(), reason: error.to_string() }
}

fn count(conn: &Connection, person: i64) -> Result<u64> {
    let mut statement = conn.prepare_cached("SELECT count(*) FROM user_person WHERE person_id = ?1")?;
    Ok(statement.query_row([person], |row| row.get(0))?)
}

/// The number of a new person; numbers are never given twice.
fn next(conn: &Connection) -> Result<i64> {
    let sql = "SELECT 1 + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'person'), 0)";
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}

fn how(conn: &Connection, id: UserId, among: &[UserId]) -> Result<LinkedBy> {
    for other in among.iter().filter(|other| **other != id) {
        if let Some(how) = person::alike(conn, id, *other)? {
            return Ok(how);
        }
    }
    Ok(LinkedBy::Hand)
}
