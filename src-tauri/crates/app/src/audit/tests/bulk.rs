//! Many findings at once: all of a filter, and roles and groups that nobody
//! needs.

use super::*;
use crate::Code;
use crate::api::audit::{AcceptFindings, FixFindings, RemovalPreview, RemoveFound};
use crate::api::changes::UndoChange;
use crate::api::groups::NewGroup;
use crate::api::roles::NewRole;

const NOW: &str = "2026-11-20";

fn rules(names: &[&str]) -> FindingFilter {
    FindingFilter { rules: names.iter().map(|&name| name.to_owned()).collect(), ..FindingFilter::default() }
}

fn unneeded() -> SelectedFindings {
    SelectedFindings::Filter(rules(&["unused-role", "empty-group"]))
}

impl Realm {
    fn role(&self, name: &str) {
        let request: NewRole =
            serde_json::from_value(json!({ "userstore": "PRIMARY", "edit": { "name": name } })).unwrap();
        self.session.role_create(&request, at(NOW)).unwrap();
    }

    fn group(&self, path: &str, role: &str) {
        let roles = json!([{ "role": role, "scope": { "kind": "instance", "path": "" }, "expires": null }]);
        let request = json!({ "userstore": "PRIMARY", "edit": { "path": path, "roles": roles } });
        let request: NewGroup = serde_json::from_value(request).unwrap();
        self.session.group_create(&request, at(NOW)).unwrap();
    }

    fn names(&self) -> Vec<String> {
        self.session.roles_list(Some("PRIMARY")).unwrap().into_iter().map(|role| role.name).collect()
    }

    fn remove(&self, ahead: &RemovalPreview) -> crate::Result<crate::api::audit::RemovalReport> {
        let request = RemoveFound { findings: unneeded(), sign: Some(ahead.sign.clone()) };
        self.session.audit_remove(&request, at(NOW))
    }
}

#[test]
fn roles_and_groups_that_nobody_needs_go_as_one_change_and_come_back_as_one() {
    let realm = realm();
    ["Wiki keeper", "Auditor (old)", "Given"].into_iter().for_each(|name| realm.role(name));
    realm.group("empty", "Given");
    realm.run(None, NOW);
    let before = realm.names();
    let fix: FixFindings = serde_json::from_value(json!({ "findings": unneeded() })).unwrap();
    let error = realm.session.audit_fix(&fix, &Job::silent(), at(NOW)).unwrap_err();
    assert_eq!((error.code, &error.details["things"]), (Code::Invalid, &json!(3)), "no change of users fixes them");

    let ahead = realm.session.audit_removal(&unneeded()).unwrap();
    assert_eq!((ahead.removed, ahead.refused, ahead.findings), (3, 0, 3));
    assert_eq!(ahead.title, "Remove 1 group and 2 roles");
    assert_eq!(realm.names(), before, "a preview writes nothing");
    let unsigned = RemoveFound { findings: unneeded(), sign: None };
    assert_eq!(realm.session.audit_remove(&unsigned, at(NOW)).unwrap_err().details["field"], "sign");

    let done = realm.remove(&ahead).unwrap();
    assert_eq!((done.removed, done.title.as_str()), (3, ahead.title.as_str()));
    let kept = realm.names();
    assert!(kept.contains(&"Given".to_owned()) && !kept.contains(&"Wiki keeper".to_owned()), "{kept:?}");
    let last = realm.session.log_page(&serde_json::from_value(json!({ "limit": 1 })).unwrap()).unwrap();
    assert_eq!(last.entries[0].action, "change.apply");
    // Whoever looks again finds nothing left to do, and the next run says so.
    assert_eq!(realm.remove(&ahead).unwrap_err().code, Code::Invalid);
    let gone = realm.run(None, NOW).resolved;
    assert_eq!(gone.len(), 3, "{gone:?}");

    let undo = UndoChange { change: done.change, even_last: false };
    realm.session.change_undo(&undo, &Job::silent(), at(NOW)).unwrap();
    assert_eq!(realm.names(), before);
    assert_eq!(realm.state("unused-role", "Wiki keeper"), FindingState::Resolved);
    realm.run(None, NOW);
    assert_eq!(realm.state("unused-role", "Wiki keeper"), FindingState::Reopened);
    assert_eq!(realm.state("empty-group", "empty"), FindingState::Reopened);
}

