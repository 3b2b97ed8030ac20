//! The encrypted vault: the only crate that speaks SQL. `docs/vault.md` has
//! the file format, byte by byte, and what it protects against.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `create`, `open` | making a vault and opening it |
//! | `vault` | an open vault: reading and writing in transactions |
//! | `check`, `backup` | is it whole; all of it in one file, and back |
//! | [`tables`] | one file per table: reading it, and the plain writes |
//! | [`filter`] | filters as SQL |
//! | [`facts`] | what audits look at |
//! | [`merge`] | what an import does to users, step by step |
//! | [`comparison`] | how two snapshots differ |
//! | [`past`] | one user at a moment, from its versions |
//! | [`bulk`] | many users at once, for an export |
//! | [`history`] | users over time, for counting |
//! | [`holdings`] | who holds what and through what, of many users at once |
//! | [`changes`] | what operators change, and its way back |
//! | [`access`] | what users may do, and through what |
//! | [`log`] | the append-only record, chained by hash |
//! | [`setting`], [`operator`] | single values; who may unlock the vault |
//! | `migrations` | the store's schema, step by step |
//! | `store`, `readers` | connections and their settings |
//! | `header`, `slot`, `slots` | `vault.json`: the key slots, and changing one |
//! | `kdf`, `keys`, `passphrase`, `recovery` | from what is typed to keys |
//! | `folder`, `lock` | files of the vault's folder; one writer at a time |
//! | `fields`, `hexed` | how things become bytes before they are hashed |

pub mod access;
mod backup;
pub mod bulk;
pub mod changes;
mod check;
pub mod comparison;
mod create;
mod error;
pub mod facts;
mod fields;
pub mod filter;
mod folder;
mod header;
mod hexed;
pub mod history;
pub mod holdings;
mod kdf;
mod keys;
mod lock;
pub mod log;
pub mod merge;
mod migrations;
mod open;
pub mod operator;
mod passphrase;
pub mod past;
mod readers;
mod recovery;
pub mod setting;
mod slot;
mod slots;
mod store;
pub mod tables;
#[cfg(test)]
mod testing;
mod vault;

pub use backup::{Backup, restore};
pub use create::NewVault;
pub use error::{Error, Result};
pub use hexed::random;
pub use kdf::Calibration;
pub use lock::Holder;
pub use log::{Entry, Verification};
pub use open::Mode;
pub use passphrase::MIN_PASSPHRASE;
pub use recovery::RecoveryKey;
pub use rusqlite::{Connection, Transaction};
pub use vault::{Opened, Vault};
