//! Which users, and how sure the operator is: the same words in every command
//! that changes users.

use clap::Args;
use std::path::PathBuf;

/// Which users: named, found by a filter, or listed in a file.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub struct Who {
    /// DOMAIN/username, a username, an e-mail or an id.
    #[arg(value_name = "USER")]
    pub users: Vec<String>,
    /// All users for whom this holds, such as 'state eq "active" and lastSeen le "-90d"'.
    #[arg(long, value_name = "EXPRESSION")]
    pub filter: Option<String>,
    /// All users in this file, one username, full name, e-mail or id a line; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
}

/// What it takes to change more than one user.
#[derive(Debug, Clone, Args)]
pub struct Rules {
    /// What the change is called in the list of changes.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Say what would happen and change nothing.
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Do it, even to more than one user.
    #[arg(long)]
    pub yes: bool,
    /// Do it, even to the last enabled owner or privileged user.
    #[arg(long)]
    pub even_last: bool,
}

/// Which users, and under which rules.
#[derive(Debug, Clone, Args)]
pub struct Bulk {
    #[command(flatten)]
    pub who: Who,
    #[command(flatten)]
    pub rules: Rules,
}
