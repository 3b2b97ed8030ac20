//! What a staged change would do to seats.

use super::{PLAN, at, example, history};
use crate::api::changes::{ChangeRequest, Operation, Selected};
use crate::api::seat_history::WhatIfQuery;
use crate::api::users::SortBy;
use crate::job::Job;
use muster_model::State;

#[test]
fn blocking_later_does_not_lower_the_peak() {
    let (_folder, session) = example();
    let staged = |text: &str, operation| {
        let request =
            ChangeRequest { selected: Selected::Filter(text.to_owned()), operations: vec![operation], title: None };
        session.change_preview(&request, &Job::silent(), at(100, 9)).unwrap().staged
    };
    let ask = |staged| {
        let query = WhatIfQuery { plan: PLAN.to_owned(), staged };
        session.seats_what_if(&query, &Job::silent(), at(100, 9)).unwrap()
    };
    let found = ask(staged("state eq active", Operation::SetState { state: State::Blocked }));
    assert_eq!((found.consumed_before, found.consumed_after), (13, 0));
    assert_eq!((found.peak_before, found.peak_after), (13, 13));
    assert_eq!((found.owed_before, found.owed_after), (Some(3), Some(3)));
    assert!(found.said.iter().any(|s| s.contains("does not lower it")), "{:?}", found.said);
    let found = ask(staged("state eq blocked", Operation::SetState { state: State::Active }));
    assert_eq!((found.consumed_after, found.peak_after, found.owed_after), (16, 16, Some(6)));
    // Nothing of it stays.
    let still = session.seats_history(&history(PLAN, None, None), at(100, 9)).unwrap();
    assert_eq!(still.by_day.last().map(|day| day.count), Some(13));
    assert_eq!(
        session.ordered("pending eq true or state eq active", SortBy::UserName, false, at(100, 9)).unwrap().len(),
        13
    );
}

#[test]
fn what_if_says_how_far_it_is_and_leaves_nothing_when_it_is_stopped() {
    let (_folder, session) = example();
    let request = ChangeRequest {
        selected: Selected::Filter("state eq active".to_owned()),
        operations: vec![Operation::SetState { state: State::Blocked }],
        title: None,
    };
    let staged = session.change_preview(&request, &Job::silent(), at(100, 9)).unwrap().staged;
    let query = WhatIfQuery { plan: PLAN.to_owned(), staged };
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = seen.clone();
    let watched = Job::new(move |step| told.lock().unwrap().push((step.done, step.total)));
    session.seats_what_if(&query, &watched, at(100, 9)).unwrap();
    let steps = seen.lock().unwrap().clone();
    // 13 users before, 13 on the way, 13 after.
    assert!(steps.iter().all(|(done, total)| done < total && *total == 39), "{steps:?}");
    assert!(steps.is_sorted() && steps.len() >= 3, "{steps:?}");
    // Stopped on the way, before everyone was looked at again.
    let cancel = crate::job::Cancel::default();
    let stop = cancel.clone();
    let stopping = Job::new(move |step| {
        if step.done >= 13 {
            stop.cancel()
        }
    })
    .cancelled_by(cancel);
    assert_eq!(session.seats_what_if(&query, &stopping, at(100, 9)).unwrap_err().code, crate::Code::Cancelled);
    let cancel = crate::job::Cancel::default();
    cancel.cancel();
    let stopped = session.seats_what_if(&query, &Job::silent().cancelled_by(cancel), at(100, 9));
    assert_eq!(stopped.unwrap_err().code, crate::Code::Cancelled);
    assert_eq!(session.ordered("state eq active", SortBy::UserName, false, at(100, 9)).unwrap().len(), 13);
    assert_eq!(session.seats_what_if(&query, &Job::silent(), at(100, 9)).unwrap().consumed_after, 0, "still staged");
}
