//! Whole campaigns on small realms that are imported more than once.
#![allow(clippy::unwrap_used)]

use crate::Code;
use crate::api::reviews::*;
use crate::job::Job;
use crate::reviews::preview::too_much;
use crate::session::{Access, Calibration, NewVault, Session};
use chrono::{DateTime, Duration, Utc};
use muster_vault::holdings::Known;
use serde_json::json;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const PASSPHRASE: &str = "correct horse battery staple";

fn at(day: i64) -> DateTime<Utc> {
    "2026-11-20T09:14:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::days(day)
}

struct Place {
    folder: TempDir,
    vault: PathBuf,
}

fn made() -> (Place, Session) {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("realm.muster");
    let new = NewVault {
        realm: "Realm".into(),
        operator: "Olga".into(),
        passphrase: PASSPHRASE.into(),
        calibration: Calibration::Floor,
    };
    let (session, _) = Session::create(&vault, &new, at(0)).unwrap();
    (Place { folder, vault }, session)
}

impl Place {
    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    /// Imports GitLab users and who holds what; `ada` has `admin`.
    fn import(&self, session: &Session, day: i64, users: &[&str], grants: &[(&str, &str, &str)], whole: bool) {
        let user = |(number, name): (usize, &&str)| {
            json!({ "id": number + 1, "username": name, "name": name.to_uppercase(), "state": "active",
                "email": format!("{name}@fern.example"), "is_admin": false, "external": false, "bot": false,
                "last_activity_on": "2026-11-12", "created_at": "2025-01-02T08:00:00.000Z" })
        };
        let listed: Vec<_> = users.iter().enumerate().map(user).collect();
        let mut csv = "Username,Email,Type,Path,Access Level,Last Activity\n".to_owned();
        for (name, path, level) in grants {
            let kind = if path.contains('/') { "Project" } else { "Group" };
            csv.push_str(&format!("{name},{name}@fern.example,{kind},{path},{level},2026-11-12\n"));
        }
        let (one, two) = (self.path(&format!("users{day}.json")), self.path(&format!("grants{day}.csv")));
        std::fs::write(&one, serde_json::to_vec(&listed).unwrap()).unwrap();
        std::fs::write(&two, csv).unwrap();
        let request = json!({ "files": [one, two], "userstore": "git", "incomplete": !whole, "as_of": at(day) });
        let report = session.import(&serde_json::from_value(request).unwrap(), &Job::silent(), at(day)).unwrap();
        assert_eq!(report.rejected_total, 0, "{:?}", report.rejected);
    }

    fn open(&self) -> Session {
        Session::open(&self.vault, &PASSPHRASE.into(), None, Access::Write, at(0)).unwrap()
    }
}

const USERS: [&str; 4] = ["ada", "bob", "cyd", "dora"];
const GRANTS: [(&str, &str, &str); 5] = [
    ("ada", "acme", "Owner"),
    ("bob", "acme/web", "Developer"),
    ("bob", "acme/api", "Maintainer"),
    ("cyd", "acme/web", "Guest"),
    ("dora", "acme/api", "Developer"),
];

fn draft(named: &[&str]) -> ReviewDraft {
    let reviewer = |name: &&str| NamedReviewer {
        name: (*name).to_owned(),
        email: (!USERS.contains(name)).then(|| format!("{name}@review.example")),
        ..NamedReviewer::default()
    };
    ReviewDraft {
        id: Some("q4".into()),
        title: "Quarter".into(),
        filter: String::new(),
        due: at(14).date_naive(),
        order: vec![ReviewerKind::Named],
        named: named.iter().map(reviewer).collect(),
        incomplete_because: None,
    }
}

fn realm() -> (Place, Session) {
    let (place, session) = made();
    place.import(&session, 0, &USERS, &GRANTS, true);
    (place, session)
}

fn opened(session: &Session, named: &[&str]) -> ReviewDetail {
    session.review_open(&draft(named), &Job::silent(), at(1)).unwrap()
}

fn items(session: &Session) -> Vec<ReviewItem> {
    let query = ReviewItemsQuery { review: "q4".into(), limit: 500, ..ReviewItemsQuery::default() };
    session.review_items(&query).unwrap().items
}

