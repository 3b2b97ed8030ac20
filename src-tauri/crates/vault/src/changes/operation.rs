//! What can be done to a user. An operation that no user could take (a value
//! that fits no field, a word nobody knows) is refused when it is made; what
//! depends on the user and its userstore is refused user by user.

use crate::merge::user::username_fault;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::transition::Action;
use muster_model::value::{self, ValueError};
use muster_model::{Kind, ProfileField, Scope, ServiceField, State, UserId, Visibility};
use std::fmt::Display;

/// The most characters of a name to show (GitLab, `user.rb`).
const MOST_NAME: usize = 255;
/// The most characters of an attribute's values, all together.
const MOST_VALUES: usize = 20_000;

/// What to do to each user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Bring into a state by the action the userstore's kind has for it.
    SetState(State),
    /// Do this action of its state and no other.
    Act(Action),
    /// Delete; grants and groups are taken away, or handed over.
    Delete {
        /// Who is given them.
        hand_to: Option<UserId>,
    },
    /// Give a role directly.
    AddRole {
        /// Its name in the user's userstore.
        role: String,
        /// On what.
        scope: Scope,
        /// Until when, in seconds since 1970.
        expires: Option<i64>,
    },
    /// Take a direct role.
    RemoveRole {
        /// Its name.
        role: String,
        /// On what; none for wherever it is held.
        scope: Option<Scope>,
    },
    /// Put into a group, by path.
    AddGroup(String),
    /// Take out of a group, by path.
    RemoveGroup(String),
    /// Set a field.
    SetField(Field),
    /// Say who may see a field of the profile.
    SetVisibility(ProfileField, Visibility),
    /// When access ends, in seconds since 1970; none for never.
    SetExpiry(Option<i64>),
    /// The user and this one are one person, and one of the accounts too many.
    MergeInto(UserId),
}

/// A field and its value, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// The sign-in name.
    Username(String),
    /// The name to show; none for the username.
    DisplayName(Option<String>),
    /// The primary e-mail.
    Email(Option<String>),
    /// The kind.
    Kind(Kind),
    /// A field of the profile.
    Profile(ProfileField, Option<String>),
    /// A custom attribute: all its values. What they may be depends on the
    /// userstore.
    Attribute(String, Vec<String>),
    /// What is known of a service account.
    Service(ServiceField, Option<String>),
}

fn invalid(field: &str, reason: impl Display) -> Error {
    Error::Value { field: field.to_owned(), reason: reason.to_string() }
}

impl Field {
    /// A field from its name (`username`, `display_name`, `email`, `kind`,
    /// `profile.WORD`, `attributes.NAME`, `service.owner`, `service.purpose`,
    /// `service.review_at`) and a text; an empty one clears it. Several values
    /// of an attribute are lines.
    ///
    /// # Errors
    /// [`Error::Value`] with the field and what to do.
    pub fn parse(name: &str, text: &str, now: DateTime<Utc>) -> Result<Self> {
        let told = |checked: std::result::Result<&str, ValueError>| {
            let text = checked.map_err(|e| invalid(name, e))?;
            Ok::<_, Error>(Some(text.to_owned()).filter(|t| !t.is_empty()))
        };
        if let Some(word) = name.strip_prefix("profile.") {
            let field: ProfileField = word.parse().map_err(|e| invalid(name, e))?;
            let kept = field.read(text, now).map_err(|e| invalid(name, e))?;
            return Ok(Self::Profile(field, Some(kept).filter(|t| !t.is_empty())));
        }
        if let Some(word) = name.strip_prefix("service.") {
            let field: ServiceField = word.parse().map_err(|e| invalid(name, e))?;
            let kept = field.check(text).map_err(|e| invalid(name, e))?;
            return Ok(Self::Service(field, Some(kept).filter(|t| !t.is_empty())));
        }
        if let Some(attribute) = name.strip_prefix("attributes.") {
            return Self::attribute(attribute, text.lines());
        }
        match name {
            "username" => {
                let text = text.trim();
                username_fault(text).map_or_else(|| Ok(Self::Username(text.to_owned())), |e| Err(invalid(name, e)))
            }
            "display_name" => told(value::plain(text, MOST_NAME, false)).map(Self::DisplayName),
            "email" if text.trim().is_empty() => Ok(Self::Email(None)),
            "email" => told(value::email(text)).map(Self::Email),
            "kind" => text.trim().parse().map(Self::Kind).map_err(|e| invalid(name, e)),
            _ => {
                let known = "username, display_name, email, kind, profile.title and the like, attributes.NAME, \
                             service.owner, service.purpose, service.review_at";
                Err(invalid(name, format!("there is no such field: use one of {known}")))
            }
        }
    }

    /// A custom attribute and its values.
    ///
    /// # Errors
    /// [`Error::Value`] without a name, or for too much text.
    pub fn attribute<'v>(name: &str, values: impl Iterator<Item = &'v str>) -> Result<Self> {
        let field = format!("attributes.{name}");
        let name = name.trim();
        if name.is_empty() {
            return Err(invalid(&field, "an attribute needs a name: write attributes.NAME"));
        }
        value::plain(name, muster_model::attribute::MOST_NAME, false).map_err(|e| invalid(&field, e))?;
        let values: Vec<String> = values.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect();
        if values.iter().map(|v| v.chars().count()).sum::<usize>() > MOST_VALUES {
            return Err(invalid(&field, ValueError::TooLong { found: MOST_VALUES + 1, limit: MOST_VALUES }));
        }
        Ok(Self::Attribute(name.to_owned(), values))
    }

    /// Its name, as in a version.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Username(_) => "username".to_owned(),
            Self::DisplayName(_) => "display_name".to_owned(),
            Self::Email(_) => "email".to_owned(),
            Self::Kind(_) => "kind".to_owned(),
            Self::Profile(field, _) => format!("profile.{field}"),
            Self::Attribute(name, _) => format!("attributes.{name}"),
            Self::Service(field, _) => format!("service.{field}"),
        }
    }
}

impl Operation {
    /// Checks what no user could take.
    ///
    /// # Errors
    /// [`Error::Value`] with the field and what to do.
    pub fn check(&self, now: DateTime<Utc>) -> Result<()> {
        let ended = |at: &Option<i64>| at.is_some_and(|at| at <= now.timestamp());
        match self {
            Self::AddRole { role, .. } | Self::RemoveRole { role, .. } if role.trim().is_empty() => {
                Err(invalid("role", "a role needs a name: say which"))
            }
            Self::AddRole { expires, .. } if ended(expires) => {
                Err(invalid("expires", "the time has passed: give one to come, or none"))
            }
            Self::AddGroup(path) | Self::RemoveGroup(path) if path.trim().is_empty() => {
                Err(invalid("group", "a group needs a path: say which"))
            }
            Self::SetVisibility(field, visibility) => match field.fixed_visibility() {
                Some(fixed) if fixed != *visibility => {
                    let name = format!("profile.{field}.visibility");
                    Err(invalid(&name, format!("it is always {fixed}, and cannot be chosen: leave it out")))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Whether it is Muster's own word, kept here for users of mirrored
    /// userstores too, since no source has a place for it.
    pub(super) const fn is_own(&self) -> bool {
        matches!(self, Self::SetVisibility(..) | Self::SetField(Field::Service(..)))
    }
}
