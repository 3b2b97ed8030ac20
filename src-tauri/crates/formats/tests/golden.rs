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
use muster_formats::{ColumnMap, Options};
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
    assert!(inputs.len() >= 6, "a golden file per dialect is expected, {} found", inputs.len());
    let mut differing = Vec::new();
    for path in inputs {
        let map = path.with_extension("toml");
        let map = if map.exists() {
            ColumnMap::from_toml(&std::fs::read_to_string(map).unwrap()).unwrap()
        } else {
            ColumnMap::default()
        };
        let text = match read_path(&path, &Options { dialect: None, map }) {
            Ok((summary, kept)) => dump(&summary, &kept),
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
}
