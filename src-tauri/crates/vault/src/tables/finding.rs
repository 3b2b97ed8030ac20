//! What runs of audits found, and how far each is.

mod indexes;
mod list;
mod writer;

pub use indexes::Indexes;
pub use list::{Wanted, count, each, page};
pub use writer::Writer;

use super::{audit_rule, stored};
use crate::Result;
use muster_model::{FindingState, UserId};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};
use std::hash::{DefaultHasher, Hash, Hasher};

/// By what a finding is known again, in every run and every pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FindingKey(pub u128);

impl FindingKey {
    pub(crate) fn read(value: ValueRef<'_>) -> Result<Self> {
        let bytes = value.as_blob().map_err(rusqlite::Error::from)?;
        let key = stored("finding", "id", bytes.len(), || bytes.try_into().ok().map(u128::from_be_bytes))?;
        Ok(Self(key))
    }
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The key of its rule in a pack: [`audit_rule::AuditRule::id`].
    pub rule: i64,
    /// By what it is known again.
    pub id: FindingKey,
    /// What kind of thing it is about; the audit crate has the words.
    pub subject: u8,
    /// The domain of its userstore; empty for the realm.
    pub userstore: String,
    /// The name of what it is about.
    pub name: String,
    /// The user it is about, or who holds the grant.
    pub user: Option<UserId>,
    /// How far it is.
    pub state: FindingState,
    /// The day it was first found, in days since 1970-01-01.
    pub since: i32,
    /// What was found, in one sentence.
    pub message: String,
    /// The figures of the sentence, as JSON.
    pub facts: String,
    /// The run that found it first.
    pub first_run: i64,
    /// The run that made it new, open again or resolved.
    pub changed_run: i64,
}

impl Finding {
    /// What it says, as a number: alike for what says the same.
    #[must_use]
    pub fn told(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.subject, &self.userstore, &self.name, self.user, &self.message, &self.facts).hash(&mut hasher);
        hasher.finish()
    }
}

/// A finding of an earlier run, as far as the next run asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// By what it is known again.
    pub id: FindingKey,
    /// How far it was.
    pub state: FindingState,
    /// [`Finding::told`].
    pub told: u64,
}

const COLUMNS: &str = "rule_id, id, subject, userstore, name, user_id, state, since, message, facts, first_run,
    changed_run";

fn read(row: &Row<'_>) -> Result<Finding> {
    let state: u8 = row.get(6)?;
    Ok(Finding {
        rule: row.get(0)?,
        id: FindingKey::read(row.get_ref(1)?)?,
        subject: row.get(2)?,
        userstore: row.get(3)?,
        name: row.get(4)?,
        user: row.get::<_, Option<i64>>(5)?.map(UserId),
        state: stored("finding", "state", state, || FindingState::from_number(state))?,
        since: row.get(7)?,
        message: row.get(8)?,
        facts: row.get(9)?,
        first_run: row.get(10)?,
        changed_run: row.get(11)?,
    })
}

/// All findings of a rule in a pack, in the order of their keys.
///
/// # Errors
/// If the database fails.
pub fn known(conn: &Connection, rule: i64) -> Result<Vec<Known>> {
    let mut statement =
        conn.prepare_cached(&format!("SELECT {COLUMNS} FROM finding WHERE rule_id = ?1 ORDER BY id"))?;
    let mut rows = statement.query([rule])?;
    let mut known = Vec::new();
    while let Some(row) = rows.next()? {
        let finding = read(row)?;
        known.push(Known { id: finding.id, state: finding.state, told: finding.told() });
    }
    Ok(known)
}

/// A finding of a rule in a pack.
///
/// # Errors
/// If the database fails.
pub fn get(conn: &Connection, rule: i64, id: FindingKey) -> Result<Option<Finding>> {
    let mut statement =
        conn.prepare_cached(&format!("SELECT {COLUMNS} FROM finding WHERE rule_id = ?1 AND id = ?2"))?;
    let mut rows = statement.query(params![rule, id.0.to_be_bytes()])?;
    rows.next()?.map(read).transpose()
}

/// The findings whose key lies between two, in all packs: one of each rule and
/// pack that has it, 20 at the most.
///
/// # Errors
/// If the database fails.
pub fn between(conn: &Connection, from: FindingKey, to: FindingKey) -> Result<Vec<Finding>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM finding WHERE rule_id = ?1 AND id BETWEEN ?2 AND ?3 ORDER BY id LIMIT 20"
    ))?;
    let mut found = Vec::new();
    for rule in audit_rule::list(conn, None)? {
        let mut rows = statement.query(params![rule.id, from.0.to_be_bytes(), to.0.to_be_bytes()])?;
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
    }
    Ok(found)
}

/// The findings about a user and their grants, in all packs.
///
/// # Errors
/// If the database fails.
pub fn of_user(conn: &Connection, user: UserId) -> Result<Vec<Finding>> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM finding WHERE user_id = ?1"))?;
    let mut rows = statement.query([user.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// Sets how far a finding is, and by which run; none leaves the run.
/// [`recount`] afterwards.
///
/// # Errors
/// If the database fails.
pub fn set_state(
    conn: &Connection,
    rule: i64,
    id: FindingKey,
    state: FindingState,
    changed_run: Option<i64>,
) -> Result<()> {
    conn.prepare_cached(
        "UPDATE finding SET state = ?3, changed_run = coalesce(?4, changed_run) WHERE rule_id = ?1 AND id = ?2",
    )?
    .execute(params![rule, id.0.to_be_bytes(), state.number(), changed_run])?;
    Ok(())
}

/// Counts the findings of a rule in a pack anew.
///
/// # Errors
/// If the database fails.
pub fn recount(conn: &Connection, rule: i64) -> Result<()> {
    audit_rule::count(conn, rule)
}

/// Counts one finding of a rule in a pack in another state than before, where
/// [`recount`] would count all of them.
///
/// # Errors
/// If the database fails.
pub fn moved(conn: &Connection, rule: i64, from: FindingState, to: FindingState) -> Result<()> {
    audit_rule::moved(conn, rule, from, to)
}

#[cfg(test)]
mod tests;
