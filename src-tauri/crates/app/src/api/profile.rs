//! Profiles: fields and their limits, custom attributes, pictures, who sees
//! what, and the people behind accounts.

use chrono::{DateTime, NaiveDate, Utc};
use muster_model::{AttributeType, LinkedBy, ProfileField, UserId, Visibility};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A field every profile has.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FieldInfo {
    /// The field.
    pub field: ProfileField,
    /// The most characters it holds.
    #[ts(type = "number")]
    pub limit: u64,
    /// Who sees it unless said otherwise.
    pub visibility: Visibility,
    /// Whether who sees it is fixed (a status is public, an admin's note is not).
    pub fixed: bool,
    /// Whether it may have several lines.
    pub multiline: bool,
}

/// A custom attribute of a userstore's users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct AttributeDefinition {
    /// The domain of the userstore.
    pub userstore: String,
    /// Its name, as the source spells it.
    pub name: String,
    /// A title for people.
    #[serde(default)]
    pub title: Option<String>,
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: AttributeType,
    /// The values to choose from, for a choice.
    #[serde(default)]
    #[ts(as = "Option<Vec<String>>")]
    pub choices: Vec<String>,
    /// Who sees it.
    pub visibility: Visibility,
    /// Whether every user must have one.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub required: bool,
    /// Whether a user may have several.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub several: bool,
}

/// An attribute, and how it is used.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AttributeGlance {
    /// The definition; for an attribute that only turned up in an import, a
    /// text that only admins see.
    pub definition: AttributeDefinition,
    /// Whether an operator defined it.
    pub defined: bool,
    /// Users who have a value.
    #[ts(type = "number")]
    pub users: u64,
    /// Users whose value does not fit the definition.
    #[ts(type = "number")]
    pub misfits: u64,
}

/// Who looks at a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// The person.
    Myself,
    /// Everyone signed in.
    Instance,
    /// Anyone.
    World,
}

/// A line of a profile as someone sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeenField {
    /// `display_name`, `username`, `email`, `profile.WORD` or `attributes.NAME`.
    pub field: String,
    /// Its title, for a custom attribute.
    pub title: Option<String>,
    /// What is seen.
    pub value: String,
}

/// A profile as someone sees it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeenProfile {
    /// Who looks.
    pub audience: Audience,
    /// What they see, in the order of a profile page.
    pub fields: Vec<SeenField>,
    /// Fields that have a value they do not see.
    #[ts(type = "number")]
    pub hidden: u64,
    /// The picture as a `data:` address.
    pub avatar: Option<String>,
    /// The local time there now, where a time zone is known and seen: RFC 3339
    /// with its offset, such as `2026-11-20T10:14:00+01:00`.
    pub local_time: Option<String>,
}

/// Who answers for a service account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ServiceAccount {
    /// Who.
    pub owner: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// The day by which someone must look at it again.
    #[ts(type = "string | null")]
    pub review_at: Option<NaiveDate>,
}

/// That someone was asked to join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Invitation {
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// What they were told.
    pub message: Option<String>,
}

/// Another account of the same person.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OtherAccount {
    /// The user.
    pub user: UserId,
    /// The full name.
    pub full_name: String,
    /// The name to show.
    pub display_name: String,
    /// How it is known; for a suggestion, how it would be.
    pub how: LinkedBy,
}

/// The person behind a user.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PersonGlance {
    /// The person's number; none while nobody is linked.
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    /// The person's name.
    pub name: Option<String>,
    /// Their other accounts.
    pub accounts: Vec<OtherAccount>,
    /// Accounts that look like theirs and are not linked.
    pub suggestions: Vec<OtherAccount>,
}
