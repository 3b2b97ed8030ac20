//! Users as rows of a list.

use super::{grant, role, scope, seen, stored, time_of};
use crate::{Error, Result};
use muster_model::user::HighestRole;
use muster_model::{Facts, Kind, Scope, State, User, UserId, UserstoreId};
use rusqlite::{Connection, OptionalExtension, Row};

/// A user by its key.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn by_id(conn: &Connection, id: UserId) -> Result<User> {
    rows(conn, &[id])?.pop().ok_or_else(|| Error::NoSuch { what: "user", name: id.to_string() })
}

/// Users by their keys, in the order given; keys of no user are passed over.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn rows(conn: &Connection, ids: &[UserId]) -> Result<Vec<User>> {
    let through_groups = grant::any_through_groups(conn)?;
    let mut statement = conn.prepare_cached(&format!(
        "SELECT u.id, u.source_id, d.domain, u.username, u.display_name, u.email, u.state, u.kind, u.facts,
            u.created_at, u.expires_at, u.gone_since, s.kind, s.path, {}, {}
         FROM user u JOIN userstore d ON d.id = u.userstore_id
         LEFT JOIN user_seen n ON n.user_id = u.id LEFT JOIN seen_source ss ON ss.id = n.source_id
         LEFT JOIN role r ON r.id = u.top_role_id LEFT JOIN scope s ON s.id = u.top_scope_id
         WHERE u.id = ?1",
        seen::COLUMNS,
        role::COLUMNS,
    ))?;
    let mut users = Vec::with_capacity(ids.len());
    for id in ids {
        let mut found = statement.query([id.0])?;
        let Some(row) = found.next()? else { continue };
        users.push(read(conn, row, through_groups)?);
    }
    Ok(users)
}

fn read(conn: &Connection, row: &Row<'_>, through_groups: bool) -> Result<User> {
    let id: i64 = row.get(0)?;
    let (state, kind): (u8, u8) = (row.get(6)?, row.get(7)?);
    let facts = Facts(row.get(8)?);
    let top = match row.get::<_, Option<i64>>(18)? {
        Some(_) => Some(role::read(row, 18)?.role),
        None => None,
    };
    let top_scope = match row.get::<_, Option<u8>>(12)? {
        Some(number) => Scope { kind: scope::kind(number)?, path: row.get(13)? },
        // The instance reports a level and not where it is held.
        None => Scope::instance(),
    };
    let mut roles = grant::roles_of_user(conn, id, through_groups)?;
    if let Some(top) = &top
        && !roles.contains(top)
    {
        roles.push(top.clone());
        roles.sort_by(role::highest_first);
    }
    Ok(User {
        id: UserId(id),
        source_id: row.get(1)?,
        userstore: row.get(2)?,
        username: row.get(3)?,
        display_name: row.get(4)?,
        email: row.get(5)?,
        state: stored("user", "state", state, || State::from_number(state))?,
        kind: stored("user", "kind", kind, || Kind::from_number(kind))?,
        privileged: facts.has(Facts::PRIVILEGED),
        mfa: facts.has(Facts::MFA_KNOWN).then(|| facts.has(Facts::MFA)),
        created_at: time_of("user", "created_at", row.get(9)?)?,
        expires_at: time_of("user", "expires_at", row.get(10)?)?,
        last_seen: seen::read(row, 14)?,
        roles: roles.into_iter().map(|r| r.name).collect(),
        highest_role: top.map(|role| HighestRole { role: role.name, level: role.level, scope: top_scope }),
        gone_since: time_of("user", "gone_since", row.get(11)?)?,
        has_avatar: facts.has(Facts::AVATAR),
    })
}

/// The first users by name, those gone included: what a list can show before
/// the columns are loaded.
///
/// # Errors
/// If the database fails.
pub fn first_page(conn: &Connection, limit: u32) -> Result<Vec<UserId>> {
    let mut statement = conn.prepare_cached("SELECT id FROM user ORDER BY name_order, id LIMIT ?1")?;
    Ok(statement.query_map([limit], |row| Ok(UserId(row.get(0)?)))?.collect::<rusqlite::Result<_>>()?)
}

/// How many users are present, in all userstores.
///
/// # Errors
/// If the database fails.
pub fn count_present(conn: &Connection) -> Result<u64> {
    Ok(conn.query_row("SELECT coalesce(sum(users), 0) FROM userstore", [], |row| row.get(0))?)
}

/// The highest key a user has; 0 if there is none.
///
/// # Errors
/// If the database fails.
pub fn last_key(conn: &Connection) -> Result<i64> {
    Ok(conn.query_row("SELECT coalesce(max(id), 0) FROM user", [], |row| row.get(0))?)
}

/// Shows the source's own ids of users with keys from `from` to `to`.
///
/// # Errors
/// If the database fails.
pub fn source_ids(conn: &Connection, from: i64, to: i64, see: &mut dyn FnMut(i64, &str)) -> Result<()> {
    let mut statement =
        conn.prepare_cached("SELECT id, source_id FROM user WHERE id BETWEEN ?1 AND ?2 AND source_id IS NOT NULL")?;
    let mut rows = statement.query([from, to])?;
    while let Some(row) = rows.next()? {
        see(row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
    }
    Ok(())
}

/// The userstore a user is in.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn userstore_of(conn: &Connection, id: UserId) -> Result<UserstoreId> {
    let mut statement = conn.prepare_cached("SELECT userstore_id FROM user WHERE id = ?1")?;
    let found = statement.query_row([id.0], |row| row.get(0)).optional()?;
    found.map(UserstoreId).ok_or_else(|| Error::NoSuch { what: "user", name: id.to_string() })
}

/// What a user is called: the domain of its userstore, the sign-in name and
/// the name to show; none if it is not there.
///
/// # Errors
/// If the database fails.
pub fn names(conn: &Connection, id: UserId) -> Result<Option<(String, String, String)>> {
    let mut statement = conn.prepare_cached(
        "SELECT s.domain, u.username, u.display_name FROM user u JOIN userstore s ON s.id = u.userstore_id
         WHERE u.id = ?1",
    )?;
    Ok(statement.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?)
}

/// The instance's own word on a user's seat, where it was collected.
///
/// # Errors
/// If the database fails.
pub fn seat_flag(conn: &Connection, id: UserId) -> Result<Option<bool>> {
    let mut statement = conn.prepare_cached("SELECT facts FROM user WHERE id = ?1")?;
    let facts = statement.query_row([id.0], |row| row.get(0)).optional()?.map(Facts).unwrap_or_default();
    Ok(facts.has(Facts::SEAT_FLAG_KNOWN).then(|| facts.has(Facts::SEAT_FLAG)))
}
