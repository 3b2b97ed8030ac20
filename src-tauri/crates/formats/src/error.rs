//! What keeps a whole file from being read or written. What keeps a row from
//! being read is a [`muster_model::import::Rejection`] instead and stops
//! nothing else.

use crate::Dialect;
use muster_model::record::Stop;

/// Why a file was not read or written, or not to its end. Every message names the file
/// and the way out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such file.
    #[error("{path}: there is no such file; check the path")]
    NotFound {
        /// Where it was looked for.
        path: String,
    },
    /// A folder stands where a file is expected.
    #[error("{path} is a folder; name the files in it, for example {path}/*.json")]
    Folder {
        /// Where it is.
        path: String,
    },
    /// The system refused to open or to read it.
    #[error("{path} could not be read: {source}; check the permissions and the disk, then try again")]
    Unreadable {
        /// Where it is.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Nothing is in it.
    #[error("{file} is empty; export it again")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// It is a ZIP, a workbook, a PDF, a database, a web page, ...
    #[error("{file} is {what}, whatever its name says; {remedy}")]
    OtherKind {
        /// The file's name.
        file: String,
        /// What it is.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// Larger than is read of its kind, because that kind cannot be read piece by piece.
    #[error(
        "{file} is larger than {mebibytes} MiB, the most that is read of YAML; split it and import the parts together"
    )]
    TooLarge {
        /// The file's name.
        file: String,
        /// The limit, in MiB.
        mebibytes: u64,
    },
    /// Text that is not UTF-8 where a whole file depends on it (a CSV header).
    #[error("{file}, line {line}: the text is not UTF-8 (perhaps Windows-1252 or Latin-1); save the file as UTF-8")]
    NotUtf8 {
        /// The file's name.
        file: String,
        /// The line, from 1.
        line: u64,
    },
    /// It is understood, but holds no users: a PATCH message, a schema, an error of an API.
    #[error("{file} holds {what}, not users or groups; {remedy}")]
    NotUsers {
        /// The file's name.
        file: String,
        /// What it holds.
        what: String,
        /// What to do.
        remedy: &'static str,
    },
    /// No dialect fits.
    #[error(
        "{file} is none of the kinds of file that can be read ({reason}; tried: {}); \
         name its kind with --format, or say what the columns of a CSV mean with --map",
        Dialect::words()
    )]
    Unrecognised {
        /// The file's name.
        file: String,
        /// What was seen instead.
        reason: String,
    },
    /// It was to be read as a dialect that it cannot be.
    #[error("{file} cannot be read as {dialect}: {reason}; leave out --format to have it detected")]
    NotThisDialect {
        /// The file's name.
        file: String,
        /// The dialect that was asked for.
        dialect: Dialect,
        /// Why not.
        reason: String,
    },
    /// The word for a dialect is none of those known.
    #[error("{found:?} is no format; use one of: {}", Dialect::words())]
    UnknownDialect {
        /// What was given.
        found: String,
    },
    /// A column map cannot be used.
    #[error("the column map cannot be used: {reason}")]
    Map {
        /// What is wrong and what to do.
        reason: String,
    },
    /// What is written could not be written.
    #[error(
        "the file could not be written: {0}; check the free space and the rights of the folder, then write it again"
    )]
    Write(std::io::Error),
    /// A setting of a writer cannot be used.
    #[error("{what} {found:?} cannot be used: {remedy}")]
    Setting {
        /// Which setting.
        what: &'static str,
        /// What was given.
        found: String,
        /// What is wrong and what to do.
        remedy: &'static str,
    },
    /// The sink told the reader to stop.
    #[error("reading was stopped")]
    Stopped(Stop),
}

impl From<Stop> for Error {
    fn from(stop: Stop) -> Self {
        Self::Stopped(stop)
    }
}
