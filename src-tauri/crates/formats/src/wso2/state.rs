//! What WSO2's marks make of a user's state (`iam.md` section 1.1).

use muster_model::State;

/// What a user of WSO2 is marked with.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// `accountDisabled`: kept out for good.
    pub(crate) disabled: bool,
    /// `accountLocked`: kept out for a while.
    pub(crate) locked: bool,
    /// `askPassword`: invited to set one.
    pub(crate) asked: bool,
    /// `accountState`, such as `PENDING_AP`.
    pub(crate) word: Option<String>,
}

impl Marks {
    /// Disabled, locked, invited or waiting, in this order; none if nothing
    /// keeps the user out. An unknown word keeps nobody out.
    pub(crate) fn state(&self) -> Option<State> {
        match self.word.as_deref() {
            _ if self.disabled => Some(State::Deactivated),
            _ if self.locked => Some(State::Locked),
            Some("DISABLED") => Some(State::Deactivated),
            Some("LOCKED") => Some(State::Locked),
            Some("PENDING_AP") => Some(State::Invited),
            Some(pending) if pending.starts_with("PENDING_") => Some(State::Pending),
            _ if self.asked => Some(State::Invited),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stronger_mark_counts() {
        let word = |word: &str| Marks { word: Some(word.to_owned()), ..Marks::default() };
        assert_eq!(Marks::default().state(), None);
        assert_eq!(Marks { disabled: true, locked: true, ..Marks::default() }.state(), Some(State::Deactivated));
        assert_eq!(Marks { locked: true, asked: true, ..Marks::default() }.state(), Some(State::Locked));
        assert_eq!(Marks { asked: true, ..Marks::default() }.state(), Some(State::Invited));
        assert_eq!(word("PENDING_AP").state(), Some(State::Invited));
        assert_eq!(word("PENDING_SR").state(), Some(State::Pending));
        assert_eq!(word("UNLOCKED").state(), None);
    }
}
