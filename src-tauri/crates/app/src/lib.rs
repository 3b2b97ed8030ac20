//! The only door to a vault: every use case, checked against the operator's
//! role, logged, and in one transaction.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`commands`], [`api`], [`error`] | every command, what it takes and answers, how it fails |
//! | [`bindings`] | the same as TypeScript, for the window |
//! | [`door`] | what the window talks to: at most one open vault |
//! | [`session`] | an open vault; the use cases are its methods |
//! | [`overview`], [`users`], [`changes`] | counting, listing, showing and changing users |
//! | [`profiles`], `avatars`, `attributes`, `persons` | what users show to whom, and who they are |
//! | [`import`], [`export`], [`columns`] | files in and out |
//! | [`search`], `views`, `preferences`, [`maps`] | the search bar, and what operators keep for themselves |
//! | [`groups`], [`roles`] | groups, roles, the permission tree, and who may do what through what |
//! | [`seats`] | seat plans, the report, and why |
//! | [`seat_history`] | seats over time: by day, what is owed, what to expect |
//! | [`snapshots`] | what imports saw, and how two of them differ |
//! | [`reports`] | reports that people hand on |
//! | [`reviews`] | access reviews, and the evidence they leave |
//! | [`audit_log`] | the log |
//! | [`demo`] | a vault of invented users |
//! | [`filter`], [`job`], [`files`] | filters, long work, files that are whole or absent |
//! | `directory`, `values` | every user in memory, in step with the vault |
//! | `faults`, [`recent`] | errors of the crates below; vaults opened before |

pub mod api;
mod attributes;
pub mod audit;
pub mod audit_log;
mod avatars;
pub mod bindings;
pub mod changes;
pub mod columns;
pub mod commands;
pub mod demo;
mod directory;
pub mod door;
pub mod error;
pub mod export;
mod faults;
pub mod files;
pub mod filter;
pub mod groups;
pub mod import;
pub mod job;
pub mod maps;
pub mod overview;
mod persons;
mod preferences;
pub mod profiles;
pub mod recent;
pub mod reports;
pub mod reviews;
pub mod roles;
pub mod search;
pub mod seat_history;
pub mod seats;
pub mod session;
pub mod snapshots;
pub mod users;
mod values;
mod views;

pub use error::{Code, Error, Result};
