//! Seats over time. What is counted is what sources said: every user as a few
//! runs in memory (`muster-history`), counted by a plan's rule, day by day.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `memory` | the history in memory: loaded, followed, wiped |
//! | `load` | reading it from the vault |
//! | `one_by_one` | counting by rules that look at what runs do not hold |
//! | `view` | a plan over time: who took a seat when, since when that is known |
//! | `notes` | what a reader must know to trust the counts |
//! | `by_day` | counts by day, the peak, what was bought, the bill |
//! | `breakdown` | by role, group, userstore and department at month ends |
//! | `days` | who took a seat when, for chargeback |
//! | `forecast` | what to expect until the end of the licence period |
//! | `what_if` | what a staged change would do |

mod breakdown;
mod by_day;
mod days;
mod forecast;
mod load;
mod memory;
mod notes;
mod one_by_one;
mod said;
#[cfg(test)]
mod tests;
mod view;
mod what_if;

pub(crate) use breakdown::MOST_ROWS;
pub(crate) use memory::Memory;
