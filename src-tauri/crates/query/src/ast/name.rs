//! The name of a custom attribute.

use crate::print::quote;
use muster_model::fold::fold_case;

/// The name of a custom attribute: whatever a source calls it. Case does not
/// matter, as in the names of SCIM's attributes (RFC 7643, 2.1).
#[derive(Debug, Clone)]
pub struct AttributeName {
    raw: String,
    key: String,
}

impl AttributeName {
    /// The attribute called `raw`; none if there is nothing to call it by.
    #[must_use]
    pub fn new(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        let key = fold_case(raw);
        (!key.is_empty()).then(|| Self { raw: raw.to_owned(), key })
    }

    /// As it was written, without space around it.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Without case: what is compared with [`fold_case`] of a name.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether an attribute of this name is meant.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        fold_case(name) == self.key
    }
}

impl PartialEq for AttributeName {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for AttributeName {}

impl std::hash::Hash for AttributeName {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// `attributes.team`, or `attributes."cost centre"` where the name holds what
/// would end a word.
impl std::fmt::Display for AttributeName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ends_a_word = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '[' | ']' | '"');
        if self.raw.contains(ends_a_word) {
            write!(f, "attributes.{}", quote(&self.raw))
        } else {
            write!(f, "attributes.{}", self.raw)
        }
    }
}
