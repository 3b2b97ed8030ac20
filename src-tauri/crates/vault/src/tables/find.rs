//! A user by what an operator types.

use super::userstore;
use crate::{Error, Result};
use muster_model::fold::fold_case;
use muster_model::{UserId, UserstoreId};
use rusqlite::Connection;

struct Candidate {
    id: i64,
    full_name: String,
    gone: bool,
}

/// The user that `text` names: `DOMAIN/username`, a username, Muster's number
/// or an e-mail, tried in this order. Case does not matter. Users who are gone
/// are found only where nobody present fits.
///
/// # Errors
/// [`Error::NoSuch`], [`Error::Ambiguous`] with the full names of those it
/// fits, or if the database fails.
pub fn find(conn: &Connection, text: &str) -> Result<UserId> {
    let text = text.trim();
    if let Some((domain, username)) = text.split_once('/')
        && let Some(userstore) = userstore::by_domain(conn, domain)?
    {
        let by_name =
            candidates(conn, "u.username_key = ?1 AND u.userstore_id = ?2", (fold_case(username), userstore.id.0))?;
        if let Some(id) = choose(text, by_name)? {
            return Ok(id);
        }
    }
    if let Some(id) = choose(text, candidates(conn, "u.username_key = ?1", [fold_case(text)])?)? {
        return Ok(id);
    }
    if let Ok(number) = text.parse::<i64>()
        && let Some(id) = choose(text, candidates(conn, "u.id = ?1", [number])?)?
    {
        return Ok(id);
    }
    if let Some(id) = choose(text, candidates(conn, "u.email_key = ?1", [fold_case(text)])?)? {
        return Ok(id);
    }
    Err(Error::NoSuch { what: "user", name: text.to_owned() })
}

/// The manager that a source names: by e-mail, username, the source's own id,
/// another unique name such as a DN, or a name to show that only one has. None
/// where that is nobody present of the same userstore, or several.
///
/// # Errors
/// If the database fails.
pub fn manager(conn: &Connection, userstore: UserstoreId, text: &str) -> Result<Option<UserId>> {
    let text = text.trim();
    for (condition, value) in [
        ("email_key = ?2", fold_case(text)),
        ("username_key = ?2", fold_case(text)),
        ("source_id = ?2", text.to_owned()),
        ("reference = ?2", text.to_owned()),
        ("name_order = ?2", muster_model::fold::fold(text)),
    ] {
        let mut statement = conn.prepare_cached(&format!(
            "SELECT id FROM user WHERE userstore_id = ?1 AND {condition} AND gone_since IS NULL LIMIT 2"
        ))?;
        let found: Vec<i64> =
            statement.query_map((userstore.0, value), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        if let [only] = found[..] {
            return Ok(Some(UserId(only)));
        }
    }
    Ok(None)
}

fn candidates(conn: &Connection, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Candidate>> {
    // One more than is shown, so that the list can say there are others.
    let mut statement = conn.prepare_cached(&format!(
        "SELECT u.id, s.domain || '/' || u.username, u.gone_since IS NOT NULL
         FROM user u JOIN userstore s ON s.id = u.userstore_id WHERE {condition}
         ORDER BY u.gone_since IS NOT NULL, u.id LIMIT 11"
    ))?;
    let rows = statement
        .query_map(values, |row| Ok(Candidate { id: row.get(0)?, full_name: row.get(1)?, gone: row.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn choose(text: &str, mut candidates: Vec<Candidate>) -> Result<Option<UserId>> {
    if candidates.iter().any(|c| !c.gone) {
        candidates.retain(|c| !c.gone);
    }
    if candidates.len() > 1 {
        let mut names: Vec<_> = candidates.iter().take(10).map(|c| format!("{} ({})", c.full_name, c.id)).collect();
        if candidates.len() > 10 {
            names.push("others".to_owned());
        }
        return Err(Error::Ambiguous { name: text.to_owned(), candidates: names });
    }
    Ok(candidates.first().map(|c| UserId(c.id)))
}
