//! What cannot be answered from columns alone.

/// What cannot be answered from columns alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// Some conditions are about what columns do not hold (most of the
    /// profile, people, service accounts), and nobody was there to ask.
    #[error("the filter asks for {}, which only the vault holds: evaluate those users there", .clauses.join(", "))]
    NeedsRows {
        /// The conditions, in their canonical text.
        clauses: Vec<String>,
    },
    /// Users are ordered by seat, but no seat plan was given.
    #[error("there is no seat plan to order users by: choose one first")]
    NeedsSeats,
    /// A selection of another generation than the columns have now.
    #[error("the users changed after they were selected: select again")]
    Stale,
}
