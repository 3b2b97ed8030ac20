//! `muster snapshot`.

use super::export::{ExportFile, TableFormat};
use clap::{Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub enum Snapshot {
    /// What each import saw, the newest first.
    List {
        /// Only those of this userstore.
        #[arg(long, value_name = "NAME")]
        userstore: Option<String>,
        /// At most this many.
        #[arg(long, default_value_t = 1000)]
        limit: u64,
    },
    /// Who came, who went, who changed and what, from one snapshot to a later one.
    Diff {
        /// The earlier one: its number, or a day (2026-03-31 is the last one until the end of that day, UTC).
        a: String,
        /// The later one, of the same userstore.
        b: String,
        /// The userstore, where days are given and several have snapshots.
        #[arg(long, value_name = "NAME")]
        userstore: Option<String>,
        /// Only users of whom this is so.
        #[arg(long, value_enum)]
        became: Option<Became>,
        /// Only users in whom this field differs, such as state or grant.
        #[arg(long)]
        field: Option<String>,
        /// Only users whose name or username contains this.
        #[arg(long, default_value = "")]
        text: String,
        /// csv, json, jsonl or xlsx: a row for each field that differs. Without it, a summary for people.
        #[arg(long, value_enum)]
        format: Option<TableFormat>,
        #[command(flatten)]
        file: ExportFile,
    },
}

/// What became of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Became {
    Added,
    Removed,
    Changed,
}

impl From<Became> for muster_app::api::snapshots::Became {
    fn from(became: Became) -> Self {
        match became {
            Became::Added => Self::Added,
            Became::Removed => Self::Removed,
            Became::Changed => Self::Changed,
        }
    }
}
