//! `muster groups`.

use super::values::{moment, scope};
use chrono::{DateTime, Utc};
use clap::Subcommand;
use muster_model::Scope;

#[derive(Debug, Subcommand)]
pub enum Groups {
    /// The groups, by path.
    List {
        /// Only those whose path, name or description contains this.
        #[arg(default_value = "", hide_default_value = true)]
        search: String,
        /// Only of this userstore.
        #[arg(long, value_name = "DOMAIN")]
        userstore: Option<String>,
        /// Only groups directly in this one.
        #[arg(long, value_name = "GROUP")]
        within: Option<String>,
        /// Only groups that are in no other group.
        #[arg(long, conflicts_with = "within")]
        top: bool,
        /// How many at most; 0 for all.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// How many to skip.
        #[arg(long, default_value_t = 0)]
        offset: u64,
    },
    /// One group: what it is in, what is in it, and what it gives.
    Show {
        /// Its path or number.
        group: String,
        /// Its userstore, where several have a group of this path.
        #[arg(long, value_name = "DOMAIN")]
        userstore: Option<String>,
    },
    /// Make a group in a local userstore.
    Add {
        /// Its path.
        path: String,
        /// The domain of its userstore.
        #[arg(long, value_name = "DOMAIN", default_value = "PRIMARY")]
        userstore: String,
        /// The name to show.
        #[arg(long)]
        name: Option<String>,
        /// What it is for.
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// A group it is in, by path (repeatable).
        #[arg(long = "parent", value_name = "GROUP")]
        parents: Vec<String>,
        /// A role it gives its members (repeatable).
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
        /// On what the roles are given: instance, group:PATH, project:PATH or application:NAME.
        #[arg(long, value_name = "SCOPE", value_parser = scope, default_value = "instance", requires = "roles")]
        on: Scope,
        /// Until when the roles are given: 2026-11-20, or a time with zone.
        #[arg(long, value_name = "DATE", value_parser = moment, requires = "roles")]
        until: Option<DateTime<Utc>>,
    },
    /// Change a group of a local userstore.
    Set {
        /// Its path or number.
        group: String,
        /// Its userstore, where several have a group of this path.
        #[arg(long, value_name = "DOMAIN")]
        userstore: Option<String>,
        /// Another path.
        #[arg(long)]
        path: Option<String>,
        /// The name to show; empty clears it.
        #[arg(long)]
        name: Option<String>,
        /// What it is for; empty clears it.
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// Put it into a group, by path (repeatable).
        #[arg(long, value_name = "GROUP")]
        add_parent: Vec<String>,
        /// Take it out of a group, by path (repeatable).
        #[arg(long, value_name = "GROUP")]
        remove_parent: Vec<String>,
        /// Do it, even if nobody privileged, or no owner, would be left.
        #[arg(long)]
        even_last: bool,
    },
    /// Remove a group from a local userstore. Its members stay.
    Remove {
        /// Its path or number.
        group: String,
        /// Its userstore, where several have a group of this path.
        #[arg(long, value_name = "DOMAIN")]
        userstore: Option<String>,
        /// Do it, even if more than one user is in it.
        #[arg(long)]
        yes: bool,
        /// Do it, even if nobody privileged, or no owner, would be left.
        #[arg(long)]
        even_last: bool,
    },
    /// Who is in a group.
    Members {
        /// Its path or number.
        group: String,
        /// Its userstore, where several have a group of this path.
        #[arg(long, value_name = "DOMAIN")]
        userstore: Option<String>,
        /// Also those of the groups below it.
        #[arg(long)]
        nested: bool,
        /// How many at most; 0 for all.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// How many to skip.
        #[arg(long, default_value_t = 0)]
        offset: u64,
    },
}
