//! Terms, plans of the team's own, what could be freed, and mismatches.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use chrono::{Days, NaiveDate};
use common::{Place, import, made, named, now};
use muster_app::Code;
use muster_app::api::seat_plans::{PlanDraft, Purchase, ReclaimPage, ReclaimQuery, ReclaimReason, SeatTerms, TryPlan};
use muster_app::api::seats::SetPlan;
use muster_app::session::Session;
use muster_model::TrueUp;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ago(days: u64) -> String {
    now().checked_sub_days(Days::new(days)).unwrap().format("%Y-%m-%d").to_string()
}

fn terms(purchases: &[(&str, u64)]) -> SeatTerms {
    SeatTerms {
        purchases: purchases.iter().map(|(from, seats)| Purchase { from: day(from), seats: *seats }).collect(),
        price_cents: Some(2900),
        currency: Some("EUR".into()),
        period_from: Some(day("2026-03-01")),
        period_months: Some(12),
        true_up: TrueUp::Peak,
    }
}

fn logged(session: &Session, action: &str) -> usize {
    let query = serde_json::from_value(serde_json::json!({ "search": action, "limit": 500 })).unwrap();
    session.log_page(&query).unwrap().entries.iter().filter(|entry| entry.action == action).count()
}

#[test]
fn terms_are_kept_and_what_is_bought_depends_on_the_day() {
    let (_place, session) = made();
    let plan = "gitlab-premium";
    let nothing = session.seats_terms(plan).unwrap();
    assert_eq!((nothing.purchases.len(), nothing.true_up), (0, TrueUp::Peak));
    // In any order, and again: the same is no change.
    let glance = session.seats_terms_set(plan, &terms(&[("2026-12-01", 90), ("2026-03-01", 50)]), now()).unwrap();
    assert_eq!((glance.purchased, glance.true_up), (Some(50), TrueUp::Peak));
    let kept = session.seats_terms(plan).unwrap();
    assert_eq!(kept, terms(&[("2026-03-01", 50), ("2026-12-01", 90)]));
    session.seats_terms_set(plan, &kept, now()).unwrap();
    assert_eq!(logged(&session, "seats.set"), 1);
    // The simple way: from today on, and everything else stays.
    let set = |purchased| {
        let price_cents = Some(2900);
        session.seats_set(&SetPlan { plan: plan.into(), purchased, price_cents, currency: Some("EUR".into()) }, now())
    };
    assert_eq!(set(Some(60)).unwrap().purchased, Some(60));
    let kept = session.seats_terms(plan).unwrap();
    assert_eq!(kept, terms(&[("2026-03-01", 50), ("2026-11-20", 60), ("2026-12-01", 90)]));
    assert_eq!(set(None).unwrap().purchased, None);
    assert_eq!(set(Some(40)).unwrap().purchased, Some(40));
    assert_eq!(session.seats_terms(plan).unwrap().purchases, [Purchase { from: day("1970-01-01"), seats: 40 }]);
}

#[test]
fn terms_that_cannot_be_are_refused() {
    let (place, session) = made();
    let refused = |change: &dyn Fn(&mut SeatTerms)| {
        let mut terms = terms(&[("2026-03-01", 50)]);
        change(&mut terms);
        session.seats_terms_set("per-active-user", &terms, now()).unwrap_err()
    };
    let bought = |from: &str, seats: u64| Purchase { from: day(from), seats };
    #[rustfmt::skip]
    #[allow(clippy::type_complexity, reason = "a table of what is wrong and how it is made so")]
    let table: &[(&str, &dyn Fn(&mut SeatTerms))] = &[
        ("purchases", &|t| t.purchases.push(bought("2026-03-01", 60))),
        ("purchases", &|t| t.purchases.push(bought("1969-12-31", 60))),
        ("purchases", &|t| t.purchases.push(bought("2026-04-01", u64::MAX))),
        ("purchases", &|t| t.purchases = (0..1_001).map(|n| Purchase { from: day("2000-01-01") + Days::new(n), seats: n }).collect()),
        ("price_cents", &|t| t.price_cents = Some(1 << 60)),
        ("currency", &|t| t.currency = Some("euro".into())),
        ("period_from", &|t| t.period_from = Some(day("9999-01-01"))),
        ("period_months", &|t| t.period_months = Some(0)),
        ("period_months", &|t| t.period_months = Some(121)),
    ];
    for (field, change) in table {
        let error = refused(change);
        assert_eq!((error.code, error.details["field"].as_str()), (Code::Invalid, Some(*field)), "{error}");
    }
    let unknown = session.seats_terms_set("gitlab-gold", &terms(&[]), now()).unwrap_err();
    assert_eq!(unknown.code, Code::NotFound);
    assert_eq!(logged(&session, "seats.set"), 0);
    let looking = place.look();
    let refused = looking.seats_terms_set("per-active-user", &terms(&[]), now()).unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
}

