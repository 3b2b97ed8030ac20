//! One snapshot of one userstore, record by record.

use super::grants::Grants;
use super::groups::Groups;
use super::heard::Heard;
use super::idset::IdSet;
use super::keys::Keys;
use super::late::Late;
use super::roles::Roles;
use super::{finish, groups};
use crate::Result;
use crate::tables::{snapshot, userstore};
use chrono::{DateTime, Utc};
use muster_model::import::{Outcome, Totals};
use muster_model::record::{Coverage, GroupRecord, UserRecord};
use muster_model::{Authority, Role, Userstore, UserstoreId};
use rusqlite::{Connection, Transaction};

/// What is known before the first record.
#[derive(Debug, Clone, Copy)]
pub struct Begin<'a> {
    /// The userstore the files speak of.
    pub userstore: UserstoreId,
    /// When the source was read.
    pub taken_at: DateTime<Utc>,
    /// When it is imported.
    pub now: DateTime<Utc>,
    /// Who imports it.
    pub operator: &'a str,
    /// The dialect, or several joined by `+`.
    pub format: &'a str,
}

/// Why a record was not taken. Nothing of it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The field at fault.
    pub column: &'static str,
    /// What is wrong and what to do.
    pub reason: String,
}

/// What became of a record, or why it was not taken.
pub type Taken = std::result::Result<Outcome, Refused>;

/// Merges one snapshot. Whoever drops the writer or rolls the transaction back
/// has changed nothing; so ends a dry run, and so does a cancelled import.
pub struct SnapshotWriter<'tx> {
    pub(super) conn: &'tx Connection,
    pub(super) userstore: Userstore,
    pub(super) snapshot: i64,
    /// Seconds since 1970.
    pub(super) taken_at: i64,
    pub(super) keys: Keys,
    pub(super) roles: Roles,
    pub(super) grants: Grants,
    pub(super) groups: Groups,
    pub(super) heard: Heard,
    pub(super) totals: Totals,
    pub(super) returned: i64,
    /// Users a record spoke of.
    pub(super) touched: IdSet,
    /// Users this snapshot made.
    pub(super) created: IdSet,
    /// Users of whom a row was counted as changed.
    pub(super) counted: IdSet,
    /// Users of whom anything differs.
    pub(super) changed: IdSet,
    /// Users that changed by something else than a row of their own.
    pub(super) beside: IdSet,
    /// For a snapshot that comes late: where the userstore was taken back from.
    pub(super) late: Option<Late>,
    /// Users with a version of this snapshot.
    pub(super) versioned: IdSet,
    /// Users whose grants differ, so that what follows from them may.
    pub(super) dirty: IdSet,
    /// Users whose groups differ: dirty if any group holds a role.
    pub(super) moved: IdSet,
    pub(super) notes: finish::Notes,
}

impl<'tx> SnapshotWriter<'tx> {
    /// Begins a snapshot. If later ones of the userstore are in the vault, it
    /// comes late and falls into place: until [`Self::finish`] the transaction
    /// shows the userstore as it was then.
    ///
    /// # Errors
    /// [`Error::NoSuch`](crate::Error::NoSuch) for an unknown userstore, or if
    /// the database fails.
    pub fn begin(tx: &'tx Transaction<'_>, begin: Begin<'_>) -> Result<Self> {
        let conn: &'tx Connection = tx;
        // All statements of an import stay prepared.
        conn.set_prepared_statement_cache_capacity(128);
        let mut store = userstore::by_id(conn, begin.userstore)?;
        let taken_at = begin.taken_at.timestamp();
        let is_late = snapshot::last_taken(conn, begin.userstore)?.is_some_and(|last| last > taken_at);
        conn.execute(
            "INSERT INTO snapshot (userstore_id, taken_at, imported_at, operator, format, complete, files, users, read,
                created, changed, unchanged, gone, rejected, credentials_dropped, late)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, '[]', 0, 0, 0, 0, 0, 0, 0, 0, ?6)",
            (begin.userstore.0, taken_at, begin.now.timestamp(), begin.operator, begin.format, is_late),
        )?;
        let snapshot = conn.last_insert_rowid();
        let late = if is_late { Some(Late::begin(conn, begin.userstore, taken_at)?) } else { None };
        if late.is_some() {
            // Only whether anyone was there matters.
            let sql = "SELECT EXISTS (SELECT 1 FROM user WHERE userstore_id = ?1 AND gone_since IS NULL)";
            store.users = conn.query_row(sql, [begin.userstore.0], |row| row.get(0))?;
        }
        let before = conn.query_row("SELECT coalesce(sum(users + gone), 0) FROM userstore", [], |row| row.get(0))?;
        Ok(Self {
            conn,
            snapshot,
            taken_at,
            keys: Keys::new(begin.userstore.0, before),
            roles: Roles::load(conn, begin.userstore)?,
            grants: Grants::new(begin.userstore),
            groups: Groups::new(begin.userstore),
            heard: Heard::default(),
            totals: Totals::default(),
            returned: 0,
            touched: IdSet::default(),
            created: IdSet::default(),
            counted: IdSet::default(),
            changed: IdSet::default(),
            beside: IdSet::default(),
            late,
            versioned: IdSet::default(),
            dirty: IdSet::default(),
            moved: IdSet::default(),
            notes: finish::Notes::default(),
            userstore: store,
        })
    }

    /// Merges what the dialect `origin` says about a user. The outcome is what
    /// the record itself brought; grants and groups that it no longer lists are
    /// settled by [`Self::finish`], whose totals count them.
    ///
    /// # Errors
    /// The inner error says why the record was not taken; the outer one that
    /// the database failed and the transaction must be rolled back.
    pub fn user(&mut self, origin: &str, record: &UserRecord) -> Result<Taken> {
        self.merge_user(origin, record)
    }

    /// Merges what a dialect says about a group. Members who are not known yet
    /// are looked for again at the end.
    ///
    /// # Errors
    /// As [`Self::user`].
    pub fn group(&mut self, record: &GroupRecord) -> Result<Taken> {
        if record.name.path.trim().is_empty() && record.name.id.is_none() {
            return Ok(Err(Refused { column: "name", reason: groups::NAMELESS.to_owned() }));
        }
        self.merge_group(record).map(Ok)
    }

    /// Merges a role that exists, whether or not anyone holds it.
    ///
    /// # Errors
    /// As [`Self::user`].
    pub fn role(&mut self, role: &Role) -> Result<Taken> {
        if role.name.trim().is_empty() {
            let reason = "a role without a name: give it one, or leave it out".to_owned();
            return Ok(Err(Refused { column: "name", reason }));
        }
        self.roles.define(self.conn, role).map(Ok)
    }

    /// Ends the snapshot: finds out who and what is gone, and what follows from
    /// the grants. The caller commits.
    ///
    /// # Errors
    /// If the database fails.
    pub fn finish(self, coverage: &Coverage, totals: &finish::FinishTotals) -> Result<finish::Merged> {
        self.end(coverage, totals)
    }

    /// Whether Muster itself is the authority, so that no file can say that
    /// someone is gone.
    pub(super) fn is_local(&self) -> bool {
        self.userstore.authority == Authority::Local
    }
}
