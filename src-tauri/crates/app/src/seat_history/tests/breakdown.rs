//! By what seats are taken, and days per user.

use super::steps::{Row, record};
use super::{PLAN, at, date, import, session};
use crate::api::seat_history::{BreakdownBy, SeatBreakdownQuery, SeatDaysQuery};
use muster_model::record::Extent;

#[test]
fn seats_by_what_at_month_ends() {
    let (_folder, session) = session();
    let user = |name: &str, role: u8, department: u8, groups: &[u8]| {
        let flags = (None, None);
        let number = name.len() as u8;
        let row = Row {
            name: number,
            state: 0,
            kind: 0,
            grants: vec![(role, 0)],
            flags,
            seen: None,
            department: Some(department),
            groups: groups.to_vec(),
            ends: None,
        };
        record(&row, at(10, 12))
    };
    import(
        &session,
        "git",
        at(10, 12),
        Extent::Whole,
        Extent::Whole,
        &[user("a", 2, 0, &[0]), user("bb", 2, 1, &[0, 1])],
    );
    import(
        &session,
        "git",
        at(40, 12),
        Extent::Whole,
        Extent::Whole,
        &[user("a", 3, 0, &[1]), user("bb", 2, 0, &[0, 1])],
    );
    import(&session, "git", at(70, 12), Extent::Whole, Extent::Whole, &[user("bb", 2, 0, &[])]);
    let by = |by| {
        let query = SeatBreakdownQuery { plan: PLAN.to_owned(), by, from: None, to: Some(date(80)) };
        let found = session.seats_breakdown(&query, at(90, 0)).unwrap();
        assert_eq!(found.days, [30, 58, 80].map(date));
        found.rows.into_iter().map(|row| (row.name, row.counts)).collect::<Vec<_>>()
    };
    let named = |name: &str, counts: [u64; 3]| (Some(name.to_owned()), counts.to_vec());
    assert_eq!(by(BreakdownBy::Role), [named("Developer", [2, 1, 1]), named("Owner", [0, 1, 0])]);
    assert_eq!(by(BreakdownBy::Userstore), [named("git", [2, 2, 1])]);
    assert_eq!(by(BreakdownBy::Department), [named("d0", [1, 2, 1]), named("d1", [1, 0, 0])]);
    assert_eq!(by(BreakdownBy::Group), [(None, vec![0, 0, 1]), named("g0", [2, 1, 0]), named("g1", [1, 2, 0])]);
    let query = SeatDaysQuery { plan: PLAN.to_owned(), from: Some(date(0)), to: Some(date(80)), offset: 0, limit: 10 };
    let found = session.seats_days(&query, at(90, 0)).unwrap();
    let rows: Vec<_> = found.rows.iter().map(|r| (r.username.as_str(), r.first, r.last, r.days)).collect();
    assert_eq!(rows, [("u1", date(10), date(69), 60), ("u2", date(10), date(80), 71)]);
    let second = session.seats_days(&SeatDaysQuery { offset: 1, limit: 1, ..query }, at(90, 0)).unwrap();
    assert_eq!((second.total, second.rows[0].username.as_str()), (2, "u2"));
    assert_eq!(second.rows[0].department.as_deref(), Some("d0"));
}
