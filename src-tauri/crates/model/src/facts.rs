//! What lists, counts and seat rules ask of every user, small enough to keep
//! for a million of them in memory.

use serde::{Deserialize, Serialize};

/// Yes-or-no facts of a user, derived from state, grants and groups whenever
/// one of them changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Facts(pub u16);

impl Facts {
    /// Holds a privileged role (an administrator, an owner of the instance).
    pub const PRIVILEGED: Self = Self(1);
    /// Holds a role on at least one group or project.
    pub const MEMBER: Self = Self(1 << 1);
    /// Holds a custom Guest role that takes a seat
    /// ([`crate::Role::is_elevated_guest`]).
    pub const ELEVATED_GUEST: Self = Self(1 << 2);
    /// Reads everything on the instance (GitLab auditor).
    pub const AUDITOR: Self = Self(1 << 3);
    /// A picture is stored.
    pub const AVATAR: Self = Self(1 << 4);
    /// The source lists the roles of its users, so that holding none means none.
    pub const GRANTS_KNOWN: Self = Self(1 << 5);
    /// The instance itself says that a seat is taken.
    pub const SEAT_FLAG: Self = Self(1 << 6);
    /// The instance itself says whether a seat is taken.
    pub const SEAT_FLAG_KNOWN: Self = Self(1 << 7);
    /// A second factor is set.
    pub const MFA: Self = Self(1 << 8);
    /// The source says whether a second factor is set.
    pub const MFA_KNOWN: Self = Self(1 << 9);
    /// A complete snapshot no longer lists the user.
    pub const GONE: Self = Self(1 << 10);
    /// A change that an operator wants is not yet seen at its source.
    pub const PENDING: Self = Self(1 << 11);

    /// Whether all of `other` hold.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These, with `other` set or cleared.
    #[must_use]
    pub const fn with(self, other: Self, on: bool) -> Self {
        if on { Self(self.0 | other.0) } else { Self(self.0 & !other.0) }
    }
}
