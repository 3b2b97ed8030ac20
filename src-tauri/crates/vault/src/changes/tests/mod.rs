#![allow(clippy::unwrap_used)]

mod things;