fn draft(name: &str, filter: &str) -> PlanDraft {
    PlanDraft {
        name: name.into(),
        title: "Ours".into(),
        product: "Forge".into(),
        plan: "Team".into(),
        versions: "any".into(),
        userstores: Vec::new(),
        rule: String::new(),
        filter: filter.into(),
        true_up: None,
        like: None,
    }
}

const TEAM: &str = "username,state,kind,roles\nada,active,human,Developer\nbob,blocked,human,Developer\n\
                    cat,active,human,Guest\nci,active,service,\n";

#[test]
fn an_own_plan_is_saved_chosen_and_counted_by() {
    let (place, session) = made();
    import(&place, &session, "team", TEAM);
    let saved = session.seats_plan_save(&draft("ours", "state eq active and kind eq human"), now()).unwrap();
    assert!(saved.own && !saved.chosen);
    assert_eq!(saved.rule, "State is active and kind is human.");
    session.seats_choose("Ours", now()).unwrap();
    let report = session.seats_report("ours", None, now()).unwrap();
    assert_eq!(report.consumed, 2);
    assert_eq!(report.seats[0].why, "State is active, kind is human");
    // The plan everyone is counted by follows its rule at once.
    let seats = || {
        session.users_list(&muster_app::users::ListQuery { filter: "seat eq true".into(), ..Default::default() }, now())
    };
    assert_eq!(seats().unwrap().total, 2);
    session.seats_plan_save(&draft("ours", "state eq active"), now()).unwrap();
    assert_eq!(seats().unwrap().total, 3);
    let plans = session.seats_plans(now()).unwrap();
    assert_eq!((plans[0].name.as_str(), plans[0].chosen, plans[0].own), ("ours", true, true));
    // It is not removed while it is counted by, then with its terms.
    session.seats_terms_set("ours", &terms(&[("2026-01-01", 5)]), now()).unwrap();
    assert_eq!(session.seats_plan_remove("ours", now()).unwrap_err().code, Code::Invalid);
    session.seats_choose("per-active-user", now()).unwrap();
    session.seats_plan_remove("ours", now()).unwrap();
    assert_eq!(session.seats_report("ours", None, now()).unwrap_err().code, Code::NotFound);
    session.seats_plan_save(&draft("ours", "state eq active"), now()).unwrap();
    assert!(session.seats_terms("ours").unwrap().purchases.is_empty());
    assert_eq!((logged(&session, "seats.plan.save"), logged(&session, "seats.plan.remove")), (3, 1));
}

#[test]
fn a_shipped_plan_is_copied_not_edited() {
    let (place, session) = made();
    let mut copy = session.seats_plan_read("gitlab-premium").unwrap();
    assert_eq!(session.seats_plan_save(&copy, now()).unwrap_err().code, Code::Exists);
    assert_eq!(session.seats_plan_remove("gitlab-premium", now()).unwrap_err().code, Code::NotPermitted);
    copy.name = "our-gitlab".into();
    copy.title = "Our GitLab".into();
    session.seats_plan_save(&copy, now()).unwrap();
    import(&place, &session, "team", TEAM);
    let explained = session.seats_explain("bob", "our-gitlab", now()).unwrap();
    assert_eq!(explained.why, "The account is blocked, and only an active one takes a seat");
    let read = session.seats_plan_read("our-gitlab").unwrap();
    assert_eq!(read.filter, copy.filter);
    // A copy of the copy explains itself as well.
    session.seats_plan_save(&PlanDraft { name: "again".into(), ..read }, now()).unwrap();
    assert_eq!(session.seats_explain("bob", "again", now()).unwrap().why, explained.why);
    // So does one of a plan with a value behind its name.
    let guests = session.seats_plan_read("per-role:Guest").unwrap();
    session.seats_plan_save(&PlanDraft { name: "guests".into(), ..guests }, now()).unwrap();
    for user in ["ada", "bob", "cat", "ci"] {
        let why = |plan: &str| session.seats_explain(user, plan, now()).unwrap().why;
        assert_eq!(why("guests"), why("per-role:Guest"));
    }
    assert_eq!(session.seats_explain("ada", "guests", now()).unwrap().why, "Does not hold the role Guest");
    // Its file is one that can be added again, under another name.
    let file = session.seats_plan_file("our-gitlab").unwrap().replace("our-gitlab", "their-gitlab");
    session.seats_plan_add("their.toml", &file, false, now()).unwrap();
    assert_eq!(session.seats_plan_add("their.toml", &file, false, now()).unwrap_err().code, Code::Exists);
    session.seats_plan_add("their.toml", &file, true, now()).unwrap();
    let shipped = session.seats_plan_file("gitlab-free").unwrap();
    assert_eq!(session.seats_plan_add("free.toml", &shipped, true, now()).unwrap_err().code, Code::Exists);
}

