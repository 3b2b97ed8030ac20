//! One open vault, and who opened it. Every use case is a method of
//! [`Session`]; the others are in the modules of their topics.

use crate::api::vault::{AddUserstore, CheckReport, VaultInfo, WrittenFile};
use crate::changes::Staging;
use crate::directory::Directory;
use crate::job::Job;
use crate::snapshots::Compared;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{UserId, Userstore};
use muster_vault::log::Entry;
use muster_vault::merge::{ChangedUsers, Merged};
use muster_vault::tables::userstore;
pub use muster_vault::{Calibration, NewVault};
use muster_vault::{Mode, Vault, setting};
use secrecy::{ExposeSecret, SecretString};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The setting that marks a vault whose users are invented.
pub(crate) const DEMO: &str = "demo";

/// What a vault is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Changing it.
    Write,
    /// Looking at it, whoever else writes.
    Read,
    /// Changing it if nobody else does.
    WriteElseRead,
}

/// One open vault.
pub struct Session {
    vault: Vault,
    pub(crate) directory: Directory,
    pub(crate) staging: Staging,
    pub(crate) compared: Compared,
    /// Held by whatever changes users or loads them, so that what is in
    /// memory never misses a change.
    order: Mutex<()>,
}

/// The folder of a vault as it was named: `.muster` may be left out.
///
/// # Errors
/// [`Code::NotFound`] if there is neither.
pub fn find_folder(path: &Path) -> Result<PathBuf> {
    if path.exists() {
        return Ok(path.to_owned());
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".muster");
    let suffixed = PathBuf::from(name);
    if suffixed.exists() {
        return Ok(suffixed);
    }
    let message =
        format!("There is no vault at {}. Check the path, or create one with: muster init PATH", path.display());
    Err(Error::new(Code::NotFound, message))
}

