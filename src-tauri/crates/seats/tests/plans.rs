//! Whether the plans that ship hold together: names, filters, sentences, and
//! reasons that agree with the rule for everyone a rule can tell apart.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use chrono::NaiveDate;
use common::{Someone, custom_guest, grant, now, role};
use muster_demo::{Realm, Settings};
use muster_model::record::Record;
use muster_model::{Kind, State, UserstoreKind};
use muster_seats::{Count, Plan, Reclaimable, SeatError};
use std::collections::HashMap;

/// Everyone that the rules can tell apart.
fn everyone() -> Vec<Someone> {
    let roles = [
        vec![],
        vec![role("Minimal Access")],
        vec![role("Guest")],
        vec![role("Planner")],
        vec![role("Owner")],
        vec![custom_guest(&["read_code"])],
        vec![custom_guest(&["admin_runners"])],
        vec![role("Wizard")],
    ];
    let instance = [vec![], vec![role("Administrator")], vec![role("Auditor")]];
    let mut all = Vec::new();
    for state in State::ALL {
        for kind in Kind::ALL {
            for memberships in &roles {
                for above in &instance {
                    for variant in 0..3 {
                        let grants = memberships.iter().map(|r| grant(r.clone(), "acme/web"));
                        let grants = grants.chain(above.iter().map(|r| grant(r.clone(), ""))).collect();
                        let someone = Someone::new(*state, *kind, grants);
                        all.push(match variant {
                            0 => someone,
                            1 => someone.gone(),
                            _ => someone.grants_unknown(),
                        });
                    }
                }
            }
        }
    }
    all
}

#[test]
fn every_plan_is_complete_and_found_by_its_name() {
    let plans = Plan::all().unwrap();
    assert_eq!(plans.len(), 3);
    for plan in plans {
        assert_eq!(Plan::by_name(&plan.name.to_uppercase()).unwrap().name, plan.name);
        for text in [&plan.title, &plan.product, &plan.plan, &plan.versions, &plan.source] {
            assert!(!text.is_empty(), "{}", plan.name);
        }
        for sentence in plan.notes.iter().chain([&plan.rule]) {
            assert!(sentence.ends_with('.') && !sentence.contains('\n'), "{}: {sentence}", plan.name);
        }
    }
    let unknown = Plan::by_name("gitlab-gold").unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "there is no seat plan \"gitlab-gold\"; the plans are: gitlab-premium, gitlab-ultimate, per-active-user"
    );
}

#[test]
fn a_broken_plan_says_what_is_broken() {
    let text = include_str!("../plans/per-active-user.toml");
    let broken = Plan::read("mine", &text.replace("gone eq false", "gone equals false")).unwrap_err();
    assert!(matches!(&broken, SeatError::Filter { place, .. } if place == "filter"), "{broken}");
    let broken = Plan::read("mine", &text.replace("when = 'gone eq true'", "when = 'gone eq'")).unwrap_err();
    assert!(matches!(&broken, SeatError::Filter { place, .. } if place == "reasons 1"), "{broken}");
    let broken = Plan::read("mine", &text.replace("title =", "titel =")).unwrap_err();
    assert!(matches!(&broken, SeatError::Read { .. }), "{broken}");
}

#[test]
fn reasons_agree_with_the_rule_for_everyone() {
    for plan in Plan::all().unwrap() {
        for someone in everyone() {
            let account = someone.account();
            let why = plan.why(&account, None, now());
            let who = format!("{} {:?} {:?} {:?}", plan.name, someone.user.state, someone.user.kind, someone.grants);
            assert!(!why.why.starts_with("The plan's rule"), "no reason for {who}");
            assert!(!why.why.contains('{'), "{}: {who}", why.why);
            let explained = plan.explain(&account, None, now());
            assert_eq!((explained.takes, &explained.why), (why.takes, &why.why), "{who}");
            let clauses = explained.clauses;
            assert!(!clauses.is_empty(), "no clause for {who}");
            assert!(clauses.iter().all(|clause| clause.holds == why.takes), "{clauses:?}: {who}");
        }
    }
}

#[test]
fn the_first_reason_that_holds_takes_the_side_of_the_rule() {
    // `why` looks only at reasons of the right side; here the order itself is
    // tested, so that a reader of the file can trust it.
    for plan in Plan::all().unwrap() {
        for someone in everyone() {
            let account = someone.account();
            let (first, takes) = (plan.first_reason(&account, now()), plan.takes_seat(&account, now()));
            assert_eq!(first.map(|(side, _)| side), Some(takes), "{}: {:?} {:?}", plan.name, first, someone.user);
        }
    }
}

