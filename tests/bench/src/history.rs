//! Users over time: 24 monthly snapshots with 3 % change each, counted by day
//! and by role and month, beside DuckDB doing the same over the same facts.

use crate::django::{Django, Peer};
use crate::import;
use crate::line::{self, Times, mib, number};
use anyhow::Result;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use muster_app::api::import::ImportRequest;
use muster_app::api::seat_history::{BreakdownBy, SeatBreakdownQuery, SeatDaysQuery, SeatHistoryQuery};
use muster_app::api::snapshots::{DiffQuery, SnapshotsQuery};
use muster_app::job::Job;
use muster_app::session::{Access, Session};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Monthly snapshots.
const SNAPSHOTS: u64 = 24;
/// Days between two of them.
const APART: u64 = 30;
/// One of so many users changes with each.
const CHANGES: u64 = 33;
/// Counts by access level, state and kind.
const PLAN: &str = "gitlab-premium";

const STATES: [&str; 4] = ["active", "active", "blocked", "deactivated"];
const ROLES: [(&str, u8); 5] =
    [("Minimal Access", 5), ("Guest", 10), ("Reporter", 20), ("Developer", 30), ("Maintainer", 40)];

/// A user as a snapshot sees it.
#[derive(Clone, Copy)]
struct Seen {
    state: usize,
    role: usize,
}

/// The same numbers each time, spread over all users.
fn mixed(a: u64, b: u64) -> u64 {
    let mixed = (a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ b.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)).rotate_left(29);
    (mixed.wrapping_mul(0xFF51_AFD7_ED55_8CCD)) >> 33
}

fn kind(user: u64) -> &'static str {
    if user.is_multiple_of(50) { "bot" } else { "human" }
}

fn day(snapshot: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2024, 12, 1).unwrap_or_default();
    first.checked_add_days(Days::new(snapshot * APART)).unwrap_or_default()
}

/// Days since 1970, as DuckDB is told them.
fn daynumber(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days()
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()).and_utc()
}

/// The files of each snapshot, and all facts for DuckDB.
struct Files {
    snapshots: Vec<PathBuf>,
    facts: PathBuf,
    /// Bytes of the rows that changed, as GitLab's JSON.
    changed: u64,
}

/// Writes a full first snapshot, and of each later one the rows that changed.
fn write(folder: &Path, users: u64) -> Result<Files> {
    let facts = folder.join("facts.csv");
    let mut all = csv::Writer::from_path(&facts)?;
    all.write_record(["user", "day", "state", "kind", "role"])?;
    let mut now: Vec<Seen> = (0..users)
        .map(|user| Seen { state: (mixed(user, 1) % 4) as usize, role: (mixed(user, 2) % 5) as usize })
        .collect();
    let (mut snapshots, mut changed) = (Vec::new(), 0);
    for snapshot in 0..SNAPSHOTS {
        let path = folder.join(format!("snapshot-{snapshot}.json"));
        let mut list = BufWriter::new(File::create(&path)?);
        let mut between = "[";
        for (user, seen) in (1_u64..).zip(now.iter_mut()) {
            if snapshot > 0 {
                if !mixed(user, snapshot + 10).is_multiple_of(CHANGES) {
                    continue;
                }
                // Half of them another state, half another role.
                if mixed(user, snapshot + 100).is_multiple_of(2) {
                    seen.state = (seen.state + 2) % 4;
                } else {
                    seen.role = (seen.role + 1) % 5;
                }
            }
            let (state, (role, level), kind) = (STATES[seen.state], ROLES[seen.role], kind(user));
            write!(
                list,
                "{between}{{\"id\":{user},\"username\":\"user{user}\",\"name\":\"User {user}\",\
                 \"email\":\"user{user}@example.com\",\"state\":\"{state}\",\"bot\":{},\"highest_role\":{level}}}",
                kind == "bot"
            )?;
            between = ",\n";
            all.write_record([&user.to_string(), &daynumber(day(snapshot)).to_string(), state, kind, role])?;
        }
        list.write_all(b"]\n")?;
        list.flush()?;
        if snapshot > 0 {
            changed += path.metadata()?.len();
        }
        snapshots.push(path);
    }
    all.flush()?;
    Ok(Files { snapshots, facts, changed })
}

fn import(session: &Session, file: &Path, snapshot: u64) -> Result<()> {
    let request = ImportRequest {
        files: vec![file.to_string_lossy().into_owned()],
        userstore: "gitlab".to_owned(),
        format: None,
        map: Default::default(),
        dry_run: false,
        strict: false,
        incomplete: snapshot > 0,
        complete: snapshot == 0,
        as_of: Some(noon(day(snapshot))),
    };
    let report = session.import(&request, &Job::silent(), Utc::now())?;
    anyhow::ensure!(
        report.rejected_total == 0,
        "{} rows were rejected: {:?}",
        report.rejected_total,
        report.rejected.first()
    );
    Ok(())
}

/// What the vault takes on the disk.
fn size(vault: &Path) -> u64 {
    let of = |name: &str| vault.join(name).metadata().map_or(0, |about| about.len());
    of("store.db") + of("store.db-wal")
}

