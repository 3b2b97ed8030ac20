//! GitLab's table of billable users (`gitlab.md` 2.1), line by line, and the
//! plan per active user beside it. Read it against the table.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Someone, custom_guest, grant, now, role};
use muster_model::{Grant, Kind, Scope, ScopeKind, State};
use muster_seats::Plan;

const YES: bool = true;
const NO: bool = false;

fn on_acme(name: &str) -> Vec<Grant> {
    vec![grant(role(name), "acme")]
}

fn human(grants: Vec<Grant>) -> Someone {
    Someone::new(State::Active, Kind::Human, grants)
}

fn developer(state: State) -> Someone {
    Someone::new(state, Kind::Human, on_acme("Developer"))
}

fn admin(mut grants: Vec<Grant>) -> Someone {
    grants.push(grant(role("Administrator"), ""));
    human(grants)
}

fn inherited(name: &str) -> Vec<Grant> {
    vec![Grant { through: Some("acme/teams/frontend".to_owned()), ..grant(role(name), "acme/web") }]
}

fn personal_project() -> Grant {
    Grant {
        scope: Scope { kind: ScopeKind::Project, path: "someone/dotfiles".to_owned() },
        ..grant(role("Owner"), "acme")
    }
}

#[test]
fn every_line_of_the_table() {
    #[rustfmt::skip]
    let table: Vec<(&str, Someone, bool, bool, bool)> = vec![
        // who                                    as                                                  Premium Ultimate per active user
        ("pending",                               developer(State::Pending),                                     NO,  NO,  NO),
        ("invited",                               developer(State::Invited),                                     NO,  NO,  NO),
        ("deactivated",                           developer(State::Deactivated),                                 NO,  NO,  NO),
        ("blocked",                               developer(State::Blocked),                                     NO,  NO,  NO),
        ("banned",                                developer(State::Banned),                                      NO,  NO,  NO),
        ("deleted",                               developer(State::Deleted),                                     NO,  NO,  NO),
        ("locked after failed sign-ins",          developer(State::Locked),                                      YES, YES, YES),
        ("gone from the source",                  developer(State::Active).gone(),                               NO,  NO,  NO),
        ("internal user, token bot",              Someone::new(State::Active, Kind::Bot, on_acme("Maintainer")), NO,  NO,  NO),
        ("service account",                       Someone::new(State::Active, Kind::Service, on_acme("Owner")),  NO,  NO,  NO),
        ("person from outside",                   Someone::new(State::Active, Kind::External, on_acme("Developer")), YES, YES, YES),
        ("person from outside, Guest",            Someone::new(State::Active, Kind::External, on_acme("Guest")), YES, NO,  YES),
        ("auditor",                               human(vec![grant(role("Auditor"), "")]),                       YES, YES, YES),
        ("auditor, blocked",                      Someone::new(State::Blocked, Kind::Human, vec![grant(role("Auditor"), "")]), NO, NO, NO),
        ("administrator, no membership",          admin(vec![]),                                                 YES, NO,  YES),
        ("administrator, Developer",              admin(on_acme("Developer")),                                   YES, YES, YES),
        ("administrator, Guest",                  admin(on_acme("Guest")),                                       YES, YES, YES),
        ("administrator, Minimal Access",         admin(on_acme("Minimal Access")),                              YES, YES, YES),
        ("no membership",                         human(vec![]),                                                 YES, NO,  YES),
        ("memberships never imported",            human(vec![]).grants_unknown(),                                YES, NO,  YES),
        ("Minimal Access",                        human(on_acme("Minimal Access")),                              NO,  NO,  YES),
        ("Guest",                                 human(on_acme("Guest")),                                       YES, NO,  YES),
        ("Guest in two groups",                   human([on_acme("Guest"), inherited("Guest")].concat()),        YES, NO,  YES),
        ("custom Guest, read_code only",          human(vec![grant(custom_guest(&["read_code"]), "acme")]),      YES, NO,  YES),
        ("custom Guest, read_vulnerability",      human(vec![grant(custom_guest(&["read_vulnerability"]), "acme")]), YES, YES, YES),
        ("custom Guest, both",                    human(vec![grant(custom_guest(&["read_code", "read_vulnerability"]), "acme")]), YES, YES, YES),
        ("Planner",                               human(on_acme("Planner")),                                     YES, YES, YES),
        ("Reporter",                              human(on_acme("Reporter")),                                    YES, YES, YES),
        ("Security Manager",                      human(on_acme("Security Manager")),                            YES, YES, YES),
        ("Developer",                             human(on_acme("Developer")),                                   YES, YES, YES),
        ("Maintainer",                            human(on_acme("Maintainer")),                                  YES, YES, YES),
        ("Owner",                                 human(on_acme("Owner")),                                       YES, YES, YES),
        ("Developer through a group",             human(inherited("Developer")),                                 YES, YES, YES),
        ("Guest and elsewhere Developer",         human([on_acme("Guest"), inherited("Developer")].concat()),    YES, YES, YES),
        ("Guest who owns a personal project",     human([on_acme("Guest"), vec![personal_project()]].concat()),  YES, YES, YES),
        ("role of unknown level",                 human(vec![grant(role("Wizard"), "acme")]),                    YES, NO,  YES),
        ("level told, grants unknown: Developer", human(vec![]).grants_unknown().told_level(30),                 YES, YES, YES),
        ("level told, grants unknown: Minimal",   human(vec![]).grants_unknown().told_level(5),                  NO,  NO,  YES),
    ];
    let [premium, ultimate, active] =
        ["gitlab-premium", "gitlab-ultimate", "per-active-user"].map(|name| Plan::by_name(name).unwrap());
    for (who, someone, on_premium, on_ultimate, when_active) in &table {
        for (plan, expected) in [(&premium, on_premium), (&ultimate, on_ultimate), (&active, when_active)] {
            let why = plan.why(&someone.account(), None, now());
            assert_eq!(why.takes, *expected, "{who} on {}: {}", plan.title, why.why);
        }
    }
}
