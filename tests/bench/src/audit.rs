//! Audits and reviews: every rule over everyone with five roles each, again with
//! nothing changed, a campaign, a worksheet coming back; beside DuckDB asked who
//! is dormant, who is double and who has left, over the same facts.

mod facts;
mod reviews;

use crate::django::{Django, Peer};
use crate::import;
use crate::line::{self, Times, mib, number};
use crate::process;
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use facts::{DIRECTORY, Files, STORE};
use muster_app::api::audit::{FindingFilter, FindingGroupsQuery, FindingsQuery, GroupFindingsBy, RuleSource, RunAudit};
use muster_app::api::import::ImportRequest;
use muster_app::job::Job;
use muster_app::session::{Access, Session};
use std::path::Path;
use std::time::Instant;

/// A question that both are asked: its name, the rule, and what the rule is
/// but for its words.
struct Question {
    name: &'static str,
    rule: &'static str,
    look: &'static str,
    /// The request to DuckDB, before today's day number.
    asked: &'static str,
}

const QUESTIONS: [Question; 3] = [
    Question {
        name: "not seen for 90 days",
        rule: "dormant-90d",
        look: "filter = '''\ngone eq false and (state eq active or state eq locked) and (kind eq human or kind eq external)\n\
               and lastSeen le \"-90d\"\n'''\nmessage = \"Not seen for {not_seen}.\"",
        asked: "dormant",
    },
    Question {
        name: "the same e-mail",
        rule: "duplicate-email",
        look: "check = \"duplicate-email\"",
        asked: "duplicate",
    },
    Question {
        name: "left the directory, still enabled",
        rule: "leaver-still-enabled",
        look: "check = \"leaver-still-enabled\"",
        asked: "orphan",
    },
];

/// Measures. `python` is one that has DuckDB.
pub fn measure(folder: &Path, users: u64, python: Option<&Path>) -> Result<()> {
    println!("  -- audits: {} roles each, and a directory", facts::GRANTS);
    let now = Utc::now();
    let files = facts::write(folder, users, now)?;
    let path = folder.join("audit.muster");
    fill(&path, &files, now)?;

    let session = Session::open(&path, &import::passphrase(), None, Access::Write, now)?;
    session.load()?;
    runs(&session, now)?;
    let peer = match python {
        Some(python) => {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/duckdb_audit.py");
            Some(Django::start(&Peer { python: python.to_owned(), script }, &files.users, folder)?)
        }
        None => None,
    };
    questions(&session, peer, now)?;
    reviews::measure(&session, folder, users, now)
}

/// A vault with everyone, in which one of a hundred people has left the directory.
fn fill(path: &Path, files: &Files, now: DateTime<Utc>) -> Result<()> {
    let session = import::vault(path)?;
    let told = [
        (&files.directory_before, DIRECTORY, 40),
        (&files.directory, DIRECTORY, 0),
        (&files.users, STORE, 0),
        (&files.grants, STORE, 0),
    ];
    for (file, userstore, days) in told {
        let request = ImportRequest {
            files: vec![file.to_string_lossy().into_owned()],
            userstore: userstore.to_owned(),
            format: None,
            map: Default::default(),
            dry_run: false,
            strict: false,
            incomplete: false,
            complete: file != &files.grants,
            as_of: Some(now - chrono::Duration::days(days)),
        };
        let report = session.import(&request, &Job::silent(), Utc::now())?;
        anyhow::ensure!(report.rejected_total == 0, "{userstore}: rejected: {:?}", report.rejected.first());
    }
    Ok(())
}

fn request() -> RunAudit {
    RunAudit { pack: None, as_of: None, time_zone: Some("UTC".to_owned()) }
}

