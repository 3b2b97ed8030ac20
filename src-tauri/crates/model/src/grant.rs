//! Roles, and who holds them on what.

use crate::fold::fold_case;
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

    /// Whether a role held here counts on `other`: what is held on the
    /// instance counts everywhere, what is held on a group counts on the
    /// groups and projects below it (GitLab's inherited membership), and all
    /// else only where it is held. Case does not matter.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let (held, asked) = (fold_case(&self.path), fold_case(&other.path));
        match self.kind {
            ScopeKind::Instance => true,
            ScopeKind::Group if other.is_membership() => {
                let below = asked.strip_prefix(&held).is_some_and(|rest| rest.starts_with('/'));
                (other.kind == ScopeKind::Group && held == asked) || (below && !held.is_empty())
            }
            kind => kind == other.kind && held == asked,
        }
    }
}

/// `the instance`, or the kind and the path: `group acme/web`.
impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind {
            ScopeKind::Instance => f.write_str("the instance"),
            kind => write!(f, "{kind} {}", self.path),
        }
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

    /// Whether its holder owns the group or project it is held on.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        is_owner(&self.name, self.level, self.privileged)
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

/// A grant of a user by the vault's keys: what is kept of it in memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GrantKeys {
    /// The role's key.
    pub role: i64,
    /// The scope's key.
    pub scope: i64,
    /// The group through which it is held; empty for a direct grant.
    pub through: String,
    /// Until when, in seconds since 1970, if it ends.
    pub expires: Option<i64>,
}

/// Whether the holder of a role with this name, level and privilege owns the
/// group or project it is held on: GitLab's Owner (`gitlab.md` section 4), or
/// whatever is privileged there.
#[must_use]
pub fn is_owner(name: &str, level: Option<u8>, privileged: bool) -> bool {
    privileged || level == Some(50) || name.eq_ignore_ascii_case("owner")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_counts_where_it_is_held_and_below() {
        let on = |kind, path: &str| Scope { kind, path: path.to_owned() };
        let (group, project, app) = (ScopeKind::Group, ScopeKind::Project, ScopeKind::Application);
        for (held, asked) in [
            (Scope::instance(), on(project, "acme/web/site")),
            (Scope::instance(), Scope::instance()),
            (on(group, "acme"), on(group, "acme")),
            (on(group, "Acme"), on(group, "acme/web")),
            (on(group, "acme"), on(project, "acme/web/site")),
            (on(project, "acme/site"), on(project, "acme/site")),
            (on(app, "shop"), on(app, "shop")),
        ] {
            assert!(held.covers(&asked), "{held} {asked}");
        }
        for (held, asked) in [
            (on(group, "acme"), Scope::instance()),
            (on(group, "acme"), on(group, "acme-labs")),
            (on(group, "acme/web"), on(group, "acme")),
            (on(group, "acme"), on(project, "acme")),
            (on(group, "acme"), on(app, "acme/web")),
            (on(group, ""), on(group, "/acme")),
            (on(project, "acme/site"), on(project, "acme/site/x")),
            (on(project, "acme"), on(group, "acme")),
        ] {
            assert!(!held.covers(&asked), "{held} {asked}");
        }
    }
}
