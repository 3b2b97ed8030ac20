use super::*;
use crate::Code;
use crate::api::audit::{
    ExportFindings, FindingGroupsQuery, FindingsFormat, FixFindings, GroupFindingsBy, ShowFinding,
};
use crate::api::changes::ApplyChange;

fn fix(realm: &Realm, rules: &[&str], more: Value) -> crate::Result<crate::api::audit::FixPreview> {
    let mut request = json!({ "findings": { "filter": { "rules": rules } } });
    for (key, value) in more.as_object().unwrap() {
        request[key] = value.clone();
    }
    let request: FixFindings = serde_json::from_value(request).unwrap();
    realm.session.audit_fix(&request, &Job::silent(), at("2026-11-20"))
}

#[test]
fn a_rules_findings_are_fixed_by_a_change_set() {
    let realm = realm();
    realm.import("2026-11-20", &some());
    realm.run(None, "2026-11-20");
    // GitLab deactivates nobody who was active in the last 90 days: ada is blocked.
    let ada = fix(&realm, &["dormant-45d"], json!({})).unwrap();
    assert_eq!((ada.findings, ada.preview.changed, ada.preview.refused), (1, 1, 0));
    assert_eq!(ada.preview.rows[0].fields[0].after.as_deref(), Some("blocked"));
    let staged = fix(&realm, &["dormant-90d"], json!({})).unwrap();
    assert_eq!((staged.findings, staged.left.len()), (1, 0));
    assert_eq!((staged.preview.matched, staged.preview.changed), (1, 1));
    let apply = ApplyChange { staged: staged.preview.staged, even_last: false };
    let report = realm.session.change_apply(&apply, &Job::silent(), at("2026-11-20")).unwrap();
    assert_eq!(report.pending, report.changed, "the source carries it out");
    // Until the source says so, it is still found.
    assert_eq!(realm.run(None, "2026-11-20").resolved.len(), 0);
    let mut users = some();
    users[3]["state"] = json!("deactivated");
    realm.import("2026-11-21", &users);
    let run = realm.run(None, "2026-11-21");
    let bob = realm.finding("dormant-90d", "bob");
    assert!(run.resolved.iter().any(|id| id.to_string() == bob.id));
    assert_eq!(realm.state("dormant-90d", "bob"), FindingState::Resolved);
}

#[test]
fn what_must_be_said_first_is_asked_for_and_what_no_change_set_fixes_is_said() {
    let realm = realm();
    let mut users = some();
    users.push(user(7, "shared-mailbox", "2026-11-19", json!({})));
    realm.import("2026-11-20", &users);
    realm.run(None, "2026-11-20");
    let error = fix(&realm, &["shared-name"], json!({})).unwrap_err();
    assert_eq!((error.code, &error.details["field"]), (Code::Invalid, &json!("kind")));
    let staged = fix(&realm, &["shared-name"], json!({ "kind": "service" })).unwrap();
    assert_eq!(staged.findings, 1);
    let error = fix(&realm, &["snapshot-incomplete", "review-overdue"], json!({})).unwrap_err();
    assert_eq!(error.code, Code::Invalid);
    // Where different things are to be done, one thing is done and the rest is told of.
    let mixed = fix(&realm, &["dormant-90d", "dormant-45d", "shared-name"], json!({ "kind": "service" })).unwrap();
    assert_eq!((mixed.findings, mixed.left.iter().map(|l| l.findings).sum::<u64>()), (1, 2));
}

#[test]
fn groups_add_up_and_a_user_has_their_findings() {
    let realm = realm();
    realm.import("2026-11-20", &some());
    let run = realm.run(None, "2026-11-20");
    let group = |by| {
        let request = FindingGroupsQuery { by, filter: FindingFilter::default(), offset: 0, limit: 500 };
        realm.session.audit_groups(&request).unwrap().groups
    };
    for by in [GroupFindingsBy::Rule, GroupFindingsBy::User] {
        let groups = group(by);
        assert_eq!(groups.iter().map(|g| g.count).sum::<u64>(), run.findings.len() as u64);
        assert!(groups.windows(2).all(|pair| pair[0].severity >= pair[1].severity));
    }
    let control = group(GroupFindingsBy::Control).into_iter().find(|g| g.key == "CIS 5.3").unwrap();
    let served = run.findings.iter().filter(|f| f.controls.contains(&"CIS 5.3".to_owned())).count();
    assert_eq!((control.count, control.title.is_empty()), (served as u64, false));
    let bob = group(GroupFindingsBy::User).into_iter().find(|g| g.title == "gitlab/bob").unwrap();
    let mine = realm.session.audit_of_user(bob.user.unwrap()).unwrap();
    assert_eq!((mine.findings.len() as u64, mine.resolved), (bob.count, 0));
    assert!(mine.findings.iter().any(|f| f.rule == "dormant-90d"));
}

