//! Custom attributes on their way into a record, with what may not pass.

use crate::credential::{is_credential, looks_like_credential};
use std::collections::BTreeMap;

/// Attributes gathered for one user.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    kept: BTreeMap<String, Vec<String>>,
    dropped: u64,
}

impl Attributes {
    /// Keeps a value, unless its name or its look says that it is a
    /// credential, which is counted. Empty values are passed over.
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || value.is_empty() {
            return;
        }
        if is_credential(name) || looks_like_credential(value) {
            self.dropped += 1;
            return;
        }
        self.kept.entry(name.to_owned()).or_default().push(value.to_owned());
    }

    /// What was kept, and how many credentials were not.
    pub(crate) fn finish(self) -> (BTreeMap<String, Vec<String>>, u64) {
        (self.kept, self.dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_counted_and_not_kept() {
        let mut attributes = Attributes::default();
        for (name, value) in [("team", "a"), ("team", "b"), ("api_token", "x"), ("odd", "{SSHA}xyz"), ("empty", " ")] {
            attributes.add(name, value);
        }
        let (kept, dropped) = attributes.finish();
        assert_eq!(dropped, 2);
        assert_eq!(kept.into_iter().collect::<Vec<_>>(), [("team".to_owned(), vec!["a".to_owned(), "b".to_owned()])]);
    }
}