fn place_of(session: &Session, username: &str, path: &str) -> u64 {
    let all = items(session);
    all.iter().find(|item| item.username == username && item.scope.path == path).unwrap().item
}

fn decide(
    session: &Session,
    picked: ReviewPicked,
    verdict: Option<Verdict>,
    to: Option<&str>,
) -> crate::Result<DecidedReview> {
    let request = DecideReview {
        review: "q4".into(),
        picked,
        verdict,
        to: to.map(str::to_owned),
        note: Some("because".into()),
        all_or_none: false,
    };
    session.review_decide(&request, at(2))
}

fn rest() -> ReviewPicked {
    ReviewPicked::All(ReviewItemsQuery { decided: Some(DecidedAs::Undecided), ..ReviewItemsQuery::default() })
}

fn close(session: &Session) -> crate::Result<ReviewDetail> {
    let request = CloseReview { review: "q4".into(), by: "Carla".into(), statement: "Reviewed.".into() };
    session.review_close(&request, at(3))
}

fn proof(session: &Session, day: i64) -> ProofPage {
    let query = ProofQuery { review: "q4".into(), done: None, offset: 0, limit: 100 };
    session.review_proof(&query, at(day)).unwrap()
}

fn reason(error: &crate::Error) -> &str {
    error.details["reason"].as_str().unwrap()
}

/// A review in which bob loses one role, gets a lower one for another, and dora
/// loses hers.
fn closed(session: &Session) -> ReviewDetail {
    opened(session, &["rita"]);
    let item = |username, path| ReviewPicked::Items(vec![place_of(session, username, path)]);
    decide(session, item("bob", "acme/web"), Some(Verdict::Revoke), None).unwrap();
    decide(session, item("bob", "acme/api"), Some(Verdict::Reduce), Some("developer")).unwrap();
    decide(session, item("dora", "acme/api"), Some(Verdict::Revoke), None).unwrap();
    decide(session, rest(), Some(Verdict::Keep), None).unwrap();
    close(session).unwrap()
}

#[test]
fn a_whole_campaign_is_carried_out_as_one_change_and_proven_by_the_next_snapshots() {
    let (place, session) = realm();
    let end = closed(&session);
    assert_eq!((end.remedies, end.glance.progress.undecided, end.glance.progress.reduce), (3, 0, 1));
    let preview = session.review_stage("q4", &Job::silent(), at(3)).unwrap();
    assert_eq!((preview.matched, preview.changed, preview.refused), (2, 2, 0));
    let report = session.review_carry_out("q4", false, &Job::silent(), at(3)).unwrap();
    assert_eq!((report.changed, report.pending), (2, 2));
    let detail = session.review_show("q4", at(3)).unwrap();
    assert_eq!(detail.changes.iter().map(|change| change.change).collect::<Vec<_>>(), [report.change.unwrap()]);
    let before = proof(&session, 4);
    assert_eq!((before.counts.done, before.counts.outstanding), (0, 3));

    // Incomplete: what is absent may just not have been listed.
    let left = [GRANTS[0], ("bob", "acme/api", "Developer"), GRANTS[3]];
    place.import(&session, 5, &USERS[..3], &left, false);
    assert_eq!(session.review_show("q4", at(5)).unwrap().glance.proof.unwrap().done, 0);
    // Whole, and dora's account is gone.
    place.import(&session, 6, &USERS[..3], &left, true);
    let seen = session.reviews_list(at(6)).unwrap()[0].proof.unwrap();
    assert_eq!((seen.done, seen.outstanding), (3, 0), "an import looks by itself");
    let page = proof(&session, 6);
    let dora = page.rows.iter().find(|row| row.remedy.target == "git/dora").unwrap();
    assert!(dora.done && dora.gone && !page.rows.iter().any(|row| row.gone && row.remedy.target == "git/bob"));
}

