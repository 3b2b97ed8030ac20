//! Every report of an invented realm, in every format, beside what the lists
//! and the counts of the app say themselves.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::api::reports::ReportFormat;
use crate::api::snapshots::SnapshotsQuery;
use crate::demo;
use calamine::{Data, Reader, Xlsx};
use muster_report::Cell;
use muster_report::shown::shown;
use serde_json::Value;
use std::io::Cursor;

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
    let request = ask(ReportKind::Comparison, ReportFormat::Json);
    assert_eq!(session.report_make_to(&request, &mut Vec::new(), now()).unwrap_err().code, Code::Invalid);
    let told = json(&session, &MakeReport { snapshots: Some(two_snapshots(&session)), ..request });
    let count = |became: &str| {
        let rows = told["differences"].as_array().unwrap().iter().filter(|row| row["became"] == became);
        rows.map(|row| row["username"].to_string()).collect::<std::collections::HashSet<_>>().len() as u64
    };
    assert_eq!(told["added"].as_u64(), Some(count("came")));
    assert_eq!(told["removed"].as_u64(), Some(count("went")));
    assert_eq!(told["changed"].as_u64(), Some(count("changed")));
}

/// The two snapshots of one userstore that are furthest apart.
fn two_snapshots(session: &Session) -> (i64, i64) {
    let page = session.snapshots_page(&SnapshotsQuery { userstore: None, offset: 0, limit: 100 }).unwrap();
    let newest = &page.snapshots[0];
    let older = page.snapshots.iter().rev().find(|s| s.userstore == newest.userstore).unwrap();
    (older.id, newest.id)
}

