//! How far a finding of an audit is, and what happened to it.

use crate::word::words;

words! {
    /// How far a finding is.
    pub enum FindingState {
        /// A run found it.
        Open = 0 "open",
        /// Open again: its acceptance ended, or it was resolved and came back.
        Reopened = 1 "reopened",
        /// Left as it is until a day.
        Accepted = 2 "accepted",
        /// A later run did not find it.
        Resolved = 3 "resolved",
    }
}

impl FindingState {
    /// Whether it waits for someone to do something.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Reopened)
    }
}

words! {
    /// What happened to a finding.
    pub enum FindingEventKind {
        /// A run found it for the first time.
        Found = 0 "found",
        /// An operator left it as it is, for a reason and until a day.
        Accepted = 1 "accepted",
        /// An operator took that back.
        Withdrawn = 2 "withdrawn",
        /// Its acceptance ended by itself.
        AcceptanceEnded = 3 "acceptance_ended",
        /// A run did not find it any more.
        Resolved = 4 "resolved",
        /// A run found it again.
        CameBack = 5 "came_back",
        /// Its rule was switched off or removed, so nobody looks for it.
        NotLookedFor = 6 "not_looked_for",
    }
}
