//! Creating, opening and keeping a vault.

use muster_model::{OperatorRole, Userstore, UserstoreKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the window needs to know when it starts.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Status {
    /// The open vault, if one is.
    pub vault: Option<VaultInfo>,
    /// Vaults opened before on this machine, newest first; those whose folder
    /// is gone are left out.
    pub recent: Vec<RecentVault>,
    /// The program's version.
    pub version: String,
}

/// A vault that was open before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecentVault {
    /// Its folder's name without `.muster`.
    pub name: String,
    /// Its folder.
    pub path: String,
}

/// The open vault.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VaultInfo {
    /// The realm's name.
    pub name: String,
    /// The vault's folder.
    pub path: String,
    /// Who opened it.
    pub operator: String,
    /// What they may do.
    pub role: OperatorRole,
    /// Whether another program holds it for writing; this one only reads.
    pub read_only: bool,
    /// Whether it is the demo realm, whose users are invented.
    pub demo: bool,
    /// Its userstores.
    pub userstores: Vec<Userstore>,
}

/// A vault to create.
#[derive(Clone, Deserialize, TS)]
pub struct CreateVault {
    /// The folder to create; `.muster` is added where it is missing.
    pub path: String,
    /// The first operator, who becomes the owner.
    pub operator: String,
    /// Their passphrase, at least 12 characters.
    pub passphrase: String,
}

/// A vault that was created and is open.
#[derive(Serialize, TS)]
pub struct CreatedVault {
    /// The vault.
    pub vault: VaultInfo,
    /// The recovery key: shown once, never stored.
    pub recovery_key: String,
}

/// A vault to open.
#[derive(Clone, Deserialize, TS)]
pub struct OpenVault {
    /// Its folder.
    pub path: String,
    /// A passphrase, or the recovery key.
    pub passphrase: String,
}

/// A new passphrase for the operator who is signed in.
#[derive(Clone, Deserialize, TS)]
pub struct ChangePassphrase {
    /// The present one, or the recovery key.
    pub current: String,
    /// The new one, at least 12 characters.
    pub new: String,
}

/// A userstore to add.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AddUserstore {
    /// Its domain.
    pub domain: String,
    /// What it reflects.
    pub kind: UserstoreKind,
}

/// What a check of the vault found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CheckReport {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// Each thing that is wrong, in a sentence.
    pub problems: Vec<String>,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WrittenFile {
    /// Where it is.
    pub path: String,
    /// Rows in it, or 0 where it has none.
    #[ts(type = "number")]
    pub rows: u64,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// What its format has no word for and left out, field by field, with for
    /// how many rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "Record<string, number>")]
    pub left_out: Option<std::collections::BTreeMap<String, u64>>,
}
