//! Whether the plans that ship hold together: names, filters, sentences, and
//! reasons that agree with the rule for everyone a rule can tell apart.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use chrono::{DateTime, NaiveDate};
use common::{Someone, custom_guest, grant, now, role};
use muster_demo::{Realm, Settings};
use muster_model::record::Record;
use muster_model::seen::Precision;
use muster_model::{Kind, LastSeen, ReclaimReason, State, TrueUp, UserstoreKind};
use muster_seats::{Count, Plan, Reclaim, SeatError, Written};
use std::collections::{HashMap, HashSet};

fn seen(days: i64) -> LastSeen {
    LastSeen::seen(DateTime::from_timestamp(now() - days * 86_400, 0).unwrap(), "last_activity_on", Precision::Day)
}

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
                    for variant in 0..6 {
                        let grants = memberships.iter().map(|r| grant(r.clone(), "acme/web"));
                        let grants = grants.chain(above.iter().map(|r| grant(r.clone(), ""))).collect();
                        let someone = Someone::new(*state, *kind, grants);
                        all.push(match variant {
                            0 => someone,
                            1 => someone.gone(),
                            2 => someone.grants_unknown(),
                            3 => someone.seen(seen(29)),
                            4 => someone.seen(seen(75)),
                            _ => someone.seen(LastSeen::never("last_activity_on")),
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
    assert_eq!(plans.iter().map(|plan| plan.name.as_str()).collect::<Vec<_>>(), Plan::names().collect::<Vec<_>>());
    let titles: HashSet<&str> = plans.iter().map(|plan| plan.title.as_str()).collect();
    assert_eq!(titles.len(), plans.len(), "each has a title of its own");
    for plan in &plans {
        assert_eq!(Plan::by_name(&plan.name.to_uppercase()).unwrap().name, plan.name);
        assert!(!plan.own);
        for text in [&plan.title, &plan.product, &plan.plan, &plan.versions, &plan.source] {
            assert!(!text.is_empty() && !text.contains('{'), "{}: {text}", plan.name);
        }
        for sentence in plan.notes.iter().chain([&plan.rule]) {
            let whole = sentence.ends_with('.') && !sentence.contains(['\n', '{']);
            assert!(whole, "{}: {sentence}", plan.name);
        }
    }
    assert!(plans.iter().filter(|p| p.product == "GitLab").all(|p| p.true_up == TrueUp::Peak));
    let unknown = Plan::by_name("gitlab-gold").unwrap_err().to_string();
    assert!(
        unknown.starts_with("there is no seat plan \"gitlab-gold\"; the plans are: gitlab-ultimate, "),
        "{unknown}"
    );
}

#[test]
fn a_value_behind_a_colon_is_the_plans_parameter() {
    let plain = Plan::by_name("per-role").unwrap();
    assert!(plain.filter().to_string().ends_with("roles.value eq \"Developer\""), "{}", plain.filter());
    let plan = Plan::by_name("Per-Role: Head of \"Ops\"").unwrap();
    assert_eq!(plan.name, "per-role:Head of \"Ops\"");
    assert_eq!(plan.title, "Per holder of Head of \"Ops\"");
    assert!(plan.filter().to_string().ends_with(r#"roles.value eq "Head of \"Ops\"""#), "{}", plan.filter());
    assert_eq!(Plan::by_name(&plan.name).unwrap().filter(), plan.filter());
    let grants = vec![grant(role("Reporter"), "acme"), grant(role("Owner"), "b")];
    let holder = Someone::new(State::Active, Kind::Human, grants);
    let why = Plan::by_name("per-role:reporter").unwrap().why(&holder.account(), None, now());
    assert_eq!((why.takes, why.why.as_str()), (true, "Reporter on acme"));
    assert!(!plain.takes_seat(&holder.account(), now()));
    let none = Plan::by_name("gitlab-premium:Developer").unwrap_err().to_string();
    assert!(none.contains("takes nothing after a colon"), "{none}");
}

#[test]
fn an_own_plan_needs_a_name_and_a_filter_and_can_be_like_another() {
    let plan = Plan::read("ours", "name = 'ours'\nfilter = 'state eq active and kind eq human'").unwrap();
    assert!(plan.own);
    assert_eq!((plan.title.as_str(), plan.rule.as_str()), ("ours", "State is active and kind is human."));
    let someone = Someone::new(State::Blocked, Kind::Human, vec![]);
    assert_eq!(plan.why(&someone.account(), None, now()).why, "State is blocked");
    let like = Plan::read("ours", "name = 'ours'\nlike = 'gitlab-free'\ntitle = 'Ours'").unwrap();
    let premium = Plan::by_name("gitlab-premium").unwrap();
    assert_eq!((like.filter(), &like.title, &like.plan), (premium.filter(), &"Ours".to_owned(), &"Free".to_owned()));
    assert!(like.why(&someone.account(), None, now()).why.starts_with("The account is blocked"));
    // With a rule of its own, the sentences of the other's rule would be wrong.
    let text = "name = 'ours'\nlike = 'gitlab-free'\nfilter = 'mfa eq true'";
    let other = Plan::read("ours", text).unwrap();
    assert_eq!(other.rule, "Has a second factor.");
    let why = other.why(&someone.account(), None, now()).why;
    assert_eq!(why, "Its source does not say whether a second factor is set");
    let seen = Plan::read("ours", "name = 'ours'\nlike = 'per-seen-30d'\n[values]\ndays = '45'").unwrap();
    assert_eq!(seen.title, "Per user seen in 45 days");
    assert!(seen.filter().to_string().ends_with("lastSeen ge \"-45d\""), "{}", seen.filter());
}

#[test]
fn what_is_written_is_read_back() {
    let written = Written {
        name: "ours".into(),
        title: "Ours \"and\" theirs\n".into(),
        domains: vec!["a/b \"c\"".into()],
        true_up: Some(TrueUp::EndOfPeriod),
        filter: "department eq \"R&D \\\" x\"\nand state eq active".into(),
        ..Written::default()
    };
    let plan = Plan::read("ours", &written.text(None, None).unwrap()).unwrap();
    assert_eq!((&plan.title, &plan.domains, plan.true_up), (&written.title, &written.domains, TrueUp::EndOfPeriod));
    assert_eq!(plan.filter(), &muster_query::parse(&written.filter).unwrap());
}

#[test]
fn reasons_stay_while_the_rule_does() {
    let premium = Plan::by_name("gitlab-premium").unwrap();
    let rule = premium.filter().to_string();
    let copy = Written { name: "ours".into(), title: "Ours".into(), filter: rule, ..Written::default() };
    let copied = copy.text(None, Some("gitlab-premium")).unwrap();
    assert!(copied.contains("like = \"gitlab-premium\"") && !copied.contains("filter"), "{copied}");
    let plan = Plan::read("ours", &copied).unwrap();
    let guest = Someone::new(State::Active, Kind::Human, vec![grant(role("Guest"), "acme")]);
    let why = |plan: &Plan| plan.why(&guest.account(), None, now()).why;
    assert_eq!((why(&plan), &plan.notes, plan.title.as_str()), (why(&premium), &premium.notes, "Ours"));
    // Another title, then another rule.
    let titled = Written { title: "Theirs".into(), ..copy.clone() }.text(Some(&copied), None).unwrap();
    let plan = Plan::read("ours", &titled).unwrap();
    assert_eq!((why(&plan), plan.title.as_str()), (why(&premium), "Theirs"));
    let ruled = Written { filter: "kind eq human".into(), ..copy }.text(Some(&titled), None).unwrap();
    let plan = Plan::read("ours", &ruled).unwrap();
    assert_eq!((why(&plan).as_str(), &plan.notes), ("Kind is human", &premium.notes));
    assert_eq!(plan.rule, "Kind is human.");
}

#[test]
fn a_copy_of_a_plan_with_a_value_behind_its_name_keeps_value_and_reasons() {
    let ops = Plan::by_name("per-role:Ops \"1\"").unwrap();
    let rule = ops.filter().to_string();
    let copy = Written { name: "ours".into(), title: "Ours".into(), filter: rule, ..Written::default() };
    let text = copy.text(None, Some("per-role:Ops \"1\"")).unwrap();
    assert!(text.contains("like = \"per-role\"") && !text.contains("filter"), "{text}");
    let plan = Plan::read("ours", &text).unwrap();
    assert_eq!((plan.filter(), &plan.rule), (ops.filter(), &ops.rule));
    for held in [role("Ops \"1\""), role("Developer")] {
        let someone = Someone::new(State::Active, Kind::Human, vec![grant(held, "acme")]);
        assert_eq!(plan.why(&someone.account(), None, now()), ops.why(&someone.account(), None, now()));
    }
    // One that takes no value is copied without.
    let text = copy.text(None, Some("keycloak:Ops")).unwrap();
    assert!(text.contains("like = \"keycloak\"") && !text.contains("values"), "{text}");
}

#[test]
fn a_broken_plan_says_what_is_broken_and_on_which_line() {
    let text = include_str!("../plans/per-active-user.toml");
    let line = |part: &str| text.lines().position(|line| line.contains(part)).unwrap() + 1;
    let broken = |from: &str, to: &str| Plan::read("mine", &text.replacen(from, to, 1)).unwrap_err();
    let filter = broken("or state eq locked", "or state equals locked");
    let SeatError::Filter { place, line: found, .. } = &filter else { panic!("{filter}") };
    assert_eq!((place.as_str(), *found), ("filter", Some(line("or state eq locked"))), "{filter}");
    let reason = broken("when = 'gone eq true'", "when = 'gone eq'");
    let SeatError::Filter { place, line: found, .. } = &reason else { panic!("{reason}") };
    assert_eq!((place.as_str(), *found), ("reasons 1", Some(line("when = 'gone eq true'"))), "{reason}");
    let filter_of = |clause: &str| format!("filter = '''\n{clause}");
    for (from, to, said) in [
        ("title =", "titel =", "titel"),
        ("title = ", "title = 7 #", "string"),
        ("name = \"per-active-user\"", "name = \"Per User\"", "line 1: the name \"Per User\""),
        ("true_up = \"peak\"", "true_up = \"often\"", "line 7"),
        ("title = \"Per active user\"", "like = \"gitlab-gold\"", "there is no plan \"gitlab-gold\""),
        ("title = \"Per active user\"", "title = \"a\\u0007\"", "title has a character"),
        ("filter = '''", &filter_of("ada or"), "bare word \"ada\""),
        ("filter = '''", &filter_of("seat eq true and"), "cannot ask for seat"),
        ("filter = '''", &filter_of("pending eq true or"), "cannot ask for pending"),
    ] {
        let error = broken(from, to).to_string();
        assert!(error.contains(said), "{said}: {error}");
    }
    let empty = Plan::read("mine", "name = 'mine'").unwrap_err().to_string();
    assert!(empty.contains("it has no filter"), "{empty}");
    let huge = Plan::read("mine", &"#".repeat(100_000)).unwrap_err().to_string();
    assert!(huge.contains("100000 bytes"), "{huge}");
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
            assert_eq!(clauses.iter().all(|clause| clause.holds), why.takes, "{clauses:?}: {who}");
            let texts: HashSet<&str> = clauses.iter().map(|clause| clause.text.as_str()).collect();
            assert_eq!(texts.len(), clauses.len(), "{clauses:?}: {who}");
            for clause in &clauses {
                let sentence = clause.text.starts_with(char::is_uppercase) && !clause.text.contains(" eq ");
                assert!(sentence && !clause.because.is_empty(), "{clause:?}: {who}");
            }
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
fn the_surest_reason_to_free_a_seat_is_the_one() {
    let reclaim = Reclaim::new().unwrap();
    let never = || LastSeen::never("last_activity_on");
    let someone = |state, kind| Someone::new(state, kind, vec![]);
    let (active, human) = (State::Active, Kind::Human);
    #[rustfmt::skip]
    let table = [
        (someone(active, human).seen(seen(90)), false, Some(ReclaimReason::Dormant)),
        (someone(active, human).seen(seen(89)), false, None),
        (someone(active, human).seen(seen(89)), true, Some(ReclaimReason::DuplicatePerson)),
        (someone(active, human).seen(never()).created(14), false, Some(ReclaimReason::NeverSeen)),
        (someone(active, human).seen(never()).created(13), false, None),
        (someone(active, human).seen(never()), false, Some(ReclaimReason::NeverSeen)),
        (someone(active, human).seen(never()), true, Some(ReclaimReason::DuplicatePerson)),
        (someone(active, Kind::Bot).seen(never()), false, Some(ReclaimReason::NeverSeen)),
        (someone(active, Kind::Service).seen(seen(400)), false, Some(ReclaimReason::MachineCounted)),
        (someone(State::Blocked, Kind::Bot).seen(never()), true, Some(ReclaimReason::DisabledButCounted)),
        (someone(State::Locked, human).seen(seen(1)), false, None),
        (someone(active, human), false, None),
        (someone(active, human).seen(LastSeen::not_collected()), false, None),
    ];
    for (someone, duplicate, expected) in table {
        let account = someone.account();
        assert_eq!(reclaim.reason(&account, duplicate, now()), expected, "{:?}", someone.user);
        if let Some(reason) = expected {
            let said = muster_seats::reclaim::said(reason, &account, Some("ldap/ada"), now());
            assert!(said.starts_with(char::is_uppercase) && !said.ends_with('.'), "{said}");
        }
    }
}

#[test]
fn a_difference_has_a_reason() {
    let auditor = Someone::new(State::Active, Kind::Human, vec![grant(role("Auditor"), "")]).flag(false);
    let said = Plan::by_name("gitlab-ultimate").unwrap().difference(&auditor.account(), None, false, now());
    assert!(said.starts_with("Auditor: reads everything on the instance. GitLab's flag goes by"), "{said}");
    for plan in Plan::all().unwrap().iter().filter(|plan| plan.product == "GitLab") {
        for someone in everyone() {
            let account = someone.account();
            let takes = plan.takes_seat(&account, now());
            let said = plan.difference(&account, None, !takes, now());
            assert!(said.starts_with(&plan.why(&account, None, now()).why) && !said.contains('{'), "{said}");
        }
    }
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
    let mut count = Count::new(&ultimate).unwrap();
    for user in &users {
        count.add(&user.account(), now());
    }
    let tally = count.tally(Some(realm.seats_bought()));
    println!("{tally:#?}");
    assert_eq!(tally.over, 0);
    assert!(tally.reclaimable_because(ReclaimReason::Dormant) > 10, "{tally:?}");
    assert!(tally.reclaimable_because(ReclaimReason::NeverSeen) > 3, "{tally:?}");
    let differing = users
        .iter()
        .filter(|u| u.facts.has(muster_model::Facts::SEAT_FLAG) != ultimate.takes_seat(&u.account(), now()));
    assert_eq!(differing.count(), realm.truth().iter().filter(|case| case.flag_differs).count());
    assert_eq!(tally.instance_count, Some(tally.consumed + 3));
}
