//! What is expected until the end of the licence period.

use super::{PLAN, at, date, import, people, session};
use crate::api::seats::SetPlan;
use muster_model::record::Extent;

#[test]
fn a_peak_that_was_passed_is_said_by_the_forecast() {
    let (_folder, session) = session();
    let bought = SetPlan { plan: PLAN.to_owned(), purchased: Some(30), price_cents: None, currency: None };
    session.seats_set(&bought, at(0, 1)).unwrap();
    for (month, count) in (0..).zip([20, 22, 24, 40, 28, 29, 29]) {
        import(&session, "git", at(month * 30, 12), Extent::Whole, Extent::Whole, &people(count, 0));
    }
    let found = session.seats_forecast(PLAN, at(181, 9)).unwrap();
    assert_eq!(found.refused, None);
    let peak = format!("The peak of the period, 40 on {}, is above what was bought", date(90));
    assert!(found.said.iter().any(|said| said.starts_with(&peak)), "{:?}", found.said);
}

#[test]
fn a_forecast_warns_before_the_peak_is_passed() {
    let (_folder, session) = session();
    let bought = SetPlan { plan: PLAN.to_owned(), purchased: Some(30), price_cents: None, currency: None };
    session.seats_set(&bought, at(0, 1)).unwrap();
    let grow = |month: i64| {
        import(&session, "git", at(month * 30, 12), Extent::Whole, Extent::Whole, &people(10 + 2 * month as usize, 0));
    };
    (0..4).for_each(grow);
    let found = session.seats_forecast(PLAN, at(95, 9)).unwrap();
    assert!(found.refused.is_some_and(|why| why.contains("4 weeks over 90 days")));
    assert_eq!((found.days, found.said), (Vec::new(), Vec::new()));
    (4..9).for_each(grow);
    let found = session.seats_forecast(PLAN, at(240, 13)).unwrap();
    assert_eq!(found.refused, None);
    assert_eq!((found.days[0].date, found.days.last().unwrap().date), (date(241), date(364)));
    // 26 on day 240, 2 more in 30 days: above 30 when 30.5 is rounded up.
    assert_eq!(found.passes_on, Some(date(308)));
    assert!(found.said[0].starts_with("This is a forecast"), "{:?}", found.said);
    assert!(found.said.iter().any(|s| s.contains("freeing seats later does not lower it")), "{:?}", found.said);
}
