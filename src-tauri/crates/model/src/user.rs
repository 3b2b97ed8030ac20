//! A user as lists and the drawer show it.

use crate::grant::Scope;
use crate::id::UserId;
use crate::kind::Kind;
use crate::seen::LastSeen;
use crate::state::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One account in one userstore, as a row of a list. Its JSON is what
/// `muster users list --json` prints, so fields are added, never renamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct User {
    /// Muster's key.
    pub id: UserId,
    /// The source's own immutable id, where it gave one.
    pub source_id: Option<String>,
    /// The domain of its userstore.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// The name to show; the username where the source has none.
    pub display_name: String,
    /// The primary e-mail.
    pub email: Option<String>,
    /// What the account may do at all.
    pub state: State,
    /// Who or what uses it.
    pub kind: Kind,
    /// Whether it holds a privileged role.
    pub privileged: bool,
    /// Whether a second factor is set; none where the source does not say.
    pub mfa: Option<bool>,
    /// When the source created it.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub created_at: Option<DateTime<Utc>>,
    /// When access ends, if a date is set.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub expires_at: Option<DateTime<Utc>>,
    /// The last sign of life.
    pub last_seen: LastSeen,
    /// Names of the roles it holds, highest first, each once.
    pub roles: Vec<String>,
    /// The highest role and where it is held.
    pub highest_role: Option<HighestRole>,
    /// Since when a complete snapshot of its userstore no longer lists it.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub gone_since: Option<DateTime<Utc>>,
    /// Whether an avatar is stored.
    pub has_avatar: bool,
}

/// The highest role of a user and one place where it is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HighestRole {
    /// The role's name.
    pub role: String,
    /// Its access level, where roles have levels.
    pub level: Option<u8>,
    /// Where it is held.
    pub scope: Scope,
}
