//! Taking back what a change did to something that is no user.

use super::{attributes, persons};
use crate::tables::change_thing::Thing;
use crate::{Error, Result};
use rusqlite::Transaction;

/// Makes things again what they were before a change: what was done last is
/// taken back first.
///
/// # Errors
/// [`Error::ChangedSince`] if one is no longer as the change left it,
/// [`Error::Stored`] for a thing this program does not know, or if the
/// database fails.
pub(super) fn put_back(tx: &Transaction<'_>, change: i64, things: &[Thing]) -> Result<()> {
    for thing in things.iter().rev() {
        match thing.thing.as_str() {
            persons::THING => persons::put_back(tx, change, thing)?,
            attributes::THING => attributes::put_back(tx, change, thing)?,
            // Put back by `changes::thing`.
            "group" | "role" | "permission" => {}
            other => return Err(Error::Stored { table: "change_thing", column: "thing", found: other.to_owned() }),
        }
    }
    Ok(())
}

pub(super) fn changed_since(change: i64, what: &str) -> Error {
    Error::ChangedSince { change, fields: vec![what.to_owned()] }
}
