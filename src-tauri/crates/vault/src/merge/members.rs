//! Who is in which group.
//!
//! Users may list their groups and groups their members, in any order. What
//! either says is there; what neither says any longer goes at the end, if the
//! group listed all its members or the user all its groups. Users who are gone
//! stay where they were last.

use super::groups::hash_of;
use super::keys::{Key, username_key};
use super::writer::SnapshotWriter;
use crate::Result;
use crate::tables::version::FieldChange;
use muster_model::import::Outcome;
use muster_model::record::{GroupName, Listed, MemberName};

/// Users whose own memberships are looked up one by one; beyond it all
/// memberships are read once.
const FEW: u64 = if cfg!(test) { 2 } else { 2_000 };

enum Member {
    User(i64),
    Group(i64),
}

impl SnapshotWriter<'_> {
    /// Merges the groups a user lists; answers whether any differs by now.
    pub(super) fn merge_groups_of_user(
        &mut self,
        user: i64,
        listed: &Listed<GroupName>,
        fields: &mut Vec<FieldChange>,
    ) -> Result<bool> {
        let (Listed::Some(groups) | Listed::All(groups)) = listed else { return Ok(false) };
        if matches!(listed, Listed::All(_)) && !self.created.contains(user) {
            self.groups.whole_users.insert(user);
        }
        let mut changed = false;
        for name in groups {
            if let Some(group) = self.groups.ensure(self.conn, name)?
                && self.add_user(group, user)?
            {
                fields.push(FieldChange::new("group", None, Some(&self.groups.path(group))));
                changed = true;
            }
        }
        Ok(changed)
    }

    fn add_user(&mut self, group: i64, user: i64) -> Result<bool> {
        if !self.groups.told.insert(hash_of(&self.groups.hasher, (group, user))) {
            return Ok(false);
        }
        let added = self
            .conn
            .prepare_cached("INSERT OR IGNORE INTO group_user (group_id, user_id) VALUES (?1, ?2)")?
            .execute((group, user))?;
        if added > 0 {
            self.moved.insert(user);
            self.groups.saw(group, Outcome::Changed);
        }
        Ok(added > 0)
    }

    /// Adds a member a group lists. Answers whether it is new to the group, or
    /// none if nobody is known under that name.
    pub(super) fn add_member(&mut self, group: i64, name: &MemberName) -> Result<Option<bool>> {
        match self.find_member(name)? {
            Some(Member::User(user)) => {
                let added = self.add_user(group, user)?;
                if added {
                    let path = self.groups.path(group);
                    self.note_beside(user, FieldChange::new("group", None, Some(&path)))?;
                }
                Ok(Some(added))
            }
            Some(Member::Group(member)) => {
                if !self.groups.told_nested.insert((group, member)) {
                    return Ok(Some(false));
                }
                let added = self
                    .conn
                    .prepare_cached("INSERT OR IGNORE INTO group_group (group_id, member_id) VALUES (?1, ?2)")?
                    .execute((group, member))?;
                if added > 0 {
                    self.move_members(member)?;
                }
                Ok(Some(added > 0))
            }
            None => Ok(None),
        }
    }

    fn find_member(&mut self, name: &MemberName) -> Result<Option<Member>> {
        Ok(match name {
            MemberName::User(text) => self.user_called(text)?.map(Member::User),
            MemberName::Username(text) => {
                let key = username_key(text);
                let row = self.best(Key::Username, &key, |_, row| username_key(&row.username) == key)?;
                row.map(|row| Member::User(row.id))
            }
            MemberName::Group(text) => self.groups.find(text).map(Member::Group),
            MemberName::Either(text) => match self.user_called(text)? {
                Some(user) => Some(Member::User(user)),
                None => self.groups.find(text).map(Member::Group),
            },
        })
    }

    fn user_called(&mut self, text: &str) -> Result<Option<i64>> {
        let by_id = self.best(Key::SourceId, text, |_, row| row.source_id.as_deref() == Some(text))?;
        let row = match by_id {
            Some(row) => Some(row),
            None => self.best(Key::Reference, text, |_, row| row.reference.as_deref() == Some(text))?,
        };
        Ok(row.map(|row| row.id))
    }

    /// At the end: looks again for members nobody was known for, and takes out
    /// those no longer told.
    pub(super) fn end_members(&mut self) -> Result<()> {
        for (group, name) in std::mem::take(&mut self.groups.pending) {
            match self.add_member(group, &name)? {
                Some(true) => self.groups.saw(group, Outcome::Changed),
                Some(false) => {}
                None => self.notes.members_unresolved += 1,
            }
        }
        if !self.groups.whole_users.is_empty() {
            // Users who list no group at all may be in one that is known.
            self.groups.load(self.conn)?;
        }
        for (group, user) in self.untold_members()? {
            self.conn
                .prepare_cached("DELETE FROM group_user WHERE group_id = ?1 AND user_id = ?2")?
                .execute((group, user))?;
            self.moved.insert(user);
            self.groups.saw(group, Outcome::Changed);
            let path = self.groups.path(group);
            self.note_beside(user, FieldChange::new("group", Some(&path), None))?;
        }
        for group in self.groups.whole.clone() {
            let mut statement = self.conn.prepare_cached("SELECT member_id FROM group_group WHERE group_id = ?1")?;
            let members: Vec<i64> = statement.query_map([group], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            for member in members {
                if self.groups.told_nested.contains(&(group, member)) {
                    continue;
                }
                self.move_members(member)?;
                self.conn
                    .prepare_cached("DELETE FROM group_group WHERE group_id = ?1 AND member_id = ?2")?
                    .execute((group, member))?;
                self.groups.saw(group, Outcome::Changed);
            }
        }
        Ok(())
    }

    fn untold_members(&self) -> Result<Vec<(i64, i64)>> {
        let groups = &self.groups;
        let mut untold = Vec::new();
        let mut present = self.conn.prepare_cached("SELECT 1 FROM user WHERE id = ?1 AND gone_since IS NULL")?;
        let mut look = |group: i64, user: i64| -> Result<()> {
            if groups.knows(group)
                && !groups.told.contains(&hash_of(&groups.hasher, (group, user)))
                && present.exists([user])?
            {
                untold.push((group, user));
            }
            Ok(())
        };
        if groups.whole_users.len() > FEW {
            let mut all = self.conn.prepare_cached("SELECT group_id, user_id FROM group_user")?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                let (group, user) = (row.get(0)?, row.get(1)?);
                if groups.whole_users.contains(user) || groups.whole.contains(&group) {
                    look(group, user)?;
                }
            }
            drop(rows);
            return Ok(untold);
        }
        let mut of_group = self.conn.prepare_cached("SELECT user_id FROM group_user WHERE group_id = ?1")?;
        for &group in &groups.whole {
            let mut rows = of_group.query([group])?;
            while let Some(row) = rows.next()? {
                look(group, row.get(0)?)?;
            }
        }
        let mut of_user = self.conn.prepare_cached("SELECT group_id FROM group_user WHERE user_id = ?1")?;
        for user in groups.whole_users.iter() {
            let mut rows = of_user.query([user])?;
            while let Some(row) = rows.next()? {
                let group = row.get(0)?;
                if !groups.whole.contains(&group) {
                    look(group, user)?;
                }
            }
        }
        Ok(untold)
    }

    /// Notes that what everyone in this group holds may differ, members of
    /// member groups included.
    pub(super) fn move_members(&mut self, group: i64) -> Result<()> {
        let mut statement = self.conn.prepare_cached(
            "WITH RECURSIVE below (id) AS (
                SELECT ?1 UNION SELECT g.member_id FROM group_group g JOIN below ON g.group_id = below.id)
             SELECT user_id FROM group_user WHERE group_id IN (SELECT id FROM below)",
        )?;
        let mut rows = statement.query([group])?;
        while let Some(row) = rows.next()? {
            self.moved.insert(row.get(0)?);
        }
        Ok(())
    }
}
