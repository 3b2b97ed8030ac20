//! What can go wrong with a vault. Messages say what happened, to what, and
//! what to do next; none holds a user's data or a secret.

use crate::lock::Holder;
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// What can go wrong with a vault.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is something where a vault, a backup or a copy was to be made.
    #[error("{} exists already and is not replaced: choose another place, or move it away first", .0.display())]
    Exists(PathBuf),
    /// There is no vault (or no folder to make one in) at this path.
    #[error("there is no vault at {}: check the path, or create one", .0.display())]
    NotFound(PathBuf),
    /// A name or a passphrase cannot be taken as given.
    #[error("{0}")]
    Invalid(String),
    /// No slot opens with this passphrase or recovery key.
    #[error("the passphrase does not open this vault: try again, or use the recovery key")]
    WrongPassphrase,
    /// It has the shape of a recovery key, but its checksum does not fit.
    #[error("the recovery key has a typing error: compare it with the printed one, group by group")]
    RecoveryKeyMistyped,
    /// The passphrase is right, but an owner has disabled this operator.
    #[error("this operator is disabled: ask an owner of the vault")]
    OperatorDisabled,
    /// The vault was written by a newer program.
    #[error(
        "the vault's {what} has version {found}, and this program knows {known} at most: open it with a newer Muster"
    )]
    TooNew {
        /// What carries the version.
        what: &'static str,
        /// The version found.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The vault is older than the program, and cannot be brought up to date
    /// without writing.
    #[error("the vault was written by an older Muster and must be brought up to date: open it for writing once")]
    TooOld,
    /// The vault, or a backup, is damaged or was altered.
    #[error("{what}: {remedy}")]
    Damaged {
        /// What was found.
        what: String,
        /// What to do next.
        remedy: &'static str,
    },
    /// Another program holds the vault for writing.
    #[error("the vault is in use by {}: close it there, or open it here for reading", holder_text(.0.as_ref()))]
    InUse(Option<Holder>),
    /// The vault is open for reading only.
    #[error("the vault is open for reading only{}: nothing was changed", .0.as_ref().map(|h| format!(", since {h} holds it")).unwrap_or_default())]
    ReadOnly(Option<Holder>),
    /// The disk or the folder cannot be written.
    #[error(
        "the disk or folder cannot be written: nothing was changed; open the vault for reading, or make the folder writable"
    )]
    DiskReadOnly,
    /// The disk is full.
    #[error("the disk is full: nothing was changed; free some space and try again")]
    DiskFull,
    /// A file could not be read or written.
    #[error("{} could not be read or written ({source}): nothing was changed; check the disk and its permissions", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Other work on the vault did not finish in time.
    #[error("the vault is busy with other work: try again in a moment")]
    Busy,
    /// The machine has too little memory for the vault's key settings.
    #[error("there is not enough memory to derive the vault's key ({mib} MiB are needed): close other programs")]
    Memory {
        /// Mebibytes needed.
        mib: u32,
    },
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
    NoSuch {
        /// What was looked for: `user`, `userstore`, `change`, `role`, `group`, `permission`.
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
    Taken {
        /// What exists: `user`, `userstore`, `group`, `role`, `permission`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A name cannot be a userstore's domain.
    #[error(transparent)]
    Domain(#[from] muster_model::userstore::DomainError),
    /// Two snapshots cannot be compared.
    #[error("snapshots {from} and {to} cannot be compared: {why}")]
    NotComparable {
        /// The one named first.
        from: i64,
        /// The other.
        to: i64,
        /// Why not, and what to do.
        why: String,
    },
    /// Users of a mirrored userstore are not edited here.
    #[error("{domain} reflects a system elsewhere and is not edited here: make the change there and import again")]
    NotLocal {
        /// The userstore's domain.
        domain: String,
    },
    /// A value that a field cannot have.
    #[error("{field}: {reason}")]
    Value {
        /// The field, such as `username` or `profile.title`.
        field: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A group would be in itself, or a role include itself.
    #[error("{what} {:?} would contain itself ({}): leave one of these out", path.first().map_or("", String::as_str), path.join(" \u{2192} "))]
    Cycle {
        /// What: `group`, `role`.
        what: &'static str,
        /// From itself to itself.
        path: Vec<String>,
    },
    /// It comes with a set of roles and is not edited.
    #[error("the {what} {name:?} is built in and is not edited: make one of your own")]
    Builtin {
        /// What: `role`, `permission`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// It is in use and cannot be removed.
    #[error("the {what} {name:?} is in use ({}): take it away there first", used(*users, *groups, roles))]
    Held {
        /// What: `role`, `permission`.
        what: &'static str,
        /// Its name.
        name: String,
        /// How many users hold it.
        users: u64,
        /// How many groups give it.
        groups: u64,
        /// Roles that include or name it.
        roles: Vec<String>,
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
    /// What the change did to several users was changed again since.
    #[error("change {change} cannot be undone, because {count} of its users changed since, such as {}: undo the later changes first", users.join("; "))]
    UsersChangedSince {
        /// Its number.
        change: i64,
        /// The first of them, each with the fields.
        users: Vec<String>,
        /// How many.
        count: u64,
    },
    /// All that a change wanted was seen at its source.
    #[error(
        "change {change} was carried out at its source, and only another change can take it back: nothing was changed"
    )]
    Settled {
        /// Its number.
        change: i64,
    },
    /// The realm was made with it.
    #[error(
        "change {change} is how this realm was made, and only another change can take it back: nothing was changed"
    )]
    Founding {
        /// Its number.
        change: i64,
    },
    /// Users changed between a preview and its application.
    #[error("{count} users changed since the preview, such as {}: nothing was changed; look at the preview again", users.join(", "))]
    PreviewPast {
        /// The full names of the first.
        users: Vec<String>,
        /// How many.
        count: u64,
    },
    /// The operator cancelled; the transaction was rolled back.
    #[error("cancelled: nothing was changed")]
    Cancelled,
    /// A fault of the caller's own, carried out of a transaction, which it
    /// rolls back.
    #[error(transparent)]
    Outside(Box<dyn std::error::Error + Send + Sync>),
    /// The store refused a statement: a fault in Muster. The text of the
    /// statement stays in `source`.
    #[error("the vault's store refused a statement ({}): nothing was changed; please report this", sql_code(.0))]
    Sql(#[source] rusqlite::Error),
    /// The system gave no random numbers.
    #[error("the system gives no random numbers: restart the machine and try again")]
    Random,
    /// Something the program relies on did not hold.
    #[error("a fault in Muster: {0}; please report this")]
    Internal(&'static str),
}

/// What the vault's functions answer.
pub type Result<T> = std::result::Result<T, Error>;

/// What to do about most damage.
pub(crate) const RESTORE: &str = "restore the vault from its last backup (muster restore FILE PATH)";

impl Error {
    /// Damage that a backup repairs.
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into(), remedy: RESTORE }
    }

    /// A file's error, told apart by what the operator can do about it.
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem => Self::DiskReadOnly,
            _ => Self::Io { path: path.to_owned(), source },
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::DiskReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt) => Self::damaged("store.db is damaged"),
            Some(ErrorCode::NotADatabase) => Self::damaged(
                "store.db cannot be read with this vault's key: it is damaged, or belongs to another vault",
            ),
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
                let code = error.sqlite_error().map_or(0, |e| e.extended_code);
                // The shared memory file could not grow.
                if code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE {
                    return Self::DiskFull;
                }
                Self::Io {
                    path: PathBuf::from("store.db"),
                    source: std::io::Error::other(format!("code {code} of the store")),
                }
            }
            _ => Self::Sql(error),
        }
    }
}

/// A number instead of the text, which can quote a statement.
fn sql_code(error: &rusqlite::Error) -> String {
    error.sqlite_error().map_or_else(|| "a value of the wrong type".to_owned(), |e| format!("code {}", e.extended_code))
}

/// By whom something is used: `3 users hold it, 1 group gives it`.
fn used(users: u64, groups: u64, roles: &[String]) -> String {
    let count = |n: u64, one: &str, many: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let shown = roles.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if roles.len() > 5 { format!(" and {} more", roles.len() - 5) } else { String::new() };
    let roles = match roles.len() {
        0 => None,
        1 => Some(format!("the role {shown} refers to it")),
        _ => Some(format!("the roles {shown}{more} refer to it")),
    };
    let users = count(users, "user holds it", "users hold it");
    let groups = count(groups, "group gives it", "groups give it");
    [users, groups, roles].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn holder_text(holder: Option<&Holder>) -> String {
    holder.map_or_else(|| "another program".to_owned(), ToString::to_string)
}
