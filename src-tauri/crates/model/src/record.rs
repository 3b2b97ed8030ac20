//! What one source says, before it is merged into the vault.
//!
//! A reader turns a file into [`Record`]s and hands each to a [`Sink`] as soon
//! as it is read, so memory does not grow with the file. A record says only
//! what its source says: a field the source has no word for is
//! [`Told::Silent`] and leaves what the vault knows; one the source shows as
//! empty is [`Told::Empty`] and clears it.

use crate::grant::{Role, Scope};
use crate::import::Rejection;
use crate::kind::Kind;
use crate::profile::ProfileField;
use crate::seen::LastSeen;
use crate::state::State;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// What a source says about one value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Told<T> {
    /// Nothing: keep what is known.
    #[default]
    Silent,
    /// That there is none: clear what is known.
    Empty,
    /// This.
    Value(T),
}

impl<T> Told<T> {
    /// From a field that is present: `None` means the source shows it empty.
    pub fn present(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Self::Value)
    }

    /// The same, for a source whose empty fields say nothing.
    #[must_use]
    pub fn or_silent(self) -> Self {
        if matches!(self, Self::Empty) { Self::Silent } else { self }
    }

    /// The value, if one was told.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Silent | Self::Empty => None,
        }
    }
}

/// How a source names a user. At least one of the first three is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The source's immutable id.
    pub id: Option<String>,
    /// The sign-in name.
    pub username: Option<String>,
    /// Another unique name by which the source refers to the user, such as an
    /// LDAP distinguished name (normalised by the reader).
    pub reference: Option<String>,
}

/// How a source names a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupName {
    /// The source's immutable id or distinguished name, if it gives one.
    pub id: Option<String>,
    /// The path or name, unique in the userstore.
    pub path: String,
}

/// A role held by the user a record is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRecord {
    /// The role, with what the source says of it.
    pub role: Role,
    /// On what it is held.
    pub scope: Scope,
    /// The group through which it is held, if not directly.
    pub through: Option<String>,
    /// Since when.
    pub since: Option<DateTime<Utc>>,
    /// Until when.
    pub expires: Option<DateTime<Utc>>,
}

/// A list in a record, and whether it is all there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Listed<T> {
    /// The source says nothing of it.
    #[default]
    Silent,
    /// These, perhaps among others (one row of a permissions export).
    Some(Vec<T>),
    /// These and no others.
    All(Vec<T>),
}

/// What a source says about one user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserRecord {
    /// Who it is about.
    pub identity: Identity,
    /// Name to show.
    pub display_name: Told<String>,
    /// Primary e-mail.
    pub email: Told<String>,
    /// State; new users of a source that is silent are active.
    pub state: Told<State>,
    /// Kind; new users of a source that is silent are human.
    pub kind: Told<Kind>,
    /// Whether a second factor is set.
    pub mfa: Told<bool>,
    /// When the source created it.
    pub created_at: Told<DateTime<Utc>>,
    /// When access ends.
    pub expires_at: Told<DateTime<Utc>>,
    /// Last sign of life. `None`: the source has no such field.
    pub last_seen: Option<LastSeen>,
    /// The instance's own word on whether a seat is taken (GitLab
    /// `using_license_seat`).
    pub seat_flag: Told<bool>,
    /// The highest access level the instance itself reports (GitLab
    /// `highest_role`), for when its grants are not known.
    pub highest_level: Told<u8>,
    /// Profile fields.
    pub profile: BTreeMap<ProfileField, Told<String>>,
    /// Custom attributes, each with all its values.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// A picture: its bytes, as the source gave them. The vault stores it
    /// only if it is a PNG, JPEG, GIF or WebP of at most 200 KiB.
    pub avatar: Option<Vec<u8>>,
    /// Roles held.
    pub grants: Listed<GrantRecord>,
    /// Groups the user is in.
    pub groups: Listed<GroupName>,
}

/// Who a group lists as a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberName {
    /// A user, by its id or reference.
    User(String),
    /// A user, by username.
    Username(String),
    /// A group, by id, reference or path.
    Group(String),
    /// A user or a group: the source does not say which (SCIM without `type`, LDAP).
    Either(String),
}

/// What a source says about one group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupRecord {
    /// Which group.
    pub name: GroupName,
    /// Name to show, if it differs from the path.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Who is in it.
    pub members: Listed<MemberName>,
    /// Roles the group holds for its members.
    pub roles: Vec<GrantRecord>,
}

/// One thing a source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// About a user.
    User(Box<UserRecord>),
    /// About a group.
    Group(GroupRecord),
    /// About a role that exists, whether or not anyone holds it.
    Role(Role),
}

/// How much of its subject a set of files lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everyone or everything: what is missing is gone.
    Whole,
    /// A part, of which all is listed: what its origin told before and tells no
    /// longer is gone, and nothing is known of what it never told (the
    /// memberships of one GitLab group). For grants only.
    Origin,
    /// A part: what is missing may still be there.
    Part,
    /// Nothing of that sort.
    None,
}

/// What a set of files given together covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Users.
    pub users: Extent,
    /// Grants.
    pub grants: Extent,
    /// Groups and who is in them.
    pub groups: Extent,
    /// Why it is only a part, in a sentence for the operator.
    pub because: Option<String>,
}

/// Why a reader was told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The operator cancelled.
    Cancelled,
    /// The sink failed and keeps its own error.
    Failed,
}

/// Where a reader's records go.
pub trait Sink {
    /// Takes a record that began on `line` (from 1) of the current file.
    ///
    /// # Errors
    /// [`Stop`] when the reader must not go on.
    fn record(&mut self, line: u64, record: Record) -> Result<(), Stop>;

    /// Takes note of a row that cannot be read.
    ///
    /// # Errors
    /// [`Stop`] when the reader must not go on.
    fn reject(&mut self, rejection: Rejection) -> Result<(), Stop>;

    /// Takes note that credentials were found and dropped.
    fn credentials_dropped(&mut self, count: u64);
}
