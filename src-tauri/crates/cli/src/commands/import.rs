//! `muster import`.

use super::Context;
use crate::args::import::Import;
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::progress;
use muster_app::Result;
use muster_app::api::import::{ImportReport, ImportRequest};
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
    let report = session.import(&request, &progress::job(), context.now)?;
    if context.cli.json {
        json(&report)?;
    } else {
        print(&report)?;
    }
    Ok(if report.rejected_total > 0 { Exit::Rejected } else { Exit::Done })
}

fn print(report: &ImportReport) -> Result<()> {
    let verb = if report.dry_run { "Would read" } else { "Read" };
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
    if report.credentials_dropped > 0 {
        say(&format!("{} credentials were found and dropped; none was stored.", number(report.credentials_dropped)));
    }
    if let Some(because) = &report.incomplete_because {
        say(&format!("Nobody was marked as gone: {because}"));
    }
    for r in report.rejected.iter().take(20) {
        let column = r.column.as_deref().map(|c| format!(", {c}")).unwrap_or_default();
        say(&format!("{}:{}{column}: {}", r.file, r.line, r.reason));
    }
    if report.rejected_total > 20 {
        say(&format!("... and {} more; --json lists the first 1,000.", number(report.rejected_total - 20)));
    }
    Ok(())
}
