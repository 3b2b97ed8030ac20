//! Checking that no entry was altered, removed, added or put elsewhere.

use super::erase::{ERASE, erased_numbers};
use super::head::Head;
use super::{digest, hash};
use crate::keys::LogKey;
use crate::{Error, Result};
use rusqlite::{Connection, Row};
use std::collections::BTreeSet;

/// What a check of the log's chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// How many entries were checked.
    pub entries: u64,
    /// The first entry that does not fit, if one does not.
    pub broken_at: Option<i64>,
    /// What is wrong with it.
    pub reason: Option<String>,
    /// The hash of the last entry, in hexadecimal; written down elsewhere, it
    /// proves later that none was cut off or rewritten, even by someone who
    /// has the vault's key.
    pub head: String,
}

impl Verification {
    /// Whether the chain is whole.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.broken_at.is_none()
    }
}

/// Walks the whole chain. Altered entries are a finding, not an error.
pub(crate) fn verify(conn: &Connection, key: &LogKey) -> Result<Verification> {
    let mut walk = Walk { last: Head { seq: 0, hash: [0; 32] }, entries: 0, erased: BTreeSet::new() };
    let mut statement = conn
        .prepare("SELECT seq, at, operator, action, target, details, salt, digest, prev, hash FROM log ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut broken = None;
    while let Some(row) = rows.next()? {
        // A cell of another type than Muster writes is an alteration too.
        let found = match walk.step(row) {
            Ok(found) => found,
            Err(rusqlite::Error::InvalidColumnType(..) | rusqlite::Error::FromSqlConversionFailure(..)) => {
                Some("it was altered")
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(reason) = found {
            broken = Some((row.get(0).unwrap_or(walk.last.seq + 1), reason.to_owned()));
            break;
        }
    }
    if broken.is_none() {
        broken = walk.end(conn, key)?;
    }
    let (broken_at, reason) = broken.unzip();
    Ok(Verification { entries: walk.entries, broken_at, reason, head: hex::encode(walk.last.hash) })
}

struct Walk {
    last: Head,
    entries: u64,
    /// Erased entries whose erasure was not yet seen.
    erased: BTreeSet<i64>,
}

impl Walk {
    fn step(&mut self, row: &Row<'_>) -> rusqlite::Result<Option<&'static str>> {
        let (seq, at): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (operator, action): (String, String) = (row.get(2)?, row.get(3)?);
        let (target, details): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
        let (salt, told): (Vec<u8>, Vec<u8>) = (row.get(6)?, row.get(7)?);
        let (prev, own): (Vec<u8>, [u8; 32]) = (row.get(8)?, row.get(9)?);
        if seq != self.last.seq + 1 {
            return Ok(Some("the entry before it is missing"));
        }
        if prev != self.last.hash {
            return Ok(Some("it does not follow from the entry before it"));
        }
        if hash(&prev, seq, at, &operator, &action, &told) != own {
            return Ok(Some("it was altered"));
        }
        if salt.is_empty() && target.is_none() && details.is_none() {
            self.erased.insert(seq);
        } else if digest(&salt, target.as_deref(), details.as_deref())[..] != told {
            return Ok(Some("its target or details were altered"));
        }
        if action == ERASE {
            erased_numbers(target.as_deref().unwrap_or("")).for_each(|seq| {
                self.erased.remove(&seq);
            });
        }
        self.last = Head { seq, hash: own };
        self.entries += 1;
        Ok(None)
    }

    fn end(&self, conn: &Connection, key: &LogKey) -> Result<Option<(i64, String)>> {
        if let Some(seq) = self.erased.first() {
            return Ok(Some((*seq, "its target and details were removed, and no entry says so".to_owned())));
        }
        match Head::read(conn, key) {
            Ok(head) if head == self.last => Ok(None),
            Ok(head) if head.seq > self.last.seq => {
                Ok(Some((self.last.seq + 1, format!("entries up to {} were cut off", head.seq))))
            }
            Ok(head) => Ok(Some((head.seq + 1, "Muster did not write it".to_owned()))),
            Err(Error::Damaged { .. }) => {
                Ok(Some((self.last.seq, "the seal of the last entry was altered or removed".to_owned())))
            }
            Err(error) => Err(error),
        }
    }
}
