//! Everyone, as far as audits look.

use crate::Result;
use crate::bulk::Cursor;
use crate::tables::{seen, stored};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Kind, State};
use rusqlite::{Connection, Row};

/// A user. Texts live as long as the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserTold<'a> {
    /// Muster's key.
    pub id: i64,
    /// Muster's key of the userstore.
    pub userstore: i64,
    /// The source's own id.
    pub source_id: Option<&'a str>,
    /// The sign-in name.
    pub username: &'a str,
    /// The name to show.
    pub display_name: &'a str,
    /// The primary e-mail.
    pub email: Option<&'a str>,
    /// The department.
    pub department: Option<&'a str>,
    /// The employee number.
    pub employee_number: Option<&'a str>,
    /// The state.
    pub state: State,
    /// The kind.
    pub kind: Kind,
    /// The facts, `GONE` included.
    pub facts: Facts,
    /// The highest access level.
    pub level: Option<u8>,
    /// Muster's key of the highest role.
    pub top_role: Option<i64>,
    /// Which answer the source gives on the last sign of life.
    pub seen: SeenStatus,
    /// When that was, in seconds since 1970.
    pub seen_at: Option<i64>,
    /// When the source created it, in seconds since 1970.
    pub created_at: Option<i64>,
    /// When access ends, in seconds since 1970.
    pub expires_at: Option<i64>,
    /// The linked person.
    pub person: Option<i64>,
}

const USERS: &str = "SELECT id, userstore_id, source_id, username, display_name, email, state, kind, facts,
    gone_since IS NOT NULL, level, top_role_id, created_at, expires_at
    FROM user WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
const SEEN: &str = "SELECT user_id, status, at FROM user_seen WHERE user_id BETWEEN ?1 AND ?2 ORDER BY user_id";
const PROFILES: &str = "SELECT user_id, json_extract(body, '$.fields.department.value'),
    json_extract(body, '$.fields.employee_number.value')
    FROM user_profile WHERE user_id BETWEEN ?1 AND ?2 ORDER BY user_id";
const PERSONS: &str = "SELECT user_id, person_id FROM user_person WHERE user_id BETWEEN ?1 AND ?2 ORDER BY user_id";

/// A text that is kept for as long as a user is looked at.
#[derive(Default)]
struct Said {
    text: String,
    is: bool,
}

impl Said {
    fn set(&mut self, row: &Row<'_>, column: usize) -> Result<()> {
        let text = row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?;
        self.text.push_str(text.unwrap_or_default());
        self.is = text.is_some();
        Ok(())
    }

    fn clear(&mut self) {
        self.text.clear();
        self.is = false;
    }

    fn get(&self) -> Option<&str> {
        self.is.then_some(self.text.as_str())
    }
}

/// Hands over users with keys from `from` to `to`, in their order. The tables
/// are read side by side, each once: to look for a million users one by one in
/// three of them would take as long as all the rest.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn users(conn: &Connection, from: i64, to: i64, take: &mut dyn FnMut(UserTold<'_>)) -> Result<()> {
    let span = (from, to);
    let (mut users, mut seen_at) = (conn.prepare_cached(USERS)?, conn.prepare_cached(SEEN)?);
    let (mut profiles, mut persons) = (conn.prepare_cached(PROFILES)?, conn.prepare_cached(PERSONS)?);
    let mut seen_at = Cursor::open(&mut seen_at, span)?;
    let mut profiles = Cursor::open(&mut profiles, span)?;
    let mut persons = Cursor::open(&mut persons, span)?;
    let mut rows = users.query(span)?;
    let (mut department, mut employee_number) = (Said::default(), Said::default());
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let mut last_seen = (SeenStatus::NotCollected, None);
        seen_at.each(id, |row| {
            last_seen = (seen::status(row.get(1)?)?, row.get(2)?);
            Ok(())
        })?;
        department.clear();
        employee_number.clear();
        profiles.each(id, |row| {
            department.set(row, 1)?;
            employee_number.set(row, 2)
        })?;
        let mut person = None;
        persons.each(id, |row| {
            person = row.get(1)?;
            Ok(())
        })?;
        let text = |i: usize| -> Result<&str> { Ok(row.get_ref(i)?.as_str().map_err(rusqlite::Error::from)?) };
        let maybe =
            |i: usize| -> Result<Option<&str>> { Ok(row.get_ref(i)?.as_str_or_null().map_err(rusqlite::Error::from)?) };
        let (state, kind): (u8, u8) = (row.get(6)?, row.get(7)?);
        take(UserTold {
            id,
            userstore: row.get(1)?,
            source_id: maybe(2)?,
            username: text(3)?,
            display_name: text(4)?,
            email: maybe(5)?,
            department: department.get(),
            employee_number: employee_number.get(),
            state: stored("user", "state", state, || State::from_number(state))?,
            kind: stored("user", "kind", kind, || Kind::from_number(kind))?,
            facts: Facts(row.get(8)?).with(Facts::GONE, row.get(9)?),
            level: row.get(10)?,
            top_role: row.get(11)?,
            seen: last_seen.0,
            seen_at: last_seen.1,
            created_at: row.get(12)?,
            expires_at: row.get(13)?,
            person,
        });
    }
    Ok(())
}

/// Hands over who answers for service accounts and when they are to be looked
/// at again, in seconds since 1970, in the order of their keys.
///
/// # Errors
/// If the database fails.
pub fn services(conn: &Connection, take: &mut dyn FnMut(i64, Option<String>, Option<i64>)) -> Result<()> {
    let mut statement =
        conn.prepare_cached("SELECT user_id, owner, review_at FROM service_account ORDER BY user_id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(row.get(0)?, row.get(1)?, row.get(2)?);
    }
    Ok(())
}
