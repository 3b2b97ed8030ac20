//! Disks that are full or cannot be written. Both need a small file system of
//! the test's own, which only root on Linux can mount; elsewhere the tests say
//! that they were skipped.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use muster_vault::{Entry, Error, Mode, Vault, setting};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A file system in memory of a few MiB.
struct Disk(TempDir);

impl Disk {
    fn mount(size: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        run("mount", &["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"], dir.path()).then_some(Self(dir))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn grow(&self, size: &str) {
        assert!(run("mount", &["-o", &format!("remount,size={size}")], self.path()));
    }

    fn read_only(&self) {
        assert!(run("mount", &["-o", "remount,ro"], self.path()));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        run("umount", &[], self.path());
    }
}

fn run(program: &str, args: &[&str], path: &Path) -> bool {
    Command::new(program).args(args).arg(path).output().is_ok_and(|out| out.status.success())
}

macro_rules! disk_or_skip {
    ($size:literal, $test:literal) => {
        match Disk::mount($size) {
            Some(disk) => disk,
            None => return eprintln!("skipped: {} (needs to mount a file system)", $test),
        }
    };
}

fn fill(vault: &Vault, name: &str, kib: usize) -> muster_vault::Result<()> {
    vault.write(now(), |tx| {
        for n in 0..kib {
            setting::set(tx, &format!("{name}.{n}"), &"x".repeat(1024))?;
        }
        Ok(((), Some(Entry::new("test.fill"))))
    })
}

#[test]
fn a_full_disk_changes_nothing_and_says_so() {
    let disk = disk_or_skip!("3m", "a_full_disk_changes_nothing_and_says_so");
    let path = disk.path().join("v.muster");
    let (vault, _) = Vault::create(&path, &new_vault(), now()).unwrap();
    let mut fitted = 0;
    let error = loop {
        match fill(&vault, &fitted.to_string(), 200) {
            Ok(()) => fitted += 1,
            Err(error) => break error,
        }
        assert!(fitted < 100, "the disk never filled");
    };
    assert!(matches!(error, Error::DiskFull), "{error:?}");
    let logged = vault.read(|c| muster_vault::log::page(c, None, 1000, "test.fill")).unwrap().len();
    assert_eq!(logged, fitted);
    assert_eq!(vault.check(), Vec::<String>::new());
    // A backup beside it does not fit either, and leaves nothing.
    let before = files(disk.path()).len();
    let failed = vault.backup(&disk.path().join("copy"), now()).unwrap_err();
    assert!(matches!(failed, Error::DiskFull), "{failed:?}");
    assert_eq!(files(disk.path()).len(), before);
    drop(vault);
    // The last changes may still lie in the journal, and without a byte left
    // it cannot be read. That is said, and all is there once there is space.
    std::fs::write(disk.path().join("rest"), vec![0; 4 << 20]).unwrap_err();
    if let Err(error) = open(&path, Mode::WriteElseRead) {
        assert!(matches!(error, Error::DiskFull), "{error:?}");
    }
    disk.grow("6m");
    let vault = open(&path, Mode::Write).unwrap();
    assert_eq!(vault.check(), Vec::<String>::new());
    let logged = vault.read(|c| muster_vault::log::page(c, None, 1000, "test.fill")).unwrap().len();
    assert_eq!(logged, fitted);
}

#[test]
fn a_vault_on_a_full_disk_opens_for_reading() {
    let disk = disk_or_skip!("3m", "a_vault_on_a_full_disk_opens_for_reading");
    let path = disk.path().join("v.muster");
    drop(Vault::create(&path, &new_vault(), now()).unwrap());
    std::fs::write(disk.path().join("rest"), vec![0; 4 << 20]).unwrap_err();
    assert!(matches!(open(&path, Mode::Write), Err(Error::DiskFull)));
    let vault = open(&path, Mode::WriteElseRead).unwrap();
    assert!(vault.opened().read_only);
    assert_eq!(vault.check(), Vec::<String>::new());
}

#[test]
fn no_vault_is_left_where_none_fits() {
    for size in [16, 64, 200] {
        let disk = match Disk::mount(&format!("{size}k")) {
            Some(disk) => disk,
            None => return eprintln!("skipped: no_vault_is_left_where_none_fits (needs to mount a file system)"),
        };
        let error = Vault::create(&disk.path().join("v.muster"), &new_vault(), now()).map(drop).unwrap_err();
        assert!(matches!(error, Error::DiskFull), "{size} KiB: {error:?}");
        assert_eq!(std::fs::read_dir(disk.path()).unwrap().count(), 0, "{size} KiB: something was left");
    }
}

#[test]
fn a_disk_that_cannot_be_written_is_opened_for_reading() {
    let disk = disk_or_skip!("8m", "a_disk_that_cannot_be_written_is_opened_for_reading");
    let path = disk.path().join("v ä%?#.muster");
    drop(Vault::create(&path, &new_vault(), now()).unwrap());
    disk.read_only();
    assert!(matches!(open(&path, Mode::Write), Err(Error::DiskReadOnly)));
    for mode in [Mode::Read, Mode::WriteElseRead] {
        let vault = open(&path, mode).unwrap();
        assert!(vault.opened().read_only && vault.opened().holder.is_none());
        assert_eq!(vault.check(), Vec::<String>::new());
        assert_eq!(vault.read_alone(muster_vault::log::count).unwrap(), 1);
        assert!(matches!(fill(&vault, "x", 1), Err(Error::ReadOnly(None))));
        let elsewhere = tempfile::tempdir().unwrap();
        vault.backup(&elsewhere.path().join("copy"), now()).unwrap();
    }
    let other = disk.path().join("other.muster");
    assert!(matches!(Vault::create(&other, &new_vault(), now()), Err(Error::DiskReadOnly)));
}

#[test]
fn pending_changes_on_such_a_disk_are_not_passed_over() {
    let disk = disk_or_skip!("24m", "pending_changes_on_such_a_disk_are_not_passed_over");
    let made = made();
    let vault = open(&made.path, Mode::Write).unwrap();
    fill(&vault, "x", 1).unwrap();
    // As a crash would leave it, copied to a disk that is then protected.
    let path = disk.path().join("v.muster");
    std::fs::create_dir(&path).unwrap();
    for name in ["vault.json", "store.db", "store.db-wal", "lock"] {
        std::fs::copy(made.path.join(name), path.join(name)).unwrap();
    }
    disk.read_only();
    let error = open(&path, Mode::Read).unwrap_err();
    assert!(error.to_string().contains("copy the whole folder"), "{error}");
}
