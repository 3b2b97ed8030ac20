//! The history in memory: stopped, wiped, read again.

use super::{PLAN, at, counts, date, example, history};
use crate::filter;
use crate::seat_history::view::Asked;

#[test]
fn a_vault_that_is_locked_does_not_wait_for_long_counting() {
    let (_folder, session) = example();
    let rule = filter::parse(r#"email co "x""#).unwrap();
    let stopped = session
        .directory
        .past
        .with(session.vault(), |kept, _| kept.count(session.vault(), &rule, at(100, 9), &|| true));
    assert_eq!(stopped.map(drop).unwrap_err().code, crate::Code::Cancelled);
    assert_eq!(counts(&session, &rule, 100, 100, at(100, 9)), [0]);
}

#[test]
fn a_history_is_wiped_and_read_again() {
    let (_folder, session) = example();
    let count = || session.seats_history(&history(PLAN, None, None), at(100, 9)).unwrap().by_day.len();
    assert_eq!(count(), 70);
    session.wipe();
    assert_eq!(count(), 70);
    session.load_history().unwrap();
    // Without a purchase the days begin with what is known.
    let range = session.over_time("per-active-user", at(100, 9), |view| view.range(Asked::default())).unwrap();
    assert_eq!((range.from, range.to), (date(31), date(100)));
}
