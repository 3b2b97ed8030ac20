//! A source of users.

use crate::id::UserstoreId;
use crate::word::words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// Who has the last word on a userstore's users.
    pub enum Authority {
        /// Muster: users are edited here.
        Local = 0 "local",
        /// A system elsewhere, which this userstore reflects.
        Mirrored = 1 "mirrored",
    }
}

words! {
    /// What a userstore reflects.
    pub enum UserstoreKind {
        /// Edited here.
        Local = 0 "local",
        /// A GitLab instance.
        Gitlab = 1 "gitlab",
        /// A SCIM 2.0 service.
        Scim = 2 "scim",
        /// An LDAP directory.
        Ldap = 3 "ldap",
        /// A Keycloak realm.
        Keycloak = 4 "keycloak",
        /// A file someone keeps, such as a spreadsheet.
        File = 5 "file",
        /// A WSO2 Identity Server or API Manager.
        Wso2 = 6 "wso2",
        /// A Microsoft Entra ID tenant.
        Entra = 7 "entra",
        /// A Google Workspace account.
        Google = 8 "google",
        /// An Okta organization.
        Okta = 9 "okta",
        /// Authelia's file of users.
        Authelia = 10 "authelia",
    }
}

impl UserstoreKind {
    /// Who has the last word on users of such a userstore.
    #[must_use]
    pub const fn authority(self) -> Authority {
        match self {
            Self::Local => Authority::Local,
            _ => Authority::Mirrored,
        }
    }
}

/// The userstore every vault is born with.
pub const PRIMARY: &str = "PRIMARY";

/// A source of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Userstore {
    /// Muster's key.
    pub id: UserstoreId,
    /// Its domain: the part before the slash in a full name.
    pub domain: String,
    /// What it reflects.
    pub kind: UserstoreKind,
    /// Who has the last word.
    pub authority: Authority,
    /// Users present in its last snapshot.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub users: u64,
    /// Users that a complete snapshot no longer listed.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub gone: u64,
    /// When its last snapshot was taken.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub last_snapshot: Option<DateTime<Utc>>,
    /// Whether that snapshot listed everyone.
    pub last_complete: Option<bool>,
}

/// Why a name cannot be a userstore's domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// Nothing was given.
    #[error("a userstore needs a domain: give it a short name, such as gitlab")]
    Empty,
    /// Longer than 60 characters.
    #[error("the domain is longer than 60 characters: give it a shorter name")]
    TooLong,
    /// A character that full names, file names or WSO2 do not allow.
    #[error("the domain contains {0:?}: use letters, digits, '-' and '.'")]
    Character(char),
    /// WSO2 keeps this one for itself.
    #[error("the domain {0:?} is reserved: choose another")]
    Reserved(String),
}

/// Checks a domain: letters, digits, `-` and `.`; no `_` and not `federated`,
/// which WSO2 keeps for itself (`iam.md` section 1.3).
///
/// # Errors
/// Says which rule the name breaks.
pub fn check_domain(domain: &str) -> Result<(), DomainError> {
    if domain.is_empty() {
        return Err(DomainError::Empty);
    }
    if domain.chars().count() > 60 {
        return Err(DomainError::TooLong);
    }
    if let Some(c) = domain.chars().find(|c| !(c.is_alphanumeric() || matches!(c, '-' | '.'))) {
        return Err(DomainError::Character(c));
    }
    if domain.eq_ignore_ascii_case("federated") {
        return Err(DomainError::Reserved(domain.to_owned()));
    }
    Ok(())
}
