//! The vault's tables and how snapshots and edits are merged into them.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`tables`] | one file per table: reading it, and the plain writes |
//! | [`merge`] | what an import or an edit does to users, step by step |

mod error;
pub mod merge;
pub mod tables;

pub use error::{Error, Result};
