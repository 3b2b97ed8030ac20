//! A golden file per dialect: `tests/golden/NAME` is read, and what came out
//! must be `tests/golden/NAME.expected`. After a wanted change, write the
//! expected files anew and look at the difference:
//!
//! ```sh
//! MUSTER_UPDATE_GOLDEN=1 cargo test -p muster-formats --test golden
//! ```

#![allow(clippy::unwrap_used)]

mod common;

use common::{dump, read_path};
use muster_formats::{ColumnMap, Dialect, Options};
use std::path::{Path, PathBuf};

fn inputs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    all.retain(|p| !p.extension().is_some_and(|e| e == "expected" || e == "toml"));
    all.sort();
    all
}

#[test]
fn every_golden_file_reads_as_expected() {
    let update = std::env::var_os("MUSTER_UPDATE_GOLDEN").is_some();
    let inputs = inputs();
    let mut differing = Vec::new();
    let mut dialects = Vec::new();
    for path in inputs {
        let map = path.with_extension("toml");
        let map = if map.exists() {
            ColumnMap::from_toml(&std::fs::read_to_string(map).unwrap()).unwrap()
        } else {
            ColumnMap::default()
        };
        let text = match read_path(&path, &Options { dialect: None, map }) {
            Ok((summary, kept)) => {
                dialects.push(summary.dialect);
                dump(&summary, &kept)
            }
            Err(error) => format!("{error}\n"),
        };
        let expected = PathBuf::from(format!("{}.expected", path.display()));
        if update {
            std::fs::write(&expected, &text).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != text {
            differing.push(format!("--- {} reads as:\n{text}", path.display()));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    // One that lists nobody has a reader, and tests, of its own.
    for dialect in Dialect::ALL.iter().filter(|dialect| **dialect != Dialect::GitlabUsage) {
        assert!(dialects.contains(dialect), "a golden file of every dialect is expected; there is none of {dialect}");
    }
}

/// What the files call a password, a hash or a token comes out nowhere.
#[test]
fn no_credential_comes_out() {
    let mut dropped = 0;
    for path in inputs() {
        let Ok((summary, kept)) = read_path(&path, &Options::default()) else { continue };
        dropped += summary.counts.credentials_dropped;
        let told = format!("{:?} {:?}", kept.records, kept.rejections);
        for mark in ["n0t-a-real", "not-a-real", "$argon2", "$2b$", "$6$", "5f4dcc3b", "Rex"] {
            assert!(!told.contains(mark), "{} lets {mark} through", path.display());
        }
    }
    assert!(dropped >= 20, "{dropped}");
}
