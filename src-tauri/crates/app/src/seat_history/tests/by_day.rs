//! Counts by day and the bill.

use super::{PLAN, at, date, example, history, import, people, session};
use muster_model::record::Extent;

#[test]
fn three_are_owed_as_gitlab_says() {
    let (_folder, session) = example();
    let found = session.seats_history(&history(PLAN, None, None), at(100, 9)).unwrap();
    assert_eq!((found.from, found.to), (date(0), date(100)));
    // Days before the first snapshot are left out.
    assert_eq!((found.by_day[0].date, found.by_day.len()), (date(31), 70));
    let count = |day: i64| found.by_day.iter().find(|d| d.date == date(day)).map(|d| d.count);
    assert_eq!([31, 58, 59, 89, 90, 100].map(count), [12, 12, 9, 9, 13, 13].map(Some));
    assert_eq!(found.peak.as_ref().map(|peak| (peak.date, peak.count)), Some((date(90), 13)));
    assert_eq!(found.snapshots, [31, 59, 90].map(date));
    let bill = found.bill.unwrap();
    assert_eq!((bill.purchased, bill.basis, bill.owed), (10, 13, 3));
    assert_eq!((bill.period_from, bill.period_to), (date(0), date(364)));
    assert_eq!((bill.cost_cents, bill.owed_cents), (Some(348_000), Some(104_400)));
    assert!(bill.said.contains("13, on 2026-04-01") && bill.said.contains("EUR 1,044.00"), "{}", bill.said);
    assert!(found.notes.iter().any(|note| note.contains("before 2026-02-01")), "{:?}", found.notes);
    // Days that are known only in part, and days the wrong way round.
    let part = session.seats_history(&history(PLAN, Some(40), Some(60)), at(100, 9)).unwrap();
    assert_eq!((part.by_day.len(), part.peak.map(|p| p.date)), (21, Some(date(40))));
    assert!(session.seats_history(&history(PLAN, Some(60), Some(40)), at(100, 9)).is_err());
    assert!(session.seats_history(&history("nothing", None, None), at(100, 9)).is_err());
    let later = session.seats_history(&history(PLAN, Some(95), Some(200)), at(100, 9)).unwrap();
    assert_eq!((later.to, later.by_day.len()), (date(100), 6));
}

#[test]
fn a_snapshot_that_comes_late_is_counted_on_its_day() {
    let counts = |days: [(i64, usize, usize); 3]| {
        let (_folder, session) = session();
        for (day, count, blocked) in days {
            import(&session, "git", at(day, 12), Extent::Whole, Extent::Whole, &people(count, blocked));
            // The history is in memory and follows.
            session.seats_history(&history(PLAN, None, None), at(100, 9)).unwrap();
        }
        let found = session.seats_history(&history(PLAN, Some(0), None), at(100, 9)).unwrap();
        found.by_day.into_iter().map(|day| day.count).collect::<Vec<_>>()
    };
    let (first, second, third) = ((31, 12, 0), (59, 12, 3), (90, 16, 3));
    let in_order = counts([first, second, third]);
    assert_eq!(counts([first, third, second]), in_order);
    assert_eq!(counts([third, second, first]), in_order);
    assert_eq!(counts([second, first, third]), in_order);
}
