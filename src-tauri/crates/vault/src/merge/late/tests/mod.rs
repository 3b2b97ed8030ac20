#![allow(clippy::unwrap_used)]

mod cases;
mod orders;
