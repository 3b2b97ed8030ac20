//! Linking users to the person behind them, and its way back.

use super::things::changed_since;
use crate::tables::change_thing::{self, Thing};
use crate::tables::{person, stored, user};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::value::{self, ValueError};
use muster_model::{LinkedBy, UserId};
use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::{Deserialize, Serialize};

/// The word under which a person stands among the things of a change.
pub(super) const THING: &str = "person";
/// The most characters of a person's name.
const MOST_NAME: usize = 255;
/// The most users linked at once: nobody has more accounts.
const MOST_USERS: usize = 1_000;

/// A person as images keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Image {
    name: String,
    created_at: i64,
    /// User and [`LinkedBy`], by user.
    users: Vec<(i64, u8)>,
}

/// What linking or unlinking did.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The person, if there still is one.
    pub person: Option<i64>,
    /// The persons before and after; none if nothing differed.
    pub things: Vec<Thing>,
    /// The change, by which it can be undone, where it is one of its own.
    pub change: Option<i64>,
}

/// Makes users accounts of one person, as part of a change that keeps
/// [`Linked::things`]. Persons they had become one: the one with the most
/// accounts, of equals the oldest, and all accounts of the others go to it. How
/// each is known is told by their e-mail and employee number; where these say
/// nothing, by hand.
///
/// # Errors
/// [`Error::Value`] for fewer than two users or a name that cannot be one;
/// [`Error::NoSuch`] for a user; or if the database fails.
pub fn link(tx: &Transaction<'_>, users: &[UserId], name: Option<&str>, now: DateTime<Utc>) -> Result<Linked> {
    let mut users = users.to_vec();
    let mut seen = std::collections::BTreeSet::new();
    users.retain(|id| seen.insert(*id));
    let name = name.map(|name| value::plain(name, MOST_NAME, false)).transpose().map_err(|e| refused("name", &e))?;
    let name = name.filter(|name| !name.is_empty());
    let mut persons = Vec::new();
    for id in &users {
        user::by_id(tx, *id)?;
        let known = person::of_user(tx, *id)?.map(|p| p.id);
        persons.extend(known.filter(|p| !persons.contains(p)));
    }
    if users.len() > MOST_USERS {
        return Err(refused("users", &ValueError::TooMany { limit: MOST_USERS }));
    }
    let Some(first) = users.first().filter(|_| users.len() > 1 || (!persons.is_empty() && name.is_some())) else {
        let reason = "a person has two accounts or more: choose at least two users".to_owned();
        return Err(Error::Value { field: "users".to_owned(), reason });
    };
    let mut images = persons.iter().map(|id| Ok((*id, image(tx, *id)?))).collect::<Result<Vec<_>>>()?;
    images.retain(|(_, image)| image.is_some());
    images.sort_by_key(|(id, image)| (std::cmp::Reverse(image.as_ref().map_or(0, |i| i.users.len())), *id));
    let kept = match images.first() {
        Some((id, _)) => *id,
        None => {
            let name = user::by_id(tx, *first)?.display_name;
            tx.execute("INSERT INTO person (name, created_at) VALUES (?1, ?2)", (name, now.timestamp()))?;
            let id = tx.last_insert_rowid();
            images.push((id, None));
            id
        }
    };
    if let Some(name) = name {
        tx.execute("UPDATE person SET name = ?2 WHERE id = ?1", (kept, name))?;
    }
    for (id, _) in &images[1..] {
        tx.execute("UPDATE user_person SET person_id = ?2 WHERE person_id = ?1", (id, kept))?;
        tx.execute("DELETE FROM person WHERE id = ?1", [id])?;
    }
    for id in &users {
        if person::of_user(tx, *id)?.is_none() {
            let how = how(tx, *id, &users)?;
            tx.execute(
                "INSERT INTO user_person (user_id, person_id, how) VALUES (?1, ?2, ?3)",
                (id.0, kept, how.number()),
            )?;
        }
    }
    // Those that were emptied first: taken back in reverse, their accounts are free by then.
    images.reverse();
    Ok(Linked { person: Some(kept), things: differing(tx, images)?, change: None })
}

/// Parts a user from its person, as part of a change. A person who is left
/// with one account is none any more.
///
/// # Errors
/// [`Error::NoSuch`] for a user, or if the database fails.
pub fn unlink(tx: &Transaction<'_>, id: UserId) -> Result<Linked> {
    user::by_id(tx, id)?;
    let Some(known) = person::of_user(tx, id)? else {
        return Ok(Linked { person: None, things: Vec::new(), change: None });
    };
    let before = vec![(known.id, image(tx, known.id)?)];
    tx.execute("DELETE FROM user_person WHERE user_id = ?1", [id.0])?;
    let left: i64 =
        tx.query_row("SELECT count(*) FROM user_person WHERE person_id = ?1", [known.id], |row| row.get(0))?;
    if left < 2 {
        clear(tx, known.id)?;
    }
    let person = (left >= 2).then_some(known.id);
    Ok(Linked { person, things: differing(tx, before)?, change: None })
}

