//! A pack as a ZIP: files one after another without compression, each byte
//! following from their names, sizes and checksums (PKWARE's APPNOTE 6.3.10,
//! sections 4.3.7, 4.3.12 and 4.3.16).
//!
//! It is written and read here, and not by a library, because that is the
//! promise: a library may write other bytes with its next version, and reads
//! what is not as it was written. Any program opens such a ZIP.
//!
//! | module | what it does |
//! | --- | --- |
//! | `layout` | the bytes around the files |
//! | `place` | writing |
//! | `read` | reading, byte by byte as it must be |

mod layout;
mod place;
mod read;

pub use place::ZipPlace;
pub(super) use read::Archive;
