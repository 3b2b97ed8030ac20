//! Sets of roles and permissions that products come with: data files, which say
//! where each fact is from.

use crate::api::roles::RoleSet;
use crate::{Code, Error, Result};
use muster_model::permission::key;
use muster_model::{Role, UserstoreKind};
use muster_vault::changes::permission::NewPermission;
use muster_vault::changes::role::SetRole;
use muster_vault::changes::set::Set;
use serde::Deserialize;
use std::collections::HashSet;

const GITLAB: &str = include_str!("../../sets/gitlab.toml");
const WSO2: &str = include_str!("../../sets/wso2.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetFile {
    /// What the product is called.
    title: String,
    roles: Vec<RoleFile>,
    permissions: Vec<PermissionFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleFile {
    name: String,
    level: Option<u8>,
    #[serde(default)]
    privileged: bool,
    description: Option<String>,
    /// Roles of the set that it includes.
    #[serde(default)]
    includes: Vec<String>,
    #[serde(default)]
    permissions: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PermissionFile {
    path: String,
    title: Option<String>,
    description: Option<String>,
    /// Permissions without which a custom role cannot have it.
    #[serde(default)]
    requires: Vec<String>,
}

fn file(set: RoleSet) -> Result<SetFile> {
    let text = match set {
        RoleSet::Gitlab => GITLAB,
        RoleSet::Wso2 => WSO2,
    };
    toml::from_str(text).map_err(|error| Error::new(Code::Internal, format!("A set of roles cannot be read: {error}.")))
}

/// A set, ready to install.
pub(crate) fn set(which: RoleSet) -> Result<Set> {
    let file = file(which)?;
    let role = |role: RoleFile| SetRole {
        role: Role {
            name: role.name,
            level: role.level,
            privileged: role.privileged,
            base: None,
            permissions: role.permissions,
        },
        description: role.description,
        includes: role.includes,
    };
    let permission =
        |node: PermissionFile| NewPermission { path: node.path, title: node.title, description: node.description };
    let of = match which {
        RoleSet::Gitlab => UserstoreKind::Gitlab,
        RoleSet::Wso2 => UserstoreKind::Wso2,
    };
    Ok(Set {
        title: file.title,
        of,
        permissions: file.permissions.into_iter().map(permission).collect(),
        roles: file.roles.into_iter().map(role).collect(),
    })
}

/// Of the permissions of a custom GitLab role, the first that needs one which
/// neither the role nor its base has, and that one.
pub(super) fn missing_requirement(base: &str, permissions: &[String]) -> Result<Option<(String, String)>> {
    let file = file(RoleSet::Gitlab)?;
    let base = file.roles.iter().find(|role| role.name.eq_ignore_ascii_case(base.trim()));
    let of_base = base.into_iter().flat_map(|role| &role.permissions);
    let had: HashSet<String> = permissions.iter().chain(of_base).filter_map(|path| key(path)).collect();
    let asked: HashSet<String> = permissions.iter().filter_map(|path| key(path)).collect();
    let needing = file.permissions.iter().filter(|node| key(&node.path).is_some_and(|key| asked.contains(&key)));
    let mut missing = needing.flat_map(|node| {
        let needed = node.requires.iter().filter(|path| key(path).is_some_and(|key| !had.contains(&key)));
        needed.map(|path| (node.path.clone(), path.clone()))
    });
    Ok(missing.next())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use muster_model::grant::{GITLAB_LEVELS, gitlab_level};
    use muster_model::permission::{ROOT, covers, normal};

    #[test]
    fn every_set_holds_together() {
        for which in [RoleSet::Gitlab, RoleSet::Wso2] {
            let file = file(which).unwrap();
            let mut keys = HashSet::new();
            for node in &file.permissions {
                assert_eq!(normal(&node.path).unwrap(), node.path);
                assert!(keys.insert(key(&node.path).unwrap()), "{} twice", node.path);
                assert!(node.title.is_some(), "{} needs a title", node.path);
                assert!(node.description.as_ref().is_none_or(|text| text.ends_with('.')), "{}", node.path);
            }
            for node in &file.permissions {
                assert!(node.requires.iter().all(|path| keys.contains(&key(path).unwrap())), "{}", node.path);
                // A node comes after the one it is in.
                let above = muster_model::permission::parent(&node.path);
                assert!(above.is_none_or(|above| keys.contains(&key(above).unwrap())), "{}", node.path);
            }
            let mut names = HashSet::new();
            for role in &file.roles {
                assert!(names.insert(role.name.to_lowercase()), "{} twice", role.name);
                assert!(role.description.as_ref().is_some_and(|text| text.ends_with('.')), "{}", role.name);
                let known = |path: &String| path == ROOT || keys.contains(&key(path).unwrap());
                assert!(role.permissions.iter().all(known), "{}", role.name);
                assert!(role.includes.iter().all(|name| file.roles.iter().any(|r| r.name == *name)), "{}", role.name);
            }
            assert!(set(which).unwrap().roles.iter().any(|role| role.role.privileged));
        }
    }

    #[test]
    fn gitlab_levels_are_those_of_the_model_and_not_cumulative() {
        let file = file(RoleSet::Gitlab).unwrap();
        for (level, name) in GITLAB_LEVELS.iter().filter(|(level, _)| *level > 0) {
            let role = file.roles.iter().find(|role| role.name == *name).unwrap();
            assert_eq!(role.level, Some(*level));
        }
        assert!(file.roles.iter().all(|role| role.level == gitlab_level(&role.name).filter(|level| *level > 0)));
        let permissions = |name: &str| -> HashSet<String> {
            file.roles.iter().find(|role| role.name == name).unwrap().permissions.iter().cloned().collect()
        };
        // A Security Manager (25) has what a Reporter (20) has not, and a
        // Developer (30) lacks some of it; the Reporter's code is not theirs.
        assert!(!permissions("Security Manager").is_superset(&permissions("Reporter")));
        assert!(!permissions("Developer").is_superset(&permissions("Security Manager")));
        for role in &file.roles {
            let area = |path: &&String| !path.starts_with("read_admin_");
            let all: HashSet<String> = file.permissions.iter().map(|node| &node.path).filter(area).cloned().collect();
            assert!(role.level != Some(50) || permissions(&role.name) == all, "an owner may do everything");
        }
        assert_eq!(file.permissions.iter().filter(|node| node.path.starts_with("read_admin_")).count(), 6);
    }

    #[test]
    fn wso2_admin_has_the_whole_tree_and_everyone_nothing() {
        let file = file(RoleSet::Wso2).unwrap();
        let role = |name: &str| file.roles.iter().find(|role| role.name == name).unwrap();
        let all = key(&role("admin").permissions[0]).unwrap();
        assert!(file.permissions.iter().all(|node| covers(&all, &key(&node.path).unwrap())));
        assert!(role("Internal/everyone").permissions.is_empty());
    }

    #[test]
    fn managing_vulnerabilities_needs_seeing_them() {
        let missing = |base: &str, paths: &[&str]| {
            let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
            missing_requirement(base, &paths).unwrap().map(|(_, needed)| needed)
        };
        assert_eq!(missing("Guest", &["admin_vulnerability"]).as_deref(), Some("read_vulnerability"));
        assert_eq!(missing("guest", &["/ADMIN_vulnerability", "read_code"]).as_deref(), Some("read_vulnerability"));
        assert_eq!(missing("Guest", &["admin_vulnerability", "read_vulnerability"]), None);
        assert_eq!(missing("Developer", &["admin_vulnerability"]), None, "the base has it");
        assert_eq!(missing("none", &["read_code"]), None);
    }
}
