//! What a change does to something that is no user, as images before and
//! after. Whoever changes a group, a role, a permission or an attribute does so
//! between two calls:
//!
//! ```text
//! let change = change::add(tx, "Rename group a", Some("PRIMARY/a"), operator, now)?;
//! let before = thing::before(tx, Thing::Group, &id)?;
//! ...                                        // writes to the tables
//! let users = thing::record(tx, change, Thing::Group, &id, before, now)?;
//! ```
//!
//! [`record`] reads the thing again, keeps what differs, brings up to date what
//! follows for its users, writes their versions, and answers who they are, so
//! that the users in memory can follow. Undoing puts the rows back if they are
//! still as the change left them; nobody needs to write an undo of their own.
//!
//! Users' own grants are no part of a role's image: a role that users hold is
//! taken from them first, as a change of users.

use super::affected::Affected;
use super::follow::Follow;
use super::image::{self, Image, Part};
use crate::merge::idset::IdSet;
use crate::merge::roles;
use crate::tables::version::{self, Cause, FieldChange};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{UserId, UserstoreId};
use rusqlite::{Connection, Transaction};
use std::collections::BTreeSet;

/// What is no user and can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A group, its members, the groups it is in and the roles it gives. Its
    /// id is its key.
    Group,
    /// A role, what it includes and is included in, and the groups that give
    /// it. Its id is its key.
    Role,
    /// A permission. Its id is its key.
    Permission,
    /// The definition of a custom attribute. Its id is the userstore's key, a
    /// slash, and its name.
    Attribute,
    /// A person and their accounts. Its id is its key.
    Person,
}

const fn part(name: &'static str, table: &'static str, condition: &'static str) -> Part {
    Part { name, table, condition, only: None }
}

/// The part of a group that can be long.
const USERS: &str = "users";

const GROUP: &[Part] = &[
    part("group", "user_group", "id = ?1"),
    Part { name: USERS, table: "group_user", condition: "group_id = ?1", only: Some(("group_id", "user_id")) },
    part("members", "group_group", "group_id = ?1"),
    part("in", "group_group", "member_id = ?1"),
    part("roles", "group_grant", "group_id = ?1"),
];
const ROLE: &[Part] = &[
    part("role", "role", "id = ?1"),
    part("includes", "role_include", "role_id = ?1"),
    part("in", "role_include", "included_id = ?1"),
    part("groups", "group_grant", "role_id = ?1"),
];
const PERMISSION: &[Part] = &[part("permission", "permission", "id = ?1")];
const ATTRIBUTE: &[Part] = &[part("attribute", "attribute_definition", "userstore_id = ?1 AND name = ?2")];
const PERSON: &[Part] = &[part("person", "person", "id = ?1"), part("accounts", "user_person", "person_id = ?1")];

impl Thing {
    /// Its word, in the vault and outside.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Role => "role",
            Self::Permission => "permission",
            Self::Attribute => "attribute",
            Self::Person => "person",
        }
    }

    fn from_word(word: &str) -> Result<Self> {
        let all = [Self::Group, Self::Role, Self::Permission, Self::Attribute, Self::Person];
        let unknown = || Error::Stored { table: "change_thing", column: "thing", found: word.to_owned() };
        all.into_iter().find(|thing| thing.word() == word).ok_or_else(unknown)
    }

    /// The tables its rows are in, the thing's own first.
    const fn parts(self) -> &'static [Part] {
        match self {
            Self::Group => GROUP,
            Self::Role => ROLE,
            Self::Permission => PERMISSION,
            Self::Attribute => ATTRIBUTE,
            Self::Person => PERSON,
        }
    }

    /// The values of `?1` and `?2`.
    fn key(self, id: &str) -> Vec<&str> {
        match self {
            Self::Attribute => id.splitn(2, '/').collect(),
            _ => vec![id],
        }
    }

    fn take(self, conn: &Connection, id: &str, members: bool) -> Result<Image> {
        if members {
            image::take(conn, self.parts(), &self.key(id))
        } else {
            image::take_but(conn, self.parts(), &self.key(id), USERS)
        }
    }
}

/// A thing as it stands before it is changed.
#[derive(Debug)]
pub struct Before {
    image: Image,
    /// Whether the users directly in a group are looked at.
    members: bool,
    /// Roles that were privileged, or included one that was.
    powers: BTreeSet<i64>,
}

