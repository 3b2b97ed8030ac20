//! The numbers, notes and rows of a seat report.
#![allow(clippy::unwrap_used)]

mod common;

use chrono::DateTime;
use common::{Someone, custom_guest, grant, now, role};
use muster_model::seen::Precision;
use muster_model::{Kind, LastSeen, ReclaimReason, State};
use muster_report::{Cell, Format, write};
use muster_seats::report::{seats_table, summary_rows, summary_table};
use muster_seats::{Count, Plan, SeatRow, Tally};

fn human(name: &str) -> Someone {
    Someone::new(State::Active, Kind::Human, vec![grant(role(name), "acme")])
}

fn seen(days: i64) -> LastSeen {
    LastSeen::seen(DateTime::from_timestamp(now() - days * 86_400, 0).unwrap(), "last_activity_on", Precision::Day)
}

fn tally(plan: &str, users: &[Someone], purchased: Option<u64>) -> Tally {
    let mut count = Count::new(&Plan::by_name(plan).unwrap()).unwrap();
    for user in users {
        count.add(&user.account(), now());
    }
    count.tally(purchased)
}

fn freed(tally: &Tally, reason: ReclaimReason) -> u64 {
    tally.reclaimable_because(reason)
}

#[test]
fn the_numbers_add_up() {
    let users = [
        human("Developer").seen(seen(90)),
        human("Developer").seen(seen(89)),
        human("Owner").seen(LastSeen::never("last_activity_on")),
        human("Guest").seen(seen(400)),
        human("Planner").seen(LastSeen::not_collected()),
        Someone::new(State::Active, Kind::Human, vec![grant(role("Auditor"), "")]),
        Someone::new(State::Active, Kind::Human, vec![grant(custom_guest(&["admin_runners"]), "acme")]),
        human("Owner").gone(),
    ];
    let ultimate = tally("gitlab-ultimate", &users, Some(4));
    assert_eq!((ultimate.consumed, ultimate.over), (6, 2));
    let roles: Vec<(&str, u64)> = ultimate.by_role.iter().map(|(role, count)| (role.as_str(), *count)).collect();
    assert_eq!(roles, [("Owner", 1), ("Developer", 2), ("Planner", 1), ("Custom guest", 1), ("Auditor", 1)]);
    assert_eq!(ultimate.by_role.iter().map(|(_, count)| count).sum::<u64>(), ultimate.consumed);
    assert_eq!(
        (freed(&ultimate, ReclaimReason::Dormant), freed(&ultimate, ReclaimReason::NeverSeen), ultimate.reclaimable()),
        (1, 1, 2)
    );
    let premium = tally("gitlab-premium", &users, None);
    assert_eq!((premium.consumed, premium.over, premium.purchased), (7, 0, None));
    assert_eq!(freed(&premium, ReclaimReason::Dormant), 2);
    assert_eq!(tally("gitlab-premium", &users, Some(7)).over, 0);
}

#[test]
fn no_role_comes_last() {
    let nobody = || Someone::new(State::Active, Kind::Human, vec![]);
    let found = tally("per-active-user", &[nobody(), human("Guest"), nobody()], None).by_role;
    assert_eq!(found, [("Guest".to_owned(), 1), ("No role".to_owned(), 2)]);
}

#[test]
fn notes_say_what_the_count_cannot_know() {
    let unknown = || Someone::new(State::Active, Kind::Human, vec![]).grants_unknown().seen(LastSeen::not_collected());
    let users: Vec<Someone> = (0..1200).map(|_| unknown()).chain([human("Wizard")]).collect();
    let ultimate = tally("gitlab-ultimate", &users, None);
    assert_eq!(ultimate.consumed, 0);
    assert_eq!(
        ultimate.notes[0],
        "Roles of 1,200 users are not known because the memberships of their userstore were never imported; under \
         this plan they are counted as without membership and take no seat."
    );
    assert!(ultimate.notes[1].starts_with("The access level of the roles of 1 user is not known;"));
    let premium = tally("gitlab-premium", &users, None);
    assert_eq!(premium.consumed, 1201);
    assert!(premium.notes[0].ends_with("without membership and take a seat."));
    assert!(premium.notes.iter().any(|note| note.starts_with("Last seen was not collected for 1,200 users")));
    assert!(premium.notes.iter().any(|note| note.starts_with("When 1 user with a seat last came by")));
    // A count that knows everything says only what the plan itself says.
    let sure = tally("gitlab-ultimate", &[human("Owner").seen(seen(1))], None);
    assert_eq!(sure.notes, Plan::by_name("gitlab-ultimate").unwrap().notes);
}

#[test]
fn the_instances_own_count_is_given_only_if_it_is_whole() {
    let users = [
        human("Owner").flag(true),
        human("Guest").flag(true),
        human("Guest").flag(false),
        human("Planner").flag(false),
        human("Guest").flag(true),
    ];
    let whole = tally("gitlab-ultimate", &users, None);
    assert_eq!(whole.instance_count, Some(3));
    let note = "The instance itself counts 3 seats, this rule 2; they differ on 3 users.";
    assert!(whole.notes.contains(&note.to_owned()), "{:?}", whole.notes);
    let users = [human("Owner").flag(true), human("Guest")];
    assert_eq!(tally("gitlab-ultimate", &users, None).instance_count, None);
    assert_eq!(tally("gitlab-ultimate", &[], None).instance_count, None);
}

#[test]
fn a_seat_is_a_row_in_every_format() {
    let row = SeatRow {
        userstore: "gitlab".to_owned(),
        username: "blindqvist".to_owned(),
        display_name: "=Bengt".to_owned(),
        email: None,
        role: Some("Developer".to_owned()),
        why: "Developer on acme/web is above Guest".to_owned(),
        reclaimable: Some(ReclaimReason::Dormant),
        last_seen: DateTime::from_timestamp(now(), 0),
    };
    let written = |format| {
        let mut out = Vec::new();
        write(&seats_table(), [row.cells()], format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(
        written(Format::CSV),
        "userstore,username,display_name,email,role,why,reclaimable,last_seen\r\n\
         gitlab,blindqvist,'=Bengt,,Developer,Developer on acme/web is above Guest,dormant,2026-11-20T12:00:00Z\r\n"
    );
    let json: serde_json::Value = serde_json::from_str(&written(Format::Json)).unwrap();
    assert_eq!(json[0]["display_name"], "=Bengt");
    assert_eq!(json[0]["email"], serde_json::Value::Null);
    assert!(written(Format::Text { width: Some(100) }).contains("2026-11-20 12:00"));
}

#[test]
fn the_summary_shows_every_number() {
    let plan = Plan::by_name("gitlab-ultimate").unwrap();
    let rows = summary_rows(&plan, &tally("gitlab-ultimate", &[human("Owner").seen(seen(91))], Some(0)));
    let shown: Vec<(String, Cell)> =
        rows.into_iter().map(|row| (row[0].plain().into_owned(), row[1].clone())).collect();
    for (what, count) in [("Taken under GitLab Ultimate", 1), ("Over", 1), ("- Owner", 1), ("Reclaimable", 1)] {
        assert!(shown.contains(&(what.to_owned(), Cell::Integer(count))), "{what}: {shown:?}");
    }
    assert_eq!(summary_table().columns.len(), 2);
}
