//! Why the vault could not do what was asked.

use chrono::{DateTime, Utc};

/// Everything that can go wrong with the tables.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite failed.
    #[error("the vault's database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// A stored value means nothing to this program.
    #[error("the vault holds {found:?} in {table}.{column}, which means nothing: run muster check")]
    Stored {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What stands there.
        found: String,
    },
    /// There is no such thing.
    #[error("there is no {what} {name:?} in this vault: check the spelling")]
    NotFound {
        /// What was looked for: `user`, `userstore`, `change`, `role`.
        what: &'static str,
        /// What was given.
        name: String,
    },
    /// A name fits several users.
    #[error("{name:?} fits several users: {}; give the full name or the number", candidates.join(", "))]
    Ambiguous {
        /// What was given.
        name: String,
        /// Full names with their numbers, at most ten.
        candidates: Vec<String>,
    },
    /// It exists already.
    #[error("there is already a {what} {name:?}: choose another name")]
    Exists {
        /// What exists: `user`, `userstore`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A name cannot be a userstore's domain.
    #[error(transparent)]
    Domain(#[from] muster_model::userstore::DomainError),
    /// Later snapshots of the userstore are in the vault already.
    #[error(
        "{userstore} already has a snapshot taken at {last}, later than {taken_at}: import files in the order they were taken"
    )]
    SnapshotTooOld {
        /// The userstore's domain.
        userstore: String,
        /// When the refused snapshot was taken.
        taken_at: DateTime<Utc>,
        /// When the latest one was.
        last: DateTime<Utc>,
    },
    /// Users of a mirrored userstore are not edited here.
    #[error("{domain} reflects a system elsewhere and is not edited here: make the change there and import again")]
    NotLocal {
        /// The userstore's domain.
        domain: String,
    },
    /// A value that a field cannot have.
    #[error("{field}: {reason}")]
    Invalid {
        /// The field, such as `username` or `profile.title`.
        field: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// The change was undone before.
    #[error("change {change} was undone already: nothing was changed")]
    AlreadyUndone {
        /// Its number.
        change: i64,
    },
    /// What the change did was changed again since.
    #[error("change {change} cannot be undone, because {} changed since: undo the later change first", fields.join(", "))]
    ChangedSince {
        /// Its number.
        change: i64,
        /// The fields that are no longer as the change left them.
        fields: Vec<String>,
    },
}

/// What every function of this crate answers.
pub type Result<T> = std::result::Result<T, Error>;
