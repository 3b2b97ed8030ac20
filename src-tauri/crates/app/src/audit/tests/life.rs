use super::*;
use crate::Code;
use crate::api::audit::{AcceptFindings, FindingEventKind, ShowFinding};

fn accept(realm: &Realm, finding: &FindingRow, until: &str) -> crate::Result<u64> {
    let request = AcceptFindings { findings: one(finding), reason: "On leave.".to_owned(), until: day(until) };
    realm.session.audit_accept(&request, &Job::silent(), at("2026-11-20")).map(|done| done.findings)
}

fn story(realm: &Realm, finding: &FindingRow) -> Vec<FindingEventKind> {
    let request = ShowFinding { id: finding.id[..8].to_owned(), pack: None };
    realm.session.audit_finding(&request).unwrap().story.iter().map(|event| event.event).collect()
}

#[test]
fn a_second_run_says_what_is_new_and_what_went() {
    let realm = realm();
    realm.import("2026-11-20", &some());
    let first = realm.run(None, "2026-11-20");
    let dormant: Vec<_> = found(&first).into_iter().filter(|(rule, _)| rule.starts_with("dormant")).collect();
    assert_eq!(dormant, [("dormant-90d", "bob"), ("dormant-45d", "ada")]);
    assert_eq!(first.new.len(), first.findings.len());
    assert!(first.resolved.is_empty());
    assert!(first.findings.iter().all(|f| f.state == "open" && f.since == day("2026-11-20")));

    // Nothing changed: the answer is the same, and nothing in it is new.
    let request = RunAudit { as_of: Some(day("2026-11-20")), ..RunAudit::default() };
    let (again, told) = realm.session.audit_run_report(&request, &Job::silent(), at("2026-11-20")).unwrap();
    assert!(told.unchanged && told.kept);
    assert_eq!((&again.findings, again.score), (&first.findings, first.score));
    assert!(again.new.is_empty() && again.resolved.is_empty());
    assert!(realm.list(&FindingFilter { new: true, ..FindingFilter::default() }).is_empty());

    // Bob was seen, which the next snapshot says; dora comes.
    let mut users = some();
    users[3]["last_activity_on"] = json!("2026-11-20");
    users.push(user(6, "dora", "2026-07-01", json!({})));
    realm.import("2026-11-21", &users);
    let third = realm.run(None, "2026-11-21");
    let bob = realm.finding("dormant-90d", "bob");
    assert_eq!(third.resolved.iter().map(ToString::to_string).collect::<Vec<_>>(), std::slice::from_ref(&bob.id));
    let new = realm.list(&FindingFilter { new: true, ..FindingFilter::default() });
    let names: Vec<_> = new.iter().map(|f| (f.rule.as_str(), f.subject.name.as_str())).collect();
    assert_eq!(names, [("dormant-90d", "dora"), ("no-role", "dora")]);
    let mut ids: Vec<String> = new.iter().map(|f| f.id.clone()).collect();
    ids.sort_unstable();
    assert_eq!(third.new.iter().map(ToString::to_string).collect::<Vec<_>>(), ids);
    // What stays has its first day, and says what holds today.
    let ada = realm.finding("dormant-45d", "ada");
    assert_eq!((ada.since, ada.message.as_str()), (day("2026-11-20"), "Not seen for 46 days; the limit is 45."));
    // The snapshot that shows it gone is named.
    let detail = realm.session.audit_finding(&ShowFinding { id: bob.id.clone(), pack: None }).unwrap();
    let last = detail.story.last().unwrap();
    assert_eq!((last.event, last.snapshot_at), (FindingEventKind::Resolved, Some(at("2026-11-21"))));
    assert_eq!(detail.last_found.unwrap().as_of, day("2026-11-20"));

    // He is away for 90 days again: the same finding, open again.
    let fourth = realm.run(None, "2027-02-18");
    assert_eq!(realm.state("dormant-90d", "bob"), FindingState::Reopened);
    assert!(fourth.new.iter().any(|id| id.to_string() == bob.id));
    use FindingEventKind::{CameBack, Found, Resolved};
    assert_eq!(story(&realm, &bob), [Found, Resolved, CameBack]);
    assert_eq!(realm.finding("dormant-90d", "bob").since, day("2026-11-20"));
}

