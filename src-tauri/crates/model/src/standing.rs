//! How far a change is for one user.

use crate::word::words;

words! {
    /// How far a change is for one user.
    pub enum Standing {
        /// Done here.
        Applied = 0 "applied",
        /// Wanted, and to be carried out at the source.
        Outstanding = 1 "outstanding",
        /// A snapshot showed it at the source.
        Confirmed = 2 "confirmed",
        /// Taken back.
        Undone = 3 "undone",
        /// Given up before it was carried out.
        Withdrawn = 4 "withdrawn",
        /// Could not be, and changed nothing.
        Refused = 5 "refused",
    }
}
