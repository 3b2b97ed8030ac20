//! What an account may do at all.

use crate::word::words;

words! {
    /// The state of a user, in Muster's words. Every reader says how its
    /// source's states map here.
    pub enum State {
        /// Can sign in.
        Active = 0 "active",
        /// Was asked to join and has not answered.
        Invited = 1 "invited",
        /// Waits for an administrator's approval.
        Pending = 2 "pending",
        /// Kept out for a while, usually after failed sign-ins.
        Locked = 3 "locked",
        /// Kept out by an administrator or a directory.
        Blocked = 4 "blocked",
        /// Switched off; in GitLab the next sign-in switches it on again.
        Deactivated = 5 "deactivated",
        /// Blocked, and what it wrote is hidden.
        Banned = 6 "banned",
        /// The source says it was deleted.
        Deleted = 7 "deleted",
    }
}

impl State {
    /// Whether a user in this state can use the instance now.
    #[must_use]
    pub const fn is_enabled(self) -> bool {
        matches!(self, Self::Active)
    }
}
