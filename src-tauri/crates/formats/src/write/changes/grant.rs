//! A grant from its words, `Developer on group acme/web through acme/all
//! until 2026-12-31T00:00:00Z`.

use chrono::{DateTime, Utc};
use muster_model::Scope;
use muster_model::grant::ScopeKind;

/// A grant in words, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GrantText {
    pub(super) role: String,
    pub(super) scope: Scope,
    pub(super) through: Option<String>,
    /// Until when, if the words say; within it none for no end.
    pub(super) until: Option<Option<DateTime<Utc>>>,
}

/// Why a grant's words may not be understood.
pub(super) const UNCLEAR: &str = "its words can be read in more than one way";

impl GrantText {
    /// Takes a grant apart. None if there is more than one way to: a role may
    /// be called `Guest on group acme`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut found = None;
        for (at, _) in text.match_indices(" on ") {
            let rest = &text[at + 4..];
            let word = rest.split(' ').next().unwrap_or_default();
            let Some(kind) = ScopeKind::ALL.iter().find(|kind| kind.word() == word) else { continue };
            if found.replace((at, *kind, &rest[word.len()..])).is_some() {
                return None;
            }
        }
        let (at, kind, rest) = found?;
        let (rest, until) = until(rest);
        let mut ways = rest.split(" through ");
        let path = ways.next().unwrap_or_default().trim_start_matches(' ').to_owned();
        let through = ways.next().map(str::to_owned);
        let whole = ways.next().is_none() && path.is_empty() == (kind == ScopeKind::Instance);
        (whole && at > 0).then(|| Self { role: text[..at].to_owned(), scope: Scope { kind, path }, through, until })
    }
}

/// What stands before the end date, and the date.
fn until(text: &str) -> (&str, Option<Option<DateTime<Utc>>>) {
    let Some((before, end)) = text.rsplit_once(" until ") else { return (text, None) };
    if end == "further notice" {
        return (before, Some(None));
    }
    match DateTime::parse_from_rfc3339(end) {
        Ok(at) => (before, Some(Some(at.with_timezone(&Utc)))),
        Err(_) => (text, None),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(text: &str) -> String {
        GrantText::parse(text).map_or_else(
            || "-".to_owned(),
            |g| {
                let until = g.until.map_or("-".to_owned(), |u| u.map_or("ever".to_owned(), |at| at.to_rfc3339()));
                format!("{}|{}|{}|{}|{until}", g.role, g.scope.kind, g.scope.path, g.through.unwrap_or("-".into()))
            },
        )
    }

    #[test]
    fn the_words_of_a_grant() {
        assert_eq!(shown("Developer on group acme/web"), "Developer|group|acme/web|-|-");
        assert_eq!(shown("Administrator on instance"), "Administrator|instance||-|-");
        assert_eq!(shown("Auditor on instance through ops"), "Auditor|instance||ops|-");
        assert_eq!(shown("Guest on project a/b through c d"), "Guest|project|a/b|c d|-");
        assert_eq!(shown("Guest on group a until 2026-12-31T00:00:00Z"), "Guest|group|a|-|2026-12-31T00:00:00+00:00");
        assert_eq!(shown("Guest on group a until further notice"), "Guest|group|a|-|ever");
        assert_eq!(shown("Read on call on application crm"), "Read on call|application|crm|-|-");
    }

    #[test]
    fn what_could_mean_two_things_means_none() {
        for text in [
            "Owner on group victim on group acme",
            "Guest on group a through b through c",
            "Guest",
            " on group a",
            "Guest on group",
            "Guest on instance acme",
            "Guest on planet mars",
            "",
        ] {
            assert_eq!(shown(text), "-", "{text}");
        }
    }
}
