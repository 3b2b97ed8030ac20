//! What can be wrong with a seat plan.

use crate::plan::Plan;

/// Why a seat plan cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SeatError {
    /// No plan has this name.
    #[error("there is no seat plan {name:?}; the plans are: {known}")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names there are, comma-separated.
        known: String,
    },
    /// The file is no seat plan.
    #[error("the seat plan {name} cannot be read: {reason}; correct its file")]
    Read {
        /// The plan, or the file's name.
        name: String,
        /// What is wrong, and where.
        reason: String,
    },
    /// A filter in the plan cannot be understood.
    #[error(
        "the seat plan {name} has a filter that cannot be understood: {reason}; correct {place} in its file{}",
        on_line(*line)
    )]
    Filter {
        /// The plan.
        name: String,
        /// Which filter: `filter`, `reasons 3` or `doubts 1`.
        place: String,
        /// The line of the file, from 1; none where another file has the filter.
        line: Option<usize>,
        /// The character of the filter, from 0.
        at: usize,
        /// What is wrong, and where in the filter.
        reason: String,
    },
}

impl SeatError {
    /// That no plan has this name; `own` are the team's own that could have
    /// been meant.
    #[must_use]
    pub fn unknown(name: &str, own: &[String]) -> Self {
        let known: Vec<String> = Plan::names().map(str::to_owned).chain(own.iter().cloned()).collect();
        Self::Unknown { name: name.chars().take(60).collect(), known: known.join(", ") }
    }
}

fn on_line(line: Option<usize>) -> String {
    line.map(|line| format!(", line {line}")).unwrap_or_default()
}
