//! Seats: the plans they are counted by, how many are taken and why, what could
//! be freed, and where an instance counts otherwise.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`counted`] | a plan, narrowed to the userstores it counts, and its numbers |
//! | `plans` | the plans there are, and the one the vault counts by |
//! | `own` | plans of the team's own: read, saved, removed |
//! | `attempt` | how many a rule takes that is being typed |
//! | `terms` | what was bought, from when, at what price |
//! | `report` | the seat report, whole and in pages |
//! | `explain` | why one user takes a seat or does not |
//! | `freed` | seats that could be freed, as sets |
//! | `reclaim` | the same as a page, with what each saves |
//! | `mismatch` | users on whom an instance and the rule disagree |
//! | `file` | the report as a file |

mod attempt;
pub(crate) mod counted;
mod explain;
mod file;
mod freed;
mod mismatch;
mod own;
mod plans;
mod reclaim;
mod report;
mod terms;

pub(crate) use counted::{CHOSEN, Counted};
pub use file::write_rows;

use crate::{Code, Error};
use muster_seats::SeatError;
use serde_json::json;

/// Users read from the vault at a time.
const BATCH: usize = 1_000;
/// The most rows a page holds.
const MOST: u64 = 500;

/// What is wrong with a field of a request.
fn invalid(field: &str, message: impl Into<String>) -> Error {
    Error::new(Code::Invalid, message).with(json!({ "field": field }))
}

impl From<SeatError> for Error {
    fn from(error: SeatError) -> Self {
        let (code, details) = match &error {
            SeatError::Unknown { .. } => (Code::NotFound, json!({})),
            SeatError::Read { .. } => (Code::Invalid, json!({})),
            SeatError::Filter { place, line, at, .. } => {
                (Code::Invalid, json!({ "field": place, "line": line, "at": at }))
            }
        };
        let mut text = error.to_string();
        if let Some(first) = text.get(..1) {
            text = first.to_uppercase() + text.get(1..).unwrap_or_default();
        }
        Self::new(code, format!("{text}.")).with(details)
    }
}
