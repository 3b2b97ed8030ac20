#![allow(clippy::unwrap_used)]

mod attributes;
mod groups;
mod persons;
mod roles;
mod things;
