//! What stands behind an account.

use crate::word::words;

words! {
    /// Who or what uses an account.
    pub enum Kind {
        /// A person of the team.
        Human = 0 "human",
        /// A program that someone answers for (GitLab service account,
        /// Keycloak service account).
        Service = 1 "service",
        /// A program of the instance itself or of a token (GitLab internal
        /// users and project or group bots).
        Bot = 2 "bot",
        /// A person from outside the team.
        External = 3 "external",
    }
}

impl Kind {
    /// Whether a person sits behind it.
    #[must_use]
    pub const fn is_person(self) -> bool {
        matches!(self, Self::Human | Self::External)
    }
}