#[test]
fn what_the_source_did_not_do_is_outstanding_with_why() {
    let (place, session) = realm();
    closed(&session);
    place.import(&session, 5, &USERS, &[GRANTS[0], GRANTS[1], GRANTS[3]], true);
    let page = proof(&session, 5);
    let row = |target: &str, what: &str| {
        page.rows.iter().find(|row| row.remedy.target == target && row.remedy.what.contains(what)).unwrap()
    };
    assert!(row("git/bob", "acme/web").why.as_ref().unwrap().contains("is still held"));
    assert!(row("git/bob", "Maintainer").why.as_ref().unwrap().contains("is not there in its place"));
    assert!(row("git/dora", "acme/api").done && !row("git/dora", "acme/api").gone);
    assert_eq!((page.counts.done, page.counts.outstanding), (1, 2));
}

#[test]
fn it_does_not_open_while_users_are_missing_or_privilege_is_unknown() {
    let (place, session) = made();
    place.import(&session, 0, &USERS[..2], &GRANTS[..3], false);
    let wanted = draft(&["rita"]);
    let preview = session.review_try(&wanted, at(1)).unwrap();
    assert_eq!(preview.refusals.iter().map(|refusal| refusal.kind).collect::<Vec<_>>(), [RefusalKind::Incomplete]);
    assert_eq!((preview.grants, preview.users, preview.matched, preview.reviewers[0].progress.undecided), (3, 2, 2, 3));
    let error = session.review_open(&wanted, &Job::silent(), at(1)).unwrap_err();
    assert_eq!((error.code, reason(&error)), (Code::Invalid, "incomplete"));
    assert!(session.reviews_list(at(1)).unwrap().is_empty());
    let because = ReviewDraft { incomplete_because: Some("The source was down.".into()), ..wanted.clone() };
    let detail = session.review_open(&because, &Job::silent(), at(1)).unwrap();
    assert_eq!(detail.incomplete_because.as_deref(), Some("The source was down."));
    assert_eq!(session.review_open(&because, &Job::silent(), at(1)).unwrap_err().code, Code::Exists);

    let csv = place.path("crm.csv");
    std::fs::write(&csv, "Username,Name,Email,Role\nann,Ann,ann@x.example,Keeper\n").unwrap();
    let request = json!({ "files": [csv], "userstore": "crm", "complete": true, "as_of": at(0) });
    session.import(&serde_json::from_value(request).unwrap(), &Job::silent(), at(0)).unwrap();
    let wanted = ReviewDraft { id: None, filter: "userstore eq \"crm\"".into(), ..draft(&["rita"]) };
    let preview = session.review_try(&wanted, at(1)).unwrap();
    assert_eq!((preview.untold.len(), preview.untold[0].name.as_str()), (1, "Keeper"));
    let error = session.review_open(&wanted, &Job::silent(), at(1)).unwrap_err();
    assert_eq!(reason(&error), "privileged_unknown");
    session.review_mark_role(MarkRole { role: preview.untold[0].role, privileged: true }, at(1)).unwrap();
    let detail = session.review_open(&wanted, &Job::silent(), at(1)).unwrap();
    assert_eq!((detail.glance.id.as_str(), detail.glance.grants, detail.glance.privileged), ("quarter-202611", 1, 1));
}

#[test]
fn too_much_to_decide_on_is_counted_and_refused_before_it_is_read() {
    let (_place, session) = realm();
    session.load().unwrap();
    let tried = |filter: &str, most: usize| {
        let tried = session.whom(filter, at(1), |whom| {
            Ok(session.vault().read(|conn| {
                let known = Known::read(conn)?;
                let size = whom.above(most, &known);
                size.map(|size| too_much(conn, "q4".into(), &size, &known, whom, at(1))).transpose()
            })?)
        });
        tried.unwrap()
    };
    let whole = session.review_try(&draft(&["rita"]), at(1)).unwrap();
    assert_eq!(tried("", GRANTS.len()), None);
    let refused = tried("", 1).unwrap();
    let figures = |of: &ReviewPreview| (of.matched, of.users, of.grants, of.privileged);
    assert_eq!(figures(&refused), figures(&whole));
    assert_eq!((&refused.untold, &refused.completeness), (&whole.untold, &whole.completeness));
    assert_eq!(refused.refusals[0].kind, RefusalKind::Population);
    assert!(refused.refusals[0].message.contains("would have 5 grants"), "{:?}", refused.refusals);
    assert_eq!(figures(&tried("userName eq \"bob\"", 1).unwrap()), (1, 1, 2, 0));
}

