//! The vault's tables: one file per table, plain functions over a connection.
//! Nothing here opens, locks or checks anything; `merge` changes users.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`userstore`] | sources of users |
//! | [`user`] | users as rows of a list |
//! | [`find`] | a user by what an operator types |
//! | [`columns`] | every user, streamed to the column store |
//! | [`profile`] | what users show, and their pictures |
//! | [`seen`] | when users were last seen |
//! | [`role`] | roles |
//! | [`scope`] | what roles are held on |
//! | [`grant`] | who holds which role on what |
//! | [`group`] | groups and who is in them |
//! | [`snapshot`] | what each import saw |
//! | [`version`] | what changed about a user, and when |
//! | [`change`], [`change_user`] | what operators changed, and how far it is for each user |
//! | [`seat_plan`] | what a team bought |

pub mod change;
pub mod change_user;
pub mod columns;
pub mod find;
pub mod grant;
pub mod group;
pub mod profile;
pub mod role;
pub mod scope;
pub mod seat_plan;
pub mod seen;
pub mod snapshot;
mod stored;
pub mod user;
pub mod userstore;
pub mod version;

pub(crate) use stored::{stored, time, time_of};
