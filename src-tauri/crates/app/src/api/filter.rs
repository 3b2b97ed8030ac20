//! The search bar: what can come next, and what is there as chips.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A filter as far as it is typed.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CompleteFilter {
    /// The text.
    pub text: String,
    /// The caret, in characters from 0.
    #[ts(type = "number")]
    pub caret: u64,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CompletionKind {
    /// An attribute.
    Attribute,
    /// An operator.
    Operator,
    /// A value.
    Value,
    /// `and`, `or`, `not`, a bracket.
    Connective,
}

/// Something that can come next.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Completion {
    /// What to put in place of the characters from `from` to `to`.
    pub insert: String,
    /// What to show.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// In a few words.
    pub doc: String,
}

/// What can come next.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Completions {
    /// The first character that is replaced.
    #[ts(type = "number")]
    pub from: u64,
    /// The character after the last that is replaced.
    #[ts(type = "number")]
    pub to: u64,
    /// Best first; 50 at most.
    pub items: Vec<Completion>,
}

/// A part of a filter that can be edited or taken away alone.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Chip {
    /// Its first character.
    #[ts(type = "number")]
    pub from: u64,
    /// The character after its last.
    #[ts(type = "number")]
    pub to: u64,
    /// Its text.
    pub text: String,
    /// What it says, in plain words.
    pub sentence: String,
}

/// Where a filter stumbles.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FilterFault {
    /// The character, from 0.
    #[ts(type = "number")]
    pub at: u64,
    /// What was expected there.
    pub expected: String,
    /// In a sentence.
    pub message: String,
}

/// A filter taken apart.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Chips {
    /// What must all hold; one chip for a filter that is no `and`.
    pub chips: Vec<Chip>,
    /// Why it cannot be read; there are no chips then.
    pub fault: Option<FilterFault>,
}

/// A view to keep.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaveView {
    /// Its name; one that is there is replaced.
    pub name: String,
    /// The filter.
    pub filter: String,
    /// The order.
    pub sort: crate::api::users::SortBy,
    /// Whether from last to first.
    pub descending: bool,
    /// Names of the columns shown, in order; empty for the usual ones.
    pub columns: Vec<String>,
}
