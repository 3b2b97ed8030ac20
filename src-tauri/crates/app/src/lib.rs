//! The only door to a vault: every use case, checked against the operator's
//! role, logged, and in one transaction.

pub mod api;
pub mod bindings;
pub mod commands;
pub mod error;

pub use error::{Code, Error, Result};