/// Measures. `python` is one that has DuckDB.
pub fn measure(folder: &Path, users: u64, python: Option<&Path>) -> Result<()> {
    println!("  -- {SNAPSHOTS} monthly snapshots, one of {CHANGES} users changed in each");
    let files = write(folder, users)?;
    let path = folder.join("history.muster");
    let mut session = import::vault(&path)?;
    let mut first = 0;
    for (snapshot, file) in (0..).zip(&files.snapshots) {
        import(&session, file, snapshot)?;
        if snapshot == 0 {
            // Closed, so that what waits in the journal is in its place and counted once.
            drop(session);
            first = size(&path);
            session = Session::open(&path, &import::passphrase(), None, Access::Write, Utc::now())?;
        }
    }
    drop(session);
    let grown = size(&path).saturating_sub(first) / (SNAPSHOTS - 1);
    let changed = files.changed / (SNAPSHOTS - 1);
    let target =
        format!("target: 1.5 times what changed ({}, as JSON): {:.2}", mib(changed), grown as f64 / changed as f64);
    line::alone("storage per snapshot", &mib(grown), &target);

    let session = Session::open(&path, &import::passphrase(), None, Access::Write, Utc::now())?;
    session.load()?;
    let start = Instant::now();
    session.load_history()?;
    line::alone(
        "reading the history",
        &line::seconds(start.elapsed().as_secs_f64()),
        "in the background, after opening",
    );
    let mut peer = match python {
        Some(python) => {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/duckdb_history.py");
            Some(Django::start(&Peer { python: python.to_owned(), script }, &files.facts, folder)?)
        }
        None => None,
    };
    counts(&session, peer.as_mut())?;
    others(&session, users)
}

/// Counts by day and by role, beside DuckDB where it is there; both must find
/// the same.
fn counts(session: &Session, peer: Option<&mut Django>) -> Result<()> {
    let (from, to) = (day(0), day(SNAPSHOTS));
    // Another day each time, so that nothing is answered from what is kept.
    let later = |run: usize| noon(to) + chrono::Duration::days(run as i64);
    let runs = 12;
    let (by_day, last) = Times::of(runs, |run| {
        let query = SeatHistoryQuery { plan: PLAN.to_owned(), from: Some(from), to: Some(to) };
        session.seats_history(&query, later(run))
    });
    let sum: u64 = last.transpose()?.map_or(0, |found| found.by_day.iter().map(|day| day.count).sum());
    let (by_role, last) = Times::of(runs, |run| {
        let query = SeatBreakdownQuery { plan: PLAN.to_owned(), by: BreakdownBy::Role, from: Some(from), to: Some(to) };
        session.seats_breakdown(&query, later(run + runs))
    });
    let Some(found) = last.transpose()? else { return Ok(()) };
    let roles: u64 = found.rows.iter().flat_map(|row| &row.counts).sum();
    let Some(peer) = peer else {
        line::alone("counts by day over 24 months", &line::seconds(by_day.median()), "target: 300 ms");
        line::alone("seats by role and month", &line::seconds(by_role.median()), "target: 300 ms");
        return Ok(());
    };
    let days = format!("days {} {}", daynumber(from), daynumber(to));
    let months: Vec<String> = found.days.iter().map(|day| daynumber(*day).to_string()).collect();
    let months = format!("months {}", months.join(" "));
    for (request, expected) in [(&days, sum), (&months, roles)] {
        let theirs = peer.sum(request)?;
        anyhow::ensure!(theirs == expected, "{request}: Muster found {expected}, DuckDB {theirs}");
    }
    line::beside("counts by day over 24 months", &by_day, "DuckDB", &peer.times(runs, &days)?, "target: 300 ms");
    line::beside("seats by role and month", &by_role, "DuckDB", &peer.times(runs, &months)?, "target: 300 ms");
    Ok(())
}

/// What has no counterpart there.
fn others(session: &Session, users: u64) -> Result<()> {
    let (from, to) = (day(0), day(SNAPSHOTS));
    let (days, last) = Times::of(8, |run| {
        let query = SeatDaysQuery { plan: PLAN.to_owned(), from: Some(from), to: Some(to), offset: 0, limit: 100 };
        session.seats_days(&query, noon(to) + chrono::Duration::days(40 + run as i64))
    });
    let total = last.transpose()?.map_or(0, |page| page.total);
    line::alone("first page of seat days", &line::seconds(days.median()), &format!("of {} users", number(total)));
    let explained = Times::of(40, |run| {
        let user = format!("gitlab/user{}", 1 + mixed(run as u64, 5) % users);
        session.seats_explain(&user, PLAN, noon(to))
    });
    if let Some(found) = explained.1 {
        found?;
    }
    line::alone("explain a seat", &line::seconds(explained.0.p95()), "p95; target: 10 ms");
    let page = session.snapshots_page(&SnapshotsQuery { limit: 100, ..SnapshotsQuery::default() })?;
    let ids: Vec<i64> = page.snapshots.iter().rev().map(|snapshot| snapshot.id).collect();
    let pairs: Vec<(i64, i64)> = ids.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let (diff, last) = Times::of(pairs.len(), |run| {
        let (from, to) = pairs[run];
        let query = DiffQuery { from, to, became: None, field: None, text: String::new(), offset: 0, limit: 100 };
        session.snapshots_diff(&query, noon(day(SNAPSHOTS)))
    });
    let changed = last.transpose()?.map_or(0, |page| page.changed);
    let target = format!("p95; target: 50 ms ({} changed)", number(changed));
    line::alone("two snapshots, first page", &line::seconds(diff.p95()), &target);
    std::io::stdout().flush()?;
    Ok(())
}
