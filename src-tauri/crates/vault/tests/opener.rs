//! The vault opens without Muster: `tests/opener/open_vault.py` follows
//! `docs/vault.md` with other libraries. Set `MUSTER_PYTHON` to a Python that
//! has `tests/opener/requirements.txt`; without it the test says that it was
//! skipped.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use muster_vault::{Calibration, Entry, Mode};
use secrecy::ExposeSecret;
use std::path::Path;
use std::process::Command;

fn opener(python: &str, path: &Path, typed: &str) -> (Option<i32>, serde_json::Value) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/opener/open_vault.py");
    let out = Command::new(python).arg(script).arg(path).env("MUSTER_PASSPHRASE", typed).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    let stderr = String::from_utf8_lossy(&out.stderr);
    (out.status.code(), serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {said}{stderr}")))
}

#[test]
fn another_program_opens_the_vault_from_its_description() {
    let Ok(python) = std::env::var("MUSTER_PYTHON") else {
        return eprintln!("skipped: another_program_opens_the_vault_from_its_description (MUSTER_PYTHON is not set)");
    };
    let (made, vault) = made_open();
    let passphrase = "Gru\u{308}ße aus Ko\u{308}ln \u{FB01}n";
    vault.change_passphrase(&secret(PASSPHRASE), &secret(passphrase), Calibration::Measure, now()).unwrap();
    vault
        .write(now(), |tx| {
            tx.execute_batch(
                "INSERT INTO user (userstore_id, username, username_key, display_name, name_order, state, kind)
                 VALUES (1, 'a', 'a', 'A', 'a', 0, 0), (1, 'b', 'b', 'B', 'b', 0, 0)",
            )?;
            Ok(((), Some(Entry::new("x").target("ü").details(serde_json::json!({ "ü": 1 })))))
        })
        .unwrap();
    let opens = |when: &str| {
        let (code, said) = opener(&python, &made.path, "Grüße aus Köln fin");
        assert_eq!(code, Some(0), "{when}: {said}");
        assert_eq!((said["users"].as_i64(), said["log"].as_i64()), (Some(2), Some(3)), "{when}: {said}");
    };
    opens("while Muster has it open");
    vault.close();
    opens("after Muster closed it");
    let (code, said) = opener(&python, &made.path, made.recovery.text().expose_secret());
    assert_eq!((code, said["slot"].as_str()), (Some(0), Some("recovery")), "{said}");
    assert_eq!(opener(&python, &made.path, PASSPHRASE).0, Some(3), "the old passphrase still opens it");
    // A page altered, and a slot table altered, are found by it too.
    let header = std::fs::read_to_string(made.path.join("vault.json")).unwrap();
    std::fs::write(made.path.join("vault.json"), header.replacen("\"t\": 3", "\"t\": 4", 1)).unwrap();
    assert_eq!(opener(&python, &made.path, passphrase).0, Some(1));
    std::fs::write(made.path.join("vault.json"), header).unwrap();
    assert!(muster_vault::Vault::open(&made.path, &secret(passphrase), Mode::Write, now()).is_ok());
}
