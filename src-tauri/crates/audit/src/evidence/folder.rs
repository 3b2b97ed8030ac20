//! A pack as a folder.

use super::error::EvidenceError;
use super::failure::{Failure, FailureKind};
use super::path;
use super::verify::{Contents, Entry};
use super::write::Place;
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

/// The most files of a folder that are looked at.
const MOST: usize = 100_000;
/// How deep folders are followed.
const DEEPEST: usize = 10;

/// Writes a pack into a folder, which is made.
#[derive(Debug)]
pub struct FolderPlace {
    root: PathBuf,
}

impl FolderPlace {
    /// Makes the folder.
    ///
    /// # Errors
    /// [`EvidenceError::Exists`] if there is something in it already.
    pub fn create(root: &Path) -> Result<Self, EvidenceError> {
        let shown = root.display().to_string();
        fs::create_dir_all(root).map_err(EvidenceError::io(&shown))?;
        if fs::read_dir(root).map_err(EvidenceError::io(&shown))?.next().is_some() {
            return Err(EvidenceError::Exists(shown));
        }
        Ok(Self { root: root.to_owned() })
    }
}

impl Place for FolderPlace {
    fn file(&mut self, path: &str, content: &mut dyn Read) -> Result<(), EvidenceError> {
        let mut target = self.root.clone();
        target.extend(path.split('/'));
        let shown = target.display().to_string();
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(EvidenceError::io(&shown))?;
        }
        let mut file = File::create_new(&target).map_err(EvidenceError::io(&shown))?;
        io::copy(content, &mut file).map_err(EvidenceError::io(&shown))?;
        file.flush().and_then(|()| file.sync_all()).map_err(EvidenceError::io(&shown))
    }

    fn finish(&mut self) -> Result<(), EvidenceError> {
        Ok(())
    }
}

/// A folder that is checked.
pub(super) struct Folder {
    root: PathBuf,
    entries: Vec<Entry>,
}

impl Folder {
    /// Lists it. Links are never followed.
    pub fn open(root: &Path, failures: &mut Vec<Failure>) -> Result<Self, EvidenceError> {
        let mut folder = Self { root: root.to_owned(), entries: Vec::new() };
        folder.list(root, "", 0, failures)?;
        folder.entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(folder)
    }

    fn list(
        &mut self,
        at: &Path,
        prefix: &str,
        depth: usize,
        failures: &mut Vec<Failure>,
    ) -> Result<(), EvidenceError> {
        let shown = at.display().to_string();
        let mut empty = true;
        for entry in fs::read_dir(at).map_err(EvidenceError::io(&shown))? {
            let entry = entry.map_err(EvidenceError::io(&shown))?;
            empty = false;
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            if self.entries.len() + failures.len() >= MOST || depth > DEEPEST {
                failures.push(Failure::new(&path, FailureKind::TooMany));
                return Ok(());
            }
            let about = fs::symlink_metadata(entry.path()).map_err(EvidenceError::io(&path))?;
            if about.is_symlink() {
                failures.push(Failure::new(&path, FailureKind::Link));
            } else if about.is_dir() {
                self.list(&entry.path(), &format!("{path}/"), depth + 1, failures)?;
            } else if !about.is_file() {
                failures.push(Failure::new(&path, FailureKind::Special));
            } else if name.to_str().is_none() {
                failures.push(Failure::new(&path, FailureKind::Unsafe(path::PathFault::Characters)));
            } else {
                self.entries.push(Entry { path, bytes: about.len() });
            }
        }
        if empty && depth > 0 {
            failures.push(Failure::new(prefix.trim_end_matches('/'), FailureKind::Added));
        }
        Ok(())
    }
}

impl Contents for Folder {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn open(&mut self, entry: usize) -> io::Result<Box<dyn Read + '_>> {
        let entry = self.entries.get(entry).ok_or(io::ErrorKind::NotFound)?;
        let mut target = self.root.clone();
        target.extend(entry.path.split('/'));
        Ok(Box::new(File::open(target)?))
    }
}
