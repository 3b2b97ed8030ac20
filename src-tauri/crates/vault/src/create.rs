//! Making a vault: built beside its place, renamed into it when whole.

use crate::folder::{Folder, Unfinished, beside, parent, sync_folder};
use crate::header::{FORMAT, Header};
use crate::hexed::Hexed;
use crate::kdf::{Calibration, Kdf};
use crate::keys::{Keys, VaultKey};
use crate::log::{self, Entry};
use crate::recovery::RecoveryKey;
use crate::slot::{Bound, Slot, SlotKind};
use crate::store::{self, Access, CACHE_WIDE_KIB};
use crate::vault::Vault;
use crate::{Error, Result, migrations, open, operator, passphrase, setting};
use chrono::{DateTime, Utc};
use muster_model::fold::fold_case;
use muster_model::userstore::PRIMARY;
use muster_model::{OperatorRole, UserstoreKind};
use rusqlite::{TransactionBehavior, params};
use secrecy::SecretString;
use std::fs;
use std::path::Path;

/// A vault to make.
pub struct NewVault {
    /// The realm's name.
    pub realm: String,
    /// The first operator, who becomes the owner.
    pub operator: String,
    /// Their passphrase: at least [`crate::MIN_PASSPHRASE`] characters.
    pub passphrase: SecretString,
    /// How to choose the cost of key derivation.
    pub calibration: Calibration,
}

impl Vault {
    /// Makes a vault and opens it for writing. The recovery key is stored
    /// nowhere: show it once.
    ///
    /// # Errors
    /// [`Error::Exists`] if there is something at `path` other than an empty
    /// folder; [`Error::Invalid`] for a short passphrase or an empty name; or
    /// what the disk says. Then there is no vault at `path`.
    pub fn create(path: &Path, new: &NewVault, now: DateTime<Utc>) -> Result<(Self, RecoveryKey)> {
        let realm = operator::check_name("realm", &new.realm)?;
        let name = operator::check_name("operator", &new.operator)?;
        let passphrase = passphrase::accept(&new.passphrase)?;
        check_place(path)?;

        let key = VaultKey::random()?;
        let keys = key.keys();
        let recovery = RecoveryKey::random()?;
        let bound = Bound { vault: Hexed::random()?, format: FORMAT };
        let kdf = Kdf::new(new.calibration.cost()?)?;
        let own = Slot::wrap(bound, SlotKind::Passphrase, kdf, passphrase.as_bytes(), &key)?;
        // 256 random bits need no more than the floor.
        let kdf = Kdf::new(Calibration::Floor.cost()?)?;
        let spare = Slot::wrap(bound, SlotKind::Recovery, kdf, &recovery.0[..], &key)?;
        let slot = own.id;
        let header = Header::new(bound.vault, vec![own, spare], &keys.slots);

        let building = Unfinished(beside(path)?);
        let folder = Folder::new(&building.0);
        folder.make()?;
        let ground = Ground { realm: &realm, operator: &name, slot: &slot.text(), header: &header };
        fill(&folder, &keys, &ground, now)?;
        folder.write_header(&header)?;
        sync_folder(folder.path())?;
        put(building, path)?;
        Ok((open::fresh(path, keys, &slot.text(), &header)?, recovery))
    }
}

/// Gives a folder that is whole its name.
pub(crate) fn put(building: Unfinished, path: &Path) -> Result<()> {
    // Windows does not rename over a folder, not even an empty one.
    if path.is_dir() {
        fs::remove_dir(path).map_err(|e| Error::io(path, e))?;
    }
    building.finish(path)
}

/// There must be nothing but an empty folder, in a folder that exists.
pub(crate) fn check_place(path: &Path) -> Result<()> {
    if !parent(path).is_dir() {
        return Err(Error::Invalid(format!(
            "there is no folder {} to make a vault in: make it first",
            parent(path).display()
        )));
    }
    let empty = path.is_dir() && fs::read_dir(path).map_err(|e| Error::io(path, e))?.next().is_none();
    // Also a dangling link is something that must not be replaced.
    if path.symlink_metadata().is_ok() && !empty {
        return Err(Error::Exists(path.to_owned()));
    }
    Ok(())
}

struct Ground<'a> {
    realm: &'a str,
    operator: &'a str,
    slot: &'a str,
    header: &'a Header,
}

/// Makes the store: schema, what every vault is born with, and the first
/// entry of its log, in one transaction.
fn fill(folder: &Folder, keys: &Keys, ground: &Ground<'_>, now: DateTime<Utc>) -> Result<()> {
    drop(crate::folder::create_private(&folder.store())?);
    let mut conn = store::connect(folder, &keys.store, Access::Create, CACHE_WIDE_KIB)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (migration, number) in migrations::ALL.iter().zip(1..) {
        migrations::step(&tx, migration, number, now)?;
    }
    setting::set(&tx, setting::REALM, ground.realm)?;
    setting::set(&tx, setting::VAULT, &ground.header.vault.text())?;
    setting::set(&tx, setting::SLOTS, &ground.header.mac.text())?;
    operator::insert(&tx, ground.operator, OperatorRole::Owner, ground.slot, now)?;
    tx.execute(
        "INSERT INTO userstore (domain, domain_key, kind, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![PRIMARY, fold_case(PRIMARY), UserstoreKind::Local.number(), now.timestamp()],
    )?;
    let entry = Entry::new("vault.create").target(ground.realm).details(serde_json::json!({ "format": FORMAT }));
    log::append(&tx, &keys.log, ground.operator, now, &entry)?;
    tx.commit()?;
    // Closing the only connection writes everything into store.db itself.
    conn.close().map_err(|(_, error)| error)?;
    fs::OpenOptions::new()
        .write(true)
        .open(folder.store())
        .and_then(|file| file.sync_all())
        .map_err(|e| Error::io(&folder.store(), e))
}
