//! False alarms are defects: what every rule finds in the demo vault is what
//! was planted there, no more and no less.
#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, Utc};
use muster_app::api::audit::{FindingFilter, FindingsQuery, RunAudit};
use muster_app::demo::{self, Finding};
use muster_app::job::Job;
use muster_app::session::Session;
use std::collections::BTreeSet;

/// A finding as a line: rule, kind, userstore and name.
type Line = (String, String, String, String);

fn found(session: &Session, now: DateTime<Utc>, zone: &str) -> BTreeSet<Line> {
    let request = RunAudit { time_zone: Some(zone.to_owned()), ..RunAudit::default() };
    let report = session.audit_run(&request, &Job::silent(), now).unwrap();
    assert!(report.kept, "{:?}", report.not_kept);
    let mut all = BTreeSet::new();
    loop {
        let query = FindingsQuery { filter: FindingFilter::default(), offset: all.len() as u64, limit: 500 };
        let page = session.audit_findings(&query).unwrap();
        all.extend(page.findings.into_iter().map(|row| {
            let subject = row.subject;
            (row.rule, subject.kind.word().to_owned(), subject.userstore, subject.name)
        }));
        if all.len() as u64 == page.total {
            return all;
        }
        assert!(!all.is_empty() && (all.len() as u64) < page.total, "two findings are alike");
    }
}

#[test]
fn every_finding_was_planted_and_every_planted_one_is_found() {
    for (users, seed, at, zone) in [
        (20, 1, "2026-11-20T09:14:00Z", "Europe/Berlin"),
        (1284, 1, "2026-11-20T09:14:00Z", "Europe/Berlin"),
        (1284, 1, "2026-11-20T23:59:00Z", "Pacific/Auckland"),
        (700, 5, "2024-02-29T00:00:00Z", "America/Los_Angeles"),
        (3000, 6, "2026-01-01T12:00:00Z", "UTC"),
    ] {
        let now: DateTime<Utc> = at.parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let settings = demo::Settings { users, seed, passphrase: demo::passphrase() };
        let session = demo::create(&folder.path().join("demo.muster"), settings, &Job::silent(), now).unwrap();
        let planted = demo::truth(users, seed, now).into_iter();
        let line =
            |Finding { rule, kind, userstore, name }| (rule.to_owned(), kind.to_owned(), userstore.to_owned(), name);
        let planted: BTreeSet<Line> = planted.map(line).collect();
        let found = found(&session, now, zone);
        let false_alarms: Vec<_> = found.difference(&planted).collect();
        let missed: Vec<_> = planted.difference(&found).collect();
        assert!(
            false_alarms.is_empty() && missed.is_empty(),
            "{users} {seed} {at} {zone}\nfalse {false_alarms:#?}\nmissed {missed:#?}"
        );
    }
}
