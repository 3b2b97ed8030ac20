//! Listing, showing and editing users.

use chrono::{DateTime, Utc};
use muster_model::{Grant, Kind, Profile, State, User, Visibility};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What a list of users can be ordered by. Ties are ordered by name, then by
/// Muster's key, so an order is always total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SortBy {
    /// Display name, folded.
    #[default]
    DisplayName,
    /// Username, folded.
    UserName,
    /// E-mail, folded; users without one come last.
    Email,
    /// State, in the order of its numbers.
    State,
    /// Kind.
    Kind,
    /// Highest role by access level.
    HighestRole,
    /// Last seen: never and unknown come before every time.
    LastSeen,
    /// When the source created the user.
    Created,
    /// Userstore.
    Userstore,
    /// Whether a seat is taken under the chosen plan.
    Seat,
}

impl SortBy {
    /// The attribute of the filter language that each order goes by, and
    /// other names it is known under.
    pub const ATTRIBUTES: &'static [(&'static str, Self)] = &[
        ("displayName", Self::DisplayName),
        ("userName", Self::UserName),
        ("email", Self::Email),
        ("state", Self::State),
        ("kind", Self::Kind),
        ("highestRole", Self::HighestRole),
        ("lastSeen", Self::LastSeen),
        ("created", Self::Created),
        ("userstore", Self::Userstore),
        ("seat", Self::Seat),
    ];

    /// The attribute of the filter language it goes by.
    #[must_use]
    pub fn attribute(self) -> &'static str {
        Self::ATTRIBUTES.iter().find(|(_, by)| *by == self).map_or("displayName", |(name, _)| name)
    }

    /// The order by an attribute, whatever its case; the spellings of SCIM
    /// and of the JSON output are understood too.
    #[must_use]
    pub fn from_attribute(name: &str) -> Option<Self> {
        let plain: String = name.chars().filter(|c| *c != '_').collect();
        let plain = match plain.to_ascii_lowercase().as_str() {
            "emails.value" | "emails" => "email".to_owned(),
            "meta.created" | "createdat" => "created".to_owned(),
            "role" | "level" => "highestRole".to_owned(),
            "usertype" => "kind".to_owned(),
            "name" => "displayName".to_owned(),
            other => other.to_owned(),
        };
        Self::ATTRIBUTES.iter().find(|(known, _)| known.eq_ignore_ascii_case(&plain)).map(|(_, by)| *by)
    }
}

/// Which users, in which order, from where.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct UsersQuery {
    /// A filter in the filter language; empty for everyone.
    #[serde(default)]
    pub filter: String,
    /// The order.
    #[serde(default)]
    pub sort: SortBy,
    /// Whether from last to first.
    #[serde(default)]
    pub descending: bool,
    /// How many to skip.
    #[serde(default)]
    #[ts(type = "number")]
    pub offset: u64,
    /// How many at most; 500 is the most that is given.
    #[ts(type = "number")]
    pub limit: u64,
}

/// A page of users.
#[derive(Debug, Clone, Serialize, TS)]
pub struct UsersPage {
    /// The rows.
    pub users: Vec<UserRow>,
    /// How many match in all; none while the vault is still loading and only
    /// the page is known.
    #[ts(type = "number | null")]
    pub total: Option<u64>,
    /// Rises with every change to any user; pages of different generations
    /// may not fit together.
    #[ts(type = "number")]
    pub generation: u64,
}

/// A row: a user, and whether a seat is taken.
#[derive(Debug, Clone, Serialize, TS)]
pub struct UserRow {
    /// The user.
    #[serde(flatten)]
    pub user: User,
    /// Whether a seat is taken under the chosen plan; none as long as not
    /// everyone is in memory.
    pub seat: Option<bool>,
    /// Whether a change of it waits to be carried out at its source.
    pub pending: bool,
}

/// Saved views at the head of the list, with their counts.
#[derive(Debug, Clone, Serialize, TS)]
pub struct View {
    /// A stable name: `all`, `active`, `dormant-90d`, `never-seen`,
    /// `privileged`, `takes-a-seat`, `gone`; or what an operator called it.
    pub name: String,
    /// The number of a view that an operator saved; none for those that come
    /// with the app.
    #[ts(type = "number | null")]
    pub saved: Option<i64>,
    /// The order it was saved with.
    pub sort: SortBy,
    /// Whether from last to first.
    pub descending: bool,
    /// Columns it was saved with; empty for the usual ones.
    pub columns: Vec<String>,
    /// The filter behind it.
    pub filter: String,
    /// How many match now.
    #[ts(type = "number")]
    pub count: u64,
}

