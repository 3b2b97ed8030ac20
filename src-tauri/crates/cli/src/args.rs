//! What can be typed, one file per topic. The surface is that of the design, section 9.

pub mod audit;
pub mod changes;
pub mod evidence;
pub mod export;
pub mod grants;
pub mod groups;
pub mod import;
pub mod log;
pub mod permissions;
pub mod report;
pub mod review;
pub mod roles;
pub mod seat_history;
pub mod seat_plans;
pub mod seats;
pub mod selection;
pub mod snapshot;
pub mod users;
pub mod userstores;
pub mod values;

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// The heading of what every command takes.
const EVERYWHERE: &str = "Everywhere";

/// Manage the users of a self-hosted instance from one encrypted vault.
#[derive(Debug, Parser)]
#[command(name = "muster", version, about, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// The vault's folder.
    #[arg(long, global = true, help_heading = EVERYWHERE, env = "MUSTER_VAULT", value_name = "PATH")]
    pub vault: Option<PathBuf>,
    /// Who you are, where a vault has several operators; for init, the owner's name.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "NAME")]
    pub operator: Option<String>,
    /// Read the passphrase from the first line of this file.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub json: bool,
    /// The day for rules that look at the clock, and of an import: 2026-11-20, or a time with zone.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "DATE", value_parser = values::day)]
    pub as_of: Option<DateTime<Utc>>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a vault and print its recovery key, once.
    Init {
        /// The folder to create.
        path: PathBuf,
        /// The realm's name; the folder's, if not said.
        #[arg(long)]
        realm: Option<String>,
    },
    /// Create a vault with an invented realm and a year of history.
    Demo {
        /// The folder to create.
        path: PathBuf,
        /// How many users.
        #[arg(long, default_value_t = 1284)]
        users: u64,
        /// The same seed gives the same realm.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Write what an audit must find on that day, as JSON Lines, unencrypted.
        #[arg(long, value_name = "FILE")]
        truth: Option<PathBuf>,
    },
    /// Change the passphrase of the operator who is signed in.
    Passphrase {
        /// Read the new passphrase from the first line of this file.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// How many users, by state, kind and role, who has not been seen, and seats.
    Overview,
    /// The sources of users.
    #[command(subcommand)]
    Userstores(userstores::Userstores),
    /// Bring users in from files; several files together are one snapshot.
    Import(import::Import),
    /// The users, one at a time and by the thousand.
    #[command(subcommand)]
    Users(users::Users),
    /// The groups, what is in them and what they give.
    #[command(subcommand)]
    Groups(groups::Groups),
    /// The roles, what they include and allow.
    #[command(subcommand)]
    Roles(roles::Roles),
    /// The tree of permissions: choosing a node grants what is below it.
    #[command(subcommand)]
    Permissions(permissions::Permissions),
    /// Who may do what, and through what.
    #[command(subcommand)]
    Grants(grants::Grants),
    /// What was changed, what waits to be carried out at its source, and undo.
    #[command(subcommand)]
    Changes(changes::Changes),
    /// What each import saw, and how two of them differ.
    #[command(subcommand)]
    Snapshot(snapshot::Snapshot),
    /// Seats: how many, whose and why.
    #[command(subcommand)]
    Seats(seats::Seats),
    /// Audits: what is wrong with who may do what, and what becomes of it.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Access reviews: who holds what, decided on grant by grant.
    #[command(subcommand)]
    Review(Box<review::Review>),
    /// The signed evidence of a review, and whether it is as it was signed.
    #[command(subcommand)]
    Evidence(evidence::Evidence),
    /// Reports to hand on: HTML, PDF, XLSX, CSV, JSON. What is written is not encrypted.
    #[command(subcommand)]
    Report(report::Report),
    /// Write files for others. What is written is not encrypted.
    #[command(subcommand)]
    Export(export::Export),
    /// The record of everything an operator did.
    #[command(subcommand)]
    Log(log::Log),
    /// Read every page of the vault and say what is wrong.
    Check,
    /// Write one encrypted file that holds the whole vault.
    Backup {
        /// The file to write.
        file: PathBuf,
    },
    /// Make a vault from a backup.
    Restore {
        /// The backup.
        file: PathBuf,
        /// The folder to create.
        path: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_surface_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_is_on_the_page_of_commands() {
        let page = include_str!("../../../../docs/commands.md");
        let mut left = vec![(Cli::command(), String::new())];
        let mut all = 0;
        while let Some((command, path)) = left.pop() {
            for below in command.get_subcommands().filter(|c| c.get_name() != "help") {
                let path = format!("{path} {}", below.get_name());
                left.push((below.clone(), path));
            }
            if command.get_subcommands().next().is_none() {
                let told = format!("`{}", path.trim());
                assert!(page.contains(&format!("{told} ")) || page.contains(&format!("{told}`")), "{told} is missing");
                all += 1;
            }
        }
        assert!(all > 50, "{all} commands were looked at");
    }
}