/// Every rule, for the first time and again.
fn runs(session: &Session, now: DateTime<Utc>) -> Result<()> {
    process::forget_peak()?;
    let before = process::resident();
    let start = Instant::now();
    let report = session.audit_run(&request(), &Job::silent(), now)?;
    let first = start.elapsed();
    let peak = process::peak();
    let open: u64 = report.run.severities.iter().map(|severity| severity.open).sum();
    let found = format!("target: 3 s ({} rules, {} findings)", report.run.rules, number(open));
    line::alone("all rules", &line::seconds(first.as_secs_f64()), &found);
    let by_rule =
        FindingGroupsQuery { by: GroupFindingsBy::Rule, filter: FindingFilter::default(), offset: 0, limit: 500 };
    let mut groups = session.audit_groups(&by_rule)?.groups;
    groups.sort_by_key(|group| std::cmp::Reverse(group.count));
    let most: Vec<String> =
        groups.iter().take(6).map(|group| format!("{} {}", group.key, number(group.count))).collect();
    println!("    most of them: {}", most.join(", "));
    line::alone("  peak memory", &mib(peak), &format!("(held before: {})", mib(before)));
    let (again, last) = Times::of(5, |_| session.audit_run(&request(), &Job::silent(), now));
    anyhow::ensure!(last.transpose()?.is_some_and(|report| report.unchanged), "something changed between two runs");
    line::alone("again, nothing changed", &line::seconds(again.median()), "target: 1 s");
    let tomorrow = now + chrono::Duration::days(1);
    let start = Instant::now();
    let report = session.audit_run(&request(), &Job::silent(), tomorrow)?;
    let (new, gone) = (number(report.run.new), number(report.run.resolved));
    let said = format!("target: 3 s ({new} new, {gone} resolved)");
    line::alone("all rules, a day later", &line::seconds(start.elapsed().as_secs_f64()), &said);
    Ok(())
}

/// What both are asked, one question at a time; both must find the same users.
fn questions(session: &Session, mut peer: Option<Django>, now: DateTime<Utc>) -> Result<()> {
    let tomorrow = now + chrono::Duration::days(1);
    let today = tomorrow.date_naive().signed_duration_since(chrono::NaiveDate::default()).num_days();
    for question in &QUESTIONS {
        let text = format!(
            "format = 1\n[[rules]]\nid = \"bench-{}\"\ntitle = \"Asked alone\"\nseverity = \"low\"\n{}\n\
             controls = []\nwhy = \"To be timed.\"\nremedy = \"None.\"\nfix = {{ none = \"It is not meant to be.\" }}\n",
            question.asked, question.look
        );
        let source = RuleSource::Text(text);
        let (times, last) = Times::of(3, |_| session.audit_rule_try(&source, tomorrow));
        let tried = last.transpose()?.context("it was not asked")?;
        let hits = tried.hits.with_context(|| format!("{}: {:?}", question.rule, tried.problems))?;
        let Some(peer) = peer.as_mut() else {
            let found = format!("({} found)", number(hits));
            line::alone(question.name, &line::seconds(times.median()), &found);
            continue;
        };
        let asked = format!("{} {today}", question.asked);
        let (ours, theirs) = (found(session, question.rule)?, peer.sum(&asked)?);
        anyhow::ensure!(ours == theirs, "{}: Muster found {ours}, DuckDB {theirs}", question.name);
        line::beside(question.name, &times, "DuckDB", &peer.times(5, &asked)?, &format!("({} found)", number(hits)));
    }
    Ok(())
}

/// What the last run found by a rule, as one number: how many users in
/// trillions, and the sum of the numbers in their names.
fn found(session: &Session, rule: &str) -> Result<u64> {
    const MANY: u64 = 1_000_000_000_000;
    let filter = FindingFilter { rules: vec![rule.to_owned()], ..FindingFilter::default() };
    let mut query = FindingsQuery { filter, offset: 0, limit: 500 };
    let mut sum = 0;
    loop {
        let page = session.audit_findings(&query)?;
        for finding in &page.findings {
            let digits = finding.subject.name.trim_start_matches(|c: char| !c.is_ascii_digit());
            sum += MANY + digits.parse::<u64>().with_context(|| finding.subject.name.clone())?;
        }
        query.offset += 500;
        if query.offset >= page.total {
            return Ok(sum);
        }
    }
}