#[test]
fn a_draft_that_cannot_be_a_plan_is_refused() {
    let (_place, session) = made();
    for (change, code, field) in [
        (PlanDraft { name: "Our Plan".into(), ..draft("x", "kind eq human") }, Code::Invalid, "name"),
        (PlanDraft { title: " ".into(), ..draft("x", "kind eq human") }, Code::Invalid, "title"),
        (draft("x", " "), Code::Invalid, "filter"),
        (draft("x", "seat eq true"), Code::Invalid, "filter"),
        (draft("x", "ada"), Code::Invalid, "filter"),
        (PlanDraft { userstores: vec!["nowhere".into()], ..draft("x", "kind eq human") }, Code::NotFound, "userstores"),
    ] {
        let error = session.seats_plan_save(&change, now()).unwrap_err();
        assert_eq!((error.code, error.details["field"].as_str()), (code, Some(field)), "{error}");
    }
    let error = session.seats_plan_save(&draft("x", "kind eq"), now()).unwrap_err();
    assert_eq!((error.code, error.details["at"].as_u64()), (Code::InvalidFilter, Some(7)), "{error}");
    let error = session.seats_plan_add("a.toml", "name = 'x'\n\nfilter = '''\nkind eq\n'''", false, now()).unwrap_err();
    assert_eq!((error.code, error.details["line"].as_u64()), (Code::Invalid, Some(4)), "{error}");
    assert!(error.message.contains("a.toml") && error.message.contains("line 4"), "{error}");
    assert!(session.seats_plans(now()).unwrap().iter().all(|plan| !plan.own));
}

#[test]
fn a_rule_is_tried_before_it_is_saved() {
    let (place, session) = made();
    import(&place, &session, "team", TEAM);
    import(&place, &session, "other", "username,state\ndan,active\n");
    let attempt = |filter: &str, userstores: &[&str], against: Option<&str>| {
        let userstores = userstores.iter().map(|s| (*s).to_owned()).collect();
        let request = TryPlan { filter: filter.into(), userstores, against: against.map(str::to_owned) };
        session.seats_plan_try(&request, now()).map(|t| (t.takes, t.against, t.gained, t.lost, t.said))
    };
    let said = || "State is active".to_owned();
    assert_eq!(attempt("state eq active", &[], None).unwrap(), (4, None, 0, 0, said()));
    // ada, cat and dan are people and active; bob is blocked; ci is a machine.
    assert_eq!(attempt("state eq active", &["team"], Some("per-active-user")).unwrap(), (3, Some(3), 1, 1, said()));
    assert_eq!(attempt("kind eq", &[], None).unwrap_err().code, Code::InvalidFilter);
    assert_eq!(attempt("seat eq true", &[], None).unwrap_err().code, Code::Invalid);
    assert_eq!(attempt("kind pr", &[], Some("gitlab-gold")).unwrap_err().code, Code::NotFound);
    session.seats_plan_save(&draft("ours", "kind eq human"), now()).unwrap();
    let file = "name = 'ours'\nfilter = 'kind eq service'";
    let tried = session.seats_plan_try_file("ours.toml", file, None, now()).unwrap();
    assert_eq!((tried.takes, tried.against, tried.gained, tried.lost), (1, Some(4), 1, 4));
}