#[test]
fn the_sentence_names_the_grant() {
    let ultimate = Plan::by_name("gitlab-ultimate").unwrap();
    let mut through = grant(role("Developer"), "acme/web");
    through.through = Some("frontend".to_owned());
    let someone = Someone::new(State::Active, Kind::Human, vec![grant(role("Guest"), "acme"), through.clone()]);
    let why = ultimate.why(&someone.account(), None, now());
    assert_eq!(why.why, "Developer on acme/web through group frontend is above Guest");
    assert_eq!(why.grant, Some(through));
    // In a long list only the highest role is at hand.
    let mut listed = Someone::new(State::Active, Kind::Human, vec![grant(role("Owner"), "acme/ops")]);
    listed.grants.clear();
    let why = ultimate.why(&listed.account(), listed.user.highest_role.as_ref(), now());
    assert_eq!(why.why, "Owner on acme/ops is above Guest");
    let blocked = Someone::new(State::Blocked, Kind::Human, vec![]);
    assert_eq!(
        ultimate.why(&blocked.account(), None, now()).why,
        "The account is blocked, and only an active one takes a seat"
    );
}

#[test]
fn only_a_seat_that_is_taken_can_be_freed() {
    let ultimate = Plan::by_name("gitlab-ultimate").unwrap();
    let never = || muster_model::LastSeen::never("last_activity_on");
    let owner = Someone::new(State::Active, Kind::Human, vec![grant(role("Owner"), "acme")]).seen(never());
    let guest = Someone::new(State::Active, Kind::Human, vec![grant(role("Guest"), "acme")]).seen(never());
    assert_eq!(ultimate.explain(&owner.account(), None, now()).reclaimable, Some(Reclaimable::Never));
    assert_eq!(ultimate.explain(&guest.account(), None, now()).reclaimable, None);
}

#[test]
fn a_directory_takes_no_seat_of_a_gitlab_plan() {
    let ultimate = Plan::by_name("gitlab-ultimate").unwrap();
    let (domains, note) = ultimate.counts(&[("gitlab", UserstoreKind::Gitlab), ("ldap", UserstoreKind::Ldap)]);
    assert_eq!(domains, ["gitlab"]);
    assert_eq!(note.as_deref(), Some("Only users of gitlab are counted; those of ldap take no seat of GitLab."));
    let (domains, note) = ultimate.counts(&[("PRIMARY", UserstoreKind::Local), ("sheet", UserstoreKind::File)]);
    assert_eq!(domains, ["PRIMARY", "sheet"]);
    assert!(note.is_some());
    let narrowed = ultimate.within(&["gitlab".to_owned()]).unwrap();
    let mut someone = Someone::new(State::Active, Kind::Human, vec![grant(role("Owner"), "acme")]);
    assert!(narrowed.takes_seat(&someone.account(), now()));
    someone.user.userstore = "ldap".to_owned();
    assert!(!narrowed.takes_seat(&someone.account(), now()));
    assert_eq!(narrowed.why(&someone.account(), None, now()).why, "Not a user of GitLab");
    assert!(!ultimate.within(&[]).unwrap().takes_seat(&someone.account(), now()));
}

/// The demo's own list of planted cases, checked by rules that were written
/// apart from it.
#[test]
fn the_demo_counts_as_its_truth_says() {
    let realm = Realm::new(Settings::new(1284, 1, NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()));
    let last = realm.snapshots().filter(|snapshot| snapshot.domain == "gitlab").last().unwrap();
    let users: Vec<Someone> = last
        .records()
        .filter_map(|record| if let Record::User(user) = record { Some(user) } else { None })
        .map(|user| Someone::from_record("gitlab", &user))
        .collect();
    let by_name: HashMap<&str, &Someone> = users.iter().map(|user| (user.user.username.as_str(), user)).collect();
    let [premium, ultimate] = ["gitlab-premium", "gitlab-ultimate"].map(|name| Plan::by_name(name).unwrap());
    for case in realm.truth() {
        let account = by_name[case.username].account();
        assert_eq!(premium.takes_seat(&account, now()), case.premium, "{} on Premium: {}", case.username, case.what);
        assert_eq!(ultimate.takes_seat(&account, now()), case.ultimate, "{} on Ultimate: {}", case.username, case.what);
    }
    let mut count = Count::new(&ultimate);
    for user in &users {
        count.add(&user.account(), now());
    }
    let tally = count.tally(Some(realm.seats_bought()));
    println!("{tally:#?}");
    assert_eq!(tally.over, 0);
    assert!(tally.reclaimable_dormant > 10 && tally.reclaimable_never > 3, "{tally:?}");
    let differing = users
        .iter()
        .filter(|u| u.facts.has(muster_model::Facts::SEAT_FLAG) != ultimate.takes_seat(&u.account(), now()));
    assert_eq!(differing.count(), realm.truth().iter().filter(|case| case.flag_differs).count());
    assert_eq!(tally.instance_count, Some(tally.consumed + 3));
}
