//! `muster export`.

use super::values::{Sort, sort};
use clap::{Subcommand, ValueEnum};
use muster_app::api::export::Format;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Export {
    /// All users the filter finds, as a file.
    Users {
        /// Only users for whom this holds.
        #[arg(long, default_value = "")]
        filter: String,
        /// Order by an attribute; a leading - turns it round.
        #[arg(long, default_value = "displayName", value_parser = sort, allow_hyphen_values = true)]
        sort: Sort,
        /// csv, json or jsonl.
        #[arg(long, value_enum, default_value = "csv")]
        format: FileFormat,
        /// Write to this file instead of standard output.
        #[arg(short, long)]
        output: Option<PathBuf>,
        /// Replace a file that is there.
        #[arg(long)]
        overwrite: bool,
    },
}

/// [`Format`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    Csv,
    Json,
    Jsonl,
}

impl From<FileFormat> for Format {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Csv => Self::Csv,
            FileFormat::Json => Self::Json,
            FileFormat::Jsonl => Self::Jsonl,
        }
    }
}
