//! Groups and projects: a tree that grows with the realm.

use muster_model::record::GroupName;
use muster_model::{Scope, ScopeKind};

const AREAS: &[&str] = &[
    "api",
    "web",
    "ops",
    "docs",
    "data",
    "mobile",
    "platform",
    "security",
    "billing",
    "search",
    "design",
    "infra",
    "support",
    "analytics",
    "payments",
    "identity",
    "labs",
    "research",
    "release",
    "partners",
    "sales",
    "legal",
    "people",
    "office",
];
const TEAMS: &[&str] = &[
    "frontend",
    "backend",
    "sre",
    "qa",
    "docs-writers",
    "data-science",
    "mobile-dev",
    "on-call",
    "architects",
    "contractors",
];
const SQUADS: &[&str] =
    &["core", "edge", "tools", "alpha", "north", "south", "pilot", "legacy", "next", "shared", "east", "west"];
const PROJECTS: &[&str] = &["server", "client", "deploy", "handbook", "tools", "examples"];

/// The groups of a realm of some size, numbered from 0.
#[derive(Debug, Clone, Copy)]
pub struct Tree {
    groups: u64,
}

impl Tree {
    /// One group below `acme` for about every 13 users, 5,000 at most, and
    /// ten teams.
    pub fn new(users: u64) -> Self {
        Self { groups: (users / 13).clamp(6, 5000) }
    }

    /// How many groups there are, teams included.
    pub fn len(&self) -> u64 {
        self.groups + TEAMS.len() as u64
    }

    /// The path of a group: `acme`, its areas, their squads; then the teams.
    pub fn group(&self, number: u64) -> String {
        let (areas, squads) = (AREAS.len() as u64, SQUADS.len() as u64);
        if number >= self.groups {
            return format!("acme/teams/{}", pick(TEAMS, number - self.groups));
        }
        let Some(below) = number.checked_sub(1) else { return "acme".to_owned() };
        let area = pick(AREAS, below % areas);
        match below / areas {
            0 => format!("acme/{area}"),
            level if level <= squads => format!("acme/{area}/{}", pick(SQUADS, level - 1)),
            level => format!("acme/{area}/{}/{}-{}", pick(SQUADS, level), pick(TEAMS, level / squads), level),
        }
    }

    /// Group `number` (of those that are no team), or one of its projects.
    pub fn scope(&self, number: u64, project: Option<u64>) -> Scope {
        let path = self.group(number % self.groups);
        match project {
            None => Scope { kind: ScopeKind::Group, path },
            Some(project) => Scope { kind: ScopeKind::Project, path: format!("{path}/{}", pick(PROJECTS, project)) },
        }
    }

    /// How many groups there are that are no team.
    pub fn groups(&self) -> u64 {
        self.groups
    }

    /// What a team gives its members a role on, and nobody holds otherwise.
    pub fn runbook(team: &str) -> Scope {
        Scope { kind: ScopeKind::Project, path: format!("{team}/runbook") }
    }

    /// The path of a team.
    pub fn team(number: u64) -> String {
        format!("acme/teams/{}", pick(TEAMS, number))
    }
}

/// How GitLab names a group.
pub fn named(path: &str) -> GroupName {
    GroupName { id: None, path: path.to_owned() }
}

fn pick(words: &[&'static str], number: u64) -> &'static str {
    usize::try_from(number).ok().and_then(|at| words.get(at % words.len())).copied().unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_group_has_a_path_of_its_own() {
        for users in [0, 18, 1130, 10_000, 1_000_000] {
            let tree = Tree::new(users);
            let paths: HashSet<String> = (0..tree.len()).map(|n| tree.group(n)).collect();
            assert_eq!(paths.len() as u64, tree.len(), "{users}");
        }
        assert_eq!(Tree::new(1130).len(), 96);
    }
}
