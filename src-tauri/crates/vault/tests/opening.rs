//! Making and opening vaults.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use muster_model::OperatorRole;
use muster_vault::{Calibration, Entry, Error, Mode, NewVault, Vault, log, operator, setting};
use secrecy::ExposeSecret;
use std::fs;

#[test]
fn a_new_vault_has_what_every_vault_is_born_with() {
    let (made, vault) = made_open();
    let opened = vault.opened();
    assert_eq!((opened.realm.as_str(), opened.operator.as_str()), ("Example realm", "Ada Example"));
    assert_eq!(opened.role, OperatorRole::Owner);
    assert!(!opened.read_only && !opened.by_recovery_key);
    assert_eq!(opened.path, made.path);
    let (domain, actions) = vault
        .read(|conn| {
            let domain: String = conn.query_row("SELECT domain FROM userstore", [], |r| r.get(0))?;
            Ok((domain, log::page(conn, None, 10, "")?.into_iter().map(|r| r.action).collect::<Vec<_>>()))
        })
        .unwrap();
    assert_eq!(domain, "PRIMARY");
    assert_eq!(actions, ["vault.create"]);
    assert!(vault.verify_log().unwrap().ok());
    assert_eq!(vault.check(), Vec::<String>::new());
    vault.close();
    let mut names: Vec<_> = fs::read_dir(&made.path).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["backups", "lock", "store.db", "vault.json"]);
    assert_eq!(fs::read_dir(made.dir.path()).unwrap().count(), 1, "something half made was left beside the vault");
}

#[test]
fn it_opens_again_and_says_so_in_the_log() {
    let made = made();
    let vault = open(&made.path, Mode::Write).unwrap();
    assert!(vault.verify_log().unwrap().ok());
    let rows = vault.read(|conn| log::page(conn, None, 10, "")).unwrap();
    assert_eq!(rows[0].action, "vault.open");
    assert_eq!(rows[0].operator, "Ada Example");
    vault.close();
    let vault = open(&made.path, Mode::Read).unwrap();
    assert_eq!(vault.read(log::count).unwrap(), 2, "opening for reading wrote into the log");
}

#[test]
fn a_wrong_passphrase_is_told_from_damage() {
    let made = made();
    for wrong in ["correct horse battery stapl", "", "Correct horse battery staple", "correct horse battery staple "] {
        let error = Vault::open(&made.path, &secret(wrong), Mode::Read, now()).unwrap_err();
        assert!(matches!(error, Error::WrongPassphrase), "{wrong:?}: {error:?}");
    }
}

#[test]
fn the_recovery_key_opens_it_in_the_owners_name() {
    let made = made();
    let text = made.recovery.text().expose_secret().to_owned();
    for typed in [text.clone(), text.to_lowercase(), text.replace('-', " "), text.replace('0', "O").replace('1', "l")] {
        let vault = Vault::open(&made.path, &secret(&typed), Mode::Write, now()).unwrap();
        assert_eq!(vault.opened().operator, "Ada Example");
        assert!(vault.opened().by_recovery_key);
    }
    let flipped = if text.starts_with('7') { '8' } else { '7' };
    let error = Vault::open(&made.path, &secret(&format!("{flipped}{}", &text[1..])), Mode::Read, now()).unwrap_err();
    assert!(matches!(error, Error::RecoveryKeyMistyped), "{error:?}");
}

#[test]
fn what_is_there_is_not_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let create = |name: &str| Vault::create(&dir.path().join(name), &new_vault(), now()).map(drop);
    fs::create_dir(dir.path().join("full")).unwrap();
    fs::write(dir.path().join("full/notes.txt"), "x").unwrap();
    fs::write(dir.path().join("file"), "x").unwrap();
    fs::create_dir(dir.path().join("empty")).unwrap();
    assert!(matches!(create("full"), Err(Error::Exists(_))));
    assert!(matches!(create("file"), Err(Error::Exists(_))));
    assert!(matches!(create("nowhere/vault"), Err(Error::Invalid(_))));
    assert!(create("empty").is_ok());
    assert!(matches!(create("empty"), Err(Error::Exists(_))));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3, "something half made was left behind");
}

#[test]
fn names_and_passphrases_are_checked_before_anything_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("v");
    let with = |change: fn(&mut NewVault)| {
        let mut new = new_vault();
        change(&mut new);
        assert!(matches!(Vault::create(&path, &new, now()), Err(Error::Invalid(_))));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    };
    with(|new| new.passphrase = "short one".into());
    with(|new| new.realm = "  ".to_owned());
    with(|new| new.operator = String::new());
    with(|new| new.operator = "a\nb".to_owned());
}

#[test]
fn measured_cost_opens_too() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("v.muster");
    let new = NewVault { calibration: Calibration::Measure, ..new_vault() };
    Vault::create(&path, &new, now()).unwrap().0.close();
    assert!(open(&path, Mode::Write).is_ok());
}

#[test]
fn there_is_no_vault_in_an_empty_folder() {
    let dir = tempfile::tempdir().unwrap();
    for path in [dir.path().to_owned(), dir.path().join("missing")] {
        assert!(matches!(open(&path, Mode::WriteElseRead), Err(Error::NotFound(_))));
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "looking made a file");
}

#[test]
fn changing_the_passphrase_replaces_it() {
    let made = made();
    let vault = open(&made.path, Mode::Write).unwrap();
    let change =
        |current: &str, new: &str| vault.change_passphrase(&secret(current), &secret(new), Calibration::Floor, now());
    assert!(matches!(change("not the passphrase", "another passphrase"), Err(Error::WrongPassphrase)));
    assert!(matches!(change(PASSPHRASE, "too short"), Err(Error::Invalid(_))));
    change(PASSPHRASE, "another passphrase").unwrap();
    // With the recovery key, as one who forgot it.
    change(made.recovery.text().expose_secret(), "a third passphrase").unwrap();
    assert_eq!(vault.check(), Vec::<String>::new());
    let rows = vault.read(|conn| log::page(conn, None, 2, "")).unwrap();
    assert!(rows.iter().all(|row| row.action == "operator.passphrase"));
    vault.close();
    for old in [PASSPHRASE, "another passphrase"] {
        let opened = Vault::open(&made.path, &secret(old), Mode::Read, now());
        assert!(matches!(opened, Err(Error::WrongPassphrase)));
    }
    let vault = Vault::open(&made.path, &secret("a third passphrase"), Mode::Write, now()).unwrap();
    assert!(vault.verify_log().unwrap().ok());
    vault.close();
    assert!(Vault::open(&made.path, &made.recovery.text(), Mode::Write, now()).is_ok());
}

#[test]
fn a_disabled_operator_does_not_get_in() {
    let (made, vault) = made_open();
    vault
        .write(now(), |tx| {
            tx.execute("UPDATE operator SET enabled = 0", [])?;
            Ok(((), Some(Entry::new("operator.disable"))))
        })
        .unwrap();
    assert_eq!(vault.check(), ["store.db: no owner is enabled"]);
    vault.close();
    assert!(matches!(open(&made.path, Mode::Read), Err(Error::OperatorDisabled)));
}

#[test]
fn operators_and_settings_can_be_listed() {
    let (_made, vault) = made_open();
    vault
        .read(|conn| {
            assert_eq!(setting::get(conn, setting::REALM)?.as_deref(), Some("Example realm"));
            let all = operator::all(conn)?;
            assert_eq!((all.len(), all[0].role, all[0].enabled), (1, OperatorRole::Owner, true));
            Ok(())
        })
        .unwrap();
}
