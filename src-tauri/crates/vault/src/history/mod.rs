//! Users over time, streamed to whoever adds them up: everyone as they are
//! now, and what changed about them before, to be read backwards.
//!
//! Each table is read once from end to end, in the order in which it lies on
//! the disk; putting the rows of one user together is left to the reader.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `people` | everyone as they are now, and since when they are known |
//! | `changes` | what changed, by snapshots and by operators |
//! | `seen` | last seen, now and before |
//! | `members` | who is in which group |

mod changes;
mod members;
mod people;
mod seen;

pub use changes::{Action, Change, Fields, See, changes};
pub use members::{Member, grants_since, members};
pub use people::{Person, people};
pub use seen::{Glimpse, glimpses};

use muster_model::UserId;

/// Whose rows to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Everyone's.
    Everyone,
    /// One user's.
    One(UserId),
}

impl Whose {
    /// The condition on a column, and its parameter. Null is nobody's key.
    fn condition(self, column: &str) -> (String, Option<i64>) {
        match self {
            Self::Everyone => ("?1 IS NULL".to_owned(), None),
            Self::One(id) => (format!("{column} = ?1"), Some(id.0)),
        }
    }
}
