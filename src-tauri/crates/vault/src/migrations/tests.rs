#![allow(clippy::unwrap_used)]

use super::*;
use crate::open::open_with;
use crate::testing::{PASSPHRASE, made, now, secret};
use crate::{Mode, Vault, restore};
use std::fs;
use std::path::Path;

const SECOND: Migration = Migration { name: "0002_more", sql: "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT" };
const BROKEN: Migration = Migration { name: "0003_broken", sql: "CREATE TABLE half (id INTEGER); SELECT nonsense" };

fn list(more: &[&Migration]) -> Vec<Migration> {
    ALL.iter().chain(more.iter().copied()).map(|m| Migration { name: m.name, sql: m.sql }).collect()
}

fn open(path: &Path, mode: Mode, migrations: &[Migration]) -> Result<Vault> {
    open_with(path, &secret(PASSPHRASE), mode, now(), migrations)
}

fn has(vault: &Vault, table: &str) -> bool {
    vault.read(|conn| Ok(conn.table_exists(None, table)?)).unwrap()
}

#[test]
fn an_older_vault_is_brought_up_to_date_and_a_copy_is_kept() {
    let (dir, path, vault) = made();
    drop(vault);
    let newer = list(&[&SECOND]);
    assert!(matches!(open(&path, Mode::Read, &newer), Err(Error::TooOld)));
    let vault = open(&path, Mode::Write, &newer).unwrap();
    assert!(has(&vault, "more"));
    assert_eq!(vault.check(), Vec::<String>::new());
    let rows = vault.read(|conn| log::page(conn, None, 2, "migrate")).unwrap();
    assert_eq!((rows.len(), rows[0].target.as_deref()), (1, Some("0002_more")));
    drop(vault);
    // The copy is the vault of before.
    let copies: Vec<_> = fs::read_dir(path.join("backups")).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(copies.len(), 1);
    let back = dir.path().join("back.muster");
    restore(&copies[0], &back).unwrap();
    let vault = open(&back, Mode::Write, ALL).unwrap();
    assert!(!has(&vault, "more"));
    assert!(vault.verify_log().unwrap().ok());
    // An older program refuses the newer vault, and changes nothing.
    let error = open(&path, Mode::Write, ALL).unwrap_err();
    assert!(matches!(error, Error::TooNew { found, known, .. } if found == known + 1), "{error:?}");
    drop(open(&path, Mode::Read, &newer).unwrap());
    // Nothing is pending any more, so no second copy is made.
    drop(open(&path, Mode::Write, &newer).unwrap());
    assert_eq!(fs::read_dir(path.join("backups")).unwrap().count(), 1);
}

#[test]
fn a_migration_that_fails_leaves_those_before_it_and_nothing_of_itself() {
    let (_dir, path, vault) = made();
    drop(vault);
    assert!(open(&path, Mode::Write, &list(&[&SECOND, &BROKEN])).is_err());
    let vault = open(&path, Mode::Write, &list(&[&SECOND])).unwrap();
    assert!(has(&vault, "more") && !has(&vault, "half"));
    assert_eq!(vault.check(), Vec::<String>::new());
}

#[test]
fn an_edited_migration_is_noticed() {
    let (_dir, path, vault) = made();
    drop(vault);
    let mut edited = list(&[]);
    edited[0].sql = "CREATE TABLE other (id INTEGER)";
    assert!(matches!(open(&path, Mode::Read, &edited), Err(Error::Damaged { .. })));
}

#[test]
fn line_ends_of_a_checkout_do_not_matter() {
    let unix = Migration { name: "x", sql: "A;\nB;\n" };
    let windows = Migration { name: "x", sql: "A;\r\nB;\r\n" };
    assert_eq!(unix.checksum(), windows.checksum());
}
