//! Everyone over time in memory: who took a seat on which day, at a million
//! users within a third of a second. Nothing here reads a file or a clock; the
//! vault stays the authority, and what is kept here is built from what it
//! tells: everyone as they are now, and what changed before, taken back step
//! by step.
//!
//! A counting rule looks at few things of a user, and few combinations of
//! them differ: those are [`Traits`], each kept once. A user over time is then
//! a few runs: from which day on which traits. A rule is evaluated once for
//! each of the traits, and what follows is adding up.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `day` | calendar days |
//! | [`traits`] | what a counting rule may look at, as one value that many share |
//! | `table`, `lane` | values by number; one thing about every user over time |
//! | [`build`] | a history from the vault's rows, and users that changed since |
//! | [`glimpse`] | last seen over time |
//! | [`history`] | everyone over time |
//! | [`rule`] | a counting rule, made ready for runs |
//! | [`taken`] | who took a seat on which days, and what that adds up to |
//! | [`labels`] | departments and groups over time, for breakdowns |
//! | [`past`] | one user as it was, for rules that look at what runs do not hold |

pub mod build;
mod day;
pub mod glimpse;
pub mod history;
pub mod labels;
mod lane;
pub mod past;
pub mod rule;
mod table;
pub mod taken;
pub mod traits;

pub use build::{Builder, Happened, Person};
pub use day::Day;
pub use glimpse::Glimpses;
pub use history::{History, Store};
pub use labels::{Labels, LabelsBuilder};
pub use rule::Rule;
pub use taken::{Days, Taken};
pub use traits::Traits;
