//! A backup: the whole vault in one file, as encrypted as the vault itself.
//!
//! | bytes | what |
//! | --- | --- |
//! | 16 | `MUSTER BACKUP 1` and a line feed |
//! | 4 | length of `vault.json`, most significant byte first |
//! | 8 | length of `store.db`, most significant byte first |
//! | .. | `vault.json` |
//! | .. | `store.db` |
//! | 32 | SHA-256 of everything before |

use crate::folder::{Folder, Unfinished, beside, create_private, sync_folder};
use crate::header::{Header, MAX_BYTES};
use crate::keys::StoreKey;
use crate::log::Entry;
use crate::store::{self, Access, CACHE_KIB};
use crate::vault::Vault;
use crate::{Error, Result, create};
use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

const MAGIC: &[u8; 16] = b"MUSTER BACKUP 1\n";
/// What an unencrypted store would begin with.
const PLAIN: &[u8] = b"SQLite format 3";

/// A backup that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

impl Vault {
    /// Writes the whole vault, as it is at one moment, into one new file,
    /// encrypted. Work goes on meanwhile. Recorded in the log if this vault is
    /// open for writing.
    ///
    /// # Errors
    /// [`Error::Exists`], or what the disk says; then there is no such file.
    pub fn backup(&self, dest: &Path, now: DateTime<Utc>) -> Result<Backup> {
        let backup = pack(&self.folder, &self.keys.store, self.readers.access(), dest)?;
        if self.writer.is_some() {
            let name = dest.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let details = json!({ "bytes": backup.bytes, "sha256": backup.sha256 });
            self.write(now, |_| Ok(((), Some(Entry::new("vault.backup").target(name).details(details)))))?;
        }
        Ok(backup)
    }
}

/// Writes a backup of the vault in `folder`.
pub(crate) fn pack(folder: &Folder, key: &StoreKey, access: Access, dest: &Path) -> Result<Backup> {
    if dest.symlink_metadata().is_ok() {
        return Err(Error::Exists(dest.to_owned()));
    }
    let copy = Unfinished(std::path::absolute(beside(dest)?).map_err(|e| Error::io(dest, e))?);
    let header = copy_store(folder, key, access, &copy.0)?;
    let whole = Unfinished(beside(dest)?);
    let backup = write(&header, &copy.0, &whole.0)?;
    whole.finish(dest)?;
    Ok(backup)
}

/// Copies the store at one moment; answers the `vault.json` of that moment.
fn copy_store(folder: &Folder, key: &StoreKey, access: Access, copy: &Path) -> Result<Vec<u8>> {
    let name = copy.to_str().ok_or_else(|| Error::Invalid("a backup's path must be valid Unicode".to_owned()))?;
    // A passphrase may change meanwhile: both files must be of one moment.
    for _ in 0..3 {
        let header = folder.read_header_bytes()?;
        Header::read(&header)?;
        // SQLite fills an empty file; this one only its owner may read.
        drop(create_private(copy)?);
        let conn = store::connect(folder, key, access, CACHE_KIB)?;
        // The copy has the same key, and no trace of what was deleted.
        conn.execute("VACUUM INTO ?1", [name])?;
        let mut start = [0; PLAIN.len()];
        File::open(copy).and_then(|mut file| file.read_exact(&mut start)).map_err(|e| Error::io(copy, e))?;
        if start == PLAIN {
            return Err(Error::Internal("a copy of the store was not encrypted, and was removed"));
        }
        if folder.read_header_bytes()? == header {
            return Ok(header);
        }
    }
    Err(Error::Busy)
}

