//! `muster grants`.

use super::selection::Rules;
use super::values::{moment, scope};
use chrono::{DateTime, Utc};
use clap::{ArgGroup, Args, Subcommand};
use muster_model::Scope;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Grants {
    /// What a user may do and through what, or who may do something.
    List(List),
    /// Give a role to users, or to a group and so to its members.
    Add {
        #[command(flatten)]
        grant: Grant,
        /// Until when: 2026-11-20, or a time with zone.
        #[arg(long, value_name = "DATE", value_parser = moment)]
        until: Option<DateTime<Utc>>,
    },
    /// Take a role that users, or a group, hold directly.
    Remove {
        #[command(flatten)]
        grant: Grant,
    },
}

#[derive(Debug, Args)]
#[group(skip)]
#[command(group = ArgGroup::new("asked").required(true).multiple(true).args(["user", "permission"]))]
pub struct List {
    /// What this user holds: DOMAIN/username, a username, an e-mail or an id.
    #[arg(long)]
    pub user: Option<String>,
    /// Everything the user may do, by groups and included roles too, with the way there.
    #[arg(long, requires = "user")]
    pub effective: bool,
    /// Who may do this; with --user, how that user may.
    #[arg(long, value_name = "PATH")]
    pub permission: Option<String>,
    /// Only what counts here: instance, group:PATH, project:PATH or application:NAME.
    #[arg(long, value_name = "SCOPE", value_parser = scope, requires = "user")]
    pub scope: Option<Scope>,
    /// The userstore whose permission it is, where several have it.
    #[arg(long, value_name = "DOMAIN", requires = "permission")]
    pub userstore: Option<String>,
    /// Only users who can sign in.
    #[arg(long, requires = "permission", conflicts_with = "user")]
    pub enabled: bool,
    /// How many users at most; 0 for all.
    #[arg(long, default_value_t = 100, conflicts_with = "user")]
    pub limit: u64,
    /// How many users to skip.
    #[arg(long, default_value_t = 0, conflicts_with = "user")]
    pub offset: u64,
}

/// A role, who gets or loses it, and on what.
#[derive(Debug, Args)]
pub struct Grant {
    /// The role's name.
    pub role: String,
    #[command(flatten)]
    pub to: Principals,
    /// On what: instance, group:PATH, project:PATH or application:NAME. A role is given on the
    /// instance and taken wherever it is held, if not said.
    #[arg(long, value_name = "SCOPE", value_parser = scope)]
    pub on: Option<Scope>,
    /// The userstore of the group, where several have one of this path.
    #[arg(long, value_name = "DOMAIN", requires = "group")]
    pub userstore: Option<String>,
    #[command(flatten)]
    pub rules: Rules,
}

/// Users, or a group.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Principals {
    /// DOMAIN/username, a username, an e-mail or an id.
    #[arg(value_name = "USER")]
    pub users: Vec<String>,
    /// All users for whom this holds.
    #[arg(long, value_name = "EXPRESSION")]
    pub filter: Option<String>,
    /// All users in this file, one a line; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// The group of this path.
    #[arg(long, value_name = "GROUP")]
    pub group: Option<String>,
}
