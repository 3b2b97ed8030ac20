//! The vault's folder: what lies where, and writing files so that a crash
//! leaves the old or the new one.

use crate::header::{Header, MAX_BYTES};
use crate::{Error, Result};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// A vault's folder.
#[derive(Debug, Clone)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> Self {
        // Absolute, so that a change of the working directory moves nothing,
        // and so that no name looks like a URI to SQLite.
        Self(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn header(&self) -> PathBuf {
        self.0.join("vault.json")
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.0.join("store.db")
    }

    pub(crate) fn wal(&self) -> PathBuf {
        self.0.join("store.db-wal")
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.0.join("backups")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    pub(crate) fn holder(&self) -> PathBuf {
        self.0.join("holder")
    }

    /// Makes the folder and its `backups`, for its owner's eyes only.
    pub(crate) fn make(&self) -> Result<()> {
        make_private(&self.0)?;
        make_private(&self.backups())
    }

    /// Reads `vault.json`.
    pub(crate) fn read_header(&self) -> Result<Header> {
        Header::read(&self.read_header_bytes()?)
    }

    /// The bytes of `vault.json`.
    pub(crate) fn read_header_bytes(&self) -> Result<Vec<u8>> {
        let path = self.header();
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(if self.store().exists() {
                    Error::Damaged {
                        what: "vault.json is missing, and without it nothing can open store.db".to_owned(),
                        remedy: "put it back from a copy of the folder, or restore a backup (muster restore FILE PATH)",
                    }
                } else {
                    Error::NotFound(self.0.clone())
                });
            }
            Err(error) => return Err(Error::io(&path, error)),
        };
        let mut bytes = Vec::new();
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| Error::io(&path, e))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Error::damaged("vault.json is far larger than a slot table: it was altered"));
        }
        Ok(bytes)
    }

    /// Writes `vault.json`: a crash leaves the old one or the new one.
    pub(crate) fn write_header(&self, header: &Header) -> Result<()> {
        let path = self.header();
        let new = self.0.join("vault.json.new");
        write_new(&new, &header.write()?)?;
        fs::rename(&new, &path).map_err(|e| Error::io(&path, e))?;
        sync_folder(&self.0)
    }
}

/// Creates a folder that only its owner may enter; it may exist.
pub(crate) fn make_private(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        done => done.map_err(|e| Error::io(path, e)),
    }
}

/// Opens a file for writing that only its owner may read; what was in it is
/// gone.
pub(crate) fn create_private(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|e| Error::io(path, e))
}

/// Writes a file down to the disk.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = create_private(path)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|e| Error::io(path, e))
}

/// Makes a rename in this folder survive pulled power. Windows has no such
/// call and needs none: NTFS journals names.
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|e| Error::io(path, e))?;
    let _ = path;
    Ok(())
}

/// The folder a path lies in.
pub(crate) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => path,
    }
}

/// A hidden name beside `path` for what is not whole yet.
pub(crate) fn beside(path: &Path) -> Result<PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| Error::Invalid(format!("{} is not a name for a file or folder: add one", path.display())))?;
    let random = crate::hexed::Hexed::<6>::random()?.text();
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{random}.new"));
    Ok(parent(path).join(hidden))
}

/// Something half made, removed unless it is kept.
pub(crate) struct Unfinished(pub(crate) PathBuf);

impl Unfinished {
    /// Gives it its name; from here on it stays.
    pub(crate) fn finish(self, path: &Path) -> Result<()> {
        fs::rename(&self.0, path).map_err(|e| Error::io(path, e))?;
        sync_folder(parent(path))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After `finish` there is nothing at this path.
        let _ = if self.0.is_dir() { fs::remove_dir_all(&self.0) } else { fs::remove_file(&self.0) };
    }
}