fn write(header: &[u8], store: &Path, dest: &Path) -> Result<Backup> {
    let mut source = File::open(store).map_err(|e| Error::io(store, e))?;
    let length = source.metadata().map_err(|e| Error::io(store, e))?.len();
    let failed = |e| Error::io(dest, e);
    let mut out = Hashing { inner: BufWriter::new(create_private(dest)?), hash: Sha256::new(), bytes: 0 };
    let header_length = u32::try_from(header.len()).map_err(|_| Error::Internal("vault.json is too long"))?;
    out.write_all(MAGIC).map_err(failed)?;
    out.write_all(&header_length.to_be_bytes()).map_err(failed)?;
    out.write_all(&length.to_be_bytes()).map_err(failed)?;
    out.write_all(header).map_err(failed)?;
    if std::io::copy(&mut source, &mut out).map_err(failed)? != length {
        return Err(Error::Internal("a copy of the store changed its size"));
    }
    let seal: [u8; 32] = out.hash.clone().finalize().into();
    out.write_all(&seal).map_err(failed)?;
    out.flush().map_err(failed)?;
    out.inner.get_ref().sync_all().map_err(failed)?;
    Ok(Backup { bytes: out.bytes, sha256: hex::encode(out.hash.finalize()) })
}

/// Makes a vault from a backup. Everything is verified before anything
/// appears at `path`; no passphrase is needed, and the vault opens with those
/// it had.
///
/// # Errors
/// [`Error::Exists`]; [`Error::Damaged`] for a file that is no backup, or not
/// whole; or what the disk says. Then there is nothing at `path`.
pub fn restore(file: &Path, path: &Path) -> Result<()> {
    create::check_place(path)?;
    let source = match File::open(file) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::Invalid(format!("there is no backup {}: check the path", file.display())));
        }
        opened => opened.map_err(|e| Error::io(file, e))?,
    };
    let total = source.metadata().map_err(|e| Error::io(file, e))?.len();
    let mut source = Hashing { inner: BufReader::new(source), hash: Sha256::new(), bytes: 0 };

    let mut magic = [0; MAGIC.len()];
    take(&mut source, file, &mut magic)?;
    if magic[..14] == MAGIC[..14] && magic != *MAGIC {
        return Err(Error::TooNew { what: "backup", found: 2, known: 1 });
    }
    if magic != *MAGIC {
        return Err(damaged("this file is not a backup of a vault"));
    }
    let (mut header_length, mut store_length) = ([0; 4], [0; 8]);
    take(&mut source, file, &mut header_length)?;
    take(&mut source, file, &mut store_length)?;
    let header_length = u64::from(u32::from_be_bytes(header_length));
    let store_length = u64::from_be_bytes(store_length);
    let fixed = (MAGIC.len() + 4 + 8 + 32) as u64;
    if header_length > MAX_BYTES || store_length.checked_add(fixed + header_length) != Some(total) {
        return Err(damaged("the backup is truncated or damaged"));
    }

    let building = Unfinished(beside(path)?);
    let folder = Folder::new(&building.0);
    folder.make()?;
    let mut header = vec![0; usize::try_from(header_length).unwrap_or(0)];
    take(&mut source, file, &mut header)?;
    let mut store = create_private(&folder.store())?;
    let copied = std::io::copy(&mut (&mut source).take(store_length), &mut store);
    let copied = copied.map_err(|e| Error::io(&folder.store(), e))?;
    store.sync_all().map_err(|e| Error::io(&folder.store(), e))?;
    let expected: [u8; 32] = source.hash.clone().finalize().into();
    let mut seal = [0; 32];
    take(&mut source, file, &mut seal)?;
    if copied != store_length || seal != expected {
        return Err(damaged("the backup is damaged: its checksum does not fit"));
    }
    folder.write_header(&Header::read(&header)?)?;
    sync_folder(folder.path())?;
    create::put(building, path)
}

fn take(source: &mut impl Read, file: &Path, bytes: &mut [u8]) -> Result<()> {
    source.read_exact(bytes).map_err(|e| match e.kind() {
        std::io::ErrorKind::UnexpectedEof => damaged("the backup is truncated, or is none"),
        _ => Error::io(file, e),
    })
}

fn damaged(what: &str) -> Error {
    Error::Damaged { what: what.to_owned(), remedy: "take another backup; nothing was restored" }
}

/// Counts and hashes what passes.
struct Hashing<T> {
    inner: T,
    hash: Sha256,
    bytes: u64,
}

impl<T: Write> Write for Hashing<T> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Hashing<T> {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.hash.update(&bytes[..read]);
        Ok(read)
    }
}
