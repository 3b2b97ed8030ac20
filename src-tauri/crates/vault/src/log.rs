//! The append-only record of everything an operator did.
//!
//! Each entry is chained to the one before by hash. With `F(..)` for the
//! length-prefixed fields of `fields.rs`:
//!
//! - `digest = SHA-256(F("muster log digest 1", salt, target, details))`, where
//!   `salt` is 32 random bytes, `target` is empty for none, and `details` is
//!   the JSON text as stored, empty for none;
//! - `hash = SHA-256(F("muster log entry 1", prev, seq, at, operator, action,
//!   digest))`, where `prev` is the hash of the entry before (32 zero bytes for
//!   the first), and `seq` and `at` are 64-bit numbers, most significant byte
//!   first.
//!
//! Target and details are under the digest only, so both can be erased (they
//! may name a user) while the chain stays whole; the salt goes with them, so
//! that the digest does not confirm a guess. Every erasure is an entry itself.
//! The last entry's number and hash are kept in `setting` under a MAC, so that
//! a cut tail is found too.

mod erase;
mod extract;
mod head;
mod page;
mod verify;

pub use erase::erase;
pub use extract::{Link, extract};
pub use page::{Row, count, last_but, page};
pub use verify::Verification;
pub(crate) use verify::verify;

use crate::fields::Fields;
use crate::hexed::Hexed;
use crate::keys::LogKey;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use head::Head;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

/// What an operator did, for the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// A stable word, such as `user.edit` or `import`.
    pub action: String,
    /// To what: a full name, a domain, a plan, or nothing.
    pub target: Option<String>,
    /// More, in the words of the action; `null` for nothing.
    pub details: serde_json::Value,
}

impl Entry {
    /// An entry without target and details.
    #[must_use]
    pub fn new(action: impl Into<String>) -> Self {
        Self { action: action.into(), target: None, details: serde_json::Value::Null }
    }

    /// The same with a target.
    #[must_use]
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// The same with details.
    #[must_use]
    pub fn details(mut self, details: serde_json::Value) -> Self {
        self.details = details;
        self
    }
}

/// Adds an entry, within the transaction of the change it tells of.
///
/// It continues from the sealed head, not from the last row: if someone cut
/// the tail off, the gap stays for `verify` to find.
pub(crate) fn append(tx: &Connection, key: &LogKey, operator: &str, now: DateTime<Utc>, entry: &Entry) -> Result<i64> {
    let head = Head::read(tx, key)?;
    let details = match &entry.details {
        serde_json::Value::Null => None,
        details => Some(details.to_string()),
    };
    let salt = Hexed::<32>::random()?;
    let seq = head.seq + 1;
    let at = now.timestamp();
    let digest = digest(&salt.0, entry.target.as_deref(), details.as_deref());
    let hash = hash(&head.hash, seq, at, operator, &entry.action, &digest);
    tx.prepare_cached(
        "INSERT INTO log (seq, at, operator, action, target, details, salt, digest, prev, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![seq, at, operator, entry.action, entry.target, details, salt.0, digest, head.hash, hash])
    .map_err(|error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => {
            Error::damaged("the log has entries that Muster did not write")
        }
        _ => error.into(),
    })?;
    Head { seq, hash }.write(tx, key)?;
    Ok(seq)
}

fn digest(salt: &[u8], target: Option<&str>, details: Option<&str>) -> [u8; 32] {
    let fields = Fields::new("muster log digest 1").bytes(salt);
    Sha256::digest(fields.text(target.unwrap_or("")).text(details.unwrap_or("")).done()).into()
}

fn hash(prev: &[u8], seq: i64, at: i64, operator: &str, action: &str, digest: &[u8]) -> [u8; 32] {
    let fields = Fields::new("muster log entry 1").bytes(prev).long(seq).long(at).text(operator).text(action);
    Sha256::digest(fields.bytes(digest).done()).into()
}

#[cfg(test)]
mod tests;
