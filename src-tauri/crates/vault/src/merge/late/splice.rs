//! A difference in the middle of a user's history.
//!
//! What a late snapshot changed is changed back where the user was heard of
//! next: at its next version from a snapshot, or at the next snapshot that
//! listed everyone, which found it as the vault has it. Who is gone by then
//! stays as the late snapshot last saw it until it returns.

use super::begin::rewrite;
use super::content::Content;
use super::found::Differing;
use super::settle::Place;
use crate::Result;
use crate::merge::join;
use crate::merge::row::UserRow;
use crate::tables::userstore;
use crate::tables::version::{self, Cause, FieldChange, Stored};
use rusqlite::{Connection, OptionalExtension};

/// A user's history on its way from the snapshot to today.
struct Splice<'c> {
    conn: &'c Connection,
    user: i64,
    /// Whether it was there, as the vault had it.
    had: bool,
    /// Whether it was there, with the snapshot.
    has: bool,
    /// What is to be changed back.
    back: Vec<FieldChange>,
    /// Whether it was heard of, so that both are the same again.
    heard: bool,
}

/// Writes a difference and its way back; answers whether today's row differs.
/// `content` is the user as the snapshot saw it, for those who are gone today.
pub(super) fn splice(
    conn: &Connection,
    place: &Place,
    differing: Differing,
    content: Option<&Content>,
) -> Result<bool> {
    let Differing { user, action, fields } = differing;
    let versions = version::after(conn, user, place.at)?;
    let Some(today) = UserRow::fetch(conn, user)? else { return Ok(false) };
    let next = versions.iter().find_map(|version| match version.action.as_str() {
        "gone" => Some(true),
        "returned" => Some(false),
        _ => None,
    });
    let had = next.unwrap_or(today.gone_since.is_none());
    let back = fields.iter().rev().map(|f| FieldChange::new(f.name.clone(), f.after.as_deref(), f.before.as_deref()));
    let mut splice = Splice {
        conn,
        user,
        had,
        has: match action.as_str() {
            "gone" => false,
            "returned" => true,
            _ => had,
        },
        back: back.collect(),
        heard: false,
    };
    version::add(conn, user, place.at, Cause::Snapshot(place.snapshot), &action, &fields)?;
    splice.through(place, versions)?;
    splice.end(place, &today, content)
}

impl Splice<'_> {
    fn through(&mut self, place: &Place, versions: Vec<Stored>) -> Result<()> {
        let mut next = place.next_known;
        for version in versions {
            if let Some(whole) = next.filter(|whole| whole.0 < version.at) {
                next = None;
                self.whole(place, whole)?;
            }
            if self.heard {
                return Ok(());
            }
            self.meet(version)?;
            if self.heard {
                return Ok(());
            }
        }
        match next {
            Some(whole) => self.whole(place, whole),
            None => Ok(()),
        }
    }

    /// A snapshot that listed everyone, and of which the user has no version.
    fn whole(&mut self, place: &Place, whole: (i64, i64)) -> Result<()> {
        match (self.had, self.has) {
            (true, has) => {
                self.heard = true;
                let action = if has { "changed" } else { "returned" };
                self.add(whole, action)
            }
            (false, true) if place.next_whole.is_some() => {
                self.has = false;
                version::add(self.conn, self.user, whole.0, Cause::Snapshot(whole.1), "gone", &[])
            }
            (false, _) => Ok(()),
        }
    }

    /// A version that was there.
    fn meet(&mut self, version: Stored) -> Result<()> {
        match (version.snapshot, version.action.as_str()) {
            (Some(_), "gone") => {
                self.had = false;
                if !self.has {
                    // It was gone already.
                    return rewrite(self.conn, &version, "changed", version.fields.clone());
                }
                self.has = false;
                Ok(())
            }
            (Some(_), "returned") => {
                let action = if self.has { "changed" } else { "returned" };
                self.hear(&version, action)
            }
            (Some(_), action) if self.had => {
                let action = if self.has { action } else { "returned" };
                self.hear(&version, action)
            }
            _ => self.pass(&version),
        }
    }

    /// The user is heard of: both are the same from here on.
    fn hear(&mut self, version: &Stored, action: &str) -> Result<()> {
        (self.heard, self.had, self.has) = (true, true, true);
        let mut fields = std::mem::take(&mut self.back);
        join(&mut fields, version.fields.clone());
        rewrite(self.conn, version, action, fields)
    }

    /// What an operator changed, or what followed for someone who is gone:
    /// only what it speaks of is the same again.
    fn pass(&mut self, version: &Stored) -> Result<()> {
        let spoken = |field: &FieldChange| {
            let entry = matches!(field.name.as_str(), "grant" | "group");
            !entry && version.fields.iter().any(|f| f.name == field.name)
        };
        let (mut fields, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.back).into_iter().partition(spoken);
        self.back = rest;
        if fields.is_empty() {
            return Ok(());
        }
        join(&mut fields, version.fields.clone());
        rewrite(self.conn, version, &version.action, fields)
    }

    fn add(&mut self, (at, snapshot): (i64, i64), action: &str) -> Result<()> {
        let fields = std::mem::take(&mut self.back);
        if fields.is_empty() && action == "changed" {
            return Ok(());
        }
        version::add(self.conn, self.user, at, Cause::Snapshot(snapshot), action, &fields)
    }

    /// Nothing more is known of the user: what is left decides on today's row.
    fn end(mut self, place: &Place, today: &UserRow, content: Option<&Content>) -> Result<bool> {
        let gone_before = today.gone_since.is_some();
        if self.had && !self.heard {
            // Later snapshots listed a part: whether this user was among them is
            // not known, so today's row stays.
            self.add(place.next, if self.has { "changed" } else { "returned" })?;
        }
        if self.heard || self.had {
            return Ok(false);
        }
        let gone = if self.has { None } else { self.gone_since()?.or(today.gone_since) };
        match content {
            // The late snapshot was the last to list it.
            Some(content) => content.replace(self.conn, place.store, today, gone)?,
            _ if gone == today.gone_since => return Ok(false),
            _ => UserRow { gone_since: gone, ..today.clone() }.write_plain(self.conn)?,
        }
        let (present, less) = match (gone_before, gone.is_some()) {
            (true, false) => (1, -1),
            (false, true) => (-1, 1),
            _ => (0, 0),
        };
        userstore::count(self.conn, place.store, present, less)?;
        Ok(true)
    }

    /// Since when it is gone: its last version that says so.
    fn gone_since(&self) -> Result<Option<i64>> {
        let sql =
            "SELECT at FROM user_version WHERE user_id = ?1 AND action = 'gone' ORDER BY at DESC, id DESC LIMIT 1";
        Ok(self.conn.prepare_cached(sql)?.query_row([self.user], |row| row.get(0)).optional()?)
    }
}
