//! A change of things, from its title to the users it touched.

use super::thing::{self, Thing};
use crate::tables::{change, userstore};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::value;
use muster_model::{Authority, UserId, Userstore};
use rusqlite::{Connection, Transaction};
use std::collections::BTreeSet;

/// What a change of a thing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done<K> {
    /// What it was about.
    pub id: K,
    /// The change, by which it can be undone; none if nothing differed.
    pub change: Option<i64>,
    /// Users of whom anything differs.
    pub users: Vec<UserId>,
}

/// Who changes something, and when.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The operator.
    pub operator: &'a str,
    /// The time now.
    pub now: DateTime<Utc>,
}

/// A change under way.
pub(super) struct Noted<'a> {
    tx: &'a Transaction<'a>,
    by: By<'a>,
    change: i64,
    users: BTreeSet<UserId>,
    things: u64,
}

impl<'a> Noted<'a> {
    pub fn begin(tx: &'a Transaction<'a>, by: By<'a>, title: &str, target: &str) -> Result<Self> {
        let change = change::add(tx, title, Some(target), by.operator, by.now)?;
        Ok(Self { tx, by, change, users: BTreeSet::new(), things: 0 })
    }

    /// Makes a thing. `make` answers its key.
    pub fn make(&mut self, thing: Thing, make: impl FnOnce() -> Result<i64>) -> Result<i64> {
        // Nothing has the key 0, so there is nothing before.
        let before = thing::before(self.tx, thing, "0")?;
        let id = make()?;
        self.record(thing, id, before)?;
        Ok(id)
    }

    /// Changes or removes a thing.
    pub fn change(&mut self, thing: Thing, id: i64, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let before = thing::before(self.tx, thing, &id.to_string())?;
        work()?;
        self.record(thing, id, before)
    }

    /// The same for a group whose own users stay as they are.
    pub fn change_but_users(&mut self, thing: Thing, id: i64, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let before = thing::before_but_users(self.tx, thing, &id.to_string())?;
        work()?;
        self.record(thing, id, before)
    }

    fn record(&mut self, thing: Thing, id: i64, before: thing::Before) -> Result<()> {
        let before_this = self.count()?;
        self.users.extend(thing::record(self.tx, self.change, thing, &id.to_string(), before, self.by.now)?);
        self.things += self.count()? - before_this;
        Ok(())
    }

    fn count(&self) -> Result<u64> {
        let mut statement = self.tx.prepare_cached("SELECT things FROM change WHERE id = ?1")?;
        Ok(statement.query_row([self.change], |row| row.get(0))?)
    }

    /// Ends the change. One that changed nothing leaves no trace.
    pub fn end<K>(self, id: K) -> Result<Done<K>> {
        if self.things == 0 {
            self.tx.prepare_cached("DELETE FROM change WHERE id = ?1")?.execute([self.change])?;
        }
        let change = (self.things > 0).then_some(self.change);
        Ok(Done { id, change, users: self.users.into_iter().collect() })
    }
}

/// What a change is about, by its full name; empty for none.
///
/// # Errors
/// If the database fails.
pub fn target(conn: &Connection, change: Option<i64>) -> Result<String> {
    let found = change.map(|id| change::by_id(conn, id)).transpose()?.flatten();
    Ok(found.and_then(|change| change.target).unwrap_or_default())
}

/// A userstore that is edited here.
pub(super) fn local(conn: &Connection, domain: &str) -> Result<Userstore> {
    let store = userstore::by_domain(conn, domain)?;
    let store = store.ok_or_else(|| Error::NoSuch { what: "userstore", name: domain.to_owned() })?;
    match store.authority {
        Authority::Local => Ok(store),
        Authority::Mirrored => Err(Error::NotLocal { domain: store.domain }),
    }
}

/// A field that cannot be so.
pub(super) fn refused(field: &str, reason: impl Into<String>) -> Error {
    Error::Value { field: field.to_owned(), reason: reason.into() }
}

/// A text without control characters and of some length at most; none for an
/// empty one.
pub(super) fn text(field: &str, text: &str, most: usize, lines: bool) -> Result<Option<String>> {
    let text = value::plain(text, most, lines).map_err(|error| refused(field, error.to_string()))?;
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

/// The chain from one node to another, both included; none if there is none.
/// `next` answers the nodes after one.
pub(super) fn chain<K: Copy + Eq + std::hash::Hash>(from: K, to: K, next: impl Fn(K) -> Vec<K>) -> Option<Vec<K>> {
    let mut before = std::collections::HashMap::from([(from, None)]);
    let mut left = std::collections::VecDeque::from([from]);
    while let Some(node) = left.pop_front() {
        if node == to {
            let mut chain = vec![node];
            while let Some(Some(earlier)) = chain.last().map(|node| before.get(node).copied().flatten()) {
                chain.push(earlier);
            }
            chain.reverse();
            return Some(chain);
        }
        for after in next(node) {
            if let std::collections::hash_map::Entry::Vacant(new) = before.entry(after) {
                new.insert(Some(node));
                left.push_back(after);
            }
        }
    }
    None
}