/// Who could be freed under the plan per enabled user, or per user seen.
fn realm() -> (Place, Session) {
    let (place, session) = made();
    let row = |name: &str, state: &str, kind: &str, created: u64, seen: &str| {
        format!("{name},{state},{kind},{},{seen}\n", ago(created))
    };
    let csv = "username,state,kind,created,last seen\n".to_owned()
        + &row("here", "active", "human", 900, &ago(1))
        + &row("new", "active", "human", 13, "never")
        + &row("never", "active", "human", 14, "never")
        + &row("older", "active", "human", 900, "never")
        + &row("gone90", "active", "human", 900, &ago(90))
        + &row("gone89", "active", "human", 900, &ago(89))
        + &row("gone400", "active", "human", 900, &ago(400))
        + &row("machine", "active", "service", 900, &ago(400))
        + &row("unknown", "active", "human", 900, "")
        + &row("blocked", "blocked", "human", 900, &ago(3))
        + &row("twin-a", "active", "human", 900, &ago(100))
        + &row("twin-b", "active", "human", 900, &ago(2))
        + &row("twin-c", "blocked", "human", 900, &ago(1))
        + &row("pair-a", "active", "human", 900, "never")
        + &row("pair-b", "active", "human", 900, "never");
    import(&place, &session, "team", &csv);
    let link = |names: &[&str]| {
        let ids: Vec<_> = names.iter().map(|name| named(&session, name)).collect();
        session.person_link(&ids, None, now()).unwrap();
    };
    link(&["twin-a", "twin-b", "twin-c"]);
    link(&["pair-a", "pair-b"]);
    (place, session)
}

fn freed(session: &Session, plan: &str, reason: Option<ReclaimReason>, offset: u64, limit: u64) -> ReclaimPage {
    session.seats_reclaimable(&ReclaimQuery { plan: plan.into(), reason, offset, limit }, now()).unwrap()
}

#[test]
fn seats_are_freed_the_surest_first_each_for_one_reason() {
    use ReclaimReason::{Dormant, DuplicatePerson, MachineCounted, NeverSeen};
    let (_place, session) = realm();
    let plan = "per-enabled-user";
    session.seats_terms_set(plan, &terms(&[("2026-03-01", 20)]), now()).unwrap();
    let all = freed(&session, plan, None, 0, 100);
    let rows: Vec<(&str, ReclaimReason)> = all.rows.iter().map(|row| (row.username.as_str(), row.reason)).collect();
    assert_eq!(
        rows,
        [
            ("pair-b", DuplicatePerson),
            ("twin-a", DuplicatePerson),
            ("older", NeverSeen),
            ("pair-a", NeverSeen),
            ("never", NeverSeen),
            ("machine", MachineCounted),
            ("gone400", Dormant),
            ("gone90", Dormant),
        ]
    );
    let shares: Vec<(ReclaimReason, u64)> = all.shares.iter().map(|share| (share.reason, share.count)).collect();
    assert_eq!(shares, [(DuplicatePerson, 2), (NeverSeen, 3), (MachineCounted, 1), (Dormant, 2)]);
    assert_eq!(all.total, 8);
    // 29.00 for 12 months, of which 100 of 365 days are left after 20 November.
    assert!(all.rows.iter().all(|row| row.saves_cents == Some(9534)), "{:?}", all.rows[0]);
    assert_eq!(all.shares[0].saves_cents, Some(2 * 9534));
    assert_eq!(all.said[0], "The 8 seats that could be freed cost EUR 762.72 until the period ends on 2027-02-28.");
    assert!(all.said[1].contains("does not lower a peak"), "{:?}", all.said);
    assert_eq!(all.rows[1].why, "The same person has a seat as team/twin-b");
    assert_eq!(all.rows[4].why, "Never seen, and created 14 days ago, on 2026-11-06");
    // Pages of any size put together are the whole; of one reason, its part.
    for size in 1..10 {
        let pages = (0..10).flat_map(|page| freed(&session, plan, None, page * size, size).rows);
        let names: Vec<String> = pages.map(|row| row.username).collect();
        assert_eq!(names, rows.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>(), "pages of {size}");
    }
    let dormant = freed(&session, plan, Some(Dormant), 1, 5);
    assert_eq!((dormant.total, dormant.rows.len(), dormant.rows[0].username.as_str()), (2, 1, "gone90"));
    assert!(freed(&session, plan, Some(ReclaimReason::DisabledButCounted), 0, 5).rows.is_empty());
}

