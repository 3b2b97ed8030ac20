//! What is kept of one user.

use muster_model::seen::SeenStatus;
use muster_model::{Facts, GrantKeys, Kind, State};

/// A user, as columns keep it. Times are seconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// Muster's key of the user.
    pub id: i64,
    /// Muster's key of its userstore; its domain is given by
    /// [`Columns::name_userstore`](crate::Columns::name_userstore).
    pub userstore: i64,
    /// The sign-in name, as the source spells it.
    pub username: &'a str,
    /// The display name, folded by [`muster_model::fold::fold`]: what is
    /// searched and what orders. The vault keeps it in `user.name_order`.
    pub name_order: &'a str,
    /// The primary e-mail, as the source spells it.
    pub email: Option<&'a str>,
    /// What the account may do at all.
    pub state: State,
    /// Who or what uses it.
    pub kind: Kind,
    /// The yes-or-no facts.
    pub facts: Facts,
    /// The highest access level.
    pub level: Option<u8>,
    /// Muster's key of the highest role; its name is given by
    /// [`Columns::name_role`](crate::Columns::name_role).
    pub top_role: Option<i64>,
    /// Which of the four answers last seen is.
    pub seen: SeenStatus,
    /// When last seen; only believed if `seen` says so.
    pub seen_at: Option<i64>,
    /// When the source created it.
    pub created_at: Option<i64>,
    /// When access ends.
    pub expires_at: Option<i64>,
    /// Every role held on a scope, itself or as its source says through a
    /// group, each once. What roles and scopes are is given by
    /// [`Columns::set_access`](crate::Columns::set_access) and
    /// [`Columns::name_scope`](crate::Columns::name_scope).
    pub grants: &'a [GrantKeys],
    /// Muster's keys of the groups it is directly in.
    pub groups: &'a [i64],
}
