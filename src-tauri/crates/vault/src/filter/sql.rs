//! A statement as it grows.

use rusqlite::types::Value;

/// Text of a statement, all of it from this program, and the values it refers
/// to by number.
#[derive(Debug, Default)]
pub(super) struct Sql {
    text: String,
    params: Vec<Value>,
}

impl Sql {
    /// Adds text of the program's own.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Keeps a value and answers how a statement refers to it.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("?{}", self.params.len())
    }

    /// The text and the values.
    pub(super) fn finish(self) -> (String, Vec<Value>) {
        (self.text, self.params)
    }

    /// Writes apart what is to be said several times.
    pub(super) fn apart(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let before = std::mem::take(&mut self.text);
        write(self);
        std::mem::replace(&mut self.text, before)
    }
}