#[test]
fn what_is_needed_since_the_run_stays_and_says_why() {
    let realm = realm();
    ["Wiki keeper", "Auditor (old)", "Given"].into_iter().for_each(|name| realm.role(name));
    realm.group("empty", "Given");
    realm.run(None, NOW);
    let stale = realm.session.audit_removal(&unneeded()).unwrap();
    // One of the roles is given by a group by now, and somebody is in the other group.
    realm.group("readers", "Wiki keeper");
    let new = json!({ "userstore": "PRIMARY", "edit": { "username": "ulla" } });
    let ulla = realm.session.user_create(&serde_json::from_value(new).unwrap(), at(NOW)).unwrap().user.id;
    let into = json!({ "selected": { "users": [ulla] }, "operations": [{ "do": "add_group", "group": "empty" }] });
    let staged = realm.session.change_preview(&serde_json::from_value(into).unwrap(), &Job::silent(), at(NOW)).unwrap();
    let apply = crate::api::changes::ApplyChange { staged: staged.staged, even_last: false };
    realm.session.change_apply(&apply, &Job::silent(), at(NOW)).unwrap();

    assert_eq!(realm.remove(&stale).unwrap_err().details["field"], "sign", "nothing goes by an old preview");
    let ahead = realm.session.audit_removal(&unneeded()).unwrap();
    assert_eq!((ahead.removed, ahead.refused, ahead.title.as_str()), (1, 2, "Remove the role Auditor (old)"));
    let why =
        |name: &str| ahead.things.iter().find(|thing| thing.name == name).unwrap().reason.clone().unwrap_or_default();
    assert!(why("Wiki keeper").contains("1 group gives it"), "{}", why("Wiki keeper"));
    assert!(why("empty").contains("1 user is in it by now"), "{}", why("empty"));
    assert_eq!(ahead.left.iter().map(|left| left.findings).sum::<u64>(), 2);
    assert_eq!(realm.remove(&ahead).unwrap().removed, 1);
    assert!(realm.names().contains(&"Wiki keeper".to_owned()));
}

#[test]
fn all_of_a_filter_is_accepted_but_a_few_and_taken_back_as_one() {
    let realm = realm();
    let many: Vec<Value> = (0..40).map(|n| user(100 + n, &format!("sleeper-{n}"), "2026-07-01", json!({}))).collect();
    realm.import(NOW, &[some(), many].concat());
    realm.run(None, NOW);
    // Something was accepted before, by itself.
    let bob = realm.finding("dormant-90d", "bob");
    let accept = |findings, at| {
        let request = AcceptFindings { findings, reason: "Sabbatical".to_owned(), until: day("2026-12-31") };
        realm.session.audit_accept(&request, &Job::silent(), at).unwrap()
    };
    accept(one(&bob), at("2026-11-20"));
    let spared = realm.finding("dormant-90d", "sleeper-7");
    let open = FindingFilter { states: vec![FindingState::Open, FindingState::Reopened], ..rules(&["dormant-90d"]) };
    let all = SelectedFindings::AllBut { filter: open.clone(), except: vec![spared.id.clone()] };
    let later = "2026-11-20T10:00:00.900Z".parse().unwrap();
    let done = accept(all, later);
    assert_eq!(done.findings, 39);
    assert_eq!(realm.list(&open).iter().map(|f| f.subject.name.as_str()).collect::<Vec<_>>(), ["sleeper-7"]);
    let score = realm.session.audit_overview(None, later).unwrap().score.unwrap();
    assert_eq!(score.terms.iter().map(|term| term.accepted).sum::<u64>(), 40, "the counts follow");

    let back = realm.session.audit_withdraw(&SelectedFindings::AcceptedAt(done.at), &Job::silent(), later).unwrap();
    assert_eq!(back.findings, 39);
    assert_eq!(realm.list(&open).len(), 40);
    assert_eq!(realm.state("dormant-90d", "bob"), FindingState::Accepted, "what was accepted before stays so");

    let too_many = SelectedFindings::AllBut { filter: open, except: vec![spared.id; 101] };
    let error = realm.session.audit_removal(&too_many).unwrap_err();
    assert_eq!(error.details["field"], "except");
}
