//! Which users, and what to do to them.

use chrono::{DateTime, Utc};
use muster_model::transition::Action;
use muster_model::{Scope, State, UserId, Visibility};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which users.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Selected {
    /// These.
    Users(Vec<UserId>),
    /// All that a filter finds.
    Filter(String),
    /// One username, full name, e-mail or id a line, as they stand in a file.
    Lines(String),
}

/// What to do to each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Operation {
    /// Bring into a state by the action the userstore's kind has for it
    /// (block, approve, activate, ...).
    SetState {
        /// The state.
        state: State,
    },
    /// Do one action of its state, and no other: `approve` lets in only who
    /// waits for it.
    Act {
        /// Which.
        action: Action,
    },
    /// Delete: the state becomes deleted, and grants and groups are taken
    /// away or handed over.
    Delete {
        /// Who is given the grants and groups; none to take them away.
        hand_to: Option<UserId>,
    },
    /// Give a role.
    AddRole {
        /// Its name in the user's userstore.
        role: String,
        /// On what.
        scope: Scope,
        /// Until when.
        #[ts(type = "string | null")]
        expires: Option<DateTime<Utc>>,
    },
    /// Take a direct role.
    RemoveRole {
        /// Its name.
        role: String,
        /// On what; none for wherever it is held.
        scope: Option<Scope>,
    },
    /// Put into a group.
    AddGroup {
        /// Its path.
        group: String,
    },
    /// Take out of a group.
    RemoveGroup {
        /// Its path.
        group: String,
    },
    /// Set a field: `username`, `display_name`, `email`, `kind`,
    /// `profile.WORD`, `attributes.NAME`, `service.owner`, `service.purpose`,
    /// `service.review_at`; none or an empty text clears it. Several values
    /// of an attribute are lines.
    SetField {
        /// The field.
        field: String,
        /// Its value.
        value: Option<String>,
    },
    /// Who may see a field of the profile.
    SetVisibility {
        /// The field, as `profile.WORD`.
        field: String,
        /// Who.
        visibility: Visibility,
    },
    /// When access ends.
    SetExpiry {
        /// None for never.
        #[ts(type = "string | null")]
        at: Option<DateTime<Utc>>,
    },
    /// The user and `into` are one person and one of the accounts too many:
    /// `into` gets the groups, direct grants and profile fields it lacks, the
    /// user is deactivated (blocked, where its system does not let it be
    /// deactivated now), and both are linked to one person.
    MergeInto {
        /// Who stays.
        into: UserId,
    },
}

/// A change to stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ChangeRequest {
    /// Which users.
    pub selected: Selected,
    /// What to do, in this order.
    pub operations: Vec<Operation>,
    /// What it is called; a title is made from the operations if there is none.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub title: Option<String>,
}

/// What can be done to a user's state, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StateAction {
    /// What it is called for this kind of userstore: `block`, `unblock`,
    /// `approve`, `reject`, `deactivate`, `activate`, `ban`, `unban`, `lock`,
    /// `unlock`, `delete`, `restore`.
    pub action: String,
    /// The state it leads to.
    pub state: State,
    /// Why it cannot be done now; none if it can.
    pub refused: Option<String>,
}
