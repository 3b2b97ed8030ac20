//! What follows from grants: the highest role, its level, and some facts.
//!
//! Grants to groups and projects are memberships. The level is the highest of
//! the memberships; where none has one, the one the instance itself reports; without
//! that, the highest of the other grants. A grant counts until the source no
//! longer lists it, even if its end has passed: logic never asks the clock.

use super::grants::GrantRow;
use super::roles::Roles;
use super::row::UserRow;
use super::user::yes_or_no;
use super::writer::SnapshotWriter;
use crate::Result;
use crate::tables::grant::{Held, any_through_groups, held_by};
use crate::tables::role::highest_first;
use crate::tables::version::FieldChange;
use muster_model::{Facts, Role, ScopeKind};
use rusqlite::Connection;

/// The facts that follow from grants, and their names in a version.
const DERIVED: [(Facts, &str); 4] = [
    (Facts::PRIVILEGED, "privileged"),
    (Facts::MEMBER, "member"),
    (Facts::ELEVATED_GUEST, "elevated_guest"),
    (Facts::AUDITOR, "auditor"),
];

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Derived {
    facts: Facts,
    level: Option<u8>,
    top_role: Option<i64>,
    top_scope: Option<i64>,
}

impl Derived {
    /// What a user's row says follows.
    pub(crate) fn of(row: &UserRow) -> Self {
        Self { facts: row.facts, level: row.level, top_role: row.top_role, top_scope: row.top_scope }
    }

    /// What follows from what a user holds. `roles` are those of its userstore.
    pub(crate) fn from_held(
        conn: &Connection,
        roles: &mut Roles,
        facts: Facts,
        held: &[Held],
        told_level: Option<u8>,
    ) -> Result<Self> {
        let mut derived = Self { facts, level: None, top_role: None, top_scope: None };
        let (mut privileged, mut guest, mut auditor) = (false, false, false);
        let (mut membership, mut other): (Option<u8>, Option<u8>) = (None, None);
        let mut member = false;
        let mut top: Option<(&Role, Held)> = None;
        for grant in held {
            let Some(role) = roles.get(grant.role) else { continue };
            privileged |= roles.is_privileged(grant.role);
            guest |= role.is_elevated_guest();
            auditor |= grant.kind == ScopeKind::Instance && role.name.eq_ignore_ascii_case("auditor");
            let is_member = matches!(grant.kind, ScopeKind::Group | ScopeKind::Project) && role.level != Some(0);
            member |= is_member;
            let level = if is_member { &mut membership } else { &mut other };
            *level = (*level).max(role.level);
            let higher = top.is_none_or(|(best, at)| {
                highest_first(role, best).then(grant.scope.cmp(&at.scope)).then(grant.role.cmp(&at.role)).is_lt()
            });
            if higher {
                top = Some((role, *grant));
            }
        }
        let top_level = top.and_then(|(role, _)| role.level);
        (derived.top_role, derived.top_scope) = (top.map(|(_, g)| g.role), top.map(|(_, g)| g.scope));
        // A custom role whose base nobody knows has no level; the instance's own word stands then.
        derived.level = membership.or(told_level);
        if !member {
            derived.level = told_level.or(other);
            member = told_level.is_some_and(|level| level > 0);
            if told_level > top_level
                && let Some(level) = told_level
                && let Some(role) = roles.of_level(conn, level)?
            {
                (derived.top_role, derived.top_scope) = (Some(role), None);
            }
        }
        for ((fact, _), on) in DERIVED.iter().zip([privileged, member, guest, auditor]) {
            derived.facts = derived.facts.with(*fact, on);
        }
        Ok(derived)
    }

    /// Puts it into a user's row.
    pub(crate) fn put(self, row: &mut UserRow) {
        (row.facts, row.level, row.top_role, row.top_scope) = (self.facts, self.level, self.top_role, self.top_scope);
    }

    /// What differs, in the words of a version.
    pub(crate) fn differences(self, after: Self, roles: &Roles) -> Vec<FieldChange> {
        let mut fields = Vec::new();
        let name = |id: Option<i64>| id.and_then(|id| roles.get(id)).map(|r| r.name.as_str());
        if self.top_role != after.top_role {
            fields.push(FieldChange::new("highest_role", name(self.top_role), name(after.top_role)));
        }
        if self.level != after.level {
            let text = |level: Option<u8>| level.map(|l| l.to_string());
            fields.push(FieldChange::new("level", text(self.level).as_deref(), text(after.level).as_deref()));
        }
        for (fact, name) in DERIVED {
            let (old, new) = (self.facts.has(fact), after.facts.has(fact));
            if old != new {
                fields.push(FieldChange::new(name, Some(yes_or_no(old)), Some(yes_or_no(new))));
            }
        }
        fields
    }
}

impl SnapshotWriter<'_> {
    /// Fills what follows from the grants a new user comes with. What it holds
    /// through groups is added at the end.
    pub(super) fn derive_new(&mut self, row: &mut UserRow, grants: &[GrantRow]) -> Result<()> {
        if grants.is_empty() && row.told_level.is_none() {
            return Ok(());
        }
        let held: Vec<Held> = grants.iter().map(GrantRow::held).collect();
        Derived::from_held(self.conn, &mut self.roles, row.facts, &held, row.told_level)?.put(row);
        Ok(())
    }

    /// Brings up to date what follows from the grants of every user whose
    /// grants, groups or roles changed.
    pub(super) fn derive_dirty(&mut self) -> Result<()> {
        self.add_holders_of_changed_roles()?;
        let through_groups = any_through_groups(self.conn)?;
        if through_groups || self.groups.grants_taken {
            for user in self.moved.iter() {
                self.dirty.insert(user);
            }
        }
        let mut held = Vec::new();
        let dirty = std::mem::take(&mut self.dirty);
        for user in dirty.iter() {
            held_by(self.conn, user, through_groups, &mut held)?;
            self.derive_again(user, &held)?;
        }
        Ok(())
    }

    /// Derives anew for these users, to see whether anything differs.
    #[cfg(test)]
    pub(crate) fn derive_anew(&mut self, users: std::ops::Range<i64>) -> Result<()> {
        for user in users {
            self.dirty.insert(user);
        }
        self.derive_dirty()
    }

    fn derive_again(&mut self, user: i64, held: &[Held]) -> Result<()> {
        let Some(mut row) = UserRow::fetch(self.conn, user)? else { return Ok(()) };
        let before = Derived::of(&row);
        let after = Derived::from_held(self.conn, &mut self.roles, row.facts, held, row.told_level)?;
        if after == before {
            return Ok(());
        }
        after.put(&mut row);
        row.write_plain(self.conn)?;
        self.changed.insert(user);
        let fields = before.differences(after, &self.roles);
        self.note_version(user, "changed", fields)
    }

    fn add_holders_of_changed_roles(&mut self) -> Result<()> {
        self.roles.settle(self.conn)?;
        if self.roles.changed.is_empty() {
            return Ok(());
        }
        let mut statement = self.conn.prepare_cached("SELECT user_id, role_id FROM user_grant")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if self.roles.changed.contains(&row.get(1)?) {
                self.dirty.insert(row.get(0)?);
            }
        }
        drop(rows);
        let mut statement = self.conn.prepare_cached("SELECT group_id FROM group_grant WHERE role_id = ?1")?;
        let mut groups = Vec::new();
        for role in &self.roles.changed {
            for group in statement.query_map([role], |row| row.get::<_, i64>(0))? {
                groups.push(group?);
            }
        }
        drop(statement);
        groups.into_iter().try_for_each(|group| self.move_members(group))
    }
}
