//! What the tests of the vault share.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use chrono::{DateTime, Utc};
use muster_vault::{Calibration, Mode, NewVault, RecoveryKey, Result, Vault};
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const PASSPHRASE: &str = "correct horse battery staple";

pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap()
}

pub fn secret(text: &str) -> SecretString {
    text.into()
}

/// A folder that is removed afterwards, with a vault in it.
pub struct Made {
    pub dir: TempDir,
    pub path: PathBuf,
    pub recovery: RecoveryKey,
}

pub fn new_vault() -> NewVault {
    NewVault {
        realm: "Example realm".to_owned(),
        operator: "Ada Example".to_owned(),
        passphrase: secret(PASSPHRASE),
        calibration: Calibration::Floor,
    }
}

/// A vault that is closed again.
pub fn made() -> Made {
    let (made, vault) = made_open();
    vault.close();
    made
}

/// A vault that is open for writing.
pub fn made_open() -> (Made, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("test.muster");
    let (vault, recovery) = Vault::create(&path, &new_vault(), now()).unwrap();
    (Made { dir, path, recovery }, vault)
}

pub fn open(path: &Path, mode: Mode) -> Result<Vault> {
    Vault::open(path, &secret(PASSPHRASE), mode, now())
}

/// Every file below a folder.
pub fn files(path: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() { found.extend(files(&entry)) } else { found.push(entry) }
    }
    found
}

/// Files below a folder that contain `needle`.
pub fn containing(path: &Path, needle: &str) -> Vec<PathBuf> {
    let has = |file: &PathBuf| {
        let bytes = std::fs::read(file).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    };
    files(path).into_iter().filter(has).collect()
}
