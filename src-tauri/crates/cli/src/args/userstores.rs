//! `muster userstores`: the sources of users.

use clap::{Subcommand, ValueEnum};
use muster_model::UserstoreKind;

#[derive(Debug, Subcommand)]
pub enum Userstores {
    /// Each userstore, how many users it has, and its last snapshot.
    List,
    /// Add a userstore.
    Add {
        /// Its domain, such as gitlab.
        domain: String,
        /// What it reflects.
        #[arg(long, value_enum, default_value = "local")]
        kind: StoreKind,
    },
}

/// [`UserstoreKind`] as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum StoreKind {
    Local,
    Gitlab,
    Scim,
    Ldap,
    Keycloak,
    File,
    Wso2,
    Entra,
    Google,
    Okta,
    Authelia,
}

impl From<StoreKind> for UserstoreKind {
    fn from(kind: StoreKind) -> Self {
        match kind {
            StoreKind::Local => Self::Local,
            StoreKind::Gitlab => Self::Gitlab,
            StoreKind::Scim => Self::Scim,
            StoreKind::Ldap => Self::Ldap,
            StoreKind::Keycloak => Self::Keycloak,
            StoreKind::File => Self::File,
            StoreKind::Wso2 => Self::Wso2,
            StoreKind::Entra => Self::Entra,
            StoreKind::Google => Self::Google,
            StoreKind::Okta => Self::Okta,
            StoreKind::Authelia => Self::Authelia,
        }
    }
}
