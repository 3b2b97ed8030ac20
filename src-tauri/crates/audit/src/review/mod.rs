//! Access reviews: a frozen population, a decision for each grant, and what
//! follows from it.
//!
//! Everything here is pure: whoever calls reads the vault, asks the clock and
//! hands over what it found. `docs/reviews.md` tells the whole way from opening
//! to evidence.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`item`] | one grant of one user, as it was when the review was opened |
//! | [`campaign`] | a review as a whole: its scope, its population, its state |
//! | [`population`] | opening: what must be known, and the hash of what was found |
//! | [`reviewer`] | who decides, and on what they may not |
//! | [`assign`] | which reviewer decides on which grant |
//! | [`decision`] | keep, revoke or reduce, and who may say so |
//! | [`held`] | a review in memory: deciding, progress |
//! | [`close`] | the end of a review |
//! | [`remedy`] | what its decisions come to, as operations of a change set |
//! | [`proof`] | which of them the next snapshot shows as done |
//! | [`difference`] | what went and what came between two populations |
//! | [`worksheet`] | a reviewer's part as a file that goes out and comes back |

pub mod assign;
pub mod campaign;
pub mod close;
pub mod decision;
pub mod difference;
mod error;
pub mod held;
pub mod item;
pub mod population;
pub mod proof;
pub mod remedy;
pub mod reviewer;
#[cfg(test)]
pub(crate) mod testing;
pub mod worksheet;

pub use assign::{Assignment, assign};
pub use campaign::{Campaign, CampaignState, Completeness, Population};
pub use close::{Closed, SignOff, close};
pub use decision::{Decision, How, Verdict};
pub use difference::{Difference, difference};
pub use error::ReviewError;
pub use held::{Progress, Review};
pub use item::{GrantKey, Item, Peers};
pub use population::{Opened, Opening, open};
pub use proof::{After, Proof, Proven, prove};
pub use remedy::{Give, Operation, Remedy, Step, Take, steps};
pub use reviewer::{Reviewer, ReviewerKind};
pub use worksheet::Worksheet;
