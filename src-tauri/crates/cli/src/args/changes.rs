//! `muster changes`.

use clap::{Subcommand, ValueEnum};
use muster_app::api::changes::{ChangeFormat, ChangeStatus};
use muster_model::Standing;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Changes {
    /// The newest changes, and how far they are.
    List {
        /// Only those that are applied, pending, confirmed, undone or withdrawn.
        #[arg(long, value_enum)]
        status: Option<Status>,
        /// How many at most.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// How many to skip.
        #[arg(long, default_value_t = 0)]
        offset: u64,
    },
    /// One change, user by user.
    Show {
        /// Its number.
        change: i64,
        /// Only users who are applied, outstanding, confirmed, undone, withdrawn or refused.
        #[arg(long)]
        standing: Option<Standing>,
        /// How many users at most; 0 for all.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// How many users to skip.
        #[arg(long, default_value_t = 0)]
        offset: u64,
    },
    /// Take a change back, or withdraw what of it still waits.
    Undo {
        /// Its number.
        change: i64,
        /// Do it, even if nobody privileged, or no owner, would be left.
        #[arg(long)]
        even_last: bool,
    },
    /// Write what waits of a change as a file to carry out at its source. It is not encrypted.
    Export {
        /// Its number.
        change: i64,
        /// As what.
        #[arg(long, value_enum)]
        format: Format,
        /// Write to this file instead of standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace a file that is there.
        #[arg(long, requires = "output")]
        overwrite: bool,
    },
}

/// [`ChangeStatus`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Status {
    Applied,
    Pending,
    Confirmed,
    Undone,
    Withdrawn,
}

impl From<Status> for ChangeStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Applied => Self::Applied,
            Status::Pending => Self::Pending,
            Status::Confirmed => Self::Confirmed,
            Status::Undone => Self::Undone,
            Status::Withdrawn => Self::Withdrawn,
        }
    }
}

/// [`ChangeFormat`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A row per user and field, with ids.
    Csv,
    /// A JSON object per user.
    Jsonl,
    /// SCIM bulk requests (RFC 7644, 3.7).
    ScimBulk,
    /// LDIF change records (RFC 2849).
    Ldif,
    /// A shell script of GitLab API calls.
    GitlabSh,
}

impl From<Format> for ChangeFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Jsonl => Self::Jsonl,
            Format::ScimBulk => Self::ScimBulk,
            Format::Ldif => Self::Ldif,
            Format::GitlabSh => Self::GitlabSh,
        }
    }
}