/// Reads a thing before it is changed. One that is not there yet is empty.
///
/// # Errors
/// If the database fails.
pub fn before(conn: &Connection, thing: Thing, id: &str) -> Result<Before> {
    Ok(Before { image: thing.take(conn, id, true)?, members: true, powers: powers(conn, thing)? })
}

/// The same for a group whose own users stay as they are: a million of them
/// need not be read to give it another name.
///
/// # Errors
/// If the database fails.
pub fn before_but_users(conn: &Connection, thing: Thing, id: &str) -> Result<Before> {
    Ok(Before { image: thing.take(conn, id, false)?, members: false, powers: powers(conn, thing)? })
}

fn powers(conn: &Connection, thing: Thing) -> Result<BTreeSet<i64>> {
    if thing == Thing::Role { roles::powers(conn) } else { Ok(BTreeSet::new()) }
}

/// Keeps what a change did to a thing since `before`, and brings its users up
/// to date. Answers the users of whom anything differs.
///
/// # Errors
/// If the database fails.
pub fn record(
    conn: &Connection,
    change: i64,
    thing: Thing,
    id: &str,
    before: Before,
    now: DateTime<Utc>,
) -> Result<Vec<UserId>> {
    let Before { image: before, members, powers } = before;
    let after = thing.take(conn, id, members)?;
    if before == after {
        return Ok(Vec::new());
    }
    let main = thing.parts()[0].name;
    let whole = before.is_empty() || after.is_empty();
    let (kept_before, kept_after) = if whole {
        (before.clone(), after.clone())
    } else {
        (image::less(&before, &after, main), image::less(&after, &before, main))
    };
    let stored = |kept: &Image, thing: &Image| (!thing.is_empty()).then(|| image::write(kept)).transpose();
    conn.prepare_cached(
        "INSERT INTO change_thing (change_id, position, thing, thing_id, before, after)
         SELECT ?1, things, ?2, ?3, ?4, ?5 FROM change WHERE id = ?1",
    )?
    .execute((change, thing.word(), id, stored(&kept_before, &before)?, stored(&kept_after, &after)?))?;
    conn.prepare_cached("UPDATE change SET things = things + 1 WHERE id = ?1")?.execute([change])?;
    let users = Affected { conn, thing, id, before: &before, after: &after }.users(&powers)?;
    follow(conn, thing, (&before, &after), &users, (change, "changed"), now)
}

/// Makes what was done to things so far how the realm was made: the changes
/// stay in the list, but none of them is the last one that can be taken back.
///
/// # Errors
/// If the database fails.
pub fn found(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("DELETE FROM change_thing", [])?;
    tx.execute("UPDATE change SET things = 0", [])?;
    Ok(())
}

/// Userstores whose groups or roles a change made otherwise, as far as these are
/// still there: of them someone in charge could be lost when they are put back.
pub(crate) fn stores(conn: &Connection, change: i64) -> Result<Vec<UserstoreId>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.userstore_id FROM change_thing t JOIN user_group g ON g.id = CAST(t.thing_id AS INTEGER)
         WHERE t.change_id = ?1 AND t.thing = ?2
         UNION
         SELECT r.userstore_id FROM change_thing t JOIN role r ON r.id = CAST(t.thing_id AS INTEGER)
         WHERE t.change_id = ?1 AND t.thing = ?3",
    )?;
    let rows =
        statement.query_map((change, Thing::Group.word(), Thing::Role.word()), |row| row.get(0).map(UserstoreId))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Puts back what a change did to things, the last first. Answers the users of
