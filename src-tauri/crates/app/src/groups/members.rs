//! Who is in a group, and through which groups in it.

use super::MOST;
use crate::Result;
use crate::api::groups::{GroupMember, MembersPage, MembersQuery};
use crate::session::Session;
use muster_model::GroupId;
use muster_vault::tables::columns::groups_of_user;
use muster_vault::tables::{group, user};
use std::collections::{HashMap, VecDeque};

impl Session {
    /// Members of a group, by name; on request also those of groups in it.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`], or that the vault cannot be read.
    pub fn group_members(&self, request: &MembersQuery) -> Result<MembersPage> {
        self.load()?;
        let (top, below) = self.vault().read(|conn| {
            let top = group::by_id(conn, request.group)?;
            let below = if request.nested { group::below(conn, request.group)? } else { vec![request.group] };
            Ok((top, below))
        })?;
        let keys: Vec<i64> = below.iter().map(|id| id.0).collect();
        let (ids, total) =
            self.directory.with(|loaded| loaded.members(&keys, request.offset, request.limit.min(MOST)))?;
        let members = self.vault().read(|conn| {
            let ways = if request.nested { ways_down(top.id, &group::tree(conn)?) } else { HashMap::new() };
            let mut paths: HashMap<GroupId, String> = HashMap::new();
            let mut members = Vec::with_capacity(ids.len());
            for found in user::rows(conn, &ids)? {
                let way = nearest(&groups_of_user(conn, found.id)?, top.id, &ways);
                let mut through = Vec::with_capacity(way.len());
                for id in way {
                    if let std::collections::hash_map::Entry::Vacant(e) = paths.entry(id) {
                        e.insert(group::path(conn, id)?);
                    }
                    through.push(paths[&id].clone());
                }
                members.push(GroupMember {
                    user: found.id,
                    username: found.username,
                    display_name: found.display_name,
                    through,
                });
            }
            Ok(members)
        })?;
        Ok(MembersPage { members, total })
    }

    /// How many are in one of these groups, each once.
    pub(super) fn members_of(&self, groups: &[GroupId]) -> Result<u64> {
        self.load()?;
        let keys: Vec<i64> = groups.iter().map(|id| id.0).collect();
        self.directory.with(|loaded| Ok(loaded.members(&keys, 0, 0)?.1))
    }

    /// How many users are directly in each group, if users are in memory.
    pub(super) fn users_by_group(&self) -> Result<Option<HashMap<i64, u64>>> {
        if !self.directory.is_loaded() {
            return Ok(None);
        }
        self.directory.with(|loaded| Ok(Some(loaded.users_by_group())))
    }
}

/// The shortest chain of groups from `top` down to each group below it, `top`
/// itself left out.
fn ways_down(top: GroupId, nested: &[(GroupId, GroupId)]) -> HashMap<GroupId, Vec<GroupId>> {
    let mut inside: HashMap<GroupId, Vec<GroupId>> = HashMap::new();
    for (group, member) in nested {
        inside.entry(*group).or_default().push(*member);
    }
    let mut ways: HashMap<GroupId, Vec<GroupId>> = HashMap::from([(top, Vec::new())]);
    let mut left = VecDeque::from([top]);
    while let Some(group) = left.pop_front() {
        for member in inside.get(&group).into_iter().flatten() {
            if !ways.contains_key(member) {
                let mut way = ways[&group].clone();
                way.push(*member);
                ways.insert(*member, way);
                left.push_back(*member);
            }
        }
    }
    ways
}

/// The shortest of the ways to a group that one is in.
fn nearest(groups: &[i64], top: GroupId, ways: &HashMap<GroupId, Vec<GroupId>>) -> Vec<GroupId> {
    if groups.contains(&top.0) {
        return Vec::new();
    }
    let found = groups.iter().filter_map(|id| ways.get(&GroupId(*id)));
    found.min_by_key(|way| way.len()).cloned().unwrap_or_default()
}
