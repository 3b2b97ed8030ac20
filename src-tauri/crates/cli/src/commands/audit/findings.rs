//! Findings: lists, one with its story, and what is decided about them.

use super::told;
use crate::args::audit::Which;
use crate::commands::Context;
use crate::output::{json, line, number};
use crate::progress;
use crate::table::{Facts, Listing};
use chrono::NaiveDate;
use muster_app::Result;
use muster_app::api::audit::{
    AcceptFindings, FindingDetail, FindingEvent, FindingEventKind, FindingFilter, FindingGroup, FindingGroupsQuery,
    FindingRow, FindingsQuery, GroupFindingsBy, SelectedFindings, ShowFinding,
};
use muster_app::session::Session;
use serde_json::json;

/// Rows asked for at a time.
const PAGE: u64 = 500;

/// What was asked for.
pub fn filter(session: &Session, which: &Which) -> Result<FindingFilter> {
    let user = which.user.as_deref().map(|name| session.user_id(name)).transpose()?;
    Ok(FindingFilter { user, ..which.filter() })
}

fn all(limit: u64) -> u64 {
    if limit == 0 { u64::MAX } else { limit }
}

pub fn list(context: &Context, which: &Which, limit: u64) -> Result<()> {
    let session = context.look()?;
    let filter = filter(&session, which)?;
    let (mut findings, mut total): (Vec<FindingRow>, u64) = (Vec::new(), 0);
    loop {
        let left = all(limit) - findings.len() as u64;
        let query = FindingsQuery { filter: filter.clone(), offset: findings.len() as u64, limit: left.min(PAGE) };
        let page = session.audit_findings(&query)?;
        total = total.max(page.total);
        let more = !page.findings.is_empty();
        findings.extend(page.findings);
        if !more || findings.len() as u64 >= total.min(all(limit)) {
            break;
        }
    }
    if context.cli.json {
        return json(&json!({ "findings": findings, "total": total }));
    }
    if findings.is_empty() {
        return line("Nothing was found.");
    }
    let mut table = Listing::new(&["Id", "Severity", "Rule", "About", "State", "Since", "Finding"]);
    for f in findings {
        let about = about(&f);
        let short = f.id.chars().take(8).collect();
        let severity = f.severity.word().to_owned();
        table.words(vec![short, severity, f.rule, about, f.state.to_string(), f.since.to_string(), f.message]);
    }
    line(&table.render()?)
}

fn about(finding: &FindingRow) -> String {
    let subject = &finding.subject;
    if subject.userstore.is_empty() || subject.userstore == subject.name {
        subject.name.clone()
    } else {
        format!("{}/{}", subject.userstore, subject.name)
    }
}

pub fn groups(context: &Context, which: &Which, by: GroupFindingsBy, limit: u64) -> Result<()> {
    let session = context.look()?;
    let filter = filter(&session, which)?;
    let (mut groups, mut total): (Vec<FindingGroup>, u64) = (Vec::new(), 0);
    loop {
        let left = all(limit) - groups.len() as u64;
        let offset = groups.len() as u64;
        let page =
            session.audit_groups(&FindingGroupsQuery { by, filter: filter.clone(), offset, limit: left.min(PAGE) })?;
        total = total.max(page.total);
        let more = !page.groups.is_empty();
        groups.extend(page.groups);
        if !more || groups.len() as u64 >= total.min(all(limit)) {
            break;
        }
    }
    if context.cli.json {
        return json(&json!({ "groups": groups, "total": total }));
    }
    let what = match by {
        GroupFindingsBy::Rule => "Rule",
        GroupFindingsBy::User => "About",
        GroupFindingsBy::Control => "Control",
    };
    let mut table = Listing::new(&["Severity", what, "Open#", "Accepted#", "Title"]);
    for group in groups {
        let (name, title) =
            if by == GroupFindingsBy::User { (group.title, String::new()) } else { (group.key, group.title) };
        table.words(vec![group.severity.word().to_owned(), name, number(group.open), number(group.accepted), title]);
    }
    line(&table.render()?)
}

pub fn show(context: &Context, id: &str, pack: Option<&str>) -> Result<()> {
    let request = ShowFinding { id: id.to_owned(), pack: pack.map(str::to_owned) };
    let detail = context.look()?.audit_finding(&request)?;
    if context.cli.json {
        return json(&detail);
    }
    line(&words(&detail))?;
    let mut story = Listing::new(&["Day", "What", "By", "More"]);
    for event in &detail.story {
        story.words(told_of(event));
    }
    line(&format!("\n{}", story.render()?))
}

fn words(detail: &FindingDetail) -> String {
    let finding = &detail.finding;
    let mut facts = Facts::default();
    facts.line("Finding", &finding.id);
    facts.line("Rule", format!("{}: {}", finding.rule, finding.title));
    facts.line("Severity", finding.severity.word());
    facts.line("About", format!("{} {}", finding.subject.kind.word(), about(finding)));
    facts.line("Says", &finding.message);
    facts.line("State", finding.state.to_string());
    if let (Some(reason), Some(until)) = (&finding.reason, finding.until) {
        let who = detail.accepted_by.as_deref().unwrap_or_default();
        facts.line("Accepted", format!("by {who}, until {until}: {reason}"));
    }
    facts.line("Since", finding.since.to_string());
    facts.line("Why", &detail.why);
    facts.line("What to do", &detail.remedy);
    match (&detail.fix.operation, &detail.fix.none) {
        (Some(operation), _) => facts.line("Fixed by", operation),
        (None, Some(none)) => facts.line("Fixed by", format!("a person: {none}")),
        (None, None) => {}
    }
    facts.line("Controls", finding.controls.join(", "));
    facts.line("Pack", &detail.pack);
    facts.render()
}

fn told_of(event: &FindingEvent) -> Vec<String> {
    let what = match event.event {
        FindingEventKind::Found => "found",
        FindingEventKind::Accepted => "accepted",
        FindingEventKind::Withdrawn => "no longer accepted",
        FindingEventKind::AcceptanceEnded => "acceptance ended",
        FindingEventKind::Resolved => "gone",
        FindingEventKind::CameBack => "found again",
        FindingEventKind::NotLookedFor => "no longer looked for",
    };
    let mut more = Vec::new();
    more.extend(event.run.map(|run| format!("run {run}")));
    more.extend(event.snapshot.map(|snapshot| format!("snapshot {snapshot}")));
    more.extend(event.until.map(|until| format!("until {until}")));
    more.extend(event.reason.clone());
    vec![event.on.to_string(), what.to_owned(), event.operator.clone(), more.join(", ")]
}

pub fn accept(context: &Context, ids: &[String], reason: &str, until: NaiveDate) -> Result<()> {
    let request = AcceptFindings { findings: SelectedFindings::Ids(ids.to_vec()), reason: reason.to_owned(), until };
    let done = context.open()?.audit_accept(&request, &progress::job(), context.now)?;
    let text = format!("Accepted {} until {until}.", count(done.findings));
    told(context, &json!({ "accepted": done.findings, "until": until, "reason": reason }), &text)
}

pub fn withdraw(context: &Context, ids: &[String]) -> Result<()> {
    let done = context.open()?.audit_withdraw(&SelectedFindings::Ids(ids.to_vec()), &progress::job(), context.now)?;
    told(context, &json!({ "withdrawn": done.findings }), &format!("Opened {} again.", count(done.findings)))
}

fn count(findings: u64) -> String {
    if findings == 1 { "1 finding".to_owned() } else { format!("{} findings", number(findings)) }
}
