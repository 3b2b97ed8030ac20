//! Vaults opened before on this machine: their folders, and nothing else.

use crate::api::vault::RecentVault;
use std::path::{Path, PathBuf};

/// How many are kept.
const KEPT: usize = 8;

/// The list, kept in one small file in the program's own folder.
#[derive(Debug, Clone)]
pub struct Recent {
    file: PathBuf,
}

impl Recent {
    /// The list in `folder`, which is made when something is first kept.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self { file: folder.join("recent.json") }
    }

    /// Newest first; those whose folder is gone are left out. A list that
    /// cannot be read is an empty one: it is a convenience.
    #[must_use]
    pub fn list(&self) -> Vec<RecentVault> {
        let text = std::fs::read_to_string(&self.file).unwrap_or_default();
        let mut list: Vec<RecentVault> = serde_json::from_str(&text).unwrap_or_default();
        list.retain(|v| Path::new(&v.path).join("vault.json").is_file());
        list
    }

    /// Puts a vault at the head of the list.
    pub fn keep(&self, vault: &RecentVault) {
        let mut list = self.list();
        list.retain(|v| v.path != vault.path);
        list.insert(0, vault.clone());
        list.truncate(KEPT);
        let written = serde_json::to_string_pretty(&list).map_err(std::io::Error::from).and_then(|text| {
            if let Some(folder) = self.file.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&self.file, text)
        });
        // Losing the list loses nothing that matters, so no one is stopped for it.
        drop(written);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_newest_comes_first_and_the_vanished_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let recent = Recent::in_folder(&folder.path().join("config"));
        let vault = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(&path).unwrap();
            std::fs::write(path.join("vault.json"), "{}").unwrap();
            RecentVault { name: name.into(), path: path.to_string_lossy().into_owned() }
        };
        let (a, b) = (vault("a.muster"), vault("b.muster"));
        recent.keep(&a);
        recent.keep(&b);
        recent.keep(&a);
        assert_eq!(recent.list(), vec![a, b.clone()]);
        std::fs::remove_dir_all(folder.path().join("a.muster")).unwrap();
        assert_eq!(recent.list(), vec![b]);
    }
}
