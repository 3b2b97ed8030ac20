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
    /// SCIM 2.0: `ListResponse`, `User`, `Group` (RFC 7643, RFC 7644).
    Scim,
    /// LDIF (RFC 2849).
    Ldif,
    /// Keycloak realm JSON.
    Keycloak,
    /// Any CSV with a column map.
    Csv,
}

impl Dialect {
    /// Every dialect, in the order in which they are tried.
    pub const ALL: &'static [Self] =
        &[Self::GitlabUsers, Self::GitlabPermissions, Self::Scim, Self::Ldif, Self::Keycloak, Self::Csv];

    /// Its spelling for `--format` and in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::GitlabUsers => "gitlab-users",
            Self::GitlabPermissions => "gitlab-permissions",
            Self::Scim => "scim",
            Self::Ldif => "ldif",
            Self::Keycloak => "keycloak",
            Self::Csv => "csv",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::GitlabUsers => "GitLab users (JSON)",
            Self::GitlabPermissions => "GitLab user permissions (CSV)",
            Self::Scim => "SCIM 2.0 (JSON)",
            Self::Ldif => "LDAP directory (LDIF)",
            Self::Keycloak => "Keycloak realm (JSON)",
            Self::Csv => "Table (CSV)",
        }
    }

    /// The kind of userstore such a file reflects.
    #[must_use]
    pub const fn userstore_kind(self) -> UserstoreKind {
        match self {
            Self::GitlabUsers | Self::GitlabPermissions => UserstoreKind::Gitlab,
            Self::Scim => UserstoreKind::Scim,
            Self::Ldif => UserstoreKind::Ldap,
            Self::Keycloak => UserstoreKind::Keycloak,
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
