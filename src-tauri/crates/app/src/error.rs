//! What a command answers when it cannot do what was asked.

use serde::Serialize;
use ts_rs::TS;

/// Every reason a command can fail. The window and the command line decide
/// by this, never by text; a code exists only if one of them does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request itself is wrong: a filter, a name, a map.
    Invalid,
    /// The filter cannot be read; `details` has `at` (character, from 0) and `expected`.
    InvalidFilter,
    /// No passphrase slot fits.
    WrongPassphrase,
    /// The operator's role does not allow it, or the vault is read-only.
    NotPermitted,
    /// No vault is open.
    Locked,
    /// There is no such user, userstore, plan, vault or file.
    NotFound,
    /// It exists already and is not replaced.
    Exists,
    /// Another program holds the vault; `details` has `holder`.
    InUse,
    /// The vault is damaged or was altered.
    Damaged,
    /// The vault was written by a newer program.
    TooNew,
    /// A file cannot be read as what it was taken for; `details` has `file`,
    /// and `line` where one is known.
    Unreadable,
    /// Rows were rejected and `--strict` was asked for.
    Strict,
    /// Someone would be the last in charge of something; `details` has
    /// `warnings`. It is done if it is said again with `even_last`.
    NeedsTwice,
    /// The operator cancelled.
    Cancelled,
    /// The disk is full, read-only or failing.
    Disk,
    /// A fault in Muster.
    Internal,
}

/// The one shape of every error that crosses the door.
#[derive(Debug, Clone, PartialEq, Serialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// What to decide by.
    pub code: Code,
    /// What happened, to what, and what to do next.
    pub message: String,
    /// More for programs, depending on the code.
    #[ts(type = "Record<string, unknown>")]
    pub details: serde_json::Value,
}

impl Error {
    /// An error without details.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: serde_json::json!({}) }
    }

    /// The same error with details.
    #[must_use]
    pub fn with(mut self, details: serde_json::Value) -> Self {
        self.details = details;
        self
    }
}

/// What every command answers.
pub type Result<T> = std::result::Result<T, Error>;
