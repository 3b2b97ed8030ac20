//! Who holds what, of many users at once: directly, and through each group they
//! are in, with what people need to know beside it.
//!
//! The tables are read side by side in the order of users: for a few users at
//! their keys, for everyone from end to end. What others hold beside them can
//! be counted on the way ([`Holdings::with_others`]), which takes reading
//! everyone, or by whoever knows everyone already ([`Others`]).
//!
//! | module | what it holds |
//! | --- | --- |
//! | `known` | roles, scopes and what groups give |
//! | `others` | what others hold: peers, and owners |
//! | `reading` | the tables, side by side |

mod known;
mod others;
mod reading;
#[cfg(test)]
mod tests;

pub use known::{Known, RoleKnown};
pub use others::{Alike, MOST_OWNERS, Others, PeerKind, Peers, department};

use crate::Result;
use chrono::{DateTime, Utc};
use muster_model::{Kind, LastSeen, State, UserId, UserstoreId};
use reading::Reading;
use rusqlite::Connection;
use std::sync::Arc;

/// A user who holds something, or was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The user.
    pub id: UserId,
    /// Its userstore.
    pub userstore: UserstoreId,
    /// Its own immutable id in its source.
    pub source_id: Option<String>,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// The primary e-mail.
    pub email: Option<String>,
    /// What stands behind it.
    pub kind: Kind,
    /// What it may do at all.
    pub state: State,
    /// When it was last seen.
    pub last_seen: LastSeen,
    /// The person behind it, if one is known.
    pub person: Option<i64>,
    /// Its manager, as the source names them.
    pub manager: Option<String>,
}

/// Something that a user holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldGrant {
    /// The user's place in [`Holdings::users`].
    pub user: usize,
    /// The role's key.
    pub role: i64,
    /// The scope's key.
    pub scope: i64,
    /// The path of the group that the user is in, or that the source names.
    pub through: Option<Arc<str>>,
    /// Since when, if that is known.
    pub since: Option<DateTime<Utc>>,
    /// Until when, if it ends.
    pub expires: Option<DateTime<Utc>>,
}

/// Who holds what.
#[derive(Debug)]
pub struct Holdings {
    /// The users who were asked for and are present, by key.
    pub users: Vec<Holder>,
    /// What they hold, by user.
    pub grants: Vec<HeldGrant>,
    /// Roles and scopes.
    pub known: Known,
}

impl Holdings {
    /// Reads what these users hold, and of them alone; none for everyone who is
    /// present. They must be in the order of their keys.
    ///
    /// # Errors
    /// If the database fails or holds an unknown word.
    pub fn read(conn: &Connection, known: Known, users: Option<&[UserId]>) -> Result<Self> {
        let mut reading = Reading::new(known, users, None);
        match users {
            Some(users) => reading::spans(users).try_for_each(|span| reading.span(conn, span))?,
            None => reading.span(conn, reading::EVERYONE)?,
        }
        Ok(reading.finish().0)
    }

    /// Reads what these users hold, and looks at everyone for what others hold
    /// beside it.
    ///
    /// # Errors
    /// As [`Holdings::read`].
    pub fn with_others(conn: &Connection, known: Known, users: Option<&[UserId]>) -> Result<(Self, Others)> {
        let mut reading = Reading::new(known, users, Some(others::Counting::default()));
        reading.span(conn, reading::EVERYONE)?;
        Ok(reading.finish())
    }
}
