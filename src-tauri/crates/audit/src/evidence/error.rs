//! Why a pack cannot be written or read at all.

use super::path::PathFault;

/// Why a pack cannot be written or read. That it is not as it was signed is no
/// error but an answer ([`super::Verified`]).
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// A file or folder failed.
    #[error("{path}: {source}; check that it is there, its rights and the free space, then try again")]
    Io {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file may not be called so.
    #[error("{path:?} cannot stand in a pack: {fault}; give the file another name")]
    Path {
        /// Which.
        path: String,
        /// Why not.
        fault: PathFault,
    },
    /// Two files would have one name.
    #[error("{0:?} and another file of the pack would have one name on some systems; give one of them another")]
    Twice(String),
    /// A ZIP is at its end.
    #[error("{path} does not fit: a ZIP holds 4 GiB and 65,000 files; write the pack as a folder instead")]
    TooLarge {
        /// The file that did not fit.
        path: String,
    },
    /// There is something where the folder would be.
    #[error("{0} exists and is not empty: choose another folder")]
    Exists(String),
    /// It is neither a folder nor a ZIP.
    #[error("{0} is no pack of evidence: it is neither a folder nor a ZIP; name the folder that holds manifest.json")]
    NoPack(String),
    /// A key is none.
    #[error("{0} is no public key: a key has 32 bytes, which are a point of the curve Ed25519")]
    Key(String),
}

impl EvidenceError {
    /// A file or folder that failed.
    pub(super) fn io(path: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}