#[test]
fn every_list_and_number_says_the_same_of_what_could_be_freed() {
    let (_place, session) = realm();
    for plan in ["per-enabled-user", "per-active-user", "per-seen-90d", "gitlab-premium", "gitlab-ultimate"] {
        let report = session.seats_report(plan, None, now()).unwrap();
        let page = freed(&session, plan, None, 0, 100);
        assert_eq!(report.reclaimable, page.total, "{plan}");
        assert_eq!(report.reclaimable_by, page.shares, "{plan}");
        let listed: Vec<&str> =
            report.seats.iter().filter(|s| s.reclaimable.is_some()).map(|s| s.username.as_str()).collect();
        assert_eq!(listed.len() as u64, page.total, "{plan}");
        let window = session.seats_page(plan, true, 0, 100, now()).unwrap();
        assert_eq!((window.total, window.seats.len()), (page.total, listed.len()), "{plan}");
        for seat in &report.seats {
            // The drawer asks for one user and looks at others of the person alone.
            let explained = session.seats_explain(&seat.username, plan, now()).unwrap();
            assert_eq!(explained.reclaimable, seat.reclaimable, "{} under {plan}", seat.username);
            let row = page.rows.iter().find(|row| row.username == seat.username);
            let word = row.map(|row| match row.reason {
                ReclaimReason::NeverSeen => "never",
                reason => reason.word(),
            });
            assert_eq!(word, seat.reclaimable.as_deref(), "{} under {plan}", seat.username);
        }
    }
    // Whoever was seen and is blocked now is counted by the days alone.
    let seen = freed(&session, "per-seen-90d", Some(ReclaimReason::DisabledButCounted), 0, 9);
    let names: Vec<&str> = seen.rows.iter().map(|row| row.username.as_str()).collect();
    assert_eq!(names, ["blocked", "twin-c"]);
    assert_eq!(seen.rows[0].why, "The account is blocked, and the rule counts it all the same");
}

#[test]
fn mismatches_with_the_instances_flag_have_reasons() {
    let (place, session) = made();
    let user = |id: u64, name: &str, more: &str, flag: &str| {
        format!(r#"{{"id":{id},"username":"{name}","state":"active","is_admin":false{more}{flag}}}"#)
    };
    let (yes, no) = (r#","using_license_seat":true"#, r#","using_license_seat":false"#);
    let users = [
        user(1, "ada", r#","is_auditor":true"#, no),
        user(2, "bob", r#","highest_role":30"#, yes),
        user(3, "cat", r#","highest_role":10"#, yes),
        user(4, "dan", "", ""),
        user(5, "eve", r#","highest_role":30"#, no),
    ];
    let file = place.file("users.json", format!("[{}]", users.join(",")).as_bytes());
    let request = serde_json::from_value(serde_json::json!({ "files": [file], "userstore": "gitlab" })).unwrap();
    session.import(&request, &muster_app::job::Job::silent(), now()).unwrap();
    let page = session.seats_mismatches("gitlab-ultimate", 0, 10, now()).unwrap();
    let rows: Vec<(&str, bool, bool)> = page.rows.iter().map(|r| (r.username.as_str(), r.instance, r.rule)).collect();
    assert_eq!((page.total, rows), (3, vec![("ada", false, true), ("cat", true, false), ("eve", false, true)]));
    assert!(page.rows[0].because.contains("goes by the highest role alone"), "{}", page.rows[0].because);
    assert!(page.rows[1].because.contains("says that Guests take a seat"), "{}", page.rows[1].because);
    assert!(page.rows[2].because.contains("only after a while"), "{}", page.rows[2].because);
    let report = session.seats_report("gitlab-ultimate", None, now()).unwrap();
    let told: Vec<&str> = report.mismatches.iter().map(|m| m.because.as_str()).collect();
    assert_eq!(told, page.rows.iter().map(|row| row.because.as_str()).collect::<Vec<_>>());
    assert_eq!(report.mismatched, 3);
    assert_eq!(session.seats_mismatches("gitlab-ultimate", 1, 1, now()).unwrap().rows[0].username, "cat");
}
