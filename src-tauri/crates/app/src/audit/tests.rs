//! Audits on real vaults: the life of findings over runs and snapshots, who may
//! decide, rules of one's own, and what fixes what.
#![allow(clippy::unwrap_used)]

mod bulk;
mod life;
mod rules;
mod work;

use crate::api::audit::{FindingFilter, FindingRow, FindingState, FindingsQuery, RunAudit, SelectedFindings};
use crate::job::Job;
use crate::session::{Access, Calibration, NewVault, Session};
use chrono::{DateTime, NaiveDate, Utc};
use muster_audit::out::Report;
use secrecy::SecretString;
use serde_json::{Value, json};
use std::path::PathBuf;
use tempfile::TempDir;

const PASSPHRASE: &str = "correct horse battery staple";

fn at(day: &str) -> DateTime<Utc> {
    format!("{day}T09:00:00Z").parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A vault in a folder that goes with it.
struct Realm {
    folder: TempDir,
    path: PathBuf,
    session: Session,
}

fn realm() -> Realm {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.muster");
    let new = NewVault {
        realm: "Test".to_owned(),
        operator: "olga".to_owned(),
        passphrase: SecretString::from(PASSPHRASE),
        calibration: Calibration::Floor,
    };
    let (session, _) = Session::create(&path, &new, at("2026-11-01")).unwrap();
    Realm { folder, path, session }
}

/// A user as GitLab's API tells of it.
fn user(id: u32, name: &str, seen: &str, more: Value) -> Value {
    let mut user = json!({
        "id": id, "username": name, "name": name, "email": format!("{name}@fern.example"), "state": "active",
        "is_admin": false, "bot": false, "external": false, "two_factor_enabled": true,
        "created_at": "2021-01-02T08:00:00.000Z", "last_activity_on": seen, "current_sign_in_at": null,
        "last_sign_in_at": null,
    });
    for (key, value) in more.as_object().unwrap() {
        user[key] = value.clone();
    }
    user
}

impl Realm {
    fn import(&self, on: &str, users: &[Value]) {
        let path = self.folder.path().join(format!("gitlab-{on}.json"));
        std::fs::write(&path, json!(users).to_string()).unwrap();
        let request = json!({ "files": [path], "userstore": "gitlab", "as_of": at(on), "complete": true });
        let request = serde_json::from_value(request).unwrap();
        let report = self.session.import(&request, &Job::silent(), at(on)).unwrap();
        assert_eq!(report.rejected_total, 0, "{:?}", report.rejected);
    }

    fn run(&self, pack: Option<&str>, on: &str) -> Report {
        let request = RunAudit { pack: pack.map(str::to_owned), as_of: Some(day(on)), time_zone: None };
        self.session.audit_run_report(&request, &Job::silent(), at(on)).unwrap().0
    }

    fn list(&self, filter: &FindingFilter) -> Vec<FindingRow> {
        let query = FindingsQuery { filter: filter.clone(), offset: 0, limit: 500 };
        let page = self.session.audit_findings(&query).unwrap();
        assert_eq!(page.total, page.findings.len() as u64);
        page.findings
    }

    /// The finding of a rule about someone, in whatever state.
    fn finding(&self, rule: &str, name: &str) -> FindingRow {
        let states = FindingState::ALL.to_vec();
        let all = self.list(&FindingFilter { states, rules: vec![rule.to_owned()], ..FindingFilter::default() });
        all.into_iter().find(|f| f.subject.name == name).unwrap_or_else(|| panic!("{rule} {name}"))
    }

    fn state(&self, rule: &str, name: &str) -> FindingState {
        self.finding(rule, name).state
    }

    /// Opens the vault again as an auditor; nobody can be made one yet but here.
    fn for_an_auditor(self) -> Self {
        let Self { folder, path, session } = self;
        session.vault().remember(|tx| Ok(tx.execute("UPDATE operator SET role = 2", [])?)).unwrap();
        drop(session);
        let secret = SecretString::from(PASSPHRASE);
        let session = Session::open(&path, &secret, None, Access::WriteElseRead, at("2026-11-20")).unwrap();
        assert!(session.may_change().is_err());
        Self { folder, path, session }
    }
}

/// Rules and names of what is found.
fn found(report: &Report) -> Vec<(&str, &str)> {
    report.findings.iter().map(|f| (f.rule.as_str(), f.subject.name.as_str())).collect()
}

fn one(finding: &FindingRow) -> SelectedFindings {
    SelectedFindings::Ids(vec![finding.id.clone()])
}

/// Two administrators, one who is dormant for 45 days today, one for long, and
/// one who was there yesterday.
fn some() -> Vec<Value> {
    vec![
        user(1, "rita", "2026-11-19", json!({ "is_admin": true })),
        user(2, "boss", "2026-11-19", json!({ "is_admin": true })),
        user(3, "ada", "2026-10-06", json!({})),
        user(4, "bob", "2026-08-01", json!({})),
        user(5, "cy", "2026-11-19", json!({})),
    ]
}
