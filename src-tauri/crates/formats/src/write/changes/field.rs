//! A changed field, from its words.

use super::line::{ChangeLine, FieldDiff};
use muster_model::profile::ProfileField;
use muster_model::{Kind, State};

/// Which field changes, with what is typed about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field<'a> {
    /// From a state to another; none if a word is no state.
    State(Option<State>, Option<State>),
    Username,
    DisplayName,
    Email,
    Kind(Option<Kind>),
    Profile(ProfileField),
    Attribute(&'a str),
    Grant,
    Group,
    /// Follows from what else changes, so there is nothing to do.
    Derived,
    /// Anything else.
    Other,
}

impl<'a> Field<'a> {
    pub(super) fn of(diff: &'a FieldDiff) -> Self {
        let state = |word: &Option<String>| word.as_deref().and_then(|w| w.parse().ok());
        match diff.name.as_str() {
            "state" => Self::State(state(&diff.before), state(&diff.after)),
            "username" => Self::Username,
            "display_name" => Self::DisplayName,
            "email" => Self::Email,
            "kind" => Self::Kind(diff.after.as_deref().and_then(|w| w.parse().ok())),
            "grant" => Self::Grant,
            "group" => Self::Group,
            "highest_role" | "level" | "highest_level" | "privileged" | "member" | "elevated_guest" | "auditor" => {
                Self::Derived
            }
            name => {
                if let Some(field) = name.strip_prefix("profile.").and_then(|word| word.parse().ok()) {
                    Self::Profile(field)
                } else if let Some(name) = name.strip_prefix("attributes.") {
                    Self::Attribute(name)
                } else {
                    Self::Other
                }
            }
        }
    }
}

/// Whether the user is to be deleted.
pub(super) fn deletes(line: &ChangeLine) -> bool {
    line.fields.iter().any(|diff| matches!(Field::of(diff), Field::State(_, Some(State::Deleted))))
}

/// Why nothing else is done to a user who is deleted.
pub(super) const DELETED: &str = "the user is deleted";