#[test]
fn nobody_decides_on_themselves_wherever_it_is_said() {
    let (_place, session) = realm();
    // As a reviewer: ada's own grant goes to the next.
    let preview = session.review_try(&draft(&["ada", "rita"]), at(1)).unwrap();
    assert_eq!((preview.handed_on, preview.unassigned_total), (1, 0));
    let alone = session.review_open(&draft(&["ada"]), &Job::silent(), at(1)).unwrap_err();
    assert_eq!(reason(&alone), "unassigned");
    assert!(alone.message.contains("git/ada"), "{}", alone.message);
    let detail = opened(&session, &["ada", "rita"]);
    let ada = &detail.glance.reviewers.iter().find(|one| one.username.as_deref() == Some("git/ada")).unwrap().key;
    let own = place_of(&session, "ada", "acme");
    let assign = |picked| {
        let request = AssignReview { review: "q4".into(), picked, to: Some(ada.clone()), named: None };
        session.review_assign(&request, at(2))
    };
    let error = assign(ReviewPicked::Items(vec![own])).unwrap_err();
    assert_eq!((error.code, reason(&error)), (Code::NotPermitted, "own_grant"));
    let many = assign(ReviewPicked::All(ReviewItemsQuery::default())).unwrap();
    assert_eq!((many.refused_total, many.refused[0].item), (1, own));
    assert_eq!(items(&session).iter().find(|item| item.item == own).unwrap().reviewer, "rita");
}

#[test]
fn an_operator_puts_in_no_decision_on_themselves() {
    let (place, session) = made();
    place.import(&session, 0, &["olga", "bob"], &[("olga", "acme", "Owner"), ("bob", "acme/web", "Guest")], true);
    opened(&session, &["rita"]);
    let all = items(&session);
    assert_eq!(all.iter().map(|item| item.own).collect::<Vec<_>>(), [false, true]);
    let error = decide(&session, ReviewPicked::Items(vec![1]), Some(Verdict::Keep), None).unwrap_err();
    assert_eq!((error.code, reason(&error)), (Code::NotPermitted, "own_grant"));
    let many = decide(&session, rest(), Some(Verdict::Keep), None).unwrap();
    assert_eq!((many.done, many.refused_total), (1, 1));
}

#[test]
fn an_auditor_reads_and_reports_and_changes_nothing() {
    let (place, session) = realm();
    closed(&session);
    drop(session);
    let session = place.open();
    session.vault().remember(|tx| Ok(tx.execute("UPDATE operator SET role = 2", ())?)).unwrap();
    drop(session);
    let session = place.open();
    assert_eq!(session.vault().opened().role, muster_model::OperatorRole::Auditor);
    let log = |session: &Session| session.vault().read(muster_vault::log::count).unwrap();
    let before = log(&session);
    let refused = |error: crate::Error| assert_eq!(error.code, Code::NotPermitted, "{error:?}");
    let other = ReviewDraft { id: Some("other".into()), ..draft(&["rita"]) };
    refused(session.review_open(&other, &Job::silent(), at(4)).unwrap_err());
    refused(decide(&session, rest(), Some(Verdict::Keep), None).unwrap_err());
    let assign = AssignReview { review: "q4".into(), picked: rest(), to: Some("rita".into()), named: None };
    refused(session.review_assign(&assign, at(4)).unwrap_err());
    refused(close(&session).unwrap_err());
    let sheets = ReturnWorksheets { review: "q4".into(), paths: vec![], dry_run: false };
    refused(session.review_return(&sheets, &Job::silent(), at(4)).unwrap_err());
    refused(session.review_carry_out("q4", false, &Job::silent(), at(4)).unwrap_err());
    refused(session.review_mark_role(MarkRole { role: muster_model::RoleId(1), privileged: true }, at(4)).unwrap_err());
    assert_eq!(log(&session), before);
    // Reading and reporting.
    assert_eq!(session.reviews_list(at(4)).unwrap().len(), 1);
    assert_eq!(proof(&session, 4).counts.outstanding, 3);
    assert_eq!(session.review_show("q4", at(4)).unwrap().glance.proof, None, "an auditor leaves nothing");
    let make = MakeEvidence { review: "q4".into(), path: place.path("pack"), overwrite: false };
    let made = session.evidence_make(&make, &Job::silent(), at(4)).unwrap();
    let verify = |fingerprint: Option<String>| {
        evidence_verify(&VerifyEvidence { path: place.path("pack"), fingerprint }).unwrap()
    };
    assert!(verify(Some(made.fingerprint)).good);
    assert!(!verify(Some("00".repeat(32))).good);
}