#[test]
fn an_acceptance_holds_until_its_last_day_and_opens_again_by_itself() {
    let realm = realm();
    realm.import("2026-11-20", &some());
    let first = realm.run(None, "2026-11-20");
    let bob = realm.finding("dormant-90d", "bob");
    assert_eq!(accept(&realm, &bob, "2026-11-25").unwrap(), 1);
    let accepted = realm.finding("dormant-90d", "bob");
    assert_eq!((accepted.state, accepted.until), (FindingState::Accepted, Some(day("2026-11-25"))));
    for on in ["2026-11-20", "2026-11-24", "2026-11-25"] {
        let run = realm.run(None, on);
        assert_eq!(realm.state("dormant-90d", "bob"), FindingState::Accepted, "{on}");
        assert!(!run.new.iter().any(|id| id.to_string() == bob.id));
        assert!(run.findings.iter().any(|f| f.state == "accepted"), "it is still told of");
        assert!(run.score >= first.score, "accepted findings weigh nothing");
    }
    let run = realm.run(None, "2026-11-26");
    assert_eq!(realm.state("dormant-90d", "bob"), FindingState::Reopened);
    assert!(run.new.iter().any(|id| id.to_string() == bob.id));

    // It is accepted once more and that is taken back.
    accept(&realm, &bob, "2026-12-31").unwrap();
    realm.session.audit_withdraw(&one(&bob), &Job::silent(), at("2026-11-26")).unwrap();
    assert_eq!(realm.state("dormant-90d", "bob"), FindingState::Open);
    use FindingEventKind::{AcceptanceEnded, Accepted, Found, Withdrawn};
    assert_eq!(story(&realm, &bob), [Found, Accepted, AcceptanceEnded, Accepted, Withdrawn]);

    let wrong = |finding: &FindingRow, until: &str| accept(&realm, finding, until).unwrap_err();
    assert_eq!(wrong(&bob, "2026-11-25").details["field"], "until");
    let again = realm.session.audit_withdraw(&one(&bob), &Job::silent(), at("2026-11-26")).unwrap_err();
    assert_eq!((again.code, again.message.as_str()), (Code::Invalid, "None of these findings is accepted."));
    let mut request = AcceptFindings { findings: one(&bob), reason: " ".to_owned(), until: day("2026-12-31") };
    assert_eq!(
        realm.session.audit_accept(&request, &Job::silent(), at("2026-11-26")).unwrap_err().details["field"],
        "reason"
    );
    request.reason = "x".to_owned();
    request.findings = SelectedFindings::Ids(vec!["00000000".to_owned()]);
    assert_eq!(
        realm.session.audit_accept(&request, &Job::silent(), at("2026-11-26")).unwrap_err().code,
        Code::NotFound
    );
    for nonsense in ["", "zzz", "12345", &"1".repeat(33), "'; drop"] {
        request.findings = SelectedFindings::Ids(vec![nonsense.to_owned()]);
        assert_eq!(
            realm.session.audit_accept(&request, &Job::silent(), at("2026-11-26")).unwrap_err().code,
            Code::Invalid
        );
    }
    assert!(realm.session.log_verify().unwrap().ok);
}

#[test]
fn packs_live_by_themselves_and_share_what_was_accepted() {
    let realm = realm();
    realm.import("2026-11-20", &some());
    realm.run(None, "2026-11-20");
    let bob = realm.finding("dormant-90d", "bob");
    accept(&realm, &bob, "2026-12-31").unwrap();
    let cis = realm.run(Some("cis"), "2026-11-20");
    assert_eq!(cis.pack, "cis-v8");
    assert!(cis.resolved.is_empty(), "another pack resolves nothing of this one");
    let there = cis.findings.iter().find(|f| f.id.to_string() == bob.id).unwrap();
    assert_eq!(there.state, "accepted");
    // Rules that no control of the pack names are not asked.
    assert!(cis.findings.iter().all(|f| f.rule != "missing-inventory-field" || !f.controls.is_empty()));
    let all = realm.run(None, "2026-11-20");
    assert!(all.new.is_empty() && all.resolved.is_empty());
    // Taken back in one, it is open in both.
    realm.session.audit_withdraw(&one(&bob), &Job::silent(), at("2026-11-20")).unwrap();
    for pack in ["all", "cis-v8"] {
        let filter = FindingFilter { pack: Some(pack.to_owned()), ..FindingFilter::default() };
        let found = realm.list(&filter).into_iter().find(|f| f.id == bob.id).unwrap();
        assert_eq!(found.state, FindingState::Open, "{pack}");
    }
    assert_eq!(realm.session.audit_overview(Some("cis"), at("2026-11-20")).unwrap().trend.len(), 1);
    assert_eq!(realm.session.audit_overview(Some("nonsense"), at("2026-11-20")).unwrap_err().code, Code::NotFound);
}

