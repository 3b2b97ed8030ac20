//! What reading one file came to.

use crate::dialect::Dialect;
use crate::emit::Counts;
use crate::pages::Pages;
use crate::sniff::Encoding;
use crate::spans::Spans;

/// What reading one file came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSummary {
    /// Its name, without its folder.
    pub name: String,
    /// The dialect it was read as.
    pub dialect: Dialect,
    /// What gave the dialect away, in a sentence for the operator.
    pub because: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How its text was encoded.
    pub encoding: Encoding,
    /// Records, rejections and dropped credentials.
    pub counts: Counts,
    /// The line on which it was cut off or stopped being readable; the rows
    /// before it were read.
    pub cut: Option<u64>,
    /// What it shows of how much it lists.
    pub evidence: Evidence,
}

/// What a file shows of how much it lists, per dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// GitLab users.
    GitlabUsers {
        /// The lists in it.
        pages: Pages,
        /// Objects outside any list.
        objects: u64,
    },
    /// GitLab permissions.
    GitlabPermissions {
        /// Rows, rejected ones included.
        rows: u64,
    },
    /// GitLab members.
    GitlabMembers {
        /// Memberships that nobody accepted yet.
        pending: u64,
    },
    /// SCIM.
    Scim {
        /// Responses that list users.
        users: Spans,
        /// Responses that list groups.
        groups: Spans,
        /// Users outside any response.
        bare_users: u64,
        /// Groups outside any response.
        bare_groups: u64,
    },
    /// LDIF: a dump lists all it was asked for.
    Ldif,
    /// Keycloak.
    Keycloak {
        /// Which of an export's files it is.
        file: KeycloakFile,
        /// Users in its `users`, rejected ones included.
        users: u64,
        /// Whether it has the realm's tree of groups.
        groups: bool,
    },
    /// A table that a service wrote of its users (Entra, Google, Okta).
    Listing,
    /// A table that is written to be uploaded (WSO2, Entra, Google, Okta).
    Upload,
    /// Authelia's file.
    Authelia,
    /// CSV.
    Csv,
}

/// Which of a Keycloak export's files a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeycloakFile {
    /// A realm with its users.
    Realm,
    /// A realm without users (directory export, or a partial export).
    RealmOnly,
    /// Users only, with the number in `<realm>-users-<n>.json`.
    Users(Option<u32>),
    /// Users of a federated store, `<realm>-federated-users-<n>.json`.
    Federated,
    /// A bare list of users, as the admin API gives it.
    List,
}
