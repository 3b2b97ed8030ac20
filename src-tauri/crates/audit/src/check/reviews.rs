//! Whether access is looked at, and what happened since.

use super::Found;
use crate::calendar::Calendar;
use crate::hit::{Fact, Subject};
use chrono::{NaiveDate, TimeDelta};

pub(super) fn review_overdue(found: &mut Found<'_, '_>, calendar: &Calendar<'_>) {
    let realm = found.realm;
    let limit = found.number("days");
    let enabled = super::userstores::enabled(realm);
    for (store, enabled) in realm.stores.iter().zip(enabled) {
        let days = match (store.last_review, store.since) {
            (Some(on), _) => calendar.days_since_date(on),
            (None, Some(since)) => calendar.days_since(since),
            (None, None) => continue,
        };
        if enabled == 0 || days <= limit {
            continue;
        }
        let message = match store.last_review {
            Some(on) => format!("Last reviewed {days} days ago, on {on}; the limit is {limit}."),
            None => format!("Never reviewed, and known for {days} days; the limit is {limit}."),
        };
        let facts = vec![Fact::number("since", days), Fact::number("days", limit)];
        found.push(Subject::userstore(store.domain), message, facts);
    }
}

pub(super) fn grant_since_review(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    for grant in realm.holdings.given().iter().filter(|grant| !grant.explained) {
        let user = realm.user(grant.user);
        let Some(review) = realm.store_of(user).last_review.filter(|_| user.is_enabled()) else { continue };
        let Some(since) = date(grant.since).filter(|since| *since > review) else { continue };
        let Some(subject) = realm.subject(grant.user) else { continue };
        let role = realm.roles[grant.role as usize].name;
        let scope = realm.scopes[grant.scope as usize].scope().to_string();
        let message =
            format!("{role} on {scope} was given on {since}, after the review of {review}, and nobody noted why.");
        let facts = vec![
            Fact::text("role", role),
            Fact::text("scope", scope.as_str()),
            Fact::text("since", since.to_string()),
            Fact::text("review", review.to_string()),
        ];
        found.push(subject.grant(role, &scope), message, facts);
    }
}

fn date(day: i32) -> Option<NaiveDate> {
    NaiveDate::default().checked_add_signed(TimeDelta::days(day.into()))
}
