//! One grant of one user, as it was when the review was opened.

use chrono::{DateTime, Utc};
use muster_model::{Kind, LastSeen, Scope, State, UserId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Letters of a row's check: no vowels, so that no word comes of them, and no
/// digits, so that no spreadsheet takes a key for a number.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// How many of those a key has: 20^6, 64 million, are enough to tell a slip of
/// the keyboard from a key.
const CHECK: usize = 6;

/// How many of those who are alike hold the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peers {
    /// Who they are, such as `department Engineering`.
    pub of: String,
    /// How many of them there are, the user left out.
    pub all: u64,
    /// How many of them hold the role on the scope.
    pub holding: u64,
}

impl std::fmt::Display for Peers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} in {}", self.holding, self.all, self.of)
    }
}

/// One grant of one user: what a reviewer decides on, and what a reviewer needs
/// to know for it. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The user's key in the vault; it means nothing outside.
    pub user: UserId,
    /// The user's own immutable id in its source.
    pub user_key: String,
    /// The userstore's domain.
    pub userstore: String,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub name: String,
    /// The primary e-mail.
    pub email: Option<String>,
    /// A key of the person behind the user, where known.
    pub person: Option<String>,
    /// What stands behind the user.
    pub kind: Kind,
    /// What the user may do at all.
    pub state: State,
    /// The role held.
    pub role: String,
    /// On what.
    pub scope: Scope,
    /// The path of the group through which it is held; none for a direct grant.
    pub through: Option<String>,
    /// Since when, if the source says.
    pub since: Option<DateTime<Utc>>,
    /// Until when, if it ends.
    pub expires: Option<DateTime<Utc>>,
    /// When the user was last seen, and how well that is known.
    pub last_seen: LastSeen,
    /// Whether the role is privileged; none where nobody can tell, which keeps
    /// a review from being opened.
    pub privileged: Option<bool>,
    /// What the user's peers hold, where there are peers.
    pub peers: Option<Peers>,
}

/// What makes a grant the same in two populations. In order it is by user, then
/// by what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GrantKey<'a> {
    /// The userstore's domain.
    pub userstore: &'a str,
    /// The user's id in its source.
    pub user_key: &'a str,
    /// The role.
    pub role: &'a str,
    /// On what.
    pub scope: &'a Scope,
    /// Through which group.
    pub through: Option<&'a str>,
}

impl Item {
    /// What makes it the same in another population.
    #[must_use]
    pub fn key(&self) -> GrantKey<'_> {
        GrantKey {
            userstore: &self.userstore,
            user_key: &self.user_key,
            role: &self.role,
            scope: &self.scope,
            through: self.through.as_deref(),
        }
    }

    /// `DOMAIN/username`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.userstore, self.username)
    }

    /// The grant in a few words: `Owner on group acme/web`.
    #[must_use]
    pub fn said(&self) -> String {
        match &self.through {
            Some(group) => format!("{} on {} through {group}", self.role, self.scope),
            None => format!("{} on {}", self.role, self.scope),
        }
    }

    /// Its key on worksheets and in the evidence: its number in the population
    /// (from 1) and letters that follow from the campaign and the grant, such as
    /// `R17-KQXWTB`. A key of another campaign, or with a slip in it, is none.
    #[must_use]
    pub fn row_key(&self, campaign: &str, number: usize) -> String {
        let mut hash = Sha256::new();
        let scope = self.scope.kind.word();
        let through = self.through.as_deref().unwrap_or_default();
        let number_text = number.to_string();
        for part in
            [campaign, &number_text, &self.userstore, &self.user_key, &self.role, scope, &self.scope.path, through]
        {
            // With its length, so that no two lists of parts are the same bytes.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let letters: String =
            hash.finalize().iter().take(CHECK).map(|byte| char::from(LETTERS[usize::from(*byte) % 20])).collect();
        format!("R{number}-{letters}")
    }
}

#[cfg(test)]
mod tests {
    use crate::review::testing::item;

    #[test]
    fn a_row_key_follows_from_campaign_number_and_grant() {
        let one = item("ada", "Owner");
        let key = one.row_key("q4-2026", 17);
        assert!(key.starts_with("R17-") && key.len() == 10, "{key}");
        assert_eq!(key, one.row_key("q4-2026", 17));
        assert_ne!(key, one.row_key("q3-2026", 17));
        assert_ne!(key[4..], one.row_key("q4-2026", 18)[4..]);
        assert_ne!(key, item("ada", "Guest").row_key("q4-2026", 17));
        assert_ne!(key, item("bob", "Owner").row_key("q4-2026", 17));
    }

    #[test]
    fn what_is_cut_elsewhere_is_another_grant() {
        let (mut one, mut other) = (item("ada", "Owner"), item("ada", "Owner"));
        (one.user_key, one.role) = ("1".into(), "2Owner".into());
        (other.user_key, other.role) = ("12".into(), "Owner".into());
        assert_ne!(one.row_key("c", 1), other.row_key("c", 1));
    }
}
