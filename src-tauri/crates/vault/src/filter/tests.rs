//! Filters over a real store, beside the evaluator.
#![allow(clippy::unwrap_used)]

mod agree;
mod bounds;
mod expressions;
mod realm;

use super::{Context, Noted};
use crate::Result;
use crate::tables::{columns, grant, group, profile, user};
use muster_model::{Facts, Grant, Profile, User, UserId};
use muster_query::Account;
use rusqlite::Connection;

/// The time it is in these tests: noon of 2026-06-15.
const NOW: i64 = 1_781_524_800;

/// A user as the evaluator sees it, read as the program reads it.
struct Held {
    user: User,
    facts: Facts,
    level: Option<u8>,
    profile: Profile,
    grants: Vec<Grant>,
    groups: Vec<String>,
    noted: Noted,
}

impl Held {
    fn read(conn: &Connection, id: UserId) -> Result<Self> {
        let (mut facts, mut level) = (Facts::default(), None);
        columns::load_one(conn, id, &mut |row| (facts, level) = (row.facts, row.level))?;
        Ok(Self {
            user: user::by_id(conn, id)?,
            facts,
            level,
            profile: profile::of_user(conn, id)?,
            grants: grant::of_user(conn, id)?,
            groups: group::paths_of_user(conn, id)?,
            noted: Noted::read(conn, id, NOW)?,
        })
    }

    fn account(&self, seat: Option<bool>) -> Account<'_> {
        Account {
            user: &self.user,
            facts: self.facts,
            level: self.level,
            profile: &self.profile,
            grants: &self.grants,
            groups: &self.groups,
            permissions: &self.noted.permissions,
            person: self.noted.person.as_deref(),
            service: self.noted.service(),
            seat,
        }
    }
}

/// Everyone in the store, as the evaluator sees them.
fn everyone(conn: &Connection) -> Vec<Held> {
    let mut statement = conn.prepare("SELECT id FROM user ORDER BY id").unwrap();
    let ids: Vec<i64> = statement.query_map([], |row| row.get(0)).unwrap().map(|id| id.unwrap()).collect();
    ids.into_iter().map(|id| Held::read(conn, UserId(id)).unwrap()).collect()
}
