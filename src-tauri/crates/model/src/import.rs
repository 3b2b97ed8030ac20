//! What an import did, in numbers that add up.

use serde::{Deserialize, Serialize};

/// A row that could not be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Rejection {
    /// The file's name, without its folder.
    pub file: String,
    /// The line the row begins on, from 1.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub line: u64,
    /// The column, attribute or field at fault, where one is.
    pub column: Option<String>,
    /// What is wrong and what to do.
    pub reason: String,
}

/// Counts of one sort of thing in an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Totals {
    /// Seen here for the first time.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub created: u64,
    /// Known, and something differs.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub changed: u64,
    /// Known, and all as before.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub unchanged: u64,
    /// Known, and no longer listed by a source that lists all.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub gone: u64,
}

/// What became of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was new.
    Created,
    /// It was known and changed something.
    Changed,
    /// It was known and changed nothing.
    Unchanged,
}

impl Totals {
    /// Adds one outcome.
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }
}
