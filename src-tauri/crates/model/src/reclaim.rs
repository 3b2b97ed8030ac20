//! Why a seat could be freed.

use crate::word::words;

words! {
    /// Why a seat could be freed, the surest first.
    pub enum ReclaimReason {
        /// The account is not enabled, and the rule counts it all the same.
        DisabledButCounted = 0 "disabled_but_counted",
        /// The same person has another seat under the same plan.
        DuplicatePerson = 1 "duplicate_person",
        /// Created long ago, and the source says that nobody ever came.
        NeverSeen = 2 "never_seen",
        /// A machine's account takes a seat.
        MachineCounted = 3 "machine_counted",
        /// Not seen for 90 days or longer.
        Dormant = 4 "dormant",
    }
}