/// Everything about one user.
#[derive(Debug, Clone, Serialize, TS)]
pub struct UserDetail {
    /// The row.
    pub user: User,
    /// Whether the userstore is edited here.
    pub editable: bool,
    /// Whether a change can be made at all: here, or pending.
    pub changeable: bool,
    /// What can be done to its state.
    pub actions: Vec<crate::api::changes::StateAction>,
    /// What is wanted of it and not yet seen at its source, oldest first.
    pub pending: Vec<PendingField>,
    /// The person behind it.
    pub person: crate::api::profile::PersonGlance,
    /// For a service account: who answers for it.
    pub service: Option<crate::api::profile::ServiceAccount>,
    /// For someone who was asked to join.
    pub invitation: Option<crate::api::profile::Invitation>,
    /// The profile.
    pub profile: Profile,
    /// Roles held, highest first.
    pub grants: Vec<Grant>,
    /// Groups the user is in, by path.
    pub groups: Vec<String>,
    /// Seat under the chosen plan.
    pub seat: Option<crate::api::seats::SeatExplanation>,
    /// The picture as a `data:` address.
    pub avatar: Option<String>,
    /// What happened to this user, newest first.
    pub history: Vec<HistoryEntry>,
    /// The instance's own word on the seat, where it was collected.
    pub seat_flag: Option<bool>,
    /// When the last snapshot that listed this user was taken.
    #[ts(type = "string | null")]
    pub snapshot_at: Option<DateTime<Utc>>,
}

/// One change to a user.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HistoryEntry {
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// Who; none for a snapshot.
    pub operator: Option<String>,
    /// What was done, as a stable word: `created`, `changed`, `gone`,
    /// `returned`, `undone`.
    pub action: String,
    /// What changed, field by field.
    pub fields: Vec<FieldChange>,
}

/// A field of a mirrored user that a change wants otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PendingField {
    /// The change.
    #[ts(type = "number")]
    pub change: i64,
    /// What it is called.
    pub title: String,
    /// The field: what the source says, and what is wanted.
    pub field: FieldChange,
}

/// A field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldChange {
    /// The field's name, such as `display_name` or `profile.title`.
    pub name: String,
    /// Before; none if it was empty.
    pub before: Option<String>,
    /// After; none if it is empty.
    pub after: Option<String>,
}

/// An edit of a user: done at once in a local userstore, pending in a mirrored
/// one. A field that is left out stays; a text that is empty clears its field.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct UserEdit {
    /// Sign-in name.
    pub username: Option<String>,
    /// Name to show.
    pub display_name: Option<String>,
    /// Primary e-mail.
    pub email: Option<String>,
    /// State.
    pub state: Option<State>,
    /// Kind.
    pub kind: Option<Kind>,
    /// Profile fields by their word.
    #[ts(as = "Option<BTreeMap<String, String>>")]
    pub profile: BTreeMap<String, String>,
    /// Who may see profile fields, by their word.
    #[ts(as = "Option<BTreeMap<String, Visibility>>")]
    pub visibility: BTreeMap<String, Visibility>,
    /// Custom attributes: all values of each; none clears it.
    #[ts(as = "Option<BTreeMap<String, Vec<String>>>")]
    pub attributes: BTreeMap<String, Vec<String>>,
    /// When access ends, as a date or a time; empty for never.
    pub expires_at: Option<String>,
    /// Who answers for a service account.
    pub service: Option<crate::api::profile::ServiceAccount>,
    /// What someone who is asked to join is told; new users of state invited only.
    pub invitation: Option<String>,
}

/// A new user of a local userstore.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct NewUser {
    /// The domain of a local userstore.
    pub userstore: String,
    /// What is known.
    pub edit: UserEdit,
}

/// What an edit did, and how to take it back.
#[derive(Debug, Clone, Serialize, TS)]
pub struct EditResult {
    /// The user, as it is now.
    pub user: User,
    /// The change, for undo; none if nothing differed.
    #[ts(type = "number | null")]
    pub change: Option<i64>,
    /// Whether it waits to be carried out at the user's source.
    pub pending: bool,
    /// What changed.
    pub fields: Vec<FieldChange>,
}
