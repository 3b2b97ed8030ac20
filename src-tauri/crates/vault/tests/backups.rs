//! Backups and what comes out of them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use muster_vault::{Entry, Error, Mode, log, restore};
use std::fs;

#[test]
fn a_backup_restores_to_the_same_vault() {
    let (made, vault) = made_open();
    let file = made.dir.path().join("copy.muster-backup");
    let told = vault.backup(&file, now()).unwrap();
    assert_eq!(told.bytes, fs::metadata(&file).unwrap().len());
    assert_eq!(fs::read_dir(made.dir.path()).unwrap().count(), 2, "something half made was left beside the backup");
    let rows = vault.read(|conn| log::page(conn, None, 1, "")).unwrap();
    assert_eq!((rows[0].action.as_str(), rows[0].target.as_deref()), ("vault.backup", Some("copy.muster-backup")));
    assert!(matches!(vault.backup(&file, now()), Err(Error::Exists(_))));

    let back = made.dir.path().join("back.muster");
    restore(&file, &back).unwrap();
    assert!(matches!(restore(&file, &back), Err(Error::Exists(_))));
    assert!(matches!(restore(&file, &made.path), Err(Error::Exists(_))));
    let restored = open(&back, Mode::Write).unwrap();
    assert_eq!(restored.opened().vault_id, vault.opened().vault_id);
    assert_eq!(restored.check(), Vec::<String>::new());
    assert!(restored.verify_log().unwrap().ok());
    drop(restored);
    let by_key = muster_vault::Vault::open(&back, &made.recovery.text(), Mode::Read, now());
    assert!(by_key.is_ok());
}

#[test]
fn a_backup_is_of_one_moment_while_writing_goes_on() {
    let (made, vault) = made_open();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                vault
                    .write(now(), |tx| {
                        tx.execute("INSERT INTO setting VALUES ('a' || (SELECT count(*) FROM setting), '1')", [])?;
                        tx.execute("INSERT INTO setting VALUES ('b' || (SELECT count(*) FROM setting), '1')", [])?;
                        Ok(((), Some(Entry::new("pair"))))
                    })
                    .unwrap();
            }
        });
        // Also when an assertion fails: the writer must end.
        let _stop = Stop(&stop);
        for n in 0..3 {
            let file = made.dir.path().join(format!("{n}.backup"));
            vault.backup(&file, now()).unwrap();
            let back = made.dir.path().join(format!("{n}.muster"));
            restore(&file, &back).unwrap();
            let restored = open(&back, Mode::Read).unwrap();
            assert_eq!(restored.check(), Vec::<String>::new());
            let pairs: (i64, i64) = restored
                .read(|c| {
                    Ok(c.query_row(
                        "SELECT (SELECT count(*) FROM setting WHERE name GLOB '[ab][0-9]*'),
                                (SELECT count(*) FROM log WHERE action = 'pair')",
                        [],
                        |r| Ok((r.get(0)?, r.get(1)?)),
                    )?)
                })
                .unwrap();
            assert_eq!(pairs.0, pairs.1 * 2, "half a transaction is in the backup");
        }
    });
}

struct Stop<'a>(&'a std::sync::atomic::AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, std::sync::atomic::Ordering::Relaxed);
    }
}

#[test]
fn a_reader_can_make_a_backup_too() {
    let made = made();
    let vault = open(&made.path, Mode::Read).unwrap();
    let file = made.dir.path().join("copy");
    vault.backup(&file, now()).unwrap();
    assert_eq!(vault.read(log::count).unwrap(), 1);
    restore(&file, &made.dir.path().join("back.muster")).unwrap();
    assert!(open(&made.dir.path().join("back.muster"), Mode::Write).is_ok());
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let (made, vault) = made_open();
    let file = made.dir.path().join("copy");
    vault.backup(&file, now()).unwrap();
    let good = fs::read(&file).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (bad, back) = (dir.path().join("bad"), dir.path().join("back.muster"));
    let refused = |bytes: &[u8], what: &str| {
        fs::write(&bad, bytes).unwrap();
        match restore(&bad, &back) {
            Err(Error::Damaged { .. } | Error::TooNew { .. }) => {}
            other => panic!("{what}: {other:?}"),
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "{what}: something was left behind");
    };
    for length in [0, 1, 15, 16, 27, 28, 100, good.len() / 2, good.len() - 33, good.len() - 1] {
        refused(&good[..length], &format!("cut to {length} bytes"));
    }
    refused(&[&good[..], b"x"].concat(), "one byte more");
    for at in (0..60).chain((60..good.len()).step_by(good.len() / 150)).chain([good.len() - 1]) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x20;
        refused(&bytes, &format!("bit flipped at {at}"));
    }
    refused(&vec![b'x'; 100_000], "another file");
    assert!(matches!(restore(&dir.path().join("missing"), &back), Err(Error::Invalid(_))));
    fs::write(&bad, &good).unwrap();
    restore(&bad, &back).unwrap();
}