fn texts(page: &str, selector: &str) -> Vec<String> {
    let dom = tl::parse(page, tl::ParserOptions::default()).unwrap();
    let found = dom.query_selector(selector).unwrap();
    found.map(|handle| handle.get(dom.parser()).unwrap().inner_text(dom.parser()).into_owned()).collect()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page_text(pdf: &[u8]) -> String {
    let pdf = lopdf::Document::load_mem(pdf).unwrap();
    words(&pdf.extract_text(&pdf.get_pages().into_keys().collect::<Vec<_>>()).unwrap())
}

/// Each format is read by a reader that shares no code with its writer.
#[test]
fn every_report_says_what_it_is_about_and_the_same_figures_in_every_format() {
    let (_folder, session) = demo();
    let snapshots = Some(two_snapshots(&session));
    for report in [ReportKind::Seats, ReportKind::Inventory, ReportKind::Comparison, ReportKind::Access] {
        let filter = if report == ReportKind::Inventory { "gone eq false" } else { "" }.to_owned();
        let request = |format| MakeReport { snapshots, filter: filter.clone(), ..ask(report, format) };
        let bytes = |format| {
            let mut out = Vec::new();
            session.report_make_to(&request(format), &mut out, now()).unwrap();
            out
        };
        let job = Job::silent();
        let document = session.document(&request(ReportFormat::Json), &job, now()).unwrap();
        let rule = document.rule.clone().unwrap();
        let (from, to) = document.period.unwrap();
        let figure = |cell: &Cell| if *cell == Cell::Empty { "not known".to_owned() } else { shown(cell).into_owned() };
        let figures: Vec<String> = document.figures.iter().map(|f| figure(&f.value)).collect();
        assert!(figures.len() > 3 && document.rows() > 0, "{report:?}");

        let told: Value = serde_json::from_slice(&bytes(ReportFormat::Json)).unwrap();
        for (key, expected) in [
            ("title", document.title.as_str()),
            ("realm", &document.origin.realm),
            ("rule", &rule),
            ("filter", &document.filter),
            ("operator", &document.origin.operator),
            ("version", env!("CARGO_PKG_VERSION")),
        ] {
            assert_eq!(told[key].as_str(), Some(expected), "{report:?} {key}");
        }
        assert_eq!(told["period"], serde_json::json!({ "from": from, "to": to }));
        for section in &document.sections {
            assert_eq!(told[&section.key].as_array().map(Vec::len), Some(section.rows.count() as usize), "{report:?}");
        }

        let csv = String::from_utf8(bytes(ReportFormat::Csv)).unwrap();
        assert_eq!(csv.lines().count() as u64, 1 + document.rows(), "{report:?}");

        let mut book = Xlsx::new(Cursor::new(bytes(ReportFormat::Xlsx))).unwrap();
        let sheets = book.sheet_names();
        assert_eq!(sheets.len(), document.sections.len() + 2, "{sheets:?}");
        for (section, sheet) in document.sections.iter().zip(&sheets[1..]) {
            let rows = book.worksheet_range(sheet).unwrap().height() as u64;
            assert_eq!(rows, 1 + section.rows.count(), "{report:?} {sheet}");
        }
        let summary = book.worksheet_range("Summary").unwrap();
        let cells: Vec<&Data> = summary.rows().flatten().collect();
        for one in &document.figures {
            let row = summary.rows().find(|row| row[0].to_string() == one.label).unwrap();
            let expected = match one.value {
                Cell::Empty => Data::String("not known".to_owned()),
                Cell::Integer(n) => Data::Float(n as f64),
                Cell::Money(cents) => Data::Float(cents as f64 / 100.0),
                ref other => panic!("{other:?}"),
            };
            assert_eq!(row[1], expected, "{report:?} {}", one.label);
        }
        let version = format!("Muster {}", env!("CARGO_PKG_VERSION"));
        let about = [&document.title, &document.origin.realm, &document.origin.operator, &rule, &version];
        for text in about {
            assert!(cells.iter().any(|cell| cell.to_string() == *text), "{report:?} {text}");
        }

        let page = String::from_utf8(bytes(ReportFormat::Html)).unwrap();
        assert_eq!(texts(&page, "p.value"), figures, "{report:?}");
        let headed = |rows: u64| if rows == 0 { 0 } else { rows + 1 };
        let rows: u64 = document.sections.iter().map(|section| headed(section.rows.count())).sum();
        assert_eq!(texts(&page, "tr").len() as u64, rows, "{report:?}");
        let said: Vec<String> = texts(&page, "dd");
        for text in [&document.origin.realm, &document.origin.operator, &rule, &version] {
            assert!(said.iter().any(|dd| words(dd) == words(text)), "{report:?} {text} in {said:?}");
        }

        let pages = page_text(&bytes(ReportFormat::Pdf));
        for text in about.into_iter().chain(&figures).map(String::as_str).chain(["Page 1 of", "How it was counted"]) {
            assert!(pages.contains(&words(text)), "{report:?} {text} in {pages}");
        }
    }
}

/// Who shares the bill finds the same seats as who pays it.
#[test]
fn shares_of_the_seats_add_up() {
    let (_folder, session) = demo();
    let told = json(&session, &ask(ReportKind::Seats, ReportFormat::Json));
    let days = told["by_day"].as_array().unwrap();
    let last = &days[days.len() - 1];
    let (day, count) = (last["date"].as_str().unwrap(), last["count"].as_u64().unwrap());
    for by in ["department", "userstore", "role"] {
        let rows = told[format!("month_ends_by_{by}")].as_array().unwrap();
        assert_eq!(rows.iter().map(|row| row[day].as_u64().unwrap()).sum::<u64>(), count, "{by}");
    }
    assert!(!told["month_ends_by_group"].as_array().unwrap().is_empty());
    // Everyone's days put together are all seats of all days.
    let (seats, given_up) = (told["seats"].as_array().unwrap(), told["given_up"].as_array().unwrap());
    let sum: u64 = seats.iter().chain(given_up).map(|row| row["seat_days"].as_u64().unwrap_or_default()).sum();
    assert_eq!(sum, days.iter().map(|day| day["count"].as_u64().unwrap()).sum::<u64>());
    assert!(!given_up.is_empty() && given_up.iter().all(|row| row["last_seat"].as_str().unwrap() < day));
}

#[test]
fn every_report_is_written_whole_in_every_format_and_previewed() {
    let (folder, session) = demo();
    let snapshots = Some(two_snapshots(&session));
    for report in [ReportKind::Seats, ReportKind::Inventory, ReportKind::Comparison, ReportKind::Access] {
        for format in [ReportFormat::Html, ReportFormat::Pdf, ReportFormat::Xlsx, ReportFormat::Csv, ReportFormat::Json]
        {
            let path = folder.path().join(format!("{}.{format:?}", report.word()));
            let request = MakeReport {
                path: path.to_string_lossy().into_owned(),
                manifest: true,
                snapshots,
                ..ask(report, format)
            };
            let written = session.report_make(&request, &Job::silent(), now()).unwrap();
            assert!(written.rows > 0 && written.bytes > 100, "{report:?} {format:?}");
            assert_eq!(session.report_make(&request, &Job::silent(), now()).unwrap_err().code, Code::Exists);
            // The manifest has what a list of rows has no place for.
            let manifest = std::fs::read(format!("{}.manifest.json", path.display())).unwrap();
            let manifest: Value = serde_json::from_slice(&manifest).unwrap();
            let said = &manifest["report"];
            assert!(said["rule"].is_string() && said["title"].is_string() && said["from"].is_string(), "{manifest}");
            assert_eq!(
                (&manifest["rows"], &manifest["files"][0]["sha256"]),
                (&written.rows.into(), &written.sha256.into())
            );
            let job = Job::silent();
            let document = session.document(&request, &job, now()).unwrap();
            assert_eq!(said["totals"].as_object().unwrap().len(), document.figures.len());
        }
        let request = MakeReport { snapshots, ..ask(report, ReportFormat::Pdf) };
        let preview = session.report_preview(&request, now()).unwrap();
        assert!(preview.contains("These are the first 12 of"), "{report:?}");
    }
}
