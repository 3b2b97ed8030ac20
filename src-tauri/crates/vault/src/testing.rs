//! What tests inside the crate share.
#![allow(clippy::unwrap_used)]

use crate::{Calibration, NewVault, Vault};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use std::path::PathBuf;
use tempfile::TempDir;

pub(crate) const PASSPHRASE: &str = "correct horse battery staple";

pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap()
}

pub(crate) fn secret(text: &str) -> SecretString {
    text.into()
}

/// A vault that is open for writing.
pub(crate) fn made() -> (TempDir, PathBuf, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("test.muster");
    let new = NewVault {
        realm: "Example".to_owned(),
        operator: "Ada Example".to_owned(),
        passphrase: secret(PASSPHRASE),
        calibration: Calibration::Floor,
    };
    let vault = Vault::create(&path, &new, now()).unwrap().0;
    (dir, path, vault)
}
