//! `muster roles`.

use clap::{ArgAction, Subcommand, ValueEnum};
use muster_app::api::roles::RoleSet;

#[derive(Debug, Subcommand)]
pub enum Roles {
    /// The roles, and how many hold them.
    List {
        /// Only of this userstore.
        #[arg(long, value_name = "DOMAIN")]
        userstore: Option<String>,
    },
    /// One role: what it allows, by itself and through others.
    Show {
        /// Its name or number.
        role: String,
        /// Its userstore, where several have a role of this name.
        #[arg(long, value_name = "DOMAIN")]
        userstore: Option<String>,
    },
    /// Make a role in a local userstore.
    Add {
        /// Its name.
        name: String,
        /// The domain of its userstore.
        #[arg(long, value_name = "DOMAIN", default_value = "PRIMARY")]
        userstore: String,
        /// What it is for.
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// Its holders can change others' access or the instance.
        #[arg(long)]
        privileged: bool,
        /// The built-in role it is based on.
        #[arg(long, value_name = "ROLE")]
        base: Option<String>,
        /// A role it includes (repeatable).
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
        /// A permission it grants, with all below it (repeatable).
        #[arg(long = "permission", value_name = "PERMISSION")]
        permissions: Vec<String>,
    },
    /// Change a role of a local userstore.
    Set {
        /// Its name or number.
        role: String,
        /// Its userstore, where several have a role of this name.
        #[arg(long, value_name = "DOMAIN")]
        userstore: Option<String>,
        /// Another name.
        #[arg(long)]
        name: Option<String>,
        /// What it is for; empty clears it.
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// Whether its holders can change others' access or the instance: true or false.
        #[arg(long, value_name = "BOOL", action = ArgAction::Set)]
        privileged: Option<bool>,
        /// Include a role (repeatable).
        #[arg(long, value_name = "ROLE")]
        add_role: Vec<String>,
        /// Include a role no longer (repeatable).
        #[arg(long, value_name = "ROLE")]
        remove_role: Vec<String>,
        /// Grant a permission, with all below it (repeatable).
        #[arg(long, value_name = "PERMISSION")]
        add_permission: Vec<String>,
        /// Grant a permission no longer (repeatable).
        #[arg(long, value_name = "PERMISSION")]
        remove_permission: Vec<String>,
        /// Do it, even if nobody privileged, or no owner, would be left.
        #[arg(long)]
        even_last: bool,
    },
    /// Remove a role from a local userstore.
    Remove {
        /// Its name or number.
        role: String,
        /// Its userstore, where several have a role of this name.
        #[arg(long, value_name = "DOMAIN")]
        userstore: Option<String>,
        /// Do it, even if more than one user holds it.
        #[arg(long)]
        yes: bool,
    },
    /// Bring in the roles and permissions that a product comes with.
    Install {
        /// The product.
        #[arg(value_enum)]
        set: Set,
        /// The userstore to bring them into: a local one, or one that mirrors the product.
        #[arg(long, value_name = "DOMAIN", default_value = "PRIMARY")]
        userstore: String,
    },
}

/// [`RoleSet`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Set {
    /// GitLab's access levels and the permissions of custom roles.
    Gitlab,
    /// WSO2's admin and everyone, and its tree of permissions.
    Wso2,
}

impl From<Set> for RoleSet {
    fn from(set: Set) -> Self {
        match set {
            Set::Gitlab => Self::Gitlab,
            Set::Wso2 => Self::Wso2,
        }
    }
}
