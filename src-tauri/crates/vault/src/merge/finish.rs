//! The end of a snapshot: who and what is gone, and the totals.

use super::idset::IdSet;
use super::late::{self, Late};
use super::writer::SnapshotWriter;
use crate::Result;
use crate::changes::confirm::{self, Settled};
use crate::tables::snapshot::SnapshotFile;
use crate::tables::userstore;
use crate::tables::version::{self, Cause, FieldChange};
use muster_model::import::Totals;
use muster_model::record::{Coverage, Extent};
use muster_model::{SnapshotId, UserId};

/// The most changed users that are named one by one.
const MOST_NAMED: u64 = 10_000;

/// What only the reader of the files knows.
#[derive(Debug, Clone, Default)]
pub struct FinishTotals {
    /// Rows about users that could not be taken: those the reader could not
    /// read and those the writer refused.
    pub rejected: u64,
    /// Passwords, hashes and tokens that were found and dropped.
    pub credentials_dropped: u64,
    /// The files.
    pub files: Vec<SnapshotFile>,
}

/// What a snapshot did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// `created + changed + unchanged + rejected` of the users.
    pub read: u64,
    /// Rows about users; `gone` counts users. A row counts as changed if
    /// anything of its user changed, in whatever table.
    pub users: Totals,
    /// Groups this snapshot listed, each once.
    pub groups: Totals,
    /// Grants, each once.
    pub grants: Totals,
    /// Users whose rows differ from before, new ones and those gone included.
    pub changed_users: ChangedUsers,
    /// What was left out without harm.
    pub notes: Notes,
    /// For a snapshot that comes late: users whose past differs from before,
    /// whether or not their rows do.
    pub changed_past: ChangedUsers,
    /// Whether the files listed everyone.
    pub complete: bool,
    /// Whether later snapshots of the userstore were there before it. The
    /// totals are then those of its own time.
    pub late: bool,
    /// What was found of what changes wanted.
    pub settled: Settled,
}

/// Whom a snapshot changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangedUsers {
    /// These, in the order of their keys.
    Some(Vec<UserId>),
    /// So many that it is quicker to read everyone.
    Many,
}

impl ChangedUsers {
    fn of(users: &IdSet) -> Self {
        if users.len() > MOST_NAMED { Self::Many } else { Self::Some(users.iter().map(UserId).collect()) }
    }
}

/// What was left out without harm.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Notes {
    /// Members of groups whom nobody is known for.
    pub members_unresolved: u64,
    /// Pictures that are no PNG, JPEG, GIF or WebP of at most 200 KiB.
    pub avatars_ignored: u64,
}

