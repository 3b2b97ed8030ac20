//! Groups: how many are in them, and what they give to whom.

use crate::Result;
use crate::tables::{group, group_grant};
use muster_model::{GrantKeys, GroupId};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// A group that its source still lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTold {
    /// Muster's key.
    pub id: i64,
    /// Muster's key of the userstore.
    pub userstore: i64,
    /// The source's own id.
    pub source_id: Option<String>,
    /// Its path.
    pub path: String,
    /// Groups directly in it.
    pub members: u32,
    /// Roles it holds itself.
    pub roles: u32,
}

/// Every group that its source still lists, by key.
///
/// # Errors
/// If the database fails.
pub fn groups(conn: &Connection) -> Result<Vec<GroupTold>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.id, g.userstore_id, g.source_id, g.path,
            (SELECT count(*) FROM group_group m JOIN user_group b ON b.id = m.member_id
               WHERE m.group_id = g.id AND b.gone_since IS NULL),
            (SELECT count(*) FROM group_grant r WHERE r.group_id = g.id)
         FROM user_group g WHERE g.gone_since IS NULL ORDER BY g.id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(GroupTold {
            id: row.get(0)?,
            userstore: row.get(1)?,
            source_id: row.get(2)?,
            path: row.get(3)?,
            members: row.get(4)?,
            roles: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What each group gives to whoever is in it: its own grants, and those of the
/// groups that it is in.
///
/// # Errors
/// If the database fails.
pub fn given(conn: &Connection) -> Result<BTreeMap<i64, Vec<GrantKeys>>> {
    let mut own: BTreeMap<GroupId, Vec<GrantKeys>> = BTreeMap::new();
    for (id, grant) in group_grant::list(conn)? {
        own.entry(id).or_default().push(grant);
    }
    if own.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut inside: BTreeMap<GroupId, Vec<GroupId>> = BTreeMap::new();
    for (outer, member) in group::nested(conn)? {
        inside.entry(outer).or_default().push(member);
    }
    let mut all: BTreeMap<i64, Vec<GrantKeys>> = BTreeMap::new();
    for (giver, grants) in &own {
        // The group itself and all below it, each once: circles end.
        let (mut seen, mut next) = (BTreeSet::from([*giver]), vec![*giver]);
        while let Some(at) = next.pop() {
            all.entry(at.0).or_default().extend(grants.iter().cloned());
            let below = inside.get(&at).into_iter().flatten();
            next.extend(below.filter(|member| seen.insert(**member)));
        }
    }
    Ok(all)
}
