#![allow(clippy::unwrap_used)]

mod days;
pub(crate) mod histories;
