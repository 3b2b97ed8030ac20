//! Roles, and who holds them on what.

use crate::word::words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// What a role is held on.
    pub enum ScopeKind {
        /// The whole instance.
        Instance = 0 "instance",
        /// A group and what is below it.
        Group = 1 "group",
        /// One project.
        Project = 2 "project",
        /// An application or client (Keycloak client roles).
        Application = 3 "application",
    }
}

/// What a role is held on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Scope {
    /// The kind of thing.
    pub kind: ScopeKind,
    /// Its path in the source, empty for the instance.
    pub path: String,
}

impl ScopeKind {
    /// Whether holding a role on one makes someone a member of something.
    #[must_use]
    pub const fn is_membership(self) -> bool {
        matches!(self, Self::Group | Self::Project)
    }
}

impl Scope {
    /// The whole instance.
    #[must_use]
    pub fn instance() -> Self {
        Self { kind: ScopeKind::Instance, path: String::new() }
    }

    /// Whether holding a role here makes someone a member of something
    /// (GitLab counts seats by memberships of groups and projects).
    #[must_use]
    pub const fn is_membership(&self) -> bool {
        self.kind.is_membership()
    }
}

/// A named set of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Role {
    /// Its name in the source.
    pub name: String,
    /// GitLab's access level (5 Minimal Access to 50 Owner; `gitlab.md`
    /// section 4), where the source has one. It orders roles for "highest
    /// role"; it does not say that a higher one holds all of a lower one.
    pub level: Option<u8>,
    /// Whether its holder can change others' access or the instance.
    pub privileged: bool,
    /// For a custom role: the built-in role it is based on.
    pub base: Option<String>,
    /// For a custom role: what it adds to its base.
    #[serde(default)]
    pub permissions: Vec<String>,
}

impl Role {
    /// A role known by name alone.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), level: None, privileged: false, base: None, permissions: Vec::new() }
    }

    /// Whether its holder owns the group or project it is held on: GitLab's
    /// Owner (`gitlab.md` section 4), or whatever is privileged there.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.privileged || self.level == Some(50) || self.name.eq_ignore_ascii_case("owner")
    }

    /// Whether a custom Guest role takes a seat: any permission beyond
    /// `read_code` does (GitLab, "Billable users").
    #[must_use]
    pub fn is_elevated_guest(&self) -> bool {
        self.base.as_deref() == Some("Guest") && self.permissions.iter().any(|p| p != "read_code")
    }
}

/// A user holds a role on a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Grant {
    /// What is held.
    pub role: Role,
    /// On what.
    pub scope: Scope,
    /// The group through which it is held; none for a direct grant.
    pub through: Option<String>,
    /// Since when, if the source says.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub since: Option<DateTime<Utc>>,
    /// Until when, if it ends.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub expires: Option<DateTime<Utc>>,
}

/// The words GitLab uses for its access levels (`gitlab.md` section 4).
pub const GITLAB_LEVELS: &[(u8, &str)] = &[
    (0, "No access"),
    (5, "Minimal Access"),
    (10, "Guest"),
    (15, "Planner"),
    (20, "Reporter"),
    (25, "Security Manager"),
    (30, "Developer"),
    (40, "Maintainer"),
    (50, "Owner"),
];

/// The access level of one of GitLab's built-in roles, by name, whatever its case.
#[must_use]
pub fn gitlab_level(role: &str) -> Option<u8> {
    GITLAB_LEVELS.iter().find(|(_, name)| name.eq_ignore_ascii_case(role)).map(|(level, _)| *level)
}

/// The name of one of GitLab's access levels.
#[must_use]
pub fn gitlab_role(level: u8) -> Option<&'static str> {
    GITLAB_LEVELS.iter().find(|(number, _)| *number == level).map(|(_, name)| *name)
}
