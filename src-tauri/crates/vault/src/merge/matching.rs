//! Which user a record is about: the one with its id, else its reference, else
//! its username. An id decides alone: a user of another id is another user,
//! even under the same name. Users present come before those who are gone.

use super::keys::{Key, username_key};
use super::row::UserRow;
use super::writer::SnapshotWriter;
use crate::Result;
use muster_model::record::Identity;

/// A text that says something, without the blanks around it.
pub(super) fn said(text: Option<&String>) -> Option<&str> {
    text.map(|t| t.trim()).filter(|t| !t.is_empty())
}

impl SnapshotWriter<'_> {
    /// The user a record is about, if the vault knows one.
    pub(super) fn find_user(&mut self, identity: &Identity) -> Result<Option<UserRow>> {
        let id = said(identity.id.as_ref());
        let reference = said(identity.reference.as_ref());
        if let Some(id) = id
            && let Some(row) = self.best(Key::SourceId, id, |_, row| row.source_id.as_deref() == Some(id))?
        {
            return Ok(Some(row));
        }
        // Only a user nobody gave an id yet can be the one with this id.
        let fits_id = |row: &UserRow| id.is_none() || row.source_id.is_none();
        if let Some(reference) = reference
            && let Some(row) = self
                .best(Key::Reference, reference, |_, row| row.reference.as_deref() == Some(reference) && fits_id(row))?
        {
            return Ok(Some(row));
        }
        let Some(username) = said(identity.username.as_ref()) else { return Ok(None) };
        let key = username_key(username);
        self.best(Key::Username, &key, |writer, row| {
            // Two entries of one snapshot with one name and two references are two users.
            let another = || {
                reference.is_some()
                    && row.reference.is_some()
                    && row.reference.as_deref() != reference
                    && writer.touched.contains(row.id)
            };
            username_key(&row.username) == key && fits_id(row) && !another()
        })
    }

    /// Of the users with this key that fit, the one to take.
    pub(super) fn best(
        &mut self,
        key: Key,
        text: &str,
        fits: impl Fn(&Self, &UserRow) -> bool,
    ) -> Result<Option<UserRow>> {
        let mut best: Option<UserRow> = None;
        for id in self.keys.find(self.conn, key, text)? {
            let Some(row) = UserRow::fetch(self.conn, id)? else { continue };
            if !fits(self, &row) {
                continue;
            }
            let rank = |r: &UserRow| (r.gone_since.is_none(), r.id);
            if best.as_ref().is_none_or(|known| rank(&row) > rank(known)) {
                best = Some(row);
            }
        }
        Ok(best)
    }
}
