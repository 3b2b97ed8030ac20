#![allow(clippy::unwrap_used)]

mod cases;
mod chains;
mod orders;
