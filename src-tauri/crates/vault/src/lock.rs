//! One writer at a time: a lock of the operating system, which a crash
//! releases. Who holds it is written beside it, since on Windows a locked file
//! cannot be read.

use crate::folder::Folder;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;

/// Which program holds a vault for writing. Nothing about its user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The process.
    pub pid: u32,
    /// The machine it runs on.
    pub host: String,
    /// The program's file name.
    pub program: String,
}

impl Holder {
    fn this() -> Self {
        let program = std::env::current_exe().ok().and_then(|p| Some(p.file_stem()?.to_string_lossy().into_owned()));
        Self {
            pid: std::process::id(),
            host: gethostname::gethostname().to_string_lossy().into_owned(),
            program: program.unwrap_or_else(|| "muster".to_owned()),
        }
    }
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (process {} on {})", self.program, self.pid, self.host)
    }
}

/// The lock, held until dropped.
pub(crate) struct Lock {
    folder: Folder,
    _file: File,
}

/// What trying to take the lock gave.
pub(crate) enum Taken {
    Lock(Lock),
    /// Another program has it.
    Held(Option<Holder>),
    /// The folder or disk cannot be written, so no one can.
    Unwritable,
}

impl Lock {
    pub(crate) fn take(folder: &Folder) -> Result<Taken> {
        let path = folder.lock();
        let file = match OpenOptions::new().write(true).create(true).truncate(false).open(&path) {
            Ok(file) => file,
            Err(e) if matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
                return Ok(Taken::Unwritable);
            }
            Err(e) => return Err(Error::io(&path, e)),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Taken::Held(holder(folder))),
            Err(TryLockError::Error(e)) => return Err(Error::io(&path, e)),
        }
        // Only for the other's message: the lock holds without it.
        if let Ok(text) = serde_json::to_vec(&Holder::this()) {
            let _ = fs::write(folder.holder(), text);
        }
        Ok(Taken::Lock(Self { folder: folder.clone(), _file: file }))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.folder.holder());
    }
}

/// Who says to hold the lock. Meaningful only while someone does; control
/// characters are dropped, since it is shown to people.
pub(crate) fn holder(folder: &Folder) -> Option<Holder> {
    let bytes = fs::read(folder.holder()).ok().filter(|bytes| bytes.len() < 4096)?;
    let mut holder: Holder = serde_json::from_slice(&bytes).ok()?;
    for text in [&mut holder.host, &mut holder.program] {
        *text = text.chars().filter(|c| !c.is_control()).take(80).collect();
    }
    Some(holder)
}
