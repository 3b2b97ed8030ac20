//! What most checks ask of everyone first, in four bytes a user: a million
//! users are gone through without touching what else is known of them.

use super::User;
use muster_model::seen::SeenStatus;

/// A user in brief.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Brief {
    store: u16,
    marks: u16,
}

impl Brief {
    /// [`User::is_listed`].
    pub const LISTED: u16 = 1;
    /// [`User::is_enabled`].
    pub const ENABLED: u16 = 2;
    /// A person's.
    pub const PERSON: u16 = 4;
    /// [`User::is_privileged`].
    pub const PRIVILEGED: u16 = 8;
    /// Its source says when users were last seen.
    pub const COLLECTED: u16 = 16;
    /// Its source says when the password was set.
    pub const PASSWORD: u16 = 32;
    /// Its source counts failed sign-ins.
    pub const FAILED: u16 = 64;
    /// Its source says that the e-mail was not verified.
    pub const UNVERIFIED: u16 = 128;

    pub(super) fn of(user: User<'_>) -> Self {
        let marks = [
            (Self::LISTED, user.is_listed()),
            (Self::ENABLED, user.is_enabled()),
            (Self::PERSON, user.kind().is_person()),
            (Self::PRIVILEGED, user.is_privileged()),
            (Self::COLLECTED, user.seen() != SeenStatus::NotCollected),
            (Self::PASSWORD, user.password_at().is_some()),
            (Self::FAILED, user.failed_sign_ins().is_some()),
            (Self::UNVERIFIED, user.email_verified() == Some(false)),
        ];
        Self { store: user.store(), marks: marks.into_iter().filter(|(_, is)| *is).map(|(mark, _)| mark).sum() }
    }

    /// The place of its userstore.
    pub const fn store(self) -> u16 {
        self.store
    }

    /// Whether it has all of these marks.
    pub const fn is(self, marks: u16) -> bool {
        self.marks & marks == marks
    }
}
