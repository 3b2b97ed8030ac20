//! Writing what leaves the vault: beside its final name, and moved into place
//! when it is whole, so that nobody finds half a file.

use crate::api::vault::WrittenFile;
use crate::{Code, Error, Result};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use tempfile::NamedTempFile;

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
    free(path, overwrite)?;
    let mut part = beside(path).map_err(|e| disk(path, &e))?;
    let rows = write(&mut part)?;
    part.flush().map_err(|e| disk(path, &e))?;
    Ok(WrittenFile { rows, ..place(path, overwrite, part)? })
}

/// Writes a file whose writer goes back in it, as that of an archive does.
///
/// # Errors
/// As [`write`].
pub(crate) fn write_back<T>(path: &Path, overwrite: bool, write: impl FnOnce(&mut File) -> Result<T>) -> Result<T> {
    free(path, overwrite)?;
    let mut part = tempfile_beside(path).map_err(|e| disk(path, &e))?;
    let answer = write(part.as_file_mut())?;
    part.as_file().sync_all().map_err(|e| disk(path, &e))?;
    make_plain(part.as_file());
    let moved = if overwrite { part.persist(path).map(drop) } else { part.persist_noclobber(path).map(drop) };
    moved.map_err(|e| disk(path, &e.error))?;
    Ok(answer)
}

/// Files that belong together, each written beside its final name. All are
/// moved into place at the end, or none is left behind.
pub struct Parts {
    path: PathBuf,
    overwrite: bool,
    parts: Vec<(PathBuf, Part)>,
}

/// What is written to a part; shared with whoever writes it.
type Part = Rc<RefCell<Counted<BufWriter<NamedTempFile>>>>;

/// One part for its writer.
struct Shared(Part);

impl Write for Shared {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(buffer)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

impl Parts {
    /// Nothing is written yet. The first file gets the name itself, the others
    /// a number: `x.json`, `x-2.json`.
    ///
    /// # Errors
    /// [`Code::Exists`] if the first is there and is not to be replaced.
    pub fn new(path: &Path, overwrite: bool) -> Result<Self> {
        free(path, overwrite)?;
        Ok(Self { path: path.to_owned(), overwrite, parts: Vec::new() })
    }

    /// Begins the next file.
    ///
    /// # Errors
    /// What the disk says.
    #[allow(clippy::should_implement_trait, reason = "it never ends")]
    pub fn next(&mut self) -> std::io::Result<Box<dyn Write>> {
        let path = self.name(self.parts.len() + 1);
        let part = Rc::new(RefCell::new(beside(&path)?));
        self.parts.push((path, part.clone()));
        Ok(Box::new(Shared(part)))
    }

    fn name(&self, number: usize) -> PathBuf {
        if number == 1 {
            return self.path.clone();
        }
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let extension = self.path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
        self.path.with_file_name(format!("{stem}-{number}{extension}"))
    }

    /// Moves all files into place. Whoever writes them is done.
    ///
    /// # Errors
    /// [`Code::Exists`] or [`Code::Disk`]; then none is left behind.
    pub fn finish(self) -> Result<Vec<WrittenFile>> {
        let mut placed: Vec<WrittenFile> = Vec::with_capacity(self.parts.len());
        for (path, part) in self.parts {
            let written = part_of(part).and_then(|part| place(&path, self.overwrite, part));
            match written {
                Ok(file) => placed.push(file),
                Err(error) => {
                    // What was moved already is taken away again.
                    placed.iter().for_each(|file| drop(std::fs::remove_file(&file.path)));
                    return Err(error);
                }
            }
        }
        Ok(placed)
    }
}

fn part_of(part: Part) -> Result<Counted<BufWriter<NamedTempFile>>> {
    let busy = |_| Error::new(Code::Internal, "A file was to be finished while it was still written.");
    Rc::try_unwrap(part).map(RefCell::into_inner).map_err(busy)
}

/// Refuses to replace a file unasked.
///
/// # Errors
/// [`Code::Exists`].
pub(crate) fn free(path: &Path, overwrite: bool) -> Result<()> {
    if overwrite || !path.exists() {
        return Ok(());
    }
    let message =
        format!("{} exists. Choose another name, or say that it may be replaced (--overwrite).", path.display());
    Err(Error::new(Code::Exists, message))
}

/// A file beside the one that is to be.
fn beside(path: &Path) -> std::io::Result<Counted<BufWriter<NamedTempFile>>> {
    let part = tempfile_beside(path)?;
    Ok(Counted { inner: BufWriter::new(part), bytes: 0, hash: Sha256::new() })
}

fn tempfile_beside(path: &Path) -> std::io::Result<NamedTempFile> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    tempfile::Builder::new().prefix(".muster-").tempfile_in(folder)
}

/// Moves a file that is whole to where it belongs.
fn place(path: &Path, overwrite: bool, part: Counted<BufWriter<NamedTempFile>>) -> Result<WrittenFile> {
    let (bytes, sha256) = (part.bytes, hex::encode(part.hash.finalize()));
    let part = part.inner.into_inner().map_err(|e| disk(path, e.error()))?;
    part.as_file().sync_all().map_err(|e| disk(path, &e))?;
    make_plain(part.as_file());
    let moved = if overwrite { part.persist(path).map(drop) } else { part.persist_noclobber(path).map(drop) };
    moved.map_err(|e| disk(path, &e.error))?;
    Ok(WrittenFile { path: path.to_string_lossy().into_owned(), rows: 0, bytes, sha256, left_out: None })
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
        muster_report::ReportError::Source(error) => match error.downcast::<Error>() {
            Ok(error) => *error,
            Err(other) => Error::new(Code::Internal, format!("{} could not be written: {other}.", path.display())),
        },
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

    #[test]
    fn parts_are_all_there_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bulk.json");
        let put = |count: usize, overwrite| {
            let mut parts = Parts::new(&path, overwrite)?;
            for number in 0..count {
                parts.next().unwrap().write_all(number.to_string().as_bytes()).unwrap();
            }
            parts.finish()
        };
        let files = put(3, false).unwrap();
        let names: Vec<_> = files.iter().map(|f| Path::new(&f.path).file_name().unwrap().to_owned()).collect();
        assert_eq!(names, ["bulk.json", "bulk-2.json", "bulk-3.json"]);
        assert_eq!(std::fs::read(folder.path().join("bulk-3.json")).unwrap(), b"2");
        assert_eq!(put(1, false).unwrap_err().code, Code::Exists);
        std::fs::remove_file(&path).unwrap();
        // The second is in the way, so the first is not left alone.
        assert_eq!(put(2, false).unwrap_err().code, Code::Disk);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
        assert_eq!(put(2, true).unwrap().len(), 2);
    }
}
