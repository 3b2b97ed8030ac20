//! Writers of other systems' files: records as dialects that others read, and
//! change sets as files that someone carries out in another system.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`scim`] | users and groups as a SCIM `ListResponse` |
//! | [`ldif`] | users and groups as LDIF that `ldapadd` takes |
//! | [`omitted`] | what a dialect had no word for, field by field |
//! | [`changes`] | change sets: CSV, JSON Lines, SCIM Bulk, LDIF, GitLab calls |
//! | [`manifest`] | what an export is: when, by whom, how many, checksums |
//!
//! What is written in a dialect is read back the same by the reader of this
//! crate, except for what the writer says it omitted.

pub mod changes;
pub mod ldif;
pub mod manifest;
pub mod omitted;
pub mod scim;

pub use ldif::{AsGiven, BaseEntries, LdifSettings, LdifWriter, Names};
pub use manifest::{Manifest, ManifestFile, ManifestReport};
pub use omitted::Omitted;
pub use scim::{Extension, ScimWriter};

use crate::Error;
use muster_model::record::{GroupRecord, UserRecord};

/// Takes records and writes them as a dialect, one at a time.
pub trait RecordWriter {
    /// Writes a user.
    ///
    /// # Errors
    /// [`Error::Write`] if the file fails.
    fn user(&mut self, user: &UserRecord) -> Result<(), Error>;

    /// Writes a group. Groups come after the users in them.
    ///
    /// # Errors
    /// [`Error::Write`] if the file fails.
    fn group(&mut self, group: &GroupRecord) -> Result<(), Error>;

    /// Writes the end, without which the file is not whole, and says what the
    /// dialect had no word for.
    ///
    /// # Errors
    /// [`Error::Write`] if the file fails.
    fn finish(&mut self) -> Result<Omitted, Error>;
}
