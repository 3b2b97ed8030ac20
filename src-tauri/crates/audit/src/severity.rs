//! How bad it is.

use serde::{Deserialize, Serialize};

/// How bad what a rule finds is, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to be done.
    Info,
    /// Untidy.
    Low,
    /// Weakens a control.
    Medium,
    /// A control fails for this subject.
    High,
    /// Whoever finds it out can use it.
    Critical,
}

impl Severity {
    /// Every severity, least first.
    pub const ALL: &'static [Self] = &[Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The spelling used everywhere outside the program.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The severity with this spelling, whatever its case.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|severity| severity.word().eq_ignore_ascii_case(word))
    }

    /// Its place in [`Severity::ALL`].
    #[must_use]
    pub const fn number(self) -> usize {
        self as usize
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
