//! Groups, nested, and who is in them.

use chrono::{DateTime, Utc};
use muster_model::{Authority, GroupId, Scope, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Groups to list.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct GroupsQuery {
    /// Path, name or description contains; empty for all.
    pub search: String,
    /// Only of this userstore's domain.
    pub userstore: Option<String>,
    /// Only groups directly in this one; with `top`, only those in none.
    pub within: Option<GroupId>,
    /// Only groups that are in no other group.
    pub top: bool,
    /// How many to skip.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// A group in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct GroupGlance {
    /// Muster's key.
    pub id: GroupId,
    /// The domain of its userstore.
    pub userstore: String,
    /// Whether it is edited here.
    pub authority: Authority,
    /// Its path or name.
    pub path: String,
    /// The name to show, if it differs.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Users directly in it.
    #[ts(type = "number")]
    pub users: u64,
    /// Groups directly in it.
    #[ts(type = "number")]
    pub groups: u64,
    /// Roles it gives its members.
    #[ts(type = "number")]
    pub roles: u64,
    /// Whether its source no longer lists it.
    pub gone: bool,
}

/// Groups.
#[derive(Debug, Clone, Serialize, TS)]
pub struct GroupsPage {
    /// By path.
    pub groups: Vec<GroupGlance>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
}

/// A role that a group gives its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupRole {
    /// The role's name.
    pub role: String,
    /// On what.
    pub scope: Scope,
    /// Until when; left out, for good.
    #[serde(default)]
    #[ts(optional, type = "string | null")]
    pub expires: Option<DateTime<Utc>>,
}

/// A group in full.
#[derive(Debug, Clone, Serialize, TS)]
pub struct GroupDetail {
    /// The group.
    pub group: GroupGlance,
    /// The source's own id.
    pub source_id: Option<String>,
    /// Whether it can be edited here and now.
    pub editable: bool,
    /// Groups it is directly in.
    pub parents: Vec<GroupGlance>,
    /// Groups directly in it.
    pub children: Vec<GroupGlance>,
    /// Roles it gives its members.
    pub roles: Vec<GroupRole>,
    /// Users in it or in a group below it, each once.
    #[ts(type = "number")]
    pub all_users: u64,
    /// A filter that finds the users directly in it.
    pub filter: String,
}

/// A group to make or to change. What is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct GroupEdit {
    /// Path or name.
    pub path: Option<String>,
    /// Name to show; empty clears it.
    pub display_name: Option<String>,
    /// What it is for; empty clears it.
    pub description: Option<String>,
    /// Paths of the groups it is directly in: all of them.
    pub parents: Option<Vec<String>>,
    /// Roles it gives its members: all of them.
    pub roles: Option<Vec<GroupRole>>,
    /// Do it, even if nobody in charge would be left.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>")]
    pub even_last: bool,
}

/// A group to remove.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(optional_fields)]
pub struct RemoveGroup {
    /// The group.
    pub group: GroupId,
    /// Do it, even if nobody in charge would be left.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub even_last: bool,
}

/// A new group of a local userstore.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct NewGroup {
    /// The domain of its userstore.
    pub userstore: String,
    /// What is known; a path is needed.
    pub edit: GroupEdit,
}

/// A member of a group.
#[derive(Debug, Clone, Serialize, TS)]
pub struct GroupMember {
    /// The user.
    pub user: UserId,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// Paths from the group down to the one the user is directly in; empty if
    /// directly in this one.
    pub through: Vec<String>,
}

/// Members of a group to list.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct MembersQuery {
    /// The group.
    pub group: GroupId,
    /// Also those of the groups below it.
    pub nested: bool,
    /// How many to skip.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// Members of a group.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MembersPage {
    /// By name.
    pub members: Vec<GroupMember>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
}
