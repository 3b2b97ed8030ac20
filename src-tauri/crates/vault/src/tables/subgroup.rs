//! Groups that GitLab nests by their paths, and says so nowhere else:
//! `acme/web` is in `acme`, and in it also if nobody told of `acme/web` but of
//! `acme/web/site` alone. Lists show them so. What a group gives goes by
//! memberships, since whoever is in a subgroup is not in the group around it.

use crate::Result;
use muster_model::{GroupId, UserstoreKind};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};

/// The subgroups of every GitLab userstore.
#[derive(Debug, Default)]
pub(super) struct Subgroups {
    above: HashMap<GroupId, GroupId>,
    inside: HashMap<GroupId, Vec<GroupId>>,
    gone: HashSet<GroupId>,
}

impl Subgroups {
    /// Reads them; a group that is gone may be in one that is not, not the
    /// other way round.
    pub(super) fn read(conn: &Connection) -> Result<Self> {
        let mut statement = conn.prepare_cached(
            "SELECT g.id, g.userstore_id, g.path_key, g.gone_since IS NOT NULL FROM user_group g
             JOIN userstore s ON s.id = g.userstore_id WHERE s.kind = ?1 ORDER BY g.id",
        )?;
        let mut rows = statement.query([UserstoreKind::Gitlab.number()])?;
        let mut subgroups = Self::default();
        let mut paths: Vec<(GroupId, i64, String)> = Vec::new();
        let mut known: HashMap<(i64, String), GroupId> = HashMap::new();
        while let Some(row) = rows.next()? {
            let (id, store, path): (_, i64, String) = (GroupId(row.get(0)?), row.get(1)?, row.get(2)?);
            if row.get(3)? {
                subgroups.gone.insert(id);
            } else {
                known.entry((store, path.clone())).or_insert(id);
            }
            paths.push((id, store, path));
        }
        for (id, store, path) in paths {
            let mut rest = path.as_str();
            while let Some((above, _)) = rest.rsplit_once('/') {
                if let Some(group) = known.get(&(store, above.to_owned())) {
                    subgroups.above.insert(id, *group);
                    subgroups.inside.entry(*group).or_default().push(id);
                    break;
                }
                rest = above;
            }
        }
        Ok(subgroups)
    }

    /// The groups directly in one.
    pub(super) fn inside(&self, group: GroupId) -> impl Iterator<Item = GroupId> {
        self.inside.get(&group).into_iter().flatten().copied()
    }

    /// The group that one is directly in.
    pub(super) fn around(&self, group: GroupId) -> impl Iterator<Item = GroupId> {
        self.above.get(&group).copied().into_iter()
    }

    /// All that are in another.
    pub(super) fn all(&self) -> impl Iterator<Item = GroupId> {
        self.above.keys().copied()
    }

    /// Each group that is not gone, with the one it is directly in before it.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (GroupId, GroupId)> {
        self.above.iter().filter(|(member, _)| !self.gone.contains(member)).map(|(member, group)| (*group, *member))
    }

    /// How many are directly in a group of which no membership tells.
    pub(super) fn beside(&self, conn: &Connection, group: GroupId) -> Result<u64> {
        let mut told = conn.prepare_cached("SELECT 1 FROM group_group WHERE group_id = ?1 AND member_id = ?2")?;
        let mut count = 0;
        for member in self.inside(group) {
            count += u64::from(!told.exists((group.0, member.0))?);
        }
        Ok(count)
    }
}
