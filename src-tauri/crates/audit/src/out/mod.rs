//! Findings as other programs read them.

mod json;
mod sarif;

pub use json::{FindingJson, Report, SubjectJson};
pub use sarif::{Sarif, sarif};
