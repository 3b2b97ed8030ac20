//! Filters: from text, with errors a window can point with, and the ones
//! behind the app's own views and numbers.

use crate::{Code, Error, Result};
use muster_query::Filter;
use serde_json::json;

/// Days without a sign of life after which someone is dormant (GitLab's own
/// default for deactivation; PCI DSS 8.2.6).
pub const DORMANT_DAYS: u32 = 90;

/// The views at the head of the list of users: a stable name and a filter.
pub const VIEWS: &[(&str, &str)] = &[
    ("all", ""),
    ("active", r#"state eq "active" and gone eq false"#),
    ("dormant-90d", r#"state eq "active" and lastSeen le "-90d" and gone eq false"#),
    ("never-seen", r#"state eq "active" and lastSeen eq never and gone eq false"#),
    ("privileged", "privileged eq true and gone eq false"),
    ("takes-a-seat", "seat eq true"),
    ("gone", "gone eq true"),
];

/// A filter from text.
///
/// # Errors
/// [`Code::InvalidFilter`], with the character it stumbled over.
pub fn parse(text: &str) -> Result<Filter> {
    muster_query::parse(text).map_err(|error| {
        Error::new(Code::InvalidFilter, format!("The filter cannot be read: {error}"))
            .with(json!({ "at": error.at, "expected": error.expected }))
    })
}

/// What a filter can ask for, for the help of a terminal.
#[must_use]
pub fn help() -> String {
    format!(
        "Filters:\n  ATTRIBUTE eq|ne|co|sw|ew|gt|ge|lt|le VALUE, ATTRIBUTE pr, and, or, not, ( ), or words to search for.\n  \
         Texts in double quotes; times as 2026-01-31 or \"-90d\". docs/filter.md has every rule.\n\nAttributes:\n{}",
        muster_query::reference::listing()
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_views_are_filters() {
        for (name, text) in super::VIEWS {
            assert!(super::parse(text).is_ok(), "{name}");
        }
    }
}