/// As [`link`], as a change of its own.
///
/// # Errors
/// As [`link`].
pub fn link_noted(
    tx: &Transaction<'_>,
    users: &[UserId],
    name: Option<&str>,
    operator: &str,
    now: DateTime<Utc>,
) -> Result<Linked> {
    let linked = link(tx, users, name, now)?;
    noted(tx, "Link accounts of", linked, operator, now)
}

/// As [`unlink`], as a change of its own.
///
/// # Errors
/// As [`unlink`].
pub fn unlink_noted(tx: &Transaction<'_>, id: UserId, operator: &str, now: DateTime<Utc>) -> Result<Linked> {
    let linked = unlink(tx, id)?;
    noted(tx, "Unlink an account of", linked, operator, now)
}

fn noted(tx: &Transaction<'_>, verb: &str, linked: Linked, operator: &str, now: DateTime<Utc>) -> Result<Linked> {
    let last = linked.things.last().and_then(|thing| thing.after.as_ref().or(thing.before.as_ref()));
    let Some(name) = last.and_then(|image| image["name"].as_str()).map(str::to_owned) else { return Ok(linked) };
    let change = change_thing::note(tx, &format!("{verb} {name}"), &name, &linked.things, operator, now)?;
    Ok(Linked { change: Some(change), ..linked })
}

/// Makes a person again what it was before a change.
pub(super) fn put_back(tx: &Transaction<'_>, change: i64, thing: &Thing) -> Result<()> {
    let id: i64 = stored("change_thing", "thing_id", &thing.id, || thing.id.parse().ok())?;
    if written(image(tx, id)?) != thing.after {
        return Err(changed_since(change, THING));
    }
    clear(tx, id)?;
    let Some(before) = &thing.before else { return Ok(()) };
    let before: Image = stored("change_thing", "before", "", || serde_json::from_value(before.clone()).ok())?;
    tx.execute("INSERT INTO person (id, name, created_at) VALUES (?1, ?2, ?3)", (id, before.name, before.created_at))?;
    for (user, how) in before.users {
        let free = "SELECT 1 FROM user u WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM user_person WHERE user_id = u.id)";
        if !tx.prepare_cached(free)?.exists([user])? {
            return Err(changed_since(change, THING));
        }
        tx.execute("INSERT INTO user_person (user_id, person_id, how) VALUES (?1, ?2, ?3)", (user, id, how))?;
    }
    Ok(())
}

fn refused(field: &str, error: &ValueError) -> Error {
    Error::Value { field: field.to_owned(), reason: error.to_string() }
}

fn how(conn: &Connection, id: UserId, among: &[UserId]) -> Result<LinkedBy> {
    for other in among.iter().filter(|other| **other != id) {
        if let Some(how) = person::alike(conn, id, *other)? {
            return Ok(how);
        }
    }
    Ok(LinkedBy::Hand)
}

fn image(conn: &Connection, id: i64) -> Result<Option<Image>> {
    let mut person = conn.prepare_cached("SELECT name, created_at FROM person WHERE id = ?1")?;
    let found = person.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((name, created_at)) = found else { return Ok(None) };
    let mut links =
        conn.prepare_cached("SELECT user_id, how FROM user_person WHERE person_id = ?1 ORDER BY user_id")?;
    let users = links.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    Ok(Some(Image { name, created_at, users }))
}

fn written(image: Option<Image>) -> Option<serde_json::Value> {
    image.map(|image| serde_json::json!(image))
}

/// The things that are not as they were.
fn differing(conn: &Connection, before: Vec<(i64, Option<Image>)>) -> Result<Vec<Thing>> {
    let mut things = Vec::new();
    for (id, before) in before {
        let thing = Thing {
            thing: THING.to_owned(),
            id: id.to_string(),
            before: written(before),
            after: written(image(conn, id)?),
        };
        if thing.before != thing.after {
            things.push(thing);
        }
    }
    Ok(things)
}

fn clear(conn: &Connection, id: i64) -> Result<()> {
    conn.execute("DELETE FROM user_person WHERE person_id = ?1", [id])?;
    conn.execute("DELETE FROM person WHERE id = ?1", [id])?;
    Ok(())
}
