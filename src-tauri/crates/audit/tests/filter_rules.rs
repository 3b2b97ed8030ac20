//! Every filter rule, with users it finds and users it just does not: the day
//! before, the day, the day after. Days are those of an operator in Berlin.
#![allow(clippy::unwrap_used)]

mod common;

use common::who::{Who, service, who};
use common::{at, rule, shipped, with_calendar};
use muster_audit::rule::Look;
use muster_model::{Kind, State};
use std::collections::BTreeMap;

/// A rule, a user in words, the user, and what is said if the rule finds them.
type Row = (&'static str, &'static str, Who, Option<&'static str>);

#[rustfmt::skip]
fn table() -> Vec<Row> {
    vec![
        ("dormant-45d", "44 days", who().seen(44), None),
        ("dormant-45d", "45 days", who().seen(45), Some("Not seen for 45 days; the limit is 45.")),
        ("dormant-45d", "46 days", who().seen(46), Some("Not seen for 46 days; the limit is 45.")),
        ("dormant-45d", "89 days", who().seen(89), Some("Not seen for 89 days; the limit is 45.")),
        ("dormant-45d", "90 days: the other rule", who().seen(90), None),
        ("dormant-45d", "the last second of the 45th day in Berlin", who().seen_at(at("2026-10-07T22:59:59Z")), Some("Not seen for 45 days; the limit is 45.")),
        ("dormant-45d", "the first second of the 44th day in Berlin", who().seen_at(at("2026-10-07T23:00:00Z")), None),
        ("dormant-45d", "a source that tells the day: the 45th", who().seen_at(at("2026-10-07T00:00:00Z")), Some("Not seen for 45 days; the limit is 45.")),
        ("dormant-45d", "a source that tells the day: the 44th", who().seen_at(at("2026-10-08T00:00:00Z")), None),
        ("dormant-45d", "locked, which passes", who().seen(60).state(State::Locked), Some("Not seen for 60 days; the limit is 45.")),
        ("dormant-45d", "external", who().seen(60).kind(Kind::External), Some("Not seen for 60 days; the limit is 45.")),
        ("dormant-45d", "never", who().never(), None),
        ("dormant-45d", "unknown", who().unknown(), None),
        ("dormant-45d", "not collected", who().not_collected(), None),
        ("dormant-45d", "deactivated", who().seen(60).state(State::Deactivated), None),
        ("dormant-45d", "gone", who().seen(60).gone(), None),
        ("dormant-45d", "a service account", service().seen(60), None),
        ("dormant-45d", "a bot", who().seen(60).kind(Kind::Bot), None),

        ("dormant-90d", "89 days", who().seen(89), None),
        ("dormant-90d", "90 days", who().seen(90), Some("Not seen for 90 days; the limit is 90.")),
        ("dormant-90d", "91 days", who().seen(91), Some("Not seen for 91 days; the limit is 90.")),
        ("dormant-90d", "blocked", who().seen(91).state(State::Blocked), None),

        ("never-signed-in", "created 13 days ago", who().never().created(13), None),
        ("never-signed-in", "created 14 days ago", who().never().created(14), Some("Never signed in, and created 14 days ago; the limit is 14.")),
        ("never-signed-in", "created 15 days ago", who().never().created(15), Some("Never signed in, and created 15 days ago; the limit is 14.")),
        ("never-signed-in", "nobody knows since when", who().never().no_created(), None),
        ("never-signed-in", "unknown is not never", who().unknown().created(100), None),
        ("never-signed-in", "pending", who().never().created(100).state(State::Pending), None),

        ("last-seen-unknown", "unknown", who().unknown(), Some("The source was asked when this user was last seen, and does not say; so nobody can tell whether the account is dormant.")),
        ("last-seen-unknown", "never", who().never(), None),
        ("last-seen-unknown", "not collected", who().not_collected(), None),
        ("last-seen-unknown", "seen long ago", who().seen(500), None),
        ("last-seen-unknown", "deactivated", who().unknown().state(State::Deactivated), None),

        ("dormant-privileged", "29 days", who().admin().seen(29), None),
        ("dormant-privileged", "30 days", who().admin().seen(30), Some("Not seen for 30 days, and holds Administrator; the limit for privileged accounts is 30.")),
        ("dormant-privileged", "31 days", who().admin().seen(31), Some("Not seen for 31 days, and holds Administrator; the limit for privileged accounts is 30.")),
        ("dormant-privileged", "no privilege", who().seen(31), None),

        ("privileged-never-signed-in", "created 6 days ago", who().admin().never().created(6), None),
        ("privileged-never-signed-in", "created 7 days ago", who().admin().never().created(7), Some("Never signed in, created 7 days ago, and holds Administrator; the limit is 7.")),
        ("privileged-never-signed-in", "created 8 days ago", who().admin().never().created(8), Some("Never signed in, created 8 days ago, and holds Administrator; the limit is 7.")),
        ("privileged-never-signed-in", "no privilege", who().never().created(8), None),

        ("privileged-without-mfa", "none set", who().admin().mfa(Some(false)), Some("Holds Administrator and has no second factor.")),
        ("privileged-without-mfa", "set", who().admin(), None),
        ("privileged-without-mfa", "not known", who().admin().mfa(None), None),
        ("privileged-without-mfa", "no privilege", who().mfa(Some(false)), None),
        ("privileged-without-mfa", "a program has none", service().admin().mfa(Some(false)), None),
        ("privileged-without-mfa", "deactivated", who().admin().mfa(Some(false)).state(State::Deactivated), None),

        ("privileged-mfa-unknown", "not known", who().admin().mfa(None), Some("Holds Administrator, and the source does not say whether a second factor is set.")),
        ("privileged-mfa-unknown", "none set", who().admin().mfa(Some(false)), None),
        ("privileged-mfa-unknown", "no privilege", who().mfa(None), None),

        ("admin-in-daily-use", "seen 6 days ago", who().admin().seen(6), Some("Holds Administrator, works in groups or projects with the same account, and was seen on 2026-11-15, within 7 days.")),
        ("admin-in-daily-use", "seen 7 days ago", who().admin().seen(7), None),
        ("admin-in-daily-use", "seen 8 days ago", who().admin().seen(8), None),
        ("admin-in-daily-use", "an account for administration only", who().nothing().admin(), None),
        ("admin-in-daily-use", "no privilege", who(), None),

        ("disabled-with-role", "blocked", who().state(State::Blocked), Some("Is blocked and still holds 1 role, Developer the highest.")),
        ("disabled-with-role", "deactivated, two roles", who().holds("Owner", "acme").state(State::Deactivated), Some("Is deactivated and still holds 2 roles, Owner the highest.")),
        ("disabled-with-role", "blocked, no role", who().nothing().state(State::Blocked), None),
        ("disabled-with-role", "active", who(), None),
        ("disabled-with-role", "locked, which passes", who().state(State::Locked), None),
        ("disabled-with-role", "gone", who().state(State::Blocked).gone(), None),

        ("disabled-with-seat", "the instance says so", who().state(State::Blocked).seat_flag(), Some("Is blocked and still takes a seat.")),
        ("disabled-with-seat", "the chosen plan says so", who().state(State::Deactivated).seat(true), Some("Is deactivated and still takes a seat.")),
        ("disabled-with-seat", "the plan says no", who().state(State::Blocked).seat(false), None),
        ("disabled-with-seat", "nobody says", who().state(State::Blocked), None),
        ("disabled-with-seat", "active", who().seat_flag(), None),

        ("expired-but-enabled", "ends tomorrow", who().expires(1), None),
        ("expired-but-enabled", "ends today", who().expires(0), None),
        ("expired-but-enabled", "ended yesterday", who().expires(-1), Some("Access was to end on 2026-11-20, 1 day ago, and the account is active.")),
        ("expired-but-enabled", "ended two days ago", who().expires(-2), Some("Access was to end on 2026-11-19, 2 days ago, and the account is active.")),
        ("expired-but-enabled", "has no end", who(), None),
        ("expired-but-enabled", "deactivated", who().expires(-1).state(State::Deactivated), None),

        ("grant-expired", "ends today", who().ending(0), None),
        ("grant-expired", "ended yesterday", who().ending(-1), Some("Holds a role whose end has passed, among 1 role.")),
        ("grant-expired", "ends tomorrow", who().ending(1), None),
        ("grant-expired", "has no end", who(), None),

        ("invitation-old", "29 days", who().state(State::Invited).created(29), None),
        ("invitation-old", "30 days", who().state(State::Invited).created(30), Some("Invited 30 days ago and has not answered; the limit is 30.")),
        ("invitation-old", "31 days", who().state(State::Invited).created(31), Some("Invited 31 days ago and has not answered; the limit is 30.")),
        ("invitation-old", "answered", who().created(31), None),

        ("approval-old", "29 days", who().state(State::Pending).created(29), None),
        ("approval-old", "30 days", who().state(State::Pending).created(30), Some("Has waited for approval for 30 days; the limit is 30.")),
        ("approval-old", "31 days", who().state(State::Pending).created(31), Some("Has waited for approval for 31 days; the limit is 30.")),
        ("approval-old", "approved", who().created(31), None),

        ("service-account-unowned", "no owner", service().owner(None), Some("Nobody answers for this service account.")),
        ("service-account-unowned", "an owner", service(), None),
        ("service-account-unowned", "blanks are no owner", service().owner(Some(" ")), Some("Nobody answers for this service account.")),
        ("service-account-unowned", "a human needs none", who(), None),
        ("service-account-unowned", "a bot of the instance needs none", who().kind(Kind::Bot), None),
        ("service-account-unowned", "deactivated", service().owner(None).state(State::Deactivated), None),

        ("service-account-without-purpose", "none", service().purpose(None), Some("Nobody noted what this service account is for.")),
        ("service-account-without-purpose", "noted", service(), None),

        ("service-account-without-review-date", "none", service().no_review(), Some("No day is set on which this service account is to be looked at again.")),
        ("service-account-without-review-date", "set", service(), None),

        ("service-account-review-overdue", "tomorrow", service().review(1), None),
        ("service-account-review-overdue", "today", service().review(0), None),
        ("service-account-review-overdue", "yesterday", service().review(-1), Some("Was to be looked at by 2026-11-20, 1 day ago; Grace answers for it.")),
        ("service-account-review-overdue", "no day set", service().no_review(), None),

        ("service-account-dormant", "89 days", service().seen(89), None),
        ("service-account-dormant", "90 days", service().seen(90), Some("Not seen for 90 days; the limit for service accounts is 90.")),
        ("service-account-dormant", "91 days", service().seen(91), Some("Not seen for 91 days; the limit for service accounts is 90.")),
        ("service-account-dormant", "a human", who().seen(91), None),

        ("service-account-privileged", "a service account", service().admin(), Some("A service account that holds Administrator.")),
        ("service-account-privileged", "a bot", who().admin().kind(Kind::Bot), Some("A bot account that holds Administrator.")),
        ("service-account-privileged", "no privilege", service(), None),
        ("service-account-privileged", "a human", who().admin(), None),

        ("external-privileged", "external", who().admin().kind(Kind::External), Some("From outside, and holds Administrator.")),
        ("external-privileged", "of the team", who().admin(), None),
        ("external-privileged", "no privilege", who().kind(Kind::External), None),

        ("external-dormant", "29 days", who().kind(Kind::External).seen(29), None),
        ("external-dormant", "30 days", who().kind(Kind::External).seen(30), Some("From outside, and not seen for 30 days; the limit for external users is 30.")),
        ("external-dormant", "31 days", who().kind(Kind::External).seen(31), Some("From outside, and not seen for 31 days; the limit for external users is 30.")),
        ("external-dormant", "of the team", who().seen(31), None),

        ("temporary-without-expiry", "external", who().kind(Kind::External), Some("There for a while only, as its kind or title says, and no day is set on which access ends.")),
        ("temporary-without-expiry", "an intern", who().title("intern"), Some("There for a while only, as its kind or title says, and no day is set on which access ends.")),
        ("temporary-without-expiry", "an internal auditor", who().title("Internal auditor"), None),
        ("temporary-without-expiry", "access ends", who().kind(Kind::External).expires(30), None),
        ("temporary-without-expiry", "the role ends", who().kind(Kind::External).ending(30), None),
        ("temporary-without-expiry", "of the team", who(), None),

        ("no-role", "29 days", who().nothing().created(29), None),
        ("no-role", "30 days", who().nothing().created(30), Some("Created 30 days ago, and holds no role at all; the limit is 30.")),
        ("no-role", "31 days", who().nothing().created(31), Some("Created 31 days ago, and holds no role at all; the limit is 30.")),
        ("no-role", "a role", who(), None),
        ("no-role", "the source lists no roles", who().nothing().grants_unknown(), None),
    ]
}

#[test]
fn each_rule_finds_whom_it_should_and_nobody_else() {
    with_calendar(|calendar| {
        for (id, user, who, said) in table() {
            let hit = who.found(&rule(id), calendar);
            assert_eq!(hit.as_ref().map(|hit| hit.message.as_str()), said, "{id}: {user}");
        }
    });
}

#[test]
fn every_filter_rule_has_users_it_finds_and_users_it_does_not() {
    let mut rows: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (id, _, _, said) in table() {
        let (fires, not) = rows.entry(id).or_default();
        *(if said.is_some() { fires } else { not }) += 1;
    }
    let catalogue = shipped();
    for rule in catalogue.rules().iter().filter(|rule| matches!(rule.look, Look::Users(_))) {
        let counts = rows.get(&*rule.id).copied().unwrap_or_default();
        assert!(counts.0 > 0 && counts.1 > 0, "{} has no pair in the table: {counts:?}", rule.id);
        // A rule about days shows the day before, the day and the day after.
        let by_days = rule.parameters.iter().any(|parameter| parameter.name == "days");
        assert!(!by_days || counts.0 + counts.1 >= 3, "{}", rule.id);
    }
}

/// Nobody is in two of the rules that divide the dormant between them.
#[test]
fn dormant_for_45_and_for_90_days_are_told_apart() {
    with_calendar(|calendar| {
        for days in 0..200 {
            let user = who().seen(days);
            let (early, late) =
                (user.found(&rule("dormant-45d"), calendar), user.found(&rule("dormant-90d"), calendar));
            assert_eq!((early.is_some(), late.is_some()), ((45..90).contains(&days), days >= 90), "{days}");
        }
    });
}
