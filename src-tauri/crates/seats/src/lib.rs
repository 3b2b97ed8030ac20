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
//! | [`mismatch`] | why an instance's own count differs |
//! | [`reclaim`] | which seats could be freed, and how sure that is |
//! | [`terms`] | licence periods, and what a seat costs until one ends |
//! | [`true_up`], [`bill`] | seats owed beyond those bought, and what a period costs |
//! | [`forecast`] | what the history lets expect |
//! | [`what_if`] | what seats come to if a change were made |
//! | [`count`] | the numbers of a seat report, and what a reader must know of them |
//! | [`report`] | the seat report as tables for the report writers |

pub mod bill;
pub mod count;
mod error;
pub mod explain;
pub mod forecast;
pub mod mismatch;
pub mod plan;
pub mod reclaim;
pub mod report;
pub mod terms;
pub mod true_up;
pub mod what_if;

pub use count::{Count, Counted, NO_ROLE, Numbers, Tally};
pub use error::SeatError;
pub use explain::{ExplainedClause, SeatExplanation, Why};
pub use plan::{Plan, Written};
pub use reclaim::{RECLAIM_DAYS, Reclaim};
pub use report::SeatRow;
pub use terms::Period;
