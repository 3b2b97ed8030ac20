//! Writing what leaves the vault: beside its final name, and moved into place
//! when it is whole, so that nobody finds half a file.

use crate::api::vault::WrittenFile;
use crate::{Code, Error, Result};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::Path;

/// Counts and hashes what passes.
struct Counted<W> {
    inner: W,
    bytes: u64,
    hash: Sha256,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.bytes += written as u64;
        self.hash.update(&buffer[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

/// Writes a file. `write` is handed the file and answers how many rows it wrote.
///
/// # Errors
/// [`Code::Exists`] if the file is there and is not to be replaced;
/// [`Code::Disk`] if it cannot be written; then nothing is left behind.
pub fn write(path: &Path, overwrite: bool, write: impl FnOnce(&mut dyn Write) -> Result<u64>) -> Result<WrittenFile> {
    if !overwrite && path.exists() {
        let message =
            format!("{} exists. Choose another name, or say that it may be replaced (--overwrite).", path.display());
        return Err(Error::new(Code::Exists, message));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let part = tempfile::Builder::new().prefix(".muster-").tempfile_in(folder).map_err(|e| disk(path, &e))?;
    let (rows, bytes, sha256) = {
        let mut out = Counted { inner: BufWriter::new(part.as_file()), bytes: 0, hash: Sha256::new() };
        let rows = write(&mut out)?;
        out.flush().map_err(|e| disk(path, &e))?;
        (rows, out.bytes, hex::encode(out.hash.finalize_reset()))
    };
    part.as_file().sync_all().map_err(|e| disk(path, &e))?;
    make_plain(part.as_file());
    let moved = if overwrite { part.persist(path).map(drop) } else { part.persist_noclobber(path).map(drop) };
    moved.map_err(|e| disk(path, &e.error))?;
    Ok(WrittenFile { path: path.to_string_lossy().into_owned(), rows, bytes, sha256, left_out: None })
}

/// A file that cannot be written, in a sentence.
pub fn disk(path: &Path, error: &std::io::Error) -> Error {
    let what = match error.kind() {
        ErrorKind::NotFound => "its folder does not exist. Make the folder, or choose another".to_owned(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "it may not be written there. Choose a folder you can write to".to_owned()
        }
        ErrorKind::StorageFull => "the disk is full. Free some space and try again".to_owned(),
        ErrorKind::AlreadyExists => "it exists by now. Choose another name".to_owned(),
        _ => format!("{error}"),
    };
    Error::new(Code::Disk, format!("{} cannot be written: {what}.", path.display()))
}

/// A failed write of a report, told apart from a fault of ours.
pub fn report_failed(path: &Path, error: muster_report::ReportError) -> Error {
    match error {
        muster_report::ReportError::Write(error) => disk(path, &error),
        other => Error::new(Code::Internal, format!("{} could not be written: {other}.", path.display())),
    }
}

/// An export is for others, so it gets the permissions of any new file; the
/// temporary file had the owner's only.
#[cfg(unix)]
fn make_plain(file: &File) {
    use std::os::unix::fs::PermissionsExt;
    // It stays readable by its owner if this fails, which is no loss.
    let _ = file.set_permissions(std::fs::Permissions::from_mode(0o640));
}

#[cfg(not(unix))]
fn make_plain(_: &File) {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_whole_or_absent_and_not_replaced_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let failing = write(&path, false, |out| {
            out.write_all(b"half").unwrap();
            Err(Error::new(Code::Internal, "it broke"))
        });
        assert!(failing.is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");

        let put = |text: &'static [u8], overwrite| {
            write(&path, overwrite, |out| {
                out.write_all(text).unwrap();
                Ok(1)
            })
        };
        let written = put(b"abc", false).unwrap();
        assert_eq!(written.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(written.bytes, 3);
        assert_eq!(put(b"new", false).unwrap_err().code, Code::Exists);
        assert_eq!(std::fs::read(&path).unwrap(), b"abc");
        put(b"new", true).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
    }
}
