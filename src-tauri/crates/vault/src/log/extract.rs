//! A part of the log for others, with what its chain is checked by.

use crate::{Error, Result};
use chrono::{DateTime, SecondsFormat};
use rusqlite::Connection;
use serde::Serialize;

/// An entry of an extract. Those that are not what was asked for stand in it
/// without target, details and salt, so that the chain can be followed across
/// them and nothing of them be read: the hash covers only the digest of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its number.
    pub seq: i64,
    /// When, in RFC 3339 and UTC.
    pub at: String,
    /// Who.
    pub operator: String,
    /// What.
    pub action: String,
    /// Whether it is one that was asked for.
    pub about: bool,
    /// To what.
    pub target: Option<String>,
    /// More: the JSON text that the digest covers.
    pub details: Option<String>,
    /// In hexadecimal; none where target and details are left out.
    pub salt: Option<String>,
    /// Of salt, target and details, in hexadecimal.
    pub digest: String,
    /// The hash of the entry before, in hexadecimal.
    pub prev: String,
    /// Its own, in hexadecimal.
    pub hash: String,
}

/// Whether an entry is wanted, by its action, target and details.
pub type About<'a> = dyn FnMut(&str, Option<&str>, Option<&str>) -> bool + 'a;

/// The entries from the first to the last that `about` says yes to (of action,
/// target and details), in order.
///
/// # Errors
/// When the store cannot be read.
pub fn extract(conn: &Connection, about: &mut About<'_>) -> Result<Vec<Link>> {
    let mut statement = conn.prepare_cached(
        "SELECT seq, at, operator, action, target, details, salt, digest, prev, hash FROM log ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    let (mut links, mut whole) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let (action, target): (String, Option<String>) = (row.get(3)?, row.get(4)?);
        let details: Option<String> = row.get(5)?;
        let wanted = about(&action, target.as_deref(), details.as_deref());
        if !wanted && links.is_empty() {
            continue;
        }
        let at = DateTime::from_timestamp(row.get(1)?, 0);
        let at = at.ok_or_else(|| Error::damaged("a log entry has no valid time"))?;
        let hexed = |column: usize| -> Result<String> { Ok(hex::encode(row.get::<_, Vec<u8>>(column)?)) };
        links.push(Link {
            seq: row.get(0)?,
            at: at.to_rfc3339_opts(SecondsFormat::Secs, true),
            operator: row.get(2)?,
            action,
            about: wanted,
            target: target.filter(|_| wanted),
            details: details.filter(|_| wanted),
            salt: wanted.then(|| hexed(6)).transpose()?,
            digest: hexed(7)?,
            prev: hexed(8)?,
            hash: hexed(9)?,
        });
        if wanted {
            whole = links.len();
        }
    }
    links.truncate(whole);
    Ok(links)
}