#[test]
fn an_auditor_runs_and_reads_and_decides_nothing() {
    let realm = realm();
    realm.import("2026-11-20", &some());
    let kept = realm.run(None, "2026-11-19");
    let bob = realm.finding("dormant-90d", "bob");
    let realm = realm.for_an_auditor();
    let request = RunAudit { as_of: Some(day("2026-11-20")), ..RunAudit::default() };
    let (report, told) = realm.session.audit_run_report(&request, &Job::silent(), at("2026-11-20")).unwrap();
    assert!(!told.kept && told.run.id.is_none() && told.not_kept.is_some());
    // Ada became dormant; the run says so and leaves nothing behind.
    assert_eq!(report.findings.len(), kept.findings.len() + 1);
    assert_eq!(report.new.len(), 1);
    let overview = realm.session.audit_overview(None, at("2026-11-20")).unwrap();
    assert_eq!((overview.trend.len(), overview.may_change, overview.stale), (1, false, true));
    assert_eq!(accept(&realm, &bob, "2026-12-01").unwrap_err().code, Code::NotPermitted);
    let session = &realm.session;
    assert_eq!(
        session.audit_withdraw(&one(&bob), &Job::silent(), at("2026-11-20")).unwrap_err().code,
        Code::NotPermitted
    );
    let resolved = session.audit_resolve(&bob.id, &request, &Job::silent(), at("2026-11-20"));
    assert_eq!(resolved.unwrap_err().code, Code::NotPermitted);
}

#[test]
fn a_run_for_an_earlier_day_is_told_and_not_kept() {
    let realm = realm();
    realm.import("2026-11-20", &some());
    realm.run(None, "2026-11-20");
    let request = RunAudit { as_of: Some(day("2026-11-19")), ..RunAudit::default() };
    let (report, told) = realm.session.audit_run_report(&request, &Job::silent(), at("2026-11-20")).unwrap();
    assert!(!told.kept);
    assert!(!found(&report).contains(&("dormant-45d", "ada")), "she was dormant for 44 days");
    assert_eq!(realm.state("dormant-45d", "ada"), FindingState::Open);
}

#[test]
fn nobody_closes_what_is_still_there() {
    let realm = realm();
    realm.import("2026-11-20", &some());
    realm.run(None, "2026-11-20");
    let bob = realm.finding("dormant-90d", "bob");
    let request = RunAudit { as_of: Some(day("2026-11-20")), ..RunAudit::default() };
    let resolve = || realm.session.audit_resolve(&bob.id, &request, &Job::silent(), at("2026-11-20"));
    let error = resolve().unwrap_err();
    assert_eq!((error.code, &error.details["still_found"]), (Code::Invalid, &json!(true)));
    assert_eq!(realm.state("dormant-90d", "bob"), FindingState::Open);
    let mut users = some();
    users[3]["last_activity_on"] = json!("2026-11-20");
    realm.import("2026-11-21", &users);
    assert_eq!(resolve().unwrap().findings, 1);
    assert_eq!(realm.state("dormant-90d", "bob"), FindingState::Resolved);
    assert_eq!(resolve().unwrap_err().code, Code::Invalid);
    let counts = realm.session.audit_overview(None, at("2026-11-21")).unwrap();
    let open: u64 = counts.score.unwrap().terms.iter().map(|term| term.open).sum();
    assert_eq!(open, realm.list(&FindingFilter::default()).len() as u64);
}

#[test]
fn the_operators_day_is_the_one_that_counts() {
    let realm = realm();
    // Seen an hour before midnight in Berlin, 45 days before the 21st there.
    realm.import("2026-11-20", &[user(3, "ada", "2026-10-07", json!({}))]);
    let run = |zone: &str, now: &str| {
        let request = RunAudit { time_zone: Some(zone.to_owned()), ..RunAudit::default() };
        let now: DateTime<Utc> = now.parse().unwrap();
        realm.session.audit_run_report(&request, &Job::silent(), now).unwrap().0
    };
    // 23:30 UTC on the 20th is the 21st in Berlin.
    let utc = run("UTC", "2026-11-20T23:30:00Z");
    assert_eq!((utc.as_of, found(&utc).contains(&("dormant-45d", "ada"))), (day("2026-11-20"), false));
    let berlin = run("Europe/Berlin", "2026-11-20T23:30:00Z");
    assert_eq!((berlin.as_of, found(&berlin).contains(&("dormant-45d", "ada"))), (day("2026-11-21"), true));
    let wrong = RunAudit { time_zone: Some("Middle/Earth".to_owned()), ..RunAudit::default() };
    assert_eq!(realm.session.audit_run(&wrong, &Job::silent(), at("2026-11-20")).unwrap_err().code, Code::Invalid);
    realm.session.audit_time_zone_set(Some("America/New_York"), at("2026-11-20")).unwrap();
    assert_eq!(run("Europe/Berlin", "2026-11-21T03:30:00Z").as_of, day("2026-11-20"), "what the operator chose");
}
