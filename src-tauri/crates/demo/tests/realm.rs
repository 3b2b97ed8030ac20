//! Whether the realm is what it says: the same from the same seed, exact in
//! its size, plausible in its shares, and alive over its year.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::{DateTime, NaiveDate, Utc};
use muster_demo::{Realm, Settings, Snapshot};
use muster_model::record::{Listed, Record, UserRecord};
use muster_model::seen::SeenStatus;
use muster_model::{Kind, State};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn realm(users: u64) -> Realm {
    Realm::new(Settings::new(users, 1, today()))
}

fn users(snapshot: &Snapshot) -> Vec<UserRecord> {
    snapshot.records().filter_map(|record| if let Record::User(user) = record { Some(*user) } else { None }).collect()
}

/// The last snapshot of each userstore.
fn last(realm: &Realm) -> HashMap<&'static str, Snapshot> {
    realm.snapshots().map(|snapshot| (snapshot.domain, snapshot)).collect()
}

fn digest(realm: &Realm) -> String {
    let mut hash = Sha256::new();
    for snapshot in realm.snapshots() {
        hash.update(format!("{} {}", snapshot.domain, snapshot.taken_at));
        for record in snapshot.records() {
            hash.update(format!("{record:?}"));
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn level(user: &UserRecord) -> Option<u8> {
    user.highest_level.value().copied()
}

fn grants(user: &UserRecord) -> &[muster_model::record::GrantRecord] {
    match &user.grants {
        Listed::All(grants) => grants,
        _ => &[],
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert_eq!(digest(&realm(300)), digest(&realm(300)));
    let other = Realm::new(Settings::new(300, 2, today()));
    assert_ne!(digest(&realm(300)), digest(&other));
}

#[test]
fn exactly_as_many_users_as_asked_for() {
    for count in [0, 1, 2, 3, 19, 20, 100, 1284, 10_000] {
        let present: usize = last(&realm(count)).values().map(|snapshot| users(snapshot).len()).sum();
        assert_eq!(present as u64, count);
    }
}

#[test]
fn every_user_can_be_told_from_every_other() {
    let findings = realm(10_000).findings();
    let planted = |rule: &str, name: &str| findings.iter().any(|found| found.rule == rule && found.name == name);
    for snapshot in last(&realm(10_000)).values() {
        let (mut ids, mut usernames, mut emails) = (HashSet::new(), HashSet::new(), HashSet::new());
        for user in users(snapshot) {
            let username = user.identity.username.clone().unwrap();
            assert!(username.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)), "{username}");
            let alike = planted("case-variant-username", &username);
            assert!(usernames.insert(muster_model::fold::fold_case(&username)) || alike, "{username} twice");
            if let Some(id) = user.identity.id {
                assert!(ids.insert(id), "id of {username} twice");
            }
            if let Some(email) = user.email.value() {
                assert!(email.split_once('@').is_some_and(|(_, domain)| domain.ends_with(".example")), "{email}");
                assert!(emails.insert(email.clone()) || planted("duplicate-email", &username), "{email} twice");
            }
        }
    }
}

#[test]
fn shares_are_those_of_a_real_team() {
    for count in [1284, 10_000] {
        let snapshots = last(&realm(count));
        let all: Vec<UserRecord> = snapshots.values().flat_map(users).collect();
        let gitlab = users(&snapshots["gitlab"]);
        let of = |n: usize, of: usize| n as f64 / of as f64 * 100.0;
        let within = |what: &str, share: f64, low: f64, high: f64| {
            println!("{count}: {what} {share:.1} %");
            assert!((low..=high).contains(&share), "{count} users: {share:.2} % are {what}, not {low} to {high}");
        };
        let state = |state| all.iter().filter(|user| user.state.value() == Some(&state)).count();
        within("in gitlab", of(gitlab.len(), all.len()), 87.0, 89.0);
        within("active", of(state(State::Active), all.len()), 79.0, 83.0);
        within("deactivated", of(state(State::Deactivated), all.len()), 8.0, 10.5);
        within("blocked", of(state(State::Blocked), all.len()), 5.5, 7.5);
        within("pending", of(state(State::Pending), all.len()), 2.0, 4.0);
        let kind = |kind| gitlab.iter().filter(|user| user.kind.value() == Some(&kind)).count();
        within("human", of(kind(Kind::Human), gitlab.len()), 91.0, 94.5);
        within("external", of(kind(Kind::External), gitlab.len()), 2.0, 4.0);
        within("service", of(kind(Kind::Service), gitlab.len()), 1.0, 3.0);
        within("bot", of(kind(Kind::Bot), gitlab.len()), 1.0, 3.0);
        // Who is switched off holds nothing any more.
        let enabled = |user: &&UserRecord| {
            user.state.value().is_some_and(|state| matches!(state, State::Active | State::Locked | State::Pending))
        };
        let enabled: Vec<&UserRecord> = gitlab.iter().filter(enabled).collect();
        let highest = |wanted| enabled.iter().filter(|user| level(user) == wanted).count();
        for (name, wanted, low, high) in [
            ("guest", Some(10), 9.0, 14.0),
            ("planner", Some(15), 3.5, 6.5),
            ("reporter", Some(20), 13.0, 17.5),
            ("developer", Some(30), 44.0, 52.0),
            ("maintainer", Some(40), 12.0, 18.0),
            ("owner", Some(50), 2.0, 4.0),
            ("minimal access", Some(5), 0.5, 2.0),
            ("without membership", None, 1.0, 7.0),
        ] {
            within(name, of(highest(wanted), enabled.len()), low, high);
        }
        let now = today().and_time(chrono::NaiveTime::MIN).and_utc();
        let active: Vec<_> = gitlab
            .iter()
            .filter(|user| {
                user.state.value() == Some(&State::Active) && user.kind.value().is_some_and(|k| k.is_person())
            })
            .collect();
        let seen = |test: &dyn Fn(&muster_model::LastSeen) -> bool| {
            active.iter().filter(|user| test(user.last_seen.as_ref().unwrap())).count()
        };
        within("within 30 days", of(seen(&|s| s.days_ago(now).is_some_and(|d| d <= 30)), active.len()), 85.0, 94.0);
        within("dormant", of(seen(&|s| s.days_ago(now).is_some_and(|d| d >= 90)), all.len()), 2.5, 4.0);
        within("never seen", of(seen(&|s| s.status == SeenStatus::Never), all.len()), 0.8, 1.8);
        within("unknown", of(seen(&|s| s.status == SeenStatus::Unknown), all.len()), 0.1, 1.0);
        within(
            "with two-factor",
            of(active.iter().filter(|u| u.mfa.value() == Some(&true)).count(), active.len()),
            82.0,
            89.0,
        );
        let administrators = gitlab.iter().filter(|u| grants(u).iter().any(|g| g.role.privileged)).count();
        assert!((5..=60).contains(&administrators), "{administrators} administrators");
        let elevated = gitlab.iter().filter(|u| grants(u).iter().any(|g| g.role.is_elevated_guest())).count();
        assert!(elevated > 0);
        let many = gitlab.iter().filter(|user| grants(user).len() > 4).count();
        let planted = realm(count).findings().iter().filter(|found| found.rule == "more-roles-than-peers").count();
        assert_eq!(many, planted, "hold many roles");
    }
}

#[test]
fn a_month_brings_and_takes_a_few() {
    let realm = realm(1284);
    let months: Vec<HashMap<String, UserRecord>> = realm
        .snapshots()
        .filter(|snapshot| snapshot.domain == "gitlab")
        .map(|snapshot| users(&snapshot).into_iter().map(|u| (u.identity.id.clone().unwrap(), u)).collect())
        .collect();
    assert_eq!(months.len(), 12);
    for pair in months.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let came = after.keys().filter(|id| !before.contains_key(*id)).count();
        let went = before.keys().filter(|id| !after.contains_key(*id)).count();
        let both = || before.iter().filter_map(|(id, old)| after.get(id).map(|new| (old, new)));
        let stopped = both().filter(|(old, new)| old.state != new.state).count();
        let regranted = both().filter(|(old, new)| old.grants != new.grants).count();
        println!("came {came}, went {went}, state {stopped}, grants {regranted}");
        assert!((5..=60).contains(&came), "{came} came");
        assert!(went <= 6, "{went} went");
        assert!((2..=40).contains(&stopped), "{stopped} changed state");
        assert!((10..=120).contains(&regranted), "{regranted} changed grants");
    }
}

#[test]
fn nothing_happens_before_creation_or_after_the_snapshot() {
    for snapshot in realm(1284).snapshots() {
        let at: DateTime<Utc> = snapshot.taken_at;
        for user in users(&snapshot) {
            let name = user.identity.username.clone().unwrap();
            let created = *user.created_at.value().unwrap();
            assert!(created <= at, "{name} at {at}");
            if let Some(seen) = user.last_seen.as_ref().unwrap().at {
                assert!(seen <= at, "{name} was seen at {seen}, after {at}");
                assert!(seen >= created, "{name} was seen at {seen}, before {created}");
            }
            for grant in grants(&user) {
                assert!(grant.since.is_none_or(|since| since >= created && since <= at), "{name} {grant:?}");
            }
        }
    }
}

#[test]
fn the_directory_lists_mostly_people_who_have_accounts() {
    let snapshots = last(&realm(1284));
    let addresses: HashSet<String> =
        users(&snapshots["gitlab"]).into_iter().filter_map(|u| u.email.value().cloned()).collect();
    let directory = users(&snapshots["ldap"]);
    let shared = directory.iter().filter(|u| addresses.contains(u.email.value().unwrap())).count();
    assert!(shared * 100 / directory.len() >= 80, "{shared} of {}", directory.len());
    assert!(directory.iter().any(|u| u.identity.username.as_deref() == Some("bengt.l")));
}

#[test]
fn some_left_the_directory_and_are_still_active() {
    let realm = realm(1284);
    let snapshots: Vec<Snapshot> = realm.snapshots().filter(|s| s.domain == "ldap").collect();
    let (before, after) = (users(&snapshots[snapshots.len() - 2]), users(&snapshots[snapshots.len() - 1]));
    let ids: HashSet<_> = after.iter().map(|u| u.identity.id.clone()).collect();
    let gone: HashSet<_> =
        before.iter().filter(|u| !ids.contains(&u.identity.id)).filter_map(|u| u.email.value()).collect();
    let gitlab = users(&last(&realm)["gitlab"]);
    let active = gitlab
        .iter()
        .filter(|u| u.email.value().is_some_and(|e| gone.contains(e)) && u.state.value() == Some(&State::Active));
    assert!(active.count() >= 1, "{gone:?}");
}

#[test]
fn the_planted_cases_are_there_and_are_what_they_say() {
    let realm = realm(1284);
    let truth = realm.truth();
    assert!(truth.len() > 40);
    let found: HashMap<String, UserRecord> =
        users(&last(&realm)["gitlab"]).into_iter().map(|u| (u.identity.username.clone().unwrap(), u)).collect();
    for case in &truth {
        let user = &found[case.username];
        assert_eq!(user.display_name.value().unwrap(), case.display_name);
        assert_eq!(user.seat_flag.value() == Some(&case.ultimate), !case.flag_differs, "{}", case.username);
    }
    assert!(truth.iter().any(|case| case.display_name.chars().count() == 80));
    assert_eq!(truth.iter().filter(|case| case.flag_differs).count(), 3);
    assert_eq!(Realm::new(Settings::new(20, 1, today())).truth().len(), 9);
}

#[test]
fn a_million_users_begin_at_once_and_end_with_one_snapshot() {
    let realm = realm(1_000_000);
    let snapshots: Vec<Snapshot> = realm.snapshots().collect();
    assert_eq!(snapshots.len(), 3);
    let begun = snapshots[2].records().filter(|record| matches!(record, Record::User(_))).take(2000).count();
    assert_eq!(begun, 2000);
    assert_eq!(snapshots[2].records_at_most(), 880_000 + 5010 + 11);
}