use super::evidence_verify;

#[test]
fn pages_are_filtered_and_add_up() {
    let (_place, session) = realm();
    let detail = opened(&session, &["rita"]);
    assert_eq!((detail.glance.grants, detail.glance.users, detail.glance.privileged), (5, 4, 0));
    decide(&session, ReviewPicked::Items(vec![0, 1]), Some(Verdict::Keep), None).unwrap();
    let page = |change: fn(&mut ReviewItemsQuery)| {
        let mut query = ReviewItemsQuery { review: "q4".into(), limit: 2, ..ReviewItemsQuery::default() };
        change(&mut query);
        let page = session.review_items(&query).unwrap();
        (page.items.len(), page.total)
    };
    assert_eq!(page(|_| ()), (2, 5));
    assert_eq!(page(|query| query.offset = 4), (1, 5));
    assert_eq!(page(|query| query.decided = Some(DecidedAs::Undecided)), (2, 3));
    assert_eq!(page(|query| query.decided = Some(DecidedAs::Keep)), (2, 2));
    // GitLab's owners of a group have power over that alone.
    assert_eq!(page(|query| query.privileged = true), (0, 0));
    assert_eq!(page(|query| query.text = "BOB".into()), (2, 2));
    assert_eq!(page(|query| query.text = "acme/api".into()), (2, 2));
    assert_eq!(page(|query| query.reviewer = Some("rita".into())), (2, 5));
    let unknown = ReviewItemsQuery { review: "q4".into(), reviewer: Some("x".into()), ..ReviewItemsQuery::default() };
    assert_eq!(session.review_items(&unknown).unwrap_err().code, Code::NotFound);
    let first = &items(&session)[0];
    assert_eq!((first.username.as_str(), first.decision.as_ref().unwrap().operator.as_str()), ("ada", "Olga"));
}

#[test]
fn what_a_vault_lost_or_altered_of_a_population_is_not_signed() {
    let (_place, session) = realm();
    opened(&session, &["rita"]);
    decide(&session, rest(), Some(Verdict::Keep), None).unwrap();
    let alter = |sql: &str| session.vault().remember(|tx| Ok(tx.execute(sql, ())?)).unwrap();
    alter("UPDATE review_item SET body = replace(body, 'Owner', 'Guest') WHERE place = 0");
    let error = close(&session).unwrap_err();
    assert_eq!((error.code, reason(&error)), (Code::Damaged, "altered"));
}

#[test]
fn the_log_has_every_step_and_its_chain_holds() {
    let (place, session) = realm();
    closed(&session);
    session.review_carry_out("q4", false, &Job::silent(), at(3)).unwrap();
    let make = MakeEvidence { review: "q4".into(), path: place.path("pack.zip"), overwrite: false };
    session.evidence_make(&make, &Job::silent(), at(4)).unwrap();
    let rows = session.vault().read(|conn| muster_vault::log::page(conn, None, 100, "")).unwrap();
    let mut actions: Vec<_> = rows.iter().map(|row| row.action.as_str()).collect();
    actions.reverse();
    let kept: Vec<_> = actions.into_iter().skip_while(|action| *action != "review.open").collect();
    assert_eq!(
        kept,
        [
            "review.open",
            "review.decide",
            "review.decide",
            "review.decide",
            "review.decide",
            "review.close",
            "change.apply",
            "evidence.key",
            "review.proof",
            "review.evidence"
        ]
    );
    assert!(session.vault().verify_log().unwrap().ok());
    assert!(evidence_verify(&VerifyEvidence { path: make.path, fingerprint: None }).unwrap().good);
    assert!(!Path::new(&place.path("pack.zip.part")).exists());
}
