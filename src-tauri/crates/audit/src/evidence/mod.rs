//! The evidence of a review: a folder or ZIP that answers, to someone who was not
//! there, who decided what, when, on which facts.
//!
//! Every file of a pack is listed in `manifest.json` with its size and SHA-256;
//! `manifest.sig` is the operator's Ed25519 signature of exactly those bytes.
//! `SHA256SUMS` says the same for `sha256sum --check`, and tells which of the two
//! was altered where the signature does not hold. The same files are the same
//! bytes, whenever and wherever a pack is written. A ZIP is not compressed: only
//! then does every byte of it follow from its files, so that none can be altered.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`files`] | what is in a pack, and how its lists are written |
//! | [`story`] | what happened, for people: the struct behind the report |
//! | [`readme`] | the same as a text, `README.txt` |
//! | [`key`] | the operator's key |
//! | [`manifest`] | the list of files |
//! | [`path`] | what a file may be called |
//! | [`write`] | writing a pack |
//! | [`folder`], [`zip`] | the two shapes of a pack |
//! | [`verify`], [`failure`] | whether a pack is as it was signed, and what is not |

mod error;
pub mod failure;
pub mod files;
pub mod folder;
pub mod key;
pub mod manifest;
pub mod path;
pub mod readme;
pub mod story;
#[cfg(test)]
mod tests;
pub mod verify;
pub mod write;
pub mod zip;

pub use error::EvidenceError;
pub use failure::{Failure, FailureKind};
pub use folder::FolderPlace;
pub use key::{OperatorKey, PublicKey};
pub use manifest::Manifest;
pub use story::Story;
pub use verify::{Verified, verify, verify_file};
pub use write::{PackAbout, PackFile, Place, Written, write_pack};
pub use zip::ZipPlace;