/// The name of the realm a folder is made for: its own, without `.muster`.
#[must_use]
pub fn realm_of(path: &Path) -> String {
    path.file_stem().map_or_else(|| "Realm".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// How dear key derivation is made. A debug build that is told so takes the
/// floor, because a test makes many vaults.
#[must_use]
pub fn calibration() -> Calibration {
    #[cfg(debug_assertions)]
    if std::env::var_os("MUSTER_TEST_KDF").is_some_and(|v| v == "floor") {
        return Calibration::Floor;
    }
    Calibration::Measure
}

/// An error about a vault or a backup, with its name where the error has none.
fn at(path: &Path, error: muster_vault::Error) -> Error {
    let error = Error::from(error);
    let named = path.to_string_lossy();
    let about_a_place = matches!(error.code, Code::Damaged | Code::Disk | Code::TooNew | Code::InUse);
    if !about_a_place || error.message.contains(named.as_ref()) {
        return error;
    }
    Error { message: format!("{named}: {}", error.message), ..error }
}

impl Session {
    /// Creates a vault and opens it. The recovery key is shown once.
    ///
    /// # Errors
    /// If the folder exists, cannot be written, or the passphrase is too short.
    pub fn create(path: &Path, new: &NewVault, now: DateTime<Utc>) -> Result<(Self, String)> {
        let (vault, recovery) = Vault::create(path, new, now).map_err(|e| at(path, e))?;
        Ok((Self::of(vault), recovery.text().expose_secret().to_owned()))
    }

    /// Opens a vault with a passphrase or the recovery key. Where `operator`
    /// is named, it must be theirs.
    ///
    /// # Errors
    /// If it is not there, damaged, in use, or the passphrase is wrong.
    pub fn open(
        path: &Path,
        secret: &SecretString,
        operator: Option<&str>,
        access: Access,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let mode = match access {
            Access::Write => Mode::Write,
            Access::Read => Mode::Read,
            Access::WriteElseRead => Mode::WriteElseRead,
        };
        let vault = Vault::open(path, secret, mode, now).map_err(|e| at(path, e))?;
        let opened = vault.opened();
        if let Some(name) = operator
            && !opened.by_recovery_key
            && muster_model::fold::fold_case(name) != muster_model::fold::fold_case(&opened.operator)
        {
            let message = format!("The passphrase is not that of {name}. Check the name, or leave --operator out.");
            return Err(Error::new(Code::WrongPassphrase, message));
        }
        Ok(Self::of(vault))
    }

    fn of(vault: Vault) -> Self {
        Self {
            vault,
            directory: Directory::default(),
            staging: Staging::default(),
            compared: Compared::default(),
            order: Mutex::new(()),
        }
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The name of the operator who opened it.
    #[must_use]
    pub fn operator(&self) -> &str {
        &self.vault.opened().operator
    }

    /// # Errors
    /// [`Code::NotPermitted`] if this operator or this opening may not change users.
    pub(crate) fn may_change(&self) -> Result<()> {
        let opened = self.vault.opened();
        if !opened.role.may_change() {
            let message = format!("{} may read and report, not change. Ask an owner or admin.", opened.operator);
            return Err(Error::new(Code::NotPermitted, message));
        }
        if opened.read_only {
            return Err(muster_vault::Error::ReadOnly(opened.holder.clone()).into());
        }
        Ok(())
    }

    /// Runs what changes users, one at a time, so that the users in memory
    /// follow the vault in the same order.
    pub(crate) fn changing<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let _order = self.order.lock().unwrap_or_else(PoisonError::into_inner);
        work()
    }

    /// Reads every user into memory, if they are not there already. Until
    /// then only the first page is quick.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn load(&self) -> Result<()> {
        if self.directory.is_loaded() {
            return Ok(());
        }
        // Several may have waited for the one that loads.
        self.changing(|| self.load_in_turn())
    }

    /// The same within [`Session::changing`], whose turn it is already.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub(crate) fn load_in_turn(&self) -> Result<()> {
        if self.directory.is_loaded() { Ok(()) } else { self.directory.load(&self.vault) }
    }

    /// Follows a committed import in memory, what it says of the past included.
    pub(crate) fn imported(&self, merged: &Merged, job: &Job) -> Result<()> {
        self.past_changed(&merged.changed_past);
        self.directory_changed(&merged.changed_users, job)
    }

    /// Follows changed users in memory.
    pub(crate) fn directory_changed(&self, changed: &ChangedUsers, job: &Job) -> Result<()> {
        if !self.directory.is_loaded() {
            return Ok(());
        }
        // The import may have added the userstore, and seats with it.
        self.directory.refresh(&self.vault)?;
        match changed {
            ChangedUsers::Some(ids) => ids.iter().try_for_each(|id| self.directory.follow(&self.vault, *id)),
            ChangedUsers::Many => {
                job.progress("indexing", 0, 0, 0);
                self.directory.load(&self.vault)
            }
        }
    }

    /// Takes note that the past of users changed, though they themselves may not have.
    pub(crate) fn past_changed(&self, changed: &ChangedUsers) {
        match changed {
            ChangedUsers::Some(ids) => self.directory.past.changed(ids),
            ChangedUsers::Many => self.directory.past.everyone_changed(),
        }
    }

    /// Follows a committed change of one user in memory.
    pub(crate) fn directory_user(&self, id: UserId) -> Result<()> {
        if self.directory.is_loaded() { self.directory.follow(&self.vault, id) } else { Ok(()) }
    }

    /// Forgets the users in memory; keys go when the session is dropped.
    pub fn wipe(&self) {
        self.staging.clear();
        self.compared.clear();
        self.directory.wipe();
    }

    /// What vault this is, who opened it, and its userstores.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn info(&self) -> Result<VaultInfo> {
        let opened = self.vault.opened();
        let (userstores, demo) =
            self.vault.read(|conn| Ok((userstore::list(conn)?, setting::get(conn, DEMO)?.is_some())))?;
        Ok(VaultInfo {
            name: opened.realm.clone(),
            path: opened.path.to_string_lossy().into_owned(),
            operator: opened.operator.clone(),
            role: opened.role,
            read_only: opened.read_only,
            demo,
            userstores,
        })
    }

    /// The userstores.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn userstores(&self) -> Result<Vec<Userstore>> {
        Ok(self.vault.read(userstore::list)?)
    }

    /// Adds a userstore.
    ///
    /// # Errors
    /// [`Code::Exists`], or [`Code::Invalid`] for a name that cannot be a domain.
    pub fn userstore_add(&self, request: &AddUserstore, now: DateTime<Utc>) -> Result<Userstore> {
        self.may_change()?;
        self.changing(|| {
            let added = self.vault.write(now, |tx| {
                let added = userstore::add(tx, request.domain.trim(), request.kind, now)?;
                let details = serde_json::json!({ "kind": added.kind });
                let entry = Entry::new("userstore.add").target(&added.domain).details(details);
                Ok((added, Some(entry)))
            })?;
            self.directory.refresh(&self.vault)?;
            Ok(added)
        })
    }

    /// Changes the passphrase of the operator who opened the vault.
    ///
    /// # Errors
    /// [`Code::WrongPassphrase`] if the present one is wrong, [`Code::Invalid`]
    /// if the new one is too short.
    pub fn change_passphrase(
        &self,
        current: &SecretString,
        new: &SecretString,
        calibration: Calibration,
        now: DateTime<Utc>,
    ) -> Result<()> {
        Ok(self.vault.change_passphrase(current, new, calibration, now)?)
    }

    /// Reads every page of the vault and says what is wrong.
    ///
    /// # Errors
    /// If the check itself cannot be made.
    pub fn check(&self) -> Result<CheckReport> {
        let problems = self.vault.check();
        Ok(CheckReport { ok: problems.is_empty(), problems })
    }

    /// Writes one encrypted file that holds the whole vault.
    ///
    /// # Errors
    /// [`Code::Exists`] if the file is there, or what the disk says.
    pub fn backup(&self, path: &Path, now: DateTime<Utc>) -> Result<WrittenFile> {
        let written = self.vault.backup(path, now)?;
        let path = path.to_string_lossy().into_owned();
        Ok(WrittenFile { path, rows: 0, bytes: written.bytes, sha256: written.sha256, left_out: None })
    }

    /// Makes a vault from a backup.
    ///
    /// # Errors
    /// If the backup is damaged, or there is something at `path`.
    pub fn restore(file: &Path, path: &Path) -> Result<()> {
        muster_vault::restore(file, path).map_err(|e| at(file, e))
    }
}
