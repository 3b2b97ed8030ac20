//! Sources of users.

use super::{stored, time_of};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::fold::fold_case;
use muster_model::userstore::check_domain;
use muster_model::{Userstore, UserstoreId, UserstoreKind};
use rusqlite::{Connection, OptionalExtension, Row};

/// Every column a [`Userstore`] needs; its last snapshot is the latest taken,
/// and of two taken at once the one imported last.
const SELECT: &str = "SELECT s.id, s.domain, s.kind, s.users, s.gone, n.taken_at, n.complete
    FROM userstore s LEFT JOIN snapshot n ON n.id = (
        SELECT id FROM snapshot WHERE userstore_id = s.id ORDER BY taken_at DESC, id DESC LIMIT 1)";

fn read(row: &Row<'_>) -> Result<Userstore> {
    let number: u8 = row.get(2)?;
    let kind = stored("userstore", "kind", number, || UserstoreKind::from_number(number))?;
    Ok(Userstore {
        id: UserstoreId(row.get(0)?),
        domain: row.get(1)?,
        kind,
        authority: kind.authority(),
        users: row.get(3)?,
        gone: row.get(4)?,
        last_snapshot: time_of("snapshot", "taken_at", row.get(5)?)?,
        last_complete: row.get(6)?,
    })
}

/// All userstores, in the order they were added.
///
/// # Errors
/// If the database fails or holds an unknown kind.
pub fn list(conn: &Connection) -> Result<Vec<Userstore>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY s.id"))?;
    let mut rows = statement.query([])?;
    let mut userstores = Vec::new();
    while let Some(row) = rows.next()? {
        userstores.push(read(row)?);
    }
    Ok(userstores)
}

fn one(conn: &Connection, tail: &str, value: impl rusqlite::ToSql) -> Result<Option<Userstore>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} {tail}"))?;
    let mut rows = statement.query([value])?;
    rows.next()?.map(read).transpose()
}

/// A userstore by its key.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn by_id(conn: &Connection, id: UserstoreId) -> Result<Userstore> {
    one(conn, "WHERE s.id = ?1", id.0)?.ok_or_else(|| Error::NoSuch { what: "userstore", name: id.to_string() })
}

/// A userstore by its domain, whatever its case.
///
/// # Errors
/// If the database fails.
pub fn by_domain(conn: &Connection, domain: &str) -> Result<Option<Userstore>> {
    one(conn, "WHERE s.domain_key = ?1", fold_case(domain))
}

/// Adds a userstore.
///
/// # Errors
/// [`Error::Domain`] for a name that cannot be one, [`Error::Taken`], or if
/// the database fails.
pub fn add(conn: &Connection, domain: &str, kind: UserstoreKind, now: DateTime<Utc>) -> Result<Userstore> {
    let domain = domain.trim();
    check_domain(domain)?;
    if by_domain(conn, domain)?.is_some() {
        return Err(Error::Taken { what: "userstore", name: domain.to_owned() });
    }
    conn.execute(
        "INSERT INTO userstore (domain, domain_key, kind, created_at) VALUES (?1, ?2, ?3, ?4)",
        (domain, fold_case(domain), kind.number(), now.timestamp()),
    )?;
    by_id(conn, UserstoreId(conn.last_insert_rowid()))
}

/// The userstore with this domain, added as `kind` if it is missing. One that
/// exists keeps its kind.
///
/// # Errors
/// As [`add`].
pub fn ensure(conn: &Connection, domain: &str, kind: UserstoreKind, now: DateTime<Utc>) -> Result<Userstore> {
    match by_domain(conn, domain)? {
        Some(userstore) => Ok(userstore),
        None => add(conn, domain, kind, now),
    }
}

/// Userstores whose snapshots have listed grants, so that a user of theirs who
/// holds none is known to hold none.
///
/// # Errors
/// If the database fails.
pub fn with_grants_known(conn: &Connection) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached("SELECT id FROM userstore WHERE grants_since IS NOT NULL")?;
    let ids = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

/// Adds to a userstore's counts of users present and gone.
pub(crate) fn count(conn: &Connection, id: UserstoreId, present: i64, gone: i64) -> Result<()> {
    if present != 0 || gone != 0 {
        conn.execute("UPDATE userstore SET users = users + ?2, gone = gone + ?3 WHERE id = ?1", (id.0, present, gone))?;
    }
    Ok(())
}

/// When a snapshot of this userstore first listed grants.
pub(crate) fn grants_since(conn: &Connection, id: UserstoreId) -> Result<Option<i64>> {
    let since = conn.query_row("SELECT grants_since FROM userstore WHERE id = ?1", [id.0], |row| row.get(0));
    Ok(since.optional()?.flatten())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::{day, vault};

    #[test]
    fn domains_are_found_whatever_their_case_and_added_once() {
        let conn = vault();
        let added = add(&conn, "Git", UserstoreKind::Gitlab, day(1)).unwrap();
        assert_eq!(by_domain(&conn, "gIT").unwrap(), Some(added.clone()));
        assert_eq!(ensure(&conn, "GIT", UserstoreKind::Scim, day(2)).unwrap(), added);
        assert!(matches!(add(&conn, "git", UserstoreKind::Scim, day(2)), Err(Error::Taken { .. })));
        assert!(matches!(add(&conn, "a_b", UserstoreKind::Scim, day(2)), Err(Error::Domain(_))));
        assert_eq!(list(&conn).unwrap(), [added]);
    }
}
