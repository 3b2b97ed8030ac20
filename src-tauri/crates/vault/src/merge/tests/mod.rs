//! Every rule of the merge, as a small case.
#![allow(clippy::unwrap_used)]

mod consistency;
mod grants;
mod groups;
mod large;
mod property;
mod tables;
mod through_groups;
mod users;
