//! Who may do what with a vault.

use crate::word::words;

words! {
    /// What an operator may do.
    pub enum OperatorRole {
        /// Everything, operators and keys included.
        Owner = 0 "owner",
        /// Everything with users; not operators and keys.
        Admin = 1 "admin",
        /// Read and report; change nothing.
        Auditor = 2 "auditor",
    }
}

impl OperatorRole {
    /// Whether this operator may change users, userstores and plans.
    #[must_use]
    pub const fn may_change(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }
}
