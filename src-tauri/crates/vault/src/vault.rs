//! An open vault: its transactions, its keys, and locking it again.

use crate::folder::Folder;
use crate::keys::Keys;
use crate::lock::{Holder, Lock};
use crate::log::{self, Entry, Verification};
use crate::readers::Readers;
use crate::store::{self, CACHE_ASIDE_KIB, CACHE_KIB};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::OperatorRole;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How often two connections are begun until they show the same moment.
const TRIES: usize = 100;

/// Who opened which vault, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The realm's name.
    pub realm: String,
    /// The vault's id: the same in all its copies and backups. Hexadecimal.
    pub vault_id: String,
    /// Who opened it.
    pub operator: String,
    /// Their key in the `operator` table.
    pub operator_id: i64,
    /// What they may do.
    pub role: OperatorRole,
    /// Whether the recovery key opened it, in the first owner's name.
    pub by_recovery_key: bool,
    /// Whether it can only be read.
    pub read_only: bool,
    /// Who holds it for writing, if another program does.
    pub holder: Option<Holder>,
    /// The vault's folder.
    pub path: PathBuf,
}

/// An open vault. Dropping it locks it: keys are wiped, connections closed,
/// and the writer's lock released.
pub struct Vault {
    // Dropped in this order: connections, then keys, then the lock.
    pub(crate) readers: Readers,
    pub(crate) writer: Option<Mutex<Connection>>,
    pub(crate) keys: Keys,
    pub(crate) folder: Folder,
    pub(crate) opened: Opened,
    /// The slot of the operator who opened it, in hexadecimal.
    pub(crate) slot: Option<String>,
    pub(crate) _lock: Option<Lock>,
}

impl Vault {
    /// Who opened which vault, and how.
    #[must_use]
    pub fn opened(&self) -> &Opened {
        &self.opened
    }

    /// Reads in one consistent transaction. At most two run at a time; a long
    /// one belongs in [`Vault::read_alone`].
    ///
    /// # Errors
    /// What the closure answers, or that the store cannot be read.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.readers.lend(&self.folder, &self.keys.store)?.read(work)
    }

    /// As [`Vault::read`], for work that looks up many thousands of rows here
    /// and there: what it read of the store is kept at hand (64 MiB instead of
    /// 8), and given back at its end.
    ///
    /// # Errors
    /// As [`Vault::read`].
    pub fn read_wide<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut loan = self.readers.lend(&self.folder, &self.keys.store)?;
        loan.widen()?;
        loan.read(work)
    }

    /// Reads in one consistent transaction on a connection of its own with a
    /// small cache (8 MiB), for long work in the background.
    ///
    /// # Errors
    /// As [`Vault::read`].
    pub fn read_alone<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let connection = store::connect(&self.folder, &self.keys.store, self.readers.access(), CACHE_KIB)?;
        let tx = connection.unchecked_transaction()?;
        work(&tx)
    }

    /// As [`Vault::read_alone`], with two connections that show the same moment,
    /// so that two threads can read side by side.
    ///
    /// # Errors
    /// As [`Vault::read`]; [`Error::Busy`] if someone else writes all the while.
    pub fn read_aside<T>(&self, work: impl FnOnce(&Connection, &mut Connection) -> Result<T>) -> Result<T> {
        let connect = || store::connect(&self.folder, &self.keys.store, self.readers.access(), CACHE_ASIDE_KIB);
        let (first, mut second) = (connect()?, connect()?);
        for _ in 0..TRIES {
            let tx = first.unchecked_transaction()?;
            second.execute_batch("BEGIN")?;
            // Whoever writes leaves an entry in the log, which only grows.
            if log::count(&tx)? == log::count(&second)? {
                return work(&tx, &mut second);
            }
            second.execute_batch("ROLLBACK")?;
        }
        Err(Error::Busy)
    }

    /// Gives back the memory that pages of the store take, before work that
    /// needs much itself. Pages are read again when they are asked for.
    pub fn shed(&self) {
        self.readers.shed();
        if let Some(writer) = self.writer.as_ref().and_then(|writer| writer.try_lock().ok()) {
            // A connection that cannot is as it was.
            drop(writer.execute_batch("PRAGMA shrink_memory"));
        }
    }

    /// Writes in one transaction together with its log entry. Without an
    /// entry, and on any error, everything is rolled back and nothing changed.
    ///
    /// # Errors
    /// What the closure answers; [`Error::ReadOnly`]; or that the store cannot
    /// be written, for instance because the disk is full.
    pub fn write<T>(
        &self,
        now: DateTime<Utc>,
        work: impl FnOnce(&Transaction<'_>) -> Result<(T, Option<Entry>)>,
    ) -> Result<T> {
        let mut writer = self.writer()?;
        let once = || {
            let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let (answer, entry) = work(&tx)?;
            if let Some(entry) = entry {
                log::append(&tx, &self.keys.log, &self.opened.operator, now, &entry)?;
                tx.commit()?;
            }
            Ok(answer)
        };
        let outcome = once();
        if matches!(outcome, Err(Error::DiskFull)) {
            store::shrink(&writer);
        }
        outcome
    }

    /// Writes in one transaction what is no change of the realm and so has no
    /// log entry: what the window remembers for an operator.
    ///
    /// # Errors
    /// As [`Vault::write`].
    pub fn remember<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut writer = self.writer()?;
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let answer = work(&tx)?;
        tx.commit()?;
        Ok(answer)
    }

    /// Checks the log's chain.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn verify_log(&self) -> Result<Verification> {
        self.read_alone(|conn| log::verify(conn, &self.keys.log))
    }

    /// Locks the vault. Dropping it does the same.
    pub fn close(self) {
        drop(self);
    }

    /// The writer's connection. A transaction that a panic left open was
    /// rolled back when it was dropped, so the connection is good again.
    pub(crate) fn writer(&self) -> Result<MutexGuard<'_, Connection>> {
        let Some(writer) = &self.writer else { return Err(Error::ReadOnly(self.opened.holder.clone())) };
        Ok(writer.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        // Closing the last connection checkpoints too; this one also helps
        // when another program still reads. If it fails, the next opening
        // does it.
        if let Ok(writer) = self.writer() {
            let _ = writer.execute_batch("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("opened", &self.opened).finish_non_exhaustive()
    }
}