impl SnapshotWriter<'_> {
    /// Notes a change of a user that no row of its own brought about.
    pub(super) fn note_beside(&mut self, user: i64, field: FieldChange) -> Result<()> {
        self.beside.insert(user);
        self.changed.insert(user);
        self.note_version(user, "changed", vec![field])
    }

    pub(super) fn end(mut self, coverage: &Coverage, totals: &FinishTotals) -> Result<Merged> {
        let conn = self.conn;
        self.keys.restore(conn)?;
        if coverage.users == Extent::Whole {
            self.mark_gone()?;
        }
        self.end_members()?;
        self.end_groups(coverage.groups, coverage.grants)?;
        self.take_untold_grants(coverage.grants)?;
        self.derive_dirty()?;
        // Only what is newest can say what became of what is wanted now.
        let settled = if self.late.is_some() { Settled::default() } else { self.settle(coverage)? };
        for user in self.beside.iter() {
            if self.touched.contains(user) && self.counted.insert(user) {
                self.totals.unchanged -= 1;
                self.totals.changed += 1;
            }
        }
        let late = self.late.take();
        let is_late = late.is_some();
        let mut first_grants = false;
        let mut past = IdSet::default();
        let changed = match late {
            Some(late) => self.fall_into_place(late, coverage, &mut past)?,
            None => {
                first_grants = self.note_grants_known(coverage.grants)?;
                let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
                let (created, gone) = (signed(self.created.len()), signed(self.totals.gone));
                let present = created + self.returned - gone;
                userstore::count(conn, self.userstore.id, present, gone - self.returned)?;
                std::mem::take(&mut self.changed)
            }
        };
        let merged = Merged {
            snapshot: SnapshotId(self.snapshot),
            read: self.totals.created + self.totals.changed + self.totals.unchanged + totals.rejected,
            users: self.totals,
            groups: self.groups.totals(),
            grants: self.grants.totals,
            changed_users: if first_grants { ChangedUsers::Many } else { ChangedUsers::of(&changed) },
            changed_past: ChangedUsers::of(&past),
            notes: self.notes,
            complete: coverage.users == Extent::Whole,
            settled,
            late: is_late,
        };
        self.write_snapshot(&merged, coverage, totals)?;
        Ok(merged)
    }

    /// Ends a late snapshot: everything is put back, and what it brought about
    /// goes where it belongs. Answers of whom today's row differs; `past` gets
    /// whoever is touched at all.
    fn fall_into_place(&self, late: Late, coverage: &Coverage, past: &mut IdSet) -> Result<IdSet> {
        let found = late::Found::read(self.conn, late, self.snapshot, &self.created)?;
        Late::put_back(self.conn)?;
        if !matches!(coverage.grants, Extent::None | Extent::Origin) {
            self.conn.execute(
                "UPDATE userstore SET grants_since = ?2 WHERE id = ?1 AND grants_since > ?2",
                (self.userstore.id.0, self.taken_at),
            )?;
        }
        late::settle(self.conn, self.userstore.id, self.is_local(), (self.taken_at, self.snapshot), found, past)
    }

    /// Users present whom no record spoke of are gone. Never in a local
    /// userstore, where Muster is the authority, and never for files that speak
    /// of nobody, which are more likely broken than right.
    fn mark_gone(&mut self) -> Result<()> {
        if self.is_local() || self.touched.is_empty() || self.userstore.users == 0 {
            return Ok(());
        }
        let sql = "SELECT id FROM user WHERE userstore_id = ?1 AND gone_since IS NULL";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut gone: Vec<i64> = Vec::new();
        let mut rows = statement.query([self.userstore.id.0])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if !self.touched.contains(id) {
                gone.push(id);
            }
        }
        drop(rows);
        let mut mark = self.conn.prepare_cached("UPDATE user SET gone_since = ?2 WHERE id = ?1")?;
        for id in gone {
            mark.execute((id, self.taken_at))?;
            version::add(self.conn, id, self.taken_at, Cause::Snapshot(self.snapshot), "gone", &[])?;
            self.changed.insert(id);
            self.totals.gone += 1;
        }
        Ok(())
    }

    /// Looks what of the changes that wait can be seen now.
    fn settle(&mut self, coverage: &Coverage) -> Result<Settled> {
        let everyone = coverage.users == Extent::Whole;
        let spoke_of = |user| everyone || self.touched.contains(user) || self.beside.contains(user);
        let settled = confirm::settle(self.conn, self.userstore.id, self.snapshot, spoke_of)?;
        for user in &settled.users {
            self.changed.insert(*user);
        }
        Ok(settled)
    }

    /// From the first snapshot on that lists grants, a user of this userstore
    /// who holds none is known to hold none; not so if they are the grants of
    /// one origin, which knows nothing of the others. Answers whether this is the first
    /// and users were there before it.
    fn note_grants_known(&self, grants: Extent) -> Result<bool> {
        if matches!(grants, Extent::None | Extent::Origin)
            || userstore::grants_since(self.conn, self.userstore.id)?.is_some()
        {
            return Ok(false);
        }
        self.conn
            .execute("UPDATE userstore SET grants_since = ?2 WHERE id = ?1", (self.userstore.id.0, self.taken_at))?;
        Ok(self.userstore.users + self.userstore.gone > 0)
    }

    fn write_snapshot(&self, merged: &Merged, coverage: &Coverage, totals: &FinishTotals) -> Result<()> {
        self.conn.execute(
            "UPDATE snapshot SET complete = ?2, because = ?3, files = ?4, users = ?5, read = ?6, created = ?7,
                changed = ?8, unchanged = ?9, gone = ?10, rejected = ?11, credentials_dropped = ?12 WHERE id = ?1",
            rusqlite::params![
                self.snapshot,
                merged.complete,
                coverage.because,
                serde_json::json!(totals.files).to_string(),
                self.touched.len(),
                merged.read,
                merged.users.created,
                merged.users.changed,
                merged.users.unchanged,
                merged.users.gone,
                totals.rejected,
                totals.credentials_dropped,
            ],
        )?;
        Ok(())
    }
}
