//! Nothing readable on disk: markers in names are searched for in every byte.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use muster_vault::{Calibration, Entry, Mode, NewVault, Vault, setting};
use secrecy::ExposeSecret;
use std::fs;

const MARKER: &str = "Zyxmarkerwvu";

#[test]
fn markers_are_in_no_file_while_open_and_after() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("v.muster");
    let new = NewVault {
        realm: format!("{MARKER} realm"),
        operator: format!("{MARKER} operator"),
        passphrase: secret(&format!("{MARKER} passphrase")),
        calibration: Calibration::Floor,
    };
    let (vault, recovery) = Vault::create(&path, &new, now()).unwrap();
    let nowhere = |when: &str| {
        assert_eq!(containing(dir.path(), MARKER), Vec::<std::path::PathBuf>::new(), "{when}");
        let text = recovery.text().expose_secret().to_owned();
        assert_eq!(containing(dir.path(), &text[..9]), Vec::<std::path::PathBuf>::new(), "{when}");
        for file in files(dir.path()) {
            let bytes = fs::read(&file).unwrap();
            assert!(!bytes.starts_with(b"SQLite format 3"), "{when}: {} is not encrypted", file.display());
            assert!(!bytes.windows(12).any(|w| w == b"CREATE TABLE"), "{when}: {} is readable", file.display());
        }
    };
    nowhere("after creation");
    vault
        .write(now(), |tx| {
            for n in 0..5_000 {
                setting::set(tx, &format!("{MARKER}.{n}"), &MARKER.repeat(20))?;
            }
            assert!(fs::metadata(path.join("store.db-wal")).is_ok(), "nothing was in the journal to look at");
            nowhere("within a transaction");
            Ok(((), Some(Entry::new("x").target(MARKER).details(serde_json::json!({ "name": MARKER })))))
        })
        .unwrap();
    nowhere("after a commit");
    vault
        .read(|conn| {
            // Sorting spills where it would use temporary files.
            let mut all = conn.prepare("SELECT DISTINCT value || name AS v FROM setting ORDER BY v DESC")?;
            let mut rows = all.query([])?;
            rows.next()?;
            nowhere("while sorting");
            Ok(())
        })
        .unwrap();
    vault.backup(&dir.path().join("copy"), now()).unwrap();
    nowhere("with a backup");
    vault.change_passphrase(&new.passphrase, &secret(&format!("{MARKER} another")), Calibration::Floor, now()).unwrap();
    nowhere("with a new passphrase");
    vault.close();
    nowhere("after closing");
    muster_vault::restore(&dir.path().join("copy"), &dir.path().join("back.muster")).unwrap();
    nowhere("after restoring");
    let debug = format!("{:?}", Vault::open(&path, &secret(&format!("{MARKER} another")), Mode::Read, now()).unwrap());
    assert!(!debug.contains("keys") && !debug.contains("Key"), "{debug}");
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_look_in() {
    use std::os::unix::fs::PermissionsExt;
    let (made, vault) = made_open();
    vault.backup(&made.dir.path().join("copy"), now()).unwrap();
    let mode = |path: &str| fs::metadata(made.dir.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("test.muster"), 0o700);
    assert_eq!(mode("test.muster/backups"), 0o700);
    for file in ["vault.json", "store.db", "store.db-wal", "store.db-shm"] {
        assert_eq!(mode(&format!("test.muster/{file}")), 0o600, "{file}");
    }
    assert_eq!(mode("copy"), 0o600);
}
