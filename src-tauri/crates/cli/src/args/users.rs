//! `muster users`.

use super::selection::Bulk;
use super::values::{Expiry, Sort, expiry, moment, pair, scope, sort, visibility};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use muster_model::{Kind, Scope, State, Visibility};

#[derive(Debug, Subcommand)]
pub enum Users {
    /// List users, page by page.
    #[command(after_long_help = muster_app::filter::help())]
    List {
        /// Only users for whom this holds, such as 'state eq "active" and lastSeen le "-90d"';
        /// `--help` lists the attributes.
        #[arg(long, default_value = "")]
        filter: String,
        /// Order by an attribute; a leading - turns it round.
        #[arg(long, value_parser = sort, allow_hyphen_values = true)]
        sort: Option<Sort>,
        /// Columns of the table, comma-separated; also groups, profile.FIELD and attributes.NAME.
        #[arg(long, value_delimiter = ',')]
        columns: Vec<String>,
        /// How many at most; 0 for all.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// Go on after this cursor, which the page before gave.
        #[arg(long)]
        cursor: Option<String>,
        /// The filter, order and columns of a view, as the window has it.
        #[arg(long, value_name = "NAME", conflicts_with = "filter")]
        view: Option<String>,
    },
    /// Everything about one user.
    Show {
        /// DOMAIN/username, a username, an e-mail or an id.
        user: String,
    },
    /// Make a user in a local userstore.
    Add(Box<Add>),
    /// Note that someone was asked to join. Muster sends no mail.
    Invite(Box<Invite>),
    /// Change users: state, roles, groups, fields, and when access ends.
    Set(Box<Set>),
    /// Let users in again who were switched off.
    Activate(Bulk),
    /// Switch users off.
    Deactivate(Bulk),
    /// Keep users out.
    Block(Bulk),
    /// Let users in again after a block.
    Unblock(Bulk),
    /// Keep users out and hide what they wrote.
    Ban(Bulk),
    /// Let users in again after a ban.
    Unban(Bulk),
    /// Keep users out for a while.
    Lock(Bulk),
    /// Let users in again after a lock.
    Unlock(Bulk),
    /// Let users in who wait for approval.
    Approve(Bulk),
    /// Delete users; their roles and groups are taken away or handed over.
    Delete {
        #[command(flatten)]
        bulk: Bulk,
        /// Who is given their roles and groups.
        #[arg(long, value_name = "USER")]
        hand_to: Option<String>,
    },
    /// Join two accounts of one person: one stays, the other is deactivated.
    Merge {
        /// The account that is one too many.
        user: String,
        /// The account that stays and gets what it lacks.
        #[arg(long, value_name = "USER")]
        into: String,
        #[command(flatten)]
        rules: super::selection::Rules,
    },
    /// Say that users are accounts of one person.
    Link {
        /// Each DOMAIN/username, a username, an e-mail or an id.
        #[arg(required = true, value_name = "USER")]
        users: Vec<String>,
        /// The person's name; the first user's, if not said.
        #[arg(long)]
        name: Option<String>,
    },
    /// Part a user from the person it is linked to.
    Unlink {
        /// DOMAIN/username, a username, an e-mail or an id.
        user: String,
    },
}

/// What is known of a new user beside the username.
#[derive(Debug, Args)]
pub struct Known {
    /// The domain of its local userstore.
    #[arg(long, value_name = "DOMAIN", default_value = "PRIMARY")]
    pub userstore: String,
    /// The name to show.
    #[arg(long)]
    pub name: Option<String>,
    /// human, service, bot or external.
    #[arg(long)]
    pub kind: Option<Kind>,
    /// A field, such as title=Engineer, attributes.team=blue or service.owner=dana (repeatable).
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub field: Vec<(String, String)>,
    /// Who may see a field: FIELD=private, FIELD=instance or FIELD=public (repeatable).
    #[arg(long, value_name = "FIELD=WHO", value_parser = visibility)]
    pub visibility: Vec<(String, Visibility)>,
    /// When access ends: 2026-11-20, a time with zone, or never.
    #[arg(long, value_name = "DATE", value_parser = expiry)]
    pub expires: Option<Expiry>,
    /// A role to give (repeatable).
    #[arg(long = "role", alias = "add-role", value_name = "ROLE")]
    pub roles: Vec<String>,
    /// On what the roles are given: instance, group:PATH, project:PATH or application:NAME.
    #[arg(long, value_name = "SCOPE", value_parser = scope, default_value = "instance", requires = "roles")]
    pub on: Scope,
    /// Until when the roles are given: 2026-11-20, or a time with zone.
    #[arg(long, value_name = "DATE", value_parser = moment, requires = "roles")]
    pub until: Option<DateTime<Utc>>,
    /// A group to put it into, by its path (repeatable).
    #[arg(long = "group", alias = "add-group", value_name = "GROUP")]
    pub groups: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Add {
    /// The sign-in name.
    pub username: String,
    /// The primary e-mail.
    #[arg(long)]
    pub email: Option<String>,
    /// The state to begin in.
    #[arg(long)]
    pub state: Option<State>,
    #[command(flatten)]
    pub known: Known,
}

#[derive(Debug, Args)]
pub struct Invite {
    /// The sign-in name.
    pub username: String,
    /// Where the invitation goes.
    #[arg(long)]
    pub email: String,
    /// What they are told.
    #[arg(long, value_name = "TEXT")]
    pub message: Option<String>,
    #[command(flatten)]
    pub known: Known,
}

#[derive(Debug, Args)]
pub struct Set {
    #[command(flatten)]
    pub bulk: Bulk,
    #[command(flatten)]
    pub what: What,
}

/// What to do to each user.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to change")]
pub struct What {
    /// active, locked, blocked, deactivated, banned or deleted.
    #[arg(long)]
    pub state: Option<State>,
    /// Give a role (repeatable).
    #[arg(long, value_name = "ROLE")]
    pub add_role: Vec<String>,
    /// Take a role that is held directly (repeatable).
    #[arg(long, value_name = "ROLE")]
    pub remove_role: Vec<String>,
    /// On what: instance, group:PATH, project:PATH or application:NAME. A role is given on the
    /// instance and taken wherever it is held, if not said.
    #[arg(long, value_name = "SCOPE", value_parser = scope)]
    pub on: Option<Scope>,
    /// Until when the role is given: 2026-11-20, or a time with zone.
    #[arg(long, value_name = "DATE", value_parser = moment, requires = "add_role")]
    pub until: Option<DateTime<Utc>>,
    /// Put into a group, by its path (repeatable).
    #[arg(long, value_name = "GROUP")]
    pub add_group: Vec<String>,
    /// Take out of a group, by its path (repeatable).
    #[arg(long, value_name = "GROUP")]
    pub remove_group: Vec<String>,
    /// Set a field, such as title=Engineer, email=a@b.example or attributes.team=blue; an empty
    /// value clears it (repeatable).
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub field: Vec<(String, String)>,
    /// Who may see a field: FIELD=private, FIELD=instance or FIELD=public (repeatable).
    #[arg(long, value_name = "FIELD=WHO", value_parser = visibility)]
    pub visibility: Vec<(String, Visibility)>,
    /// When access ends: 2026-11-20, a time with zone, or never.
    #[arg(long, value_name = "DATE", value_parser = expiry)]
    pub expires: Option<Expiry>,
}
