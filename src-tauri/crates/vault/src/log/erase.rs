//! Erasing what entries say, and keeping that they were.

use super::Entry;
use crate::{Error, Result};
use rusqlite::Connection;

/// The action of an entry that tells of an erasure; its target lists the
/// erased numbers, and it cannot be erased itself.
pub(super) const ERASE: &str = "log.erase";

/// Erases target and details of these entries. The answer is the entry that
/// must be logged in the same transaction; without it, `verify` complains.
///
/// # Errors
/// When an entry does not exist or tells of an erasure itself.
pub fn erase(tx: &Connection, entries: &[i64]) -> Result<Entry> {
    let mut statement =
        tx.prepare("UPDATE log SET target = NULL, details = NULL, salt = zeroblob(0) WHERE seq = ?1 AND action <> ?2")?;
    for seq in entries {
        if statement.execute((seq, ERASE))? != 1 {
            return Err(Error::Invalid(format!(
                "log entry {seq} cannot be erased: there is none, or it tells of an erasure"
            )));
        }
    }
    let list: Vec<_> = entries.iter().map(ToString::to_string).collect();
    Ok(Entry::new(ERASE).target(list.join(",")))
}

/// The numbers an erasure's target lists.
pub(super) fn erased_numbers(target: &str) -> impl Iterator<Item = i64> + '_ {
    target.split(',').filter_map(|number| number.parse().ok())
}
