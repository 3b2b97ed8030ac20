//! What crosses the door: requests and answers of every command, as plain
//! data. The command line prints them as JSON, the window receives them, and
//! `ui/src/lib/backend/types.ts` is written from them (`make types`).

pub mod audit;
pub mod audit_log;
pub mod changes;
pub mod export;
pub mod filter;
pub mod groups;
pub mod import;
pub mod overview;
pub mod profile;
pub mod reports;
pub mod reviews;
pub mod roles;
pub mod seat_history;
pub mod seat_plans;
pub mod seats;
pub mod snapshots;
pub mod users;
pub mod vault;
