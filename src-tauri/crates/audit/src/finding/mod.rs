//! Findings: what a hit is from one run to the next.

mod identity;
mod life;
mod score;

pub use identity::FindingId;
pub use life::{Acceptance, Change, Previous, Reopened, State, Step, next};
pub use score::{Score, ScorePoint, Term, WEIGHTS, score};
