//! Why a text is not a filter.

/// Why a text is not a filter, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at character {})", at + 1)]
pub struct ParseError {
    /// The character it points at, counted from 0; the length of the text if
    /// something is missing at its end.
    pub at: usize,
    /// What would have been understood there, for completion.
    pub expected: String,
    /// What is wrong and what to write instead, in a sentence without the place.
    pub message: String,
}

impl ParseError {
    pub(crate) fn new(at: usize, expected: impl Into<String>, message: impl Into<String>) -> Self {
        Self { at, expected: expected.into(), message: message.into() }
    }
}
