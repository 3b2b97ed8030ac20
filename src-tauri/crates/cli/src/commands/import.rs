//! `muster import`.

use super::Context;
use crate::args::import::Import;
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::progress;
use muster_app::Result;
use muster_app::api::import::{HistoryReport, ImportReport, ImportRequest};
use muster_app::api::snapshots::InstanceCounts;
use std::collections::BTreeMap;

pub fn import(context: &Context, command: &Import) -> Result<Exit> {
    let session = context.open()?;
    let mut map = BTreeMap::new();
    for given in &command.map {
        map.extend(session.column_map(given)?);
    }
    let request = ImportRequest {
        files: command.files.iter().map(|f| f.to_string_lossy().into_owned()).collect(),
        userstore: command.userstore.clone(),
        format: command.format.clone(),
        map,
        dry_run: command.dry_run,
        strict: command.strict,
        incomplete: command.incomplete,
        complete: command.complete,
        as_of: context.cli.as_of,
    };
    // A folder is a history; so are folders and files together.
    if command.files.iter().any(|path| path.is_dir()) {
        let report = session.import_history(&request, &progress::job(), context.now)?;
        if context.cli.json {
            json(&report)?
        } else {
            print_history(&report)?
        }
        return Ok(if report.total.rejected > 0 { Exit::Rejected } else { Exit::Done });
    }
    let report = session.import(&request, &progress::job(), context.now)?;
    if context.cli.json {
        json(&report)?;
    } else {
        print(&report)?;
    }
    Ok(if report.rejected_total > 0 { Exit::Rejected } else { Exit::Done })
}

fn print_history(history: &HistoryReport) -> Result<()> {
    for report in &history.snapshots {
        if let Some(at) = report.taken_at {
            line(&format!("{}:", at.format("%Y-%m-%d")))?;
        }
        print(report)?;
    }
    let t = &history.total;
    let verb = if history.dry_run { "would come" } else { "came" };
    line(&format!(
        "In total {} rows of {} snapshots {verb} to {} created, {} changed, {} unchanged, {} rejected; {} gone",
        number(t.read),
        number(history.snapshots.iter().filter(|report| report.taken_at.is_some()).count() as u64),
        number(t.created),
        number(t.changed),
        number(t.unchanged),
        number(t.rejected),
        number(t.gone)
    ))
}

fn print_counts(counts: &InstanceCounts) -> Result<()> {
    let range = match (counts.from, counts.to) {
        (Some(from), Some(to)) => format!(" from {from} to {to}"),
        _ => String::new(),
    };
    line(&format!(
        "  the instance's own count: {} days{range}, {} new or different",
        number(counts.days),
        number(counts.changed)
    ))?;
    if !counts.left_out.is_empty() {
        say(&format!("Not kept from the file: {}.", counts.left_out.join(", ")));
    }
    Ok(())
}

fn print(report: &ImportReport) -> Result<()> {
    let verb = if report.dry_run { "Would read" } else { "Read" };
    if report.taken_at.is_none()
        && let Some(counts) = &report.counts
    {
        line(&format!("{verb} {} into {}:", report.format, report.userstore))?;
        print_counts(counts)?;
        return print_rejected(report);
    }
    line(&format!("{verb} {} rows as {} into {}:", number(report.read), report.format, report.userstore))?;
    line(&format!(
        "  {} created, {} changed, {} unchanged, {} rejected",
        number(report.created),
        number(report.changed),
        number(report.unchanged),
        number(report.rejected_total)
    ))?;
    line(&format!("  {} gone", number(report.gone)))?;
    for (what, t) in [("groups", &report.groups), ("grants", &report.grants)] {
        if t.created + t.changed + t.unchanged + t.gone > 0 {
            line(&format!(
                "  {what}: {} created, {} changed, {} unchanged, {} gone",
                number(t.created),
                number(t.changed),
                number(t.unchanged),
                number(t.gone)
            ))?;
        }
    }
    if report.confirmed + report.outstanding > 0 {
        line(&format!(
            "  changes: {} confirmed, {} outstanding",
            number(report.confirmed),
            number(report.outstanding)
        ))?;
    }
    if let Some(counts) = &report.counts {
        print_counts(counts)?;
    }
    if report.late {
        say("Later snapshots were there before it: it fell into place, and the figures are those of its own time.");
    }
    if report.credentials_dropped > 0 {
        say(&format!("{} credentials were found and dropped; none was stored.", number(report.credentials_dropped)));
    }
    if let Some(because) = &report.incomplete_because {
        say(&format!("Nobody was marked as gone: {because}"));
    }
    print_rejected(report)
}

fn print_rejected(report: &ImportReport) -> Result<()> {
    for r in report.rejected.iter().take(20) {
        let column = r.column.as_deref().map(|c| format!(", {c}")).unwrap_or_default();
        say(&format!("{}:{}{column}: {}", r.file, r.line, r.reason));
    }
    if report.rejected_total > 20 {
        say(&format!("... and {} more; --json lists the first 1,000.", number(report.rejected_total - 20)));
    }
    Ok(())
}