#[test]
fn findings_leave_in_every_format_with_the_same_count() {
    let realm = realm();
    let mut users = some();
    users.push(user(8, "=cmd|'/c calc'!A1", "2026-07-01", json!({})));
    realm.import("2026-11-20", &users);
    let run = realm.run(None, "2026-11-20");
    for (number, format) in ["csv", "json", "jsonl", "xlsx", "html", "pdf", "sarif"].into_iter().enumerate() {
        let path = realm.folder.path().join(format!("findings-{number}"));
        let request = json!({ "format": format, "path": path, "manifest": true });
        let request: ExportFindings = serde_json::from_value(request).unwrap();
        let written = realm.session.export_findings(&request, &Job::silent(), at("2026-11-20")).unwrap();
        assert_eq!(written.rows, run.findings.len() as u64, "{format}");
        let bytes = std::fs::read(&path).unwrap();
        match request.format {
            FindingsFormat::Csv => {
                let text = String::from_utf8(bytes).unwrap();
                assert!(!text.contains(",=cmd") && !text.contains("\n=cmd"), "{text}");
                assert_eq!(text.lines().count(), run.findings.len() + 1);
            }
            FindingsFormat::Json => {
                let told: Report = serde_json::from_slice(&bytes).unwrap();
                assert_eq!((told.findings, told.new, told.score), (run.findings.clone(), run.new.clone(), run.score));
            }
            FindingsFormat::Sarif => {
                let told: Value = serde_json::from_slice(&bytes).unwrap();
                assert_eq!(told["version"], "2.1.0");
                assert_eq!(told["runs"][0]["results"].as_array().unwrap().len(), run.findings.len());
            }
            _ => assert!(!bytes.is_empty()),
        }
    }
}

#[test]
fn a_finding_says_what_the_person_is_called_now_and_files_keep_their_shape() {
    let realm = realm();
    let mut users = some();
    users[3]["name"] = json!("Bob Ross");
    realm.import("2026-11-20", &users);
    realm.run(None, "2026-11-20");
    let called = || {
        let bob = realm.finding("dormant-90d", "bob");
        let show = ShowFinding { id: bob.id.clone(), pack: None };
        let shown = realm.session.audit_finding(&show).unwrap().finding;
        assert_eq!(shown.subject, bob.subject);
        bob.subject.display_name.unwrap()
    };
    assert_eq!(called(), "Bob Ross");
    // By that name it is looked for, whatever the username.
    let by = |text: &str| realm.list(&FindingFilter { text: text.to_owned(), ..FindingFilter::default() });
    assert!(!by("röss").is_empty() && by("röss").iter().all(|f| f.subject.name == "bob"));
    assert!(by("Ross\" or userName pr").is_empty());
    let by = FindingGroupsQuery { by: GroupFindingsBy::User, filter: FindingFilter::default(), offset: 0, limit: 500 };
    let groups = realm.session.audit_groups(&by).unwrap().groups;
    assert_eq!(groups.iter().find(|g| g.title == "gitlab/bob").unwrap().display_name.as_deref(), Some("Bob Ross"));
    assert!(groups.iter().filter(|g| g.user.is_none()).all(|g| g.display_name.is_none()));
    // Somebody who is called otherwise since the run is called so.
    users[3]["name"] = json!("ربیکا");
    realm.import("2026-11-21", &users);
    assert_eq!(called(), "ربیکا");
    let report = serde_json::to_value(realm.run(None, "2026-11-21")).unwrap();
    for finding in report["findings"].as_array().unwrap() {
        let keys: Vec<&str> = finding["subject"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["name", "type", "userstore"]);
    }
}
