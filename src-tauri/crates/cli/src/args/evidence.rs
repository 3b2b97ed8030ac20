//! `muster evidence`.

use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Evidence {
    /// Write the signed evidence of a review. It is not encrypted.
    Make {
        /// The review's id.
        review: String,
        /// A ZIP if it ends in .zip, else a folder that is empty or not there.
        #[arg(short, long, value_name = "PACK")]
        output: PathBuf,
        /// Replace a ZIP that is there.
        #[arg(long)]
        overwrite: bool,
    },
    /// Say whether a pack is as it was signed, and which file is not. Needs no vault.
    Verify {
        /// The folder or the ZIP.
        pack: PathBuf,
        /// The fingerprint of the key that must have signed it.
        #[arg(long, value_name = "FINGERPRINT")]
        fingerprint: Option<String>,
    },
    /// The public key that you sign evidence with, and its fingerprint.
    Key,
}
