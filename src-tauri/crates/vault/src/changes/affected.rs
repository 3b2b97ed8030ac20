//! Whose groups, grants or what follows from them a change of a thing touches.

use super::image::{Image, differing};
use super::thing::Thing;
use crate::Result;
use crate::merge::idset::IdSet;
use crate::merge::roles;
use rusqlite::Connection;
use serde_json::Value;
use std::collections::BTreeSet;

/// What of a role decides what follows for its holders. Its permissions do
/// only for a custom Guest role, which takes a seat or not.
const DECISIVE: [&str; 4] = ["name", "level", "privileged", "base"];

/// A thing before and after.
pub(super) struct Affected<'a> {
    pub conn: &'a Connection,
    pub thing: Thing,
    pub id: &'a str,
    pub before: &'a Image,
    pub after: &'a Image,
}

impl Affected<'_> {
    /// Those users. `powers` are the roles that were privileged before, or
    /// included one that was.
    pub(super) fn users(&self, powers: &BTreeSet<i64>) -> Result<IdSet> {
        let mut users = IdSet::default();
        match self.thing {
            Thing::Group => self.of_group(&mut users)?,
            Thing::Role => self.of_role(powers, &mut users)?,
            Thing::Permission | Thing::Attribute | Thing::Person => {}
        }
        Ok(users)
    }

    fn differing(&self, part: &str) -> Vec<&Value> {
        differing(self.before, self.after, part)
    }

    fn of_group(&self, users: &mut IdSet) -> Result<()> {
        let number = |row: &Value, column: &str| row.get(column).and_then(Value::as_i64);
        for user in self.differing("users").into_iter().filter_map(Value::as_i64) {
            users.insert(user);
        }
        let own = |image: &Image| image.get("group").and_then(|rows| rows.first()?.get("gone_since").cloned());
        let whole = self.before.is_empty() || self.after.is_empty() || own(self.before) != own(self.after);
        let mut below: BTreeSet<i64> =
            self.differing("members").into_iter().filter_map(|row| number(row, "member_id")).collect();
        if whole || !self.differing("roles").is_empty() || !self.differing("in").is_empty() {
            // Everyone below. Of a group that is gone the images know who was
            // in it.
            below.extend(self.id.parse::<i64>().ok());
        }
        below.into_iter().try_for_each(|group| self.below(group, users))
    }

    fn of_role(&self, powers: &BTreeSet<i64>, users: &mut IdSet) -> Result<()> {
        let own = |image: &Image, column: &str| {
            image.get("role").and_then(|rows| rows.first()?.get(column).cloned()).filter(|value| !value.is_null())
        };
        let changed = |column: &str| own(self.before, column) != own(self.after, column);
        let custom = [self.before, self.after].iter().any(|image| own(image, "base").is_some());
        let mut holders: BTreeSet<i64> = powers.symmetric_difference(&roles::powers(self.conn)?).copied().collect();
        if DECISIVE.iter().any(|column| changed(column)) || (custom && changed("permissions")) {
            holders.extend(self.id.parse::<i64>().ok());
        }
        let number = |row: &Value| row.get("group_id").and_then(Value::as_i64);
        let groups: BTreeSet<i64> = self.differing("groups").into_iter().filter_map(number).collect();
        groups.into_iter().try_for_each(|group| self.below(group, users))?;
        self.holders(&holders, users)
    }

    /// Everyone in a group and in those below it.
    fn below(&self, group: i64, users: &mut IdSet) -> Result<()> {
        let mut statement = self.conn.prepare_cached(
            "WITH RECURSIVE below (id) AS (
                SELECT ?1 UNION SELECT g.member_id FROM group_group g JOIN below ON g.group_id = below.id)
             SELECT user_id FROM group_user WHERE group_id IN (SELECT id FROM below)",
        )?;
        let mut rows = statement.query([group])?;
        while let Some(row) = rows.next()? {
            users.insert(row.get(0)?);
        }
        Ok(())
    }

    /// Everyone who holds one of these roles.
    fn holders(&self, roles: &BTreeSet<i64>, users: &mut IdSet) -> Result<()> {
        if roles.is_empty() {
            return Ok(());
        }
        // No index of grants is by role: they are read once, whatever is asked.
        let mut statement = self.conn.prepare_cached("SELECT user_id, role_id FROM user_grant")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if roles.contains(&row.get(1)?) {
                users.insert(row.get(0)?);
            }
        }
        drop(rows);
        let mut giving = self.conn.prepare_cached("SELECT DISTINCT group_id FROM group_grant WHERE role_id = ?1")?;
        for role in roles {
            let groups: Vec<i64> = giving.query_map([role], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            groups.into_iter().try_for_each(|group| self.below(group, users))?;
        }
        Ok(())
    }
}
