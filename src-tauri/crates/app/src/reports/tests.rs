//! Every report of an invented realm, in every format, beside what the lists
//! and the counts of the app say themselves.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::api::reports::ReportFormat;
use crate::api::snapshots::SnapshotsQuery;
use crate::demo;
use serde_json::Value;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_300_000, 0).unwrap()
}

fn demo() -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let settings = demo::Settings { users: 150, seed: 1, passphrase: demo::passphrase() };
    let session = demo::create(&folder.path().join("demo.muster"), settings, &Job::silent(), now()).unwrap();
    (folder, session)
}

fn ask(report: ReportKind, format: ReportFormat) -> MakeReport {
    MakeReport {
        report,
        format,
        plan: None,
        purchased: None,
        from: None,
        to: None,
        filter: String::new(),
        snapshots: None,
        path: String::new(),
        overwrite: false,
        manifest: false,
    }
}

fn json(session: &Session, request: &MakeReport) -> Value {
    let mut out = Vec::new();
    session.report_make_to(request, &mut out, now()).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn seats_agree_with_what_the_app_counts() {
    let (_folder, session) = demo();
    let report = session.seats_report(&session.chosen_plan().unwrap(), None, now()).unwrap();
    let told = json(&session, &ask(ReportKind::Seats, ReportFormat::Json));
    for (key, expected) in serde_json::to_value(&report).unwrap().as_object().unwrap() {
        match key.as_str() {
            // The document has what the list has and more.
            "seats" | "by_day" | "mismatches" | "reclaimable_by" | "as_of" | "notes" | "title" => {}
            _ => assert_eq!(&told[key], expected, "{key}"),
        }
    }
    let names = |list: &Value| {
        list.as_array().unwrap().iter().map(|s| s["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&told["seats"]), report.seats.iter().map(|s| s.username.clone()).collect::<Vec<_>>());
    assert_eq!(told["seats"].as_array().unwrap().len() as u64, report.consumed);
    assert_eq!(told["to_free"].as_array().unwrap().len() as u64, report.reclaimable);
    let roles: u64 = told["by_role"].as_array().unwrap().iter().map(|r| r["count"].as_u64().unwrap()).sum();
    assert_eq!(roles, report.consumed);
    let days = told["by_day"].as_array().unwrap();
    assert_eq!(days.len(), report.by_day.len());
    let highest = days.iter().map(|d| d["count"].as_u64().unwrap()).max();
    assert_eq!(told["peak"]["count"].as_u64(), highest);
}

#[test]
fn inventory_and_access_hold_everyone_of_the_filter() {
    let (_folder, session) = demo();
    for filter in ["", "state eq \"active\" and gone eq false", "userName eq \"nobody-is-called-so\""] {
        let ids = session.ordered(filter, crate::api::users::SortBy::UserName, false, now()).unwrap();
        let request = MakeReport { filter: filter.to_owned(), ..ask(ReportKind::Inventory, ReportFormat::Json) };
        let told = json(&session, &request);
        assert_eq!(told["total"].as_u64(), Some(ids.len() as u64));
        assert_eq!(told["users"].as_array().unwrap().len(), ids.len());
        let request = MakeReport { report: ReportKind::Access, ..request };
        let told = json(&session, &request);
        let grants = told["grants"].as_array().unwrap();
        assert_eq!(told["grants_count"].as_u64(), Some(grants.len() as u64));
        let held: std::collections::HashSet<_> =
            grants.iter().map(|g| (g["userstore"].to_string(), g["username"].to_string())).collect();
        assert_eq!(told["holders"].as_u64(), Some(held.len() as u64));
        // In the matrix a user counts once for each role on each place.
        let once: std::collections::HashSet<_> = grants
            .iter()
            .map(|g| ["userstore", "username", "role", "scope", "on"].map(|key| g[key].to_string()))
            .collect();
        let cells = told["matrix"].as_array().unwrap().iter().flat_map(|row| row.as_object().unwrap().values());
        assert_eq!(cells.filter_map(Value::as_u64).sum::<u64>(), once.len() as u64);
    }
}

#[test]
fn two_snapshots_are_compared_and_one_is_not_enough() {
    let (_folder, session) = demo();
    let page = session.snapshots_page(&SnapshotsQuery { userstore: None, offset: 0, limit: 100 }).unwrap();
    let newest = &page.snapshots[0];
    let older = page.snapshots.iter().rev().find(|s| s.userstore == newest.userstore).unwrap();
    let request = ask(ReportKind::Comparison, ReportFormat::Json);
    assert_eq!(session.report_make_to(&request, &mut Vec::new(), now()).unwrap_err().code, Code::Invalid);
    let told = json(&session, &MakeReport { snapshots: Some((older.id, newest.id)), ..request });
    let count = |became: &str| {
        let rows = told["differences"].as_array().unwrap().iter().filter(|row| row["became"] == became);
        rows.map(|row| row["username"].to_string()).collect::<std::collections::HashSet<_>>().len() as u64
    };
    assert_eq!(told["added"].as_u64(), Some(count("came")));
    assert_eq!(told["removed"].as_u64(), Some(count("went")));
    assert_eq!(told["changed"].as_u64(), Some(count("changed")));
}

#[test]
fn every_report_is_written_whole_in_every_format_and_previewed() {
    let (folder, session) = demo();
    for report in [ReportKind::Seats, ReportKind::Inventory, ReportKind::Access] {
        for format in [ReportFormat::Html, ReportFormat::Pdf, ReportFormat::Xlsx, ReportFormat::Csv, ReportFormat::Json]
        {
            let path = folder.path().join(format!("{}.{format:?}", report.word()));
            let request =
                MakeReport { path: path.to_string_lossy().into_owned(), manifest: true, ..ask(report, format) };
            let written = session.report_make(&request, &Job::silent(), now()).unwrap();
            assert!(written.rows > 0 && written.bytes > 100, "{report:?} {format:?}");
            assert_eq!(session.report_make(&request, &Job::silent(), now()).unwrap_err().code, Code::Exists);
        }
        let preview = session.report_preview(&ask(report, ReportFormat::Pdf), now()).unwrap();
        assert!(preview.contains("These are the first 12 of"), "{report:?}");
    }
}
