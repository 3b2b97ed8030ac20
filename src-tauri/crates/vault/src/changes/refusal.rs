//! Why a user is left as it was.

use std::borrow::Cow;

/// Why an operation cannot be done to a user, and what could be done instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The field it is about, such as `state` or `grant`.
    pub field: Cow<'static, str>,
    /// Why, as half a sentence.
    pub reason: Cow<'static, str>,
    /// Whether another user has the username.
    pub taken: bool,
}

impl Refusal {
    pub(super) fn of(field: impl Into<Cow<'static, str>>, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), reason: reason.into(), taken: false }
    }
}

/// What an operation came to for a user.
pub(super) type Done = std::result::Result<(), Refusal>;
