//! Audits: runs, findings and what becomes of them, rules.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `rules` | which rules a run asks, with what the team and its pack set |
//! | `zone` | the operator's days |
//! | `facts`, `subject` | everyone as the built-in checks and the sentences look at them |
//! | `run`, `life`, `keep` | a run, what it means for each finding, and where that is written |
//! | `overview` | the score, and runs over time |
//! | `findings`, `groups`, `story` | lists of findings, and one with its story |
//! | `decide` | accepting, taking that back, looking again |
//! | `fix`, `removal` | the change set that would fix findings: of users; of roles and groups that go |
//! | `edit`, `attempt` | rules of the team's own, what it sets of others, and trying one |
//! | `report`, `files` | findings as files |

mod ask;
mod attempt;
mod decide;
mod edit;
mod facts;
mod files;
mod findings;
mod fix;
mod groups;
mod keep;
mod life;
mod overview;
mod removal;
mod report;
mod rules;
mod run;
mod story;
mod subject;
#[cfg(test)]
mod tests;
mod words;
mod zone;

pub use attempt::lint;
pub use words::packs;
