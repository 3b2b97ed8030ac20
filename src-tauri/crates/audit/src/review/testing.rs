//! A small realm for tests.
#![allow(clippy::unwrap_used)]

use super::{Completeness, Item, Opening, Peers, Review, Reviewer, ReviewerKind, open};
use chrono::{DateTime, TimeZone, Utc};
use muster_model::{Kind, LastSeen, Precision, Scope, ScopeKind, SnapshotId, State, UserId};
use std::collections::BTreeMap;

pub(crate) fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 9, 14, 0).unwrap()
}

pub(crate) fn item(username: &str, role: &str) -> Item {
    let number: i64 = username.bytes().map(i64::from).sum();
    Item {
        user: UserId(number),
        user_key: format!("id-{username}"),
        userstore: "GITLAB".into(),
        username: username.into(),
        name: format!("Name of {username}"),
        email: Some(format!("{username}@example.org")),
        person: None,
        kind: Kind::Human,
        state: State::Active,
        role: role.into(),
        scope: Scope { kind: ScopeKind::Group, path: "acme/web".into() },
        through: None,
        since: Some(Utc.with_ymd_and_hms(2025, 3, 4, 0, 0, 0).unwrap()),
        expires: None,
        last_seen: LastSeen::seen(
            Utc.with_ymd_and_hms(2026, 11, 12, 7, 0, 0).unwrap(),
            "last_activity_on",
            Precision::Day,
        ),
        privileged: Some(role == "Owner"),
        peers: Some(Peers { of: "department Web".into(), all: 12, holding: 3 }),
    }
}

pub(crate) fn completeness() -> Completeness {
    Completeness {
        userstore: "GITLAB".into(),
        snapshot: Some(SnapshotId(7)),
        taken_at: at(),
        source_total: Some(40),
        rows: 40,
        complete: true,
    }
}

pub(crate) fn opening(items: Vec<Item>) -> Opening {
    Opening {
        id: "q4-2026".into(),
        title: "Quarterly review".into(),
        filter: String::new(),
        at: at(),
        by: "admin".into(),
        due: at().date_naive() + chrono::Days::new(14),
        items,
        completeness: vec![completeness()],
        incomplete_because: None,
        roles: BTreeMap::from([(
            "GITLAB".to_owned(),
            ["Guest", "Reporter", "Developer", "Owner"].map(str::to_owned).to_vec(),
        )]),
    }
}

pub(crate) fn reviewer(key: &str) -> Reviewer {
    Reviewer {
        key: key.into(),
        kind: ReviewerKind::Named,
        name: format!("Reviewer {key}"),
        email: Some(format!("{key}@review.example")),
        username: Some(key.into()),
        person: None,
    }
}

/// A review of these, all assigned to reviewer `rita`.
pub(crate) fn review(items: Vec<Item>) -> Review {
    let opened = open(opening(items)).unwrap();
    let assigned = vec![0; opened.items.len()];
    Review::new(opened.campaign, opened.items, vec![reviewer("rita"), reviewer("otto")], assigned).unwrap()
}
