#![allow(clippy::unwrap_used)]

use super::*;
use crate::Mode;
use crate::testing::{PASSPHRASE, made, now, secret};
use std::fs;

const NEW: &str = "another passphrase";

fn actions(vault: &Vault) -> Vec<(String, Option<String>)> {
    let rows = vault.read(|conn| log::page(conn, None, 3, "")).unwrap();
    rows.into_iter().map(|row| (row.action, row.target)).collect()
}

fn reopened(path: &std::path::Path, passphrase: &str) -> Vault {
    let vault = Vault::open(path, &secret(passphrase), Mode::Write, now()).unwrap();
    assert_eq!(vault.check(), Vec::<String>::new());
    assert!(vault.verify_log().unwrap().ok());
    vault
}

/// The header with the operator's slot under `NEW`, not yet written.
fn next(vault: &Vault) -> Header {
    let mut header = vault.folder.read_header().unwrap();
    let (key, slot) = header.unlock(&Typed::new(&secret(PASSPHRASE))).unwrap();
    let kdf = Kdf::new(Calibration::Floor.cost().unwrap()).unwrap();
    let slot = slot.rewrap(header.bound(), kdf, NEW.as_bytes(), &key).unwrap();
    header.slots[0] = slot;
    header.seal(&vault.keys.slots);
    header
}

fn note(vault: &Vault, header: &Header) {
    setting::set(&vault.writer().unwrap(), setting::SLOTS_NEXT, &format!("{} Ada Example", header.mac.text())).unwrap();
}

#[test]
fn a_crash_before_the_file_was_replaced_leaves_the_old_passphrase() {
    let (_dir, path, vault) = made();
    note(&vault, &next(&vault));
    drop(vault);
    let vault = reopened(&path, PASSPHRASE);
    assert_eq!(actions(&vault)[0].0, "vault.open");
    assert_eq!(actions(&vault)[1].0, "vault.create");
    assert_eq!(vault.read(|c| setting::get(c, setting::SLOTS_NEXT)).unwrap(), None);
}

#[test]
fn a_crash_after_the_file_was_replaced_is_logged_at_the_next_opening() {
    let (_dir, path, vault) = made();
    let header = next(&vault);
    note(&vault, &header);
    vault.folder.write_header(&header).unwrap();
    assert_eq!(vault.check(), Vec::<String>::new(), "a change under way is no problem");
    drop(vault);
    assert!(matches!(Vault::open(&path, &secret(PASSPHRASE), Mode::Read, now()), Err(Error::WrongPassphrase)));
    let vault = reopened(&path, NEW);
    assert_eq!(actions(&vault)[1], (CHANGED.to_owned(), Some("Ada Example".to_owned())));
    drop(vault);
    let vault = reopened(&path, NEW);
    assert_eq!(actions(&vault)[1].0, "vault.open", "logged twice");
}

#[test]
fn an_older_slot_table_that_was_put_back_is_recorded() {
    let (_dir, path, vault) = made();
    let old = fs::read(path.join("vault.json")).unwrap();
    vault.change_passphrase(&secret(PASSPHRASE), &secret(NEW), Calibration::Floor, now()).unwrap();
    fs::write(path.join("vault.json"), old).unwrap();
    assert_eq!(vault.check().len(), 1, "{:?}", vault.check());
    drop(vault);
    let vault = reopened(&path, PASSPHRASE);
    assert_eq!(actions(&vault)[1].0, "vault.slots_replaced");
}

#[test]
fn another_operators_passphrase_does_not_change_mine() {
    let (_dir, _path, vault) = made();
    let mut header = vault.folder.read_header().unwrap();
    let (key, _) = header.unlock(&Typed::new(&secret(PASSPHRASE))).unwrap();
    let kdf = Kdf::new(Calibration::Floor.cost().unwrap()).unwrap();
    let other = crate::slot::Slot::wrap(header.bound(), SlotKind::Passphrase, kdf, NEW.as_bytes(), &key).unwrap();
    header.slots.push(other);
    header.seal(&vault.keys.slots);
    vault.folder.write_header(&header).unwrap();
    let change = |current: &str| {
        vault.change_passphrase(&secret(current), &secret("a third passphrase"), Calibration::Floor, now())
    };
    assert!(matches!(change(NEW), Err(Error::WrongPassphrase)));
    assert!(change(PASSPHRASE).is_ok());
}

#[test]
fn a_store_that_names_another_vault_is_refused() {
    let (_dir, path, vault) = made();
    setting::set(&vault.writer().unwrap(), setting::VAULT, "00").unwrap();
    drop(vault);
    let error = Vault::open(&path, &secret(PASSPHRASE), Mode::Read, now()).unwrap_err();
    assert!(error.to_string().contains("different vaults"), "{error}");
}
