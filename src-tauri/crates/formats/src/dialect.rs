//! The dialects that can be read.

use crate::Error;
use muster_model::UserstoreKind;

/// How a file says what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// GitLab's REST users: `GET /users` pages and `GET /users/:id`.
    GitlabUsers,
    /// GitLab's user permissions export (Admin > Users).
    GitlabPermissions,
    /// GitLab's export of one group's members.
    GitlabMembers,
    /// GitLab's licence usage file: counts of users by day, and no users.
    GitlabUsage,
    /// SCIM 2.0: `ListResponse`, `User`, `Group` (RFC 7643, RFC 7644).
    Scim,
    /// LDIF (RFC 2849).
    Ldif,
    /// Keycloak realm JSON.
    Keycloak,
    /// WSO2 5.x and 6.x bulk import: `UserName,Password,Claims`.
    Wso2Five,
    /// WSO2 7.x bulk import: a column per attribute.
    Wso2Seven,
    /// Microsoft Entra ID: *Download users* and *Bulk create*.
    Entra,
    /// Google Workspace: *Download users* and *Bulk update users*.
    Google,
    /// Okta: people, exported or to be imported.
    Okta,
    /// Authelia's YAML file of users.
    Authelia,
    /// Any CSV with a column map.
    Csv,
}

impl Dialect {
    /// Every dialect, in the order in which messages name them.
    pub const ALL: &'static [Self] = &[
        Self::GitlabUsers,
        Self::GitlabPermissions,
        Self::GitlabMembers,
        Self::GitlabUsage,
        Self::Scim,
        Self::Ldif,
        Self::Keycloak,
        Self::Wso2Five,
        Self::Wso2Seven,
        Self::Entra,
        Self::Google,
        Self::Okta,
        Self::Authelia,
        Self::Csv,
    ];

    /// Its spelling for `--format` and in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::GitlabUsers => "gitlab-users",
            Self::GitlabPermissions => "gitlab-permissions",
            Self::GitlabMembers => "gitlab-members",
            Self::GitlabUsage => "gitlab-usage",
            Self::Scim => "scim",
            Self::Ldif => "ldif",
            Self::Keycloak => "keycloak",
            Self::Wso2Five => "wso2-5",
            Self::Wso2Seven => "wso2-7",
            Self::Entra => "entra",
            Self::Google => "google",
            Self::Okta => "okta",
            Self::Authelia => "authelia",
            Self::Csv => "csv",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::GitlabUsers => "GitLab users (JSON)",
            Self::GitlabPermissions => "GitLab user permissions (CSV)",
            Self::GitlabMembers => "GitLab group members (CSV)",
            Self::GitlabUsage => "GitLab licence usage (CSV)",
            Self::Scim => "SCIM 2.0 (JSON)",
            Self::Ldif => "LDAP directory (LDIF)",
            Self::Keycloak => "Keycloak realm (JSON)",
            Self::Wso2Five => "WSO2 5 and 6 bulk import (CSV)",
            Self::Wso2Seven => "WSO2 7 bulk import (CSV)",
            Self::Entra => "Microsoft Entra ID (CSV)",
            Self::Google => "Google Workspace (CSV)",
            Self::Okta => "Okta (CSV)",
            Self::Authelia => "Authelia users (YAML)",
            Self::Csv => "Table (CSV)",
        }
    }

    /// The kind of userstore such a file reflects.
    #[must_use]
    pub const fn userstore_kind(self) -> UserstoreKind {
        match self {
            Self::GitlabUsers | Self::GitlabPermissions | Self::GitlabMembers | Self::GitlabUsage => {
                UserstoreKind::Gitlab
            }
            Self::Scim => UserstoreKind::Scim,
            Self::Ldif => UserstoreKind::Ldap,
            Self::Keycloak => UserstoreKind::Keycloak,
            Self::Wso2Five | Self::Wso2Seven => UserstoreKind::Wso2,
            Self::Entra => UserstoreKind::Entra,
            Self::Google => UserstoreKind::Google,
            Self::Okta => UserstoreKind::Okta,
            Self::Authelia => UserstoreKind::Authelia,
            Self::Csv => UserstoreKind::File,
        }
    }

    /// The words of all dialects, comma-separated, for messages.
    #[must_use]
    pub fn words() -> String {
        Self::ALL.iter().map(|d| d.word()).collect::<Vec<_>>().join(", ")
    }
}

impl std::fmt::Display for Dialect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl std::str::FromStr for Dialect {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL
            .iter()
            .copied()
            .find(|d| d.word().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| Error::UnknownDialect { found: text.chars().take(60).collect() })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for dialect in Dialect::ALL {
            assert_eq!(dialect.word().to_uppercase().parse::<Dialect>().unwrap(), *dialect);
        }
    }

    #[test]
    fn an_unknown_word_lists_the_known_ones() {
        let message = "xlsx".parse::<Dialect>().unwrap_err().to_string();
        assert!(message.contains("gitlab-users") && message.contains("csv"), "{message}");
    }
}
