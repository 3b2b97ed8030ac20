//! Opening a vault.

use crate::folder::Folder;
use crate::header::Header;
use crate::keys::Keys;
use crate::lock::{Holder, Lock, Taken, holder};
use crate::log::{self, Entry};
use crate::migrations::{self, Migration};
use crate::operator::{self, Operator};
use crate::passphrase::Typed;
use crate::readers::Readers;
use crate::slot::SlotKind;
use crate::store::{self, Access, CACHE_KIB, CACHE_WIDE_KIB};
use crate::vault::{Opened, Vault};
use crate::{Error, Result, backup, setting, slots};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, TransactionBehavior};
use secrecy::SecretString;
use std::path::Path;
use std::sync::Mutex;

/// What a vault is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Writing; an error if another program writes or the disk does not allow
    /// it. Recorded in the log.
    Write,
    /// Reading, whoever else writes.
    Read,
    /// Writing where that is possible, else reading.
    WriteElseRead,
}

impl Vault {
    /// Opens a vault with a passphrase or the recovery key.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::WrongPassphrase`],
    /// [`Error::RecoveryKeyMistyped`], [`Error::OperatorDisabled`],
    /// [`Error::InUse`], [`Error::TooNew`], [`Error::Damaged`] with what to do
    /// about it, or what the disk says.
    pub fn open(path: &Path, passphrase: &SecretString, mode: Mode, now: DateTime<Utc>) -> Result<Self> {
        open_with(path, passphrase, mode, now, migrations::ALL)
    }
}

pub(crate) fn open_with(
    path: &Path,
    passphrase: &SecretString,
    mode: Mode,
    now: DateTime<Utc>,
    migrations: &[Migration],
) -> Result<Vault> {
    let folder = Folder::new(path);
    // Before the lock, which would make a file in any folder; and so that
    // damage is found before half a second is spent.
    folder.read_header()?;
    let (lock, other) = take_lock(&folder, mode)?;
    // Again, now that no one else can change it.
    let header = folder.read_header()?;
    let (key, slot) = header.unlock(&Typed::new(passphrase))?;
    let (slot, kind) = (slot.id.text(), slot.kind);
    let door = Door { folder, slot, kind, header, migrations, now };
    let Some(lock) = lock else { return door.for_reading(key.keys(), other) };
    match door.for_writing(key.keys(), lock) {
        // A full disk must not keep anyone from reading.
        Err(Error::DiskFull | Error::DiskReadOnly) if mode == Mode::WriteElseRead => door.for_reading(key.keys(), None),
        opened => opened,
    }
}

/// A vault that was just made is opened with its keys.
pub(crate) fn fresh(path: &Path, keys: Keys, slot: &str, header: &Header) -> Result<Vault> {
    let folder = Folder::new(path);
    let Taken::Lock(lock) = Lock::take(&folder)? else { return Err(Error::InUse(holder(&folder))) };
    let conn = store::connect(&folder, &keys.store, Access::Write, CACHE_WIDE_KIB)?;
    let found = whoami(&conn, slot, SlotKind::Passphrase, header)?;
    Ok(assemble(folder, keys, found, Some((conn, lock)), Readers::new(Access::Read, None), None))
}

fn take_lock(folder: &Folder, mode: Mode) -> Result<(Option<Lock>, Option<Holder>)> {
    if mode == Mode::Read {
        return Ok((None, None));
    }
    match Lock::take(folder)? {
        Taken::Lock(lock) => Ok((Some(lock), None)),
        Taken::Held(holder) if mode == Mode::Write => Err(Error::InUse(holder)),
        Taken::Unwritable if mode == Mode::Write => Err(Error::DiskReadOnly),
        Taken::Held(holder) => Ok((None, holder)),
        Taken::Unwritable => Ok((None, None)),
    }
}

/// What both ways in need.
struct Door<'a> {
    folder: Folder,
    header: Header,
    slot: String,
    kind: SlotKind,
    migrations: &'a [Migration],
    now: DateTime<Utc>,
}

impl Door<'_> {
    fn for_reading(&self, keys: Keys, holder: Option<Holder>) -> Result<Vault> {
        let (conn, access) = store::connect_reader(&self.folder, &keys.store, CACHE_KIB)?;
        if migrations::version(&conn, self.migrations)? < self.migrations.len() {
            return Err(Error::TooOld);
        }
        let found = whoami(&conn, &self.slot, self.kind, &self.header)?;
        let readers = Readers::new(access, Some(conn));
        Ok(assemble(self.folder.clone(), keys, found, None, readers, holder))
    }

    fn for_writing(&self, keys: Keys, lock: Lock) -> Result<Vault> {
        let mut conn = store::connect(&self.folder, &keys.store, Access::Write, CACHE_WIDE_KIB)?;
        let version = migrations::version(&conn, self.migrations)?;
        let found = whoami(&conn, &self.slot, self.kind, &self.header)?;
        if version < self.migrations.len() {
            let copy = self.folder.backups().join(format!(
                "before-version-{}-{}.muster-backup",
                self.migrations.len(),
                self.now.format("%Y%m%dT%H%M%SZ")
            ));
            crate::folder::make_private(&self.folder.backups())?;
            backup::pack(&self.folder, &keys.store, Access::Write, &copy)?;
            migrations::apply(&mut conn, self.migrations, version, &found.operator.name, &keys.log, self.now)?;
        }
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        slots::settle(&tx, &keys.log, &self.header, &found.operator.name, self.now)?;
        let with = if found.by_recovery_key { "recovery key" } else { "passphrase" };
        let entry = Entry::new("vault.open").details(serde_json::json!({ "with": with }));
        log::append(&tx, &keys.log, &found.operator.name, self.now, &entry)?;
        tx.commit()?;
        let readers = Readers::new(Access::Read, None);
        Ok(assemble(self.folder.clone(), keys, found, Some((conn, lock)), readers, None))
    }
}

/// What the store says about who opened it.
struct Found {
    operator: Operator,
    by_recovery_key: bool,
    realm: String,
    vault_id: String,
}

fn whoami(conn: &Connection, slot: &str, kind: SlotKind, header: &Header) -> Result<Found> {
    let vault_id = setting::get(conn, setting::VAULT)?.unwrap_or_default();
    if vault_id != header.vault.text() {
        return Err(Error::damaged("store.db and vault.json belong to different vaults"));
    }
    let operator = match kind {
        SlotKind::Passphrase => operator::of_slot(conn, slot)?,
        SlotKind::Recovery => operator::first_owner(conn)?,
    };
    let operator = operator.ok_or_else(|| Error::damaged("the vault's store does not know whose key slot this is"))?;
    if !operator.enabled {
        return Err(Error::OperatorDisabled);
    }
    let realm = setting::get(conn, setting::REALM)?.unwrap_or_default();
    Ok(Found { operator, by_recovery_key: kind == SlotKind::Recovery, realm, vault_id })
}

fn assemble(
    folder: Folder,
    keys: Keys,
    found: Found,
    writing: Option<(Connection, Lock)>,
    readers: Readers,
    holder: Option<Holder>,
) -> Vault {
    let opened = Opened {
        realm: found.realm,
        vault_id: found.vault_id,
        operator: found.operator.name,
        operator_id: found.operator.id,
        role: found.operator.role,
        by_recovery_key: found.by_recovery_key,
        read_only: writing.is_none(),
        holder,
        path: folder.path().to_owned(),
    };
    let (writer, lock) = writing.map(|(conn, lock)| (Mutex::new(conn), lock)).unzip();
    Vault { readers, writer, keys, folder, opened, slot: found.operator.slot, _lock: lock }
}
