//! Roles, the permission tree, and what users may do through what.

use muster_model::access::Step;
use muster_model::{Authority, RoleId, Scope, ScopeKind, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A role in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoleGlance {
    /// Muster's key.
    pub id: RoleId,
    /// The domain of its userstore.
    pub userstore: String,
    /// Whether it is edited here.
    pub authority: Authority,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its access level, where the userstore has levels.
    pub level: Option<u8>,
    /// Whether its holder can change others' access or the instance.
    pub privileged: bool,
    /// Whether it comes with the userstore's kind and is not edited.
    pub builtin: bool,
    /// For a custom role: the one it is based on.
    pub base: Option<String>,
    /// Roles directly included.
    pub includes: Vec<String>,
    /// Permissions it names itself.
    #[ts(type = "number")]
    pub permissions: u64,
    /// Users who hold it, themselves, through a group, or as the highest role
    /// that the instance reports; not by a role that includes it.
    #[ts(type = "number")]
    pub users: u64,
    /// Groups that give it.
    #[ts(type = "number")]
    pub groups: u64,
}

/// A role in full.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RoleDetail {
    /// The role.
    pub role: RoleGlance,
    /// Whether it can be edited here and now.
    pub editable: bool,
    /// Permissions it names itself; each grants what is below it.
    pub own: Vec<String>,
    /// Permissions it has by its base or the roles it includes, and by which.
    pub included: Vec<IncludedPermission>,
    /// Roles that include this one.
    pub included_by: Vec<String>,
    /// A filter that finds its holders.
    pub filter: String,
}

/// A permission a role has through another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct IncludedPermission {
    /// The permission's path.
    pub permission: String,
    /// Roles on the way, the nearest first.
    pub through: Vec<String>,
}

/// A role to make or to change. What is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct RoleEdit {
    /// Its name.
    pub name: Option<String>,
    /// What it is for; empty clears it.
    pub description: Option<String>,
    /// Whether it is privileged.
    pub privileged: Option<bool>,
    /// The built-in role it is based on; fixed once it is made.
    pub base: Option<String>,
    /// Roles it includes: all of them.
    pub includes: Option<Vec<String>>,
    /// Permissions it names: all of them. What lies below another is left out.
    pub permissions: Option<Vec<String>>,
    /// Do it, even if nobody in charge would be left.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>")]
    pub even_last: bool,
}

/// A new role.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct NewRole {
    /// The domain of a local userstore.
    pub userstore: String,
    /// What is known; a name is needed.
    pub edit: RoleEdit,
}

/// A set of roles and permissions that a product comes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RoleSet {
    /// GitLab's access levels and custom-role permissions.
    Gitlab,
    /// WSO2's admin, everyone and permission tree.
    Wso2,
}

/// A node of the permission tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PermissionNode {
    /// Its path; the parent of `/admin/users` is `/admin`.
    pub path: String,
    /// The last part of the path, or a title.
    pub title: String,
    /// What it allows.
    pub description: Option<String>,
    /// Whether it comes with the userstore's kind.
    pub builtin: bool,
    /// Roles that name this node itself.
    pub roles: Vec<String>,
}

/// A permission to add to the tree of a local userstore.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct NewPermission {
    /// The domain.
    pub userstore: String,
    /// Its path.
    pub path: String,
    /// A title.
    #[serde(default)]
    pub title: Option<String>,
    /// What it allows.
    #[serde(default)]
    pub description: Option<String>,
}

/// One role or permission a user has, and through what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EffectiveGrant {
    /// The role that is held, by whatever way.
    pub role: String,
    /// The permission it brings; none for a role without any.
    pub permission: Option<String>,
    /// On what.
    pub scope: Scope,
    /// The way there: groups, then roles, then the permission. For programs:
    /// `group:ops`, `role:admin`, `permission:/admin`.
    pub path: Vec<String>,
    /// The same as steps.
    #[serde(skip)]
    #[ts(skip)]
    pub steps: Vec<Step>,
    /// Whether the role is held by the user itself.
    pub direct: bool,
    /// Whether it changes others' access or the instance.
    pub privileged: bool,
    /// When it ends.
    #[ts(type = "string | null")]
    pub expires: Option<chrono::DateTime<chrono::Utc>>,
}

/// What to ask about a user's access.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct EffectiveQuery {
    /// The user.
    pub user: UserId,
    /// Only what leads to this permission.
    #[serde(default)]
    pub permission: Option<String>,
    /// Only what counts on this scope: held there, above it, or on the instance.
    #[serde(default)]
    pub scope: Option<Scope>,
}

/// What a user may do.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Effective {
    /// Every way to every role and permission, the shortest first.
    pub grants: Vec<EffectiveGrant>,
    /// Whether there are more ways than these; the shortest to each end of
    /// each grant is among them.
    pub more: bool,
    /// Permissions had, each once: what lies below another is left out.
    pub permissions: Vec<String>,
    /// Grants that were left out because they ended.
    #[ts(type = "number")]
    pub ended: u64,
    /// Of the roles that have an access level, the highest. On one scope GitLab
    /// goes by it alone: what only lower roles give does not count there.
    pub highest_role: Option<String>,
}

/// Who may do something.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(optional_fields)]
pub struct HoldersQuery {
    /// The domain whose permission tree it is.
    pub userstore: String,
    /// The permission.
    pub permission: String,
    /// Only on scopes of this kind.
    #[serde(default)]
    pub scope_kind: Option<ScopeKind>,
    /// Only enabled users.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub enabled: bool,
    /// How many to skip.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// Someone who may do something, and one way there.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Holder {
    /// The user.
    pub user: crate::api::users::UserRow,
    /// The shortest way there.
    pub through: EffectiveGrant,
    /// How many more ways there are.
    #[ts(type = "number")]
    pub more: u64,
}

/// Who may do something.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HoldersPage {
    /// By name.
    pub holders: Vec<Holder>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
    /// A filter that finds them.
    pub filter: String,
}
