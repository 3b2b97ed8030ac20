//! Every rule of the merge, as a small case.
#![allow(clippy::unwrap_used)]

mod attributes;
mod consistency;
mod edits;
mod grants;
mod groups;
mod large;
mod persons;
mod pictures;
mod property;
mod tables;
mod through_groups;
mod users;
