//! Seats: who takes one under which plan, why, and what could be freed.
//!
//! A seat plan is data: a TOML file with a filter in the filter language and
//! the sentences that explain it. The files that ship are in `plans/`;
//! [`plan`] documents what is in one.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`plan`] | seat plans: the schema, the ones that ship, who takes a seat |
//! | [`explain`] | why a user does or does not take a seat |
//! | [`reclaim`] | which seats could be freed |
//! | [`count`] | the numbers of a seat report, and what a reader must know of them |
//! | [`report`] | the seat report as tables for the report writers |

pub mod count;
mod error;
pub mod explain;
pub mod plan;
pub mod reclaim;
pub mod report;

pub use count::{Count, Counted, NO_ROLE, Numbers, Tally};
pub use error::SeatError;
pub use explain::{ExplainedClause, SeatExplanation, Why};
pub use plan::Plan;
pub use reclaim::{RECLAIM_DAYS, Reclaimable, reclaimable};
pub use report::SeatRow;
