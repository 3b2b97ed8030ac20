//! The roles of the GitLab instance.

use muster_model::Role;
use muster_model::grant::{GITLAB_LEVELS, gitlab_role};

/// A built-in role, by access level.
pub fn built_in(level: u8) -> Role {
    Role { level: Some(level), ..Role::named(gitlab_role(level).unwrap_or("No access")) }
}

/// Everything on the instance.
pub fn administrator() -> Role {
    Role { privileged: true, ..Role::named("Administrator") }
}

/// Reads everything on the instance.
pub fn auditor() -> Role {
    Role::named("Auditor")
}

/// A custom Guest that may also read code: takes no seat on Ultimate.
pub fn code_reader() -> Role {
    custom("Code reader", 10, &["read_code"])
}

/// A custom Guest that may do more: takes a seat on Ultimate.
pub fn vulnerability_viewer() -> Role {
    custom("Vulnerability viewer", 10, &["read_code", "read_vulnerability"])
}

/// A custom Developer.
pub fn release_captain() -> Role {
    custom("Release captain", 30, &["admin_protected_branch", "manage_deploy_tokens"])
}

/// A custom Reporter that was made for an import, and that nobody holds.
pub fn importer() -> Role {
    custom("Legacy importer", 20, &["read_vulnerability"])
}

/// A custom Maintainer that was made for a move.
pub fn mover() -> Role {
    custom("Migration helper", 40, &["manage_deploy_tokens"])
}

fn custom(name: &str, level: u8, permissions: &[&str]) -> Role {
    Role {
        level: Some(level),
        base: gitlab_role(level).map(str::to_owned),
        permissions: permissions.iter().map(|p| (*p).to_owned()).collect(),
        ..Role::named(name)
    }
}

/// Those that the instance lists: the built-in ones, the two of the instance,
/// and a custom one that nobody holds. The other custom ones are told by the
/// grants of those who hold them.
pub fn all() -> impl Iterator<Item = Role> {
    let built_in = GITLAB_LEVELS.iter().filter(|(level, _)| *level > 0).map(|(level, _)| built_in(*level));
    built_in.chain([administrator(), auditor(), importer()])
}
