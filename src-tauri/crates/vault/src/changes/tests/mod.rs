#![allow(clippy::unwrap_used)]

mod attributes;
mod persons;
mod things;
