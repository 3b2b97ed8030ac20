//! What a late snapshot brought about, read while the vault shows the past.

use super::content::Content;
use super::names::Names;
use super::{Late, begin};
use crate::Result;
use crate::merge::idset::IdSet;
use crate::tables::version::{self, FieldChange};
use muster_model::LastSeen;
use rusqlite::Connection;
use std::collections::HashMap;

/// A user who was known by then, and what differs.
#[derive(Debug)]
pub(super) struct Differing {
    pub user: i64,
    pub action: String,
    pub fields: Vec<FieldChange>,
}

/// A user first seen later, whose beginning is the snapshot now.
#[derive(Debug)]
pub(super) struct Beginning {
    pub user: i64,
    /// What differs between the snapshot and how it was when first seen before.
    pub fields: Vec<FieldChange>,
    /// What the snapshot told of its last sign of life.
    pub seen: LastSeen,
}

/// What a late snapshot brought about.
#[derive(Debug)]
pub(crate) struct Found {
    pub(super) differing: Vec<Differing>,
    pub(super) beginning: Vec<Beginning>,
    /// Users nobody else listed.
    pub(super) only: Vec<Content>,
    /// Of users who are gone today: how they are with the snapshot.
    pub(super) content: HashMap<i64, Content>,
    pub(super) signs: Vec<(i64, LastSeen)>,
    pub(super) names: Names,
}

impl Found {
    /// Gathers what `snapshot` brought about; `created` are the users it made.
    pub fn read(conn: &Connection, late: Late, snapshot: i64, created: &IdSet) -> Result<Self> {
        let mut found = Self {
            differing: Vec::new(),
            beginning: Vec::new(),
            only: Vec::new(),
            content: HashMap::new(),
            signs: Vec::new(),
            names: Names::since(conn, late.last)?,
        };
        let mut statement = conn.prepare_cached(
            "SELECT user_id, action, fields FROM user_version WHERE snapshot_id = ?1 ORDER BY user_id",
        )?;
        let mut rows = statement.query([snapshot])?;
        while let Some(row) = rows.next()? {
            let user: i64 = row.get(0)?;
            if late.hidden.contains(user) {
                continue;
            }
            let (action, stored): (String, String) = (row.get(1)?, row.get(2)?);
            if late.gone_now.contains(user)
                && action != "gone"
                && let Some(content) = Content::read(conn, user)?
            {
                found.content.insert(user, content);
            }
            found.differing.push(Differing { user, action, fields: version::parse(&stored)? });
        }
        begin::pair(conn, &late, created, &mut found)?;
        found.signs = late.told;
        Ok(found)
    }
}