/// whom anything differs.
///
/// # Errors
/// [`Error::ChangedSince`] with the things that are no longer as the change
/// left them.
pub(crate) fn undo(tx: &Transaction<'_>, change: i64, now: DateTime<Utc>) -> Result<Vec<UserId>> {
    let mut statement = tx.prepare_cached(
        "SELECT thing, thing_id, before, after FROM change_thing WHERE change_id = ?1 ORDER BY position DESC",
    )?;
    type Stored = (String, String, Option<String>, Option<String>);
    let stored: Vec<Stored> = statement
        .query_map([change], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<rusqlite::Result<_>>()?;
    drop(statement);
    let mut changed = Vec::new();
    for (word, id, before, after) in stored {
        let thing = Thing::from_word(&word)?;
        let parse = |text: Option<String>| text.map(|t| image::parse(&t)).transpose();
        let (before, after) = (parse(before)?, parse(after)?);
        changed.extend(put_back(tx, change, thing, &id, before, after, now)?);
    }
    changed.sort_unstable();
    changed.dedup();
    Ok(changed)
}

fn put_back(
    tx: &Transaction<'_>,
    change: i64,
    thing: Thing,
    id: &str,
    before: Option<Image>,
    after: Option<Image>,
    now: DateTime<Utc>,
) -> Result<Vec<UserId>> {
    let (parts, key) = (thing.parts(), thing.key(id));
    let main = &parts[0];
    let spoken_of = |image: &Option<Image>| image.as_ref().is_none_or(|image| image.contains_key(USERS));
    let members = spoken_of(&before) || spoken_of(&after);
    let current = thing.take(tx, id, members)?;
    let powers = powers(tx, thing)?;
    let since = || Error::ChangedSince {
        change,
        fields: vec![name_of(thing, id, [Some(&current), before.as_ref(), after.as_ref()])],
    };
    // Rows that were given to others since, or that others hang on.
    let refused = |error: Error| match error {
        Error::Sql(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => since(),
        other => other,
    };
    match (&before, &after) {
        (None, Some(after)) if current == *after => image::delete(tx, parts, &key, after).map_err(refused)?,
        (Some(before), None) if current.is_empty() => image::insert(tx, parts, &key, before).map_err(refused)?,
        (Some(before), Some(after))
            if image::stands(after, &current, main.name) && !image::any_stands(before, &current, main.name) =>
        {
            let links = |image: &Image| {
                image.iter().filter(|(n, _)| *n != main.name).map(|(n, r)| (n.clone(), r.clone())).collect::<Image>()
            };
            image::delete(tx, parts, &key, &links(after)).map_err(refused)?;
            if let Some(row) = before.get(main.name).and_then(|rows| rows.first()?.as_object()) {
                image::set(tx, main, &key, row).map_err(refused)?;
            }
            image::insert(tx, parts, &key, &links(before)).map_err(refused)?;
        }
        _ => return Err(since()),
    }
    let back = thing.take(tx, id, members)?;
    let users = Affected { conn: tx, thing, id, before: &current, after: &back }.users(&powers)?;
    follow(tx, thing, (&current, &back), &users, (change, "undone"), now)
}

/// What a thing is called, for an error.
fn name_of(thing: Thing, id: &str, images: [Option<&Image>; 3]) -> String {
    let own = |image: &Image| image.get(thing.word()).and_then(|rows| rows.first()).cloned();
    let row = images.into_iter().flatten().find_map(own).unwrap_or_default();
    let name = row.get("path").or_else(|| row.get("name")).and_then(|v| v.as_str()).unwrap_or(id);
    format!("{} {name}", thing.word())
}

/// Brings users up to date and writes what changed about them.
fn follow(
    conn: &Connection,
    thing: Thing,
    (before, after): (&Image, &Image),
    users: &IdSet,
    (change, action): (i64, &str),
    now: DateTime<Utc>,
) -> Result<Vec<UserId>> {
    let mut follow = Follow::new(conn)?;
    let member = |image: &Image| -> IdSet {
        let mut set = IdSet::default();
        let rows = image.get(USERS).filter(|_| thing == Thing::Group).into_iter().flatten();
        rows.filter_map(serde_json::Value::as_i64).for_each(|id| {
            set.insert(id);
        });
        set
    };
    let path =
        |image: &Image| -> Option<String> { Some(image.get("group")?.first()?.get("path")?.as_str()?.to_owned()) };
    let (was, is) = (member(before), member(after));
    let mut changed = Vec::new();
    for user in users.iter() {
        let mut fields = Vec::new();
        if was.contains(user) != is.contains(user) {
            let of = |member: bool, image| if member { path(image) } else { None };
            let (old, new) = (of(was.contains(user), before), of(is.contains(user), after));
            fields.push(FieldChange::new("group", old.as_deref(), new.as_deref()));
        }
        fields.extend(follow.user(user)?);
        if !fields.is_empty() {
            version::add(conn, user, now.timestamp(), Cause::Change(change), action, &fields)?;
            changed.push(UserId(user));
        }
    }
    Ok(changed)
}
