//! How two snapshots of one userstore differ, user by user.
//!
//! Everything between the two is read once, in the order of time, and folded:
//! what changed and changed back is no difference. A difference is kept as the
//! text it is stored as, so that comparing tens of thousands of users takes
//! little time and room; its fields are read when a row is asked for.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `read` | what happened between two snapshots |
//! | `fold` | what it comes to for one user |

mod fold;
mod read;
#[cfg(test)]
mod tests;

use crate::tables::snapshot::{self, Snapshot};
use crate::tables::version::{self, FieldChange};
use crate::{Error, Result};
use muster_model::{SnapshotId, UserId};
use rusqlite::Connection;
use std::collections::HashMap;

/// What became of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Became {
    /// Not there in the first, there in the second.
    Added,
    /// There in the first, not in the second.
    Removed,
    /// In both, and something differs.
    Changed,
}

/// A user in whom two snapshots differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The user.
    pub user: UserId,
    /// What became of it.
    pub became: Became,
    /// Where its fields stand in the comparison's text.
    text: std::ops::Range<usize>,
    /// Where the numbers of their names stand.
    names: std::ops::Range<usize>,
}

/// How two snapshots differ.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The earlier one.
    pub from: Snapshot,
    /// The later one.
    pub to: Snapshot,
    rows: Vec<Difference>,
    text: String,
    numbers: Vec<u32>,
    names: Vec<String>,
}

impl Comparison {
    /// Whoever came, went or changed, in the order of their keys.
    #[must_use]
    pub fn rows(&self) -> &[Difference] {
        &self.rows
    }

    /// What differs in a user who changed; nothing for the others.
    ///
    /// # Errors
    /// If the vault holds something else than fields.
    pub fn fields(&self, row: &Difference) -> Result<Vec<FieldChange>> {
        match self.text.get(row.text.clone()).filter(|text| !text.is_empty()) {
            Some(text) => version::parse(text),
            None => Ok(Vec::new()),
        }
    }

    /// Whether a field differs in a user.
    #[must_use]
    pub fn differs_in(&self, row: &Difference, field: &str) -> bool {
        self.numbers[row.names.clone()].iter().any(|number| self.names[*number as usize] == field)
    }

    /// Every field that differs, and in how many users; the most frequent
    /// first, of those alike the first by name.
    #[must_use]
    pub fn shares(&self) -> Vec<(String, u64)> {
        let mut counts = vec![0_u64; self.names.len()];
        self.numbers.iter().for_each(|number| counts[*number as usize] += 1);
        let mut shares: Vec<(String, u64)> =
            self.names.iter().cloned().zip(counts).filter(|(_, count)| *count > 0).collect();
        shares.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        shares
    }
}

/// Compares two snapshots, of which `from` is not the later one.
///
/// # Errors
/// [`Error::NoSuch`]; [`Error::NotComparable`] if they are of two userstores or
/// in the wrong order; or if the database fails.
pub fn compare(conn: &Connection, from: SnapshotId, to: SnapshotId) -> Result<Comparison> {
    let (from, to) = (snapshot::by_id(conn, from)?, snapshot::by_id(conn, to)?);
    if from.userstore != to.userstore {
        let why = format!("they are of {} and {}: take two of one userstore", from.domain, to.domain);
        return Err(Error::NotComparable { from: from.id.0, to: to.id.0, why });
    }
    if (from.taken_at, from.id.0) > (to.taken_at, to.id.0) {
        let why = "the first is the later one: name the earlier one first".to_owned();
        return Err(Error::NotComparable { from: from.id.0, to: to.id.0, why });
    }
    let mut made =
        Comparison { from, to, rows: Vec::new(), text: String::new(), numbers: Vec::new(), names: Vec::new() };
    let events = read::between(conn, &made.from, &made.to)?;
    fold::all(conn, &events, &mut made, &mut HashMap::new())?;
    Ok(made)
}

/// Something that changes with whatever a comparison is made of, and is read
/// in no time.
///
/// # Errors
/// If the database fails.
pub fn stamp(conn: &Connection) -> Result<(i64, i64)> {
    let sql = "SELECT (SELECT coalesce(max(id), 0) FROM snapshot), (SELECT coalesce(max(id), 0) FROM user_version)";
    Ok(conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
