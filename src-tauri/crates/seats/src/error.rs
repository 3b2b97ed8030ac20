//! What can be wrong with a seat plan.

/// Why a seat plan cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SeatError {
    /// No plan has this name.
    #[error("there is no seat plan {name:?}; the plans are: {known}")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names there are, comma-separated.
        known: String,
    },
    /// The file is no seat plan.
    #[error("the seat plan {name} cannot be read: {reason}; correct its file")]
    Read {
        /// The plan, or the file's name.
        name: String,
        /// What is wrong, and where.
        reason: String,
    },
    /// A filter in the plan cannot be understood.
    #[error("the seat plan {name} has a filter that cannot be understood: {reason}; correct {place} in its file")]
    Filter {
        /// The plan.
        name: String,
        /// Which filter: `filter`, `reasons 3` or `doubts 1`.
        place: String,
        /// What is wrong, and where.
        reason: String,
    },
}
