//! Everyone, as far as audits look.

use crate::Result;
use crate::tables::{seen, stored};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Kind, State};
use rusqlite::Connection;

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

/// Hands over users with keys from `from` to `to`, in their order.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn users(conn: &Connection, from: i64, to: i64, take: &mut dyn FnMut(UserTold<'_>)) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "SELECT u.id, u.userstore_id, u.source_id, u.username, u.display_name, u.email,
            json_extract(p.body, '$.fields.department.value'), json_extract(p.body, '$.fields.employee_number.value'),
            u.state, u.kind, u.facts, u.gone_since IS NOT NULL, u.level, u.top_role_id, n.status, n.at, u.created_at,
            u.expires_at, l.person_id
         FROM user u LEFT JOIN user_seen n ON n.user_id = u.id LEFT JOIN user_profile p ON p.user_id = u.id
         LEFT JOIN user_person l ON l.user_id = u.id WHERE u.id BETWEEN ?1 AND ?2 ORDER BY u.id",
    )?;
    let mut rows = statement.query([from, to])?;
    while let Some(row) = rows.next()? {
        let text = |i: usize| -> Result<&str> { Ok(row.get_ref(i)?.as_str().map_err(rusqlite::Error::from)?) };
        let maybe =
            |i: usize| -> Result<Option<&str>> { Ok(row.get_ref(i)?.as_str_or_null().map_err(rusqlite::Error::from)?) };
        let (state, kind): (u8, u8) = (row.get(8)?, row.get(9)?);
        take(UserTold {
            id: row.get(0)?,
            userstore: row.get(1)?,
            source_id: maybe(2)?,
            username: text(3)?,
            display_name: text(4)?,
            email: maybe(5)?,
            department: maybe(6)?,
            employee_number: maybe(7)?,
            state: stored("user", "state", state, || State::from_number(state))?,
            kind: stored("user", "kind", kind, || Kind::from_number(kind))?,
            facts: Facts(row.get(10)?).with(Facts::GONE, row.get(11)?),
            level: row.get(12)?,
            top_role: row.get(13)?,
            seen: match row.get::<_, Option<u8>>(14)? {
                Some(number) => seen::status(number)?,
                None => SeenStatus::NotCollected,
            },
            seen_at: row.get(15)?,
            created_at: row.get(16)?,
            expires_at: row.get(17)?,
            person: row.get(18)?,
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
