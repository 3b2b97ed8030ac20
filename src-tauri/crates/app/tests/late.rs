//! What an open session answers after a snapshot that came late: its users,
//! its comparisons and its history follow.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Place, made, now};
use muster_app::api::seat_history::SeatHistoryQuery;
use muster_app::api::snapshots::{Became, DiffQuery};
use muster_app::job::Job;
use muster_app::session::Session;

/// Imports users of a day, each `name` or `name!` for one who is blocked.
fn take(place: &Place, session: &Session, day: u32, names: &[&str]) -> i64 {
    let user = |name: &&str| {
        let (name, state) = name.strip_suffix('!').map_or((*name, "active"), |name| (name, "blocked"));
        serde_json::json!({ "id": name.len(), "username": name, "name": name, "state": state })
    };
    let users: Vec<_> = names.iter().map(user).collect();
    let path = place.file("users.json", serde_json::json!(users).to_string().as_bytes());
    let request = serde_json::json!({
        "files": [path], "userstore": "git", "complete": true, "as_of": format!("2026-03-{day:02}T12:00:00Z"),
    });
    session.import(&serde_json::from_value(request).unwrap(), &Job::silent(), now()).unwrap().snapshot.unwrap()
}

fn counts(session: &Session) -> Vec<u64> {
    let query = serde_json::json!({ "plan": "per-active-user", "from": "2026-03-01", "to": "2026-03-09" });
    let query: SeatHistoryQuery = serde_json::from_value(query).unwrap();
    session.seats_history(&query, now()).unwrap().by_day.iter().map(|day| day.count).collect()
}

fn differences(session: &Session, from: i64, to: i64) -> Vec<(String, Became)> {
    let query = serde_json::json!({ "from": from, "to": to, "limit": 100 });
    let query: DiffQuery = serde_json::from_value(query).unwrap();
    let page = session.snapshots_diff(&query, now()).unwrap();
    assert_eq!(page.total, page.rows.len() as u64);
    page.rows.into_iter().map(|row| (row.username, row.became)).collect()
}

#[test]
fn what_is_in_memory_follows_a_late_snapshot() {
    let (place, session) = made();
    let first = take(&place, &session, 1, &["a", "bb", "ccc"]);
    let last = take(&place, &session, 9, &["a", "bb"]);
    session.load_history().unwrap();
    assert_eq!(counts(&session), [3, 3, 3, 3, 3, 3, 3, 3, 2]);
    assert_eq!(differences(&session, first, last), [("ccc".to_owned(), Became::Removed)]);
    let late = take(&place, &session, 5, &["a!", "dddd"]);
    assert_eq!(counts(&session), [3, 3, 3, 3, 1, 1, 1, 1, 2], "dddd alone was active then");
    let expected = [("dddd", Became::Added), ("bb", Became::Removed), ("ccc", Became::Removed), ("a", Became::Changed)];
    assert_eq!(differences(&session, first, late), expected.map(|(name, became)| (name.to_owned(), became)));
    let expected = [("bb", Became::Added), ("dddd", Became::Removed), ("a", Became::Changed)];
    assert_eq!(differences(&session, late, last), expected.map(|(name, became)| (name.to_owned(), became)));
    assert_eq!(differences(&session, first, last), [("ccc".to_owned(), Became::Removed)]);
}

#[test]
fn a_page_is_a_part_of_all_rows_in_their_order() {
    let (place, session) = made();
    let names: Vec<String> = (1..60).map(|n| "x".repeat(n)).collect();
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let first = take(&place, &session, 1, &all[..40]);
    let changed: Vec<String> = all[20..].iter().map(|name| format!("{name}!")).collect();
    let last = take(&place, &session, 2, &changed.iter().map(String::as_str).collect::<Vec<_>>());
    let whole = differences(&session, first, last);
    assert_eq!(whole.len(), 59);
    let mut paged = Vec::new();
    for offset in (0..70).step_by(7) {
        let query = serde_json::json!({ "from": first, "to": last, "offset": offset, "limit": 7 });
        let page = session.snapshots_diff(&serde_json::from_value(query).unwrap(), now()).unwrap();
        assert_eq!((page.added, page.removed, page.changed, page.total), (19, 20, 20, 59));
        paged.extend(page.rows.into_iter().map(|row| (row.username, row.became)));
    }
    assert_eq!(paged, whole);
    let query =
        serde_json::json!({ "from": first, "to": last, "limit": 9, "became": "removed", "text": "xxxxxxxxxxxxxxx" });
    let page = session.snapshots_diff(&serde_json::from_value(query).unwrap(), now()).unwrap();
    assert_eq!((page.total, page.rows.len()), (6, 6), "removed, and named with fifteen and more");
}
