//! Access reviews over the vault: who holds what is frozen, decided on grant by
//! grant, carried out as a change, held against the next snapshots, and kept as
//! evidence. What a review is and what must hold is pure
//! ([`muster_audit::review`]); here it is read, asked and written down.
//! `docs/reviews.md` tells the whole way.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `population` | who holds what, with what a reviewer needs beside it |
//! | `others` | what others hold: peers and owners |
//! | `size` | how much there is to decide on, before it is read |
//! | `reviewers` | who could decide on which grant |
//! | `preview` | what a review would be if it were opened now |
//! | `open` | opening it |
//! | `stored` | reviews from rows and back |
//! | `list`, `items` | reviews at a glance, one of them, its grants page by page |
//! | `decide` | deciding, and giving grants to another reviewer |
//! | `worksheets` | files for reviewers, out and back |
//! | `close` | what is left, and the end of a review |
//! | `carry_out` | what follows, as one change |
//! | `proof` | what the snapshots since then say of it |
//! | `key`, `evidence`, `report` | the signed pack, the key it is signed with, the report in it |
//! | `findings` | what the audits know beside it |

mod carry_out;
mod close;
mod decide;
mod evidence;
mod findings;
mod items;
mod key;
mod list;
mod open;
mod others;
mod population;
mod preview;
mod proof;
mod report;
mod reviewers;
mod size;
mod stored;
#[cfg(test)]
mod tests;
mod worksheets;

pub use evidence::evidence_verify;

use chrono::{DateTime, Utc};
use muster_audit::review::ReviewError;

/// When something is done, and the time that rules and reviews go by: the same,
/// but for whoever says another day at the terminal. The log has the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// Now, as the log has it.
    pub now: DateTime<Utc>,
    /// The time that is written on the review.
    pub as_of: DateTime<Utc>,
}

impl From<DateTime<Utc>> for When {
    fn from(now: DateTime<Utc>) -> Self {
        Self { now, as_of: now }
    }
}

/// Carries a review's error through the vault's work.
fn outside(error: ReviewError) -> muster_vault::Error {
    crate::changes::outside(error.into())
}
