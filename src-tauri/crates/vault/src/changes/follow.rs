//! What follows from the grants of users whose groups or roles changed.

use crate::Result;
use crate::merge::derive::Derived;
use crate::merge::roles::Roles;
use crate::merge::row::UserRow;
use crate::tables::grant::{Held, any_through_groups, held_by};
use crate::tables::version::FieldChange;
use muster_model::UserstoreId;
use rusqlite::Connection;
use std::collections::HashMap;

/// Derives anew, user by user.
pub(crate) struct Follow<'c> {
    conn: &'c Connection,
    roles: HashMap<i64, Roles>,
    through_groups: bool,
    held: Vec<Held>,
}

impl<'c> Follow<'c> {
    /// Reads what all users share; begin anew when groups or roles change.
    pub(crate) fn new(conn: &'c Connection) -> Result<Self> {
        Ok(Self { conn, roles: HashMap::new(), through_groups: any_through_groups(conn)?, held: Vec::new() })
    }

    /// Derives anew what follows from what a user holds now, puts it into the
    /// row without writing it, and answers what differs.
    pub(crate) fn row(&mut self, row: &mut UserRow) -> Result<Vec<FieldChange>> {
        let store = row.store;
        let roles = match self.roles.entry(store) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => new.insert(Roles::load(self.conn, UserstoreId(store))?),
        };
        held_by(self.conn, row.id, self.through_groups, &mut self.held)?;
        let before = Derived::of(row);
        let after = Derived::from_held(self.conn, roles, row.facts, &self.held, row.told_level)?;
        after.put(row);
        Ok(before.differences(after, roles))
    }

    /// The same, written; nothing for a user that is not there.
    pub(crate) fn user(&mut self, user: i64) -> Result<Vec<FieldChange>> {
        let Some(mut row) = UserRow::fetch(self.conn, user)? else { return Ok(Vec::new()) };
        let before = Derived::of(&row);
        let fields = self.row(&mut row)?;
        if Derived::of(&row) != before {
            row.write_plain(self.conn)?;
        }
        Ok(fields)
    }
}
