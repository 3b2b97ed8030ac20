//! What of a pack is not as it was signed.

use super::path::PathFault;

/// A file of a pack that is not as it was signed, or the archive itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Which: a path in the pack, or `the archive`.
    pub path: String,
    /// How.
    pub kind: FailureKind,
}

impl Failure {
    /// A failure of a file.
    pub(super) fn new(path: &str, kind: FailureKind) -> Self {
        Self { path: path.chars().take(200).collect(), kind }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A name from a hostile pack is shown, not carried out by a terminal.
        write!(f, "{}: {}", muster_report::display::clean(&self.path), self.kind)
    }
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FailureKind {
    /// It is not there.
    #[error("it is missing")]
    Missing,
    /// It is there and was not signed.
    #[error("it was added: no signed list has it")]
    Added,
    /// Its bytes are others.
    #[error("it was altered: its SHA-256 is {found}, and {expected} was signed")]
    Altered {
        /// The hash it has.
        found: String,
        /// The hash that was signed.
        expected: String,
    },
    /// It has another size.
    #[error("it was altered: it has {found} bytes, and {expected} were signed")]
    Size {
        /// The bytes it has.
        found: u64,
        /// The bytes that were signed.
        expected: u64,
    },
    /// The manifest is not the one that was signed.
    #[error("the list of files was altered: {0}")]
    Manifest(String),
    /// The signature does not hold.
    #[error("{0}")]
    Signature(String),
    /// It is signed, but by another key than was asked for.
    #[error("it is signed by the key {found}, and {expected} was asked for")]
    OtherKey {
        /// The key's fingerprint.
        found: String,
        /// The fingerprint that was asked for.
        expected: String,
    },
    /// It does not say what the manifest says.
    #[error("it was altered: it does not say what the signed list of files says")]
    Derived,
    /// Its path cannot be.
    #[error("no file of a pack is called so: {0}")]
    Unsafe(PathFault),
    /// It is a link.
    #[error("it is a link, and what it leads to is no part of the pack")]
    Link,
    /// It is neither a file nor a folder.
    #[error("it is neither a file nor a folder")]
    Special,
    /// There are too many files, or they are too deep.
    #[error("there are too many files or folders here to be a pack; the others were not looked at")]
    TooMany,
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Read(String),
    /// Two entries of a ZIP have one name.
    #[error("it stands in the archive twice")]
    Twice,
    /// A header of a ZIP was altered.
    #[error("its header in the archive was altered")]
    Header,
    /// Its checksum in a ZIP is not that of its bytes.
    #[error("its checksum in the archive is not that of its bytes")]
    Checksum,
    /// The directory of a ZIP was altered.
    #[error("its line in the archive's directory was altered")]
    Directory,
    /// It goes on beyond the end of the archive.
    #[error("it goes on beyond the end of the archive, which was cut short")]
    CutShort,
    /// There is something else behind it in a ZIP.
    #[error("its size in the archive was altered, or what follows it: there is no file at byte {0}")]
    After(u64),
    /// What stands here is no file.
    #[error("it is no archive as Muster writes them; unpack it and verify the folder")]
    Lost,
    /// The end of a ZIP was altered.
    #[error("its end was altered")]
    End,
    /// There is something behind the end of a ZIP.
    #[error("there is something behind its end")]
    Trailing,
}

impl FailureKind {
    /// A word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Added => "added",
            Self::Altered { .. } | Self::Size { .. } | Self::Derived => "altered",
            Self::Manifest(_) => "manifest-altered",
            Self::Signature(_) => "signature-wrong",
            Self::OtherKey { .. } => "other-key",
            Self::Unsafe(_) => "unsafe-path",
            Self::Link => "link",
            Self::Special => "special-file",
            Self::TooMany => "too-many",
            Self::Read(_) => "unreadable",
            Self::Twice => "twice",
            Self::Header | Self::Checksum | Self::Directory | Self::CutShort | Self::After(_) | Self::Lost => {
                "archive-damaged"
            }
            Self::End | Self::Trailing => "archive-end",
        }
    }
}
