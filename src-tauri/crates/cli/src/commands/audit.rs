//! `muster audit`.

mod findings;
mod fix;
mod rules;

pub(super) use findings::filter;

use super::Context;
use crate::args::audit::{Asked, Audit};
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::progress;
use crate::table::{Facts, Listing};
use chrono::NaiveDate;
use muster_app::api::audit::{AuditReport, AuditRun, Severity};
use muster_app::{Code, Error, Result};
use serde_json::json;
use std::path::Path;

/// The largest file of rules that is read, in bytes.
const LARGEST: u64 = 1 << 20;

pub fn audit(context: &Context, command: &Audit) -> Result<Exit> {
    match command {
        Audit::Run { how, fail_on } => return run(context, how, *fail_on),
        Audit::List { which, by: None, limit } => findings::list(context, which, *limit)?,
        Audit::List { which, by: Some(by), limit } => findings::groups(context, which, *by, *limit)?,
        Audit::Show { id, pack } => findings::show(context, id, pack.as_deref())?,
        Audit::Accept { ids, reason, until } => findings::accept(context, ids, reason, *until)?,
        Audit::Withdraw { ids } => findings::withdraw(context, ids)?,
        Audit::Resolve { id, how } => {
            let session = context.open()?;
            let done = session.audit_resolve(id, &how.request(day(context)), &progress::job(), context.now)?;
            told(
                context,
                &json!({ "resolved": id, "findings": done.findings }),
                "It is gone: the finding is resolved.",
            )?;
        }
        Audit::Trend { pack, limit } => trend(context, pack.as_deref(), *limit)?,
        Audit::Rules(command) => rules::rules(context, command)?,
        Audit::Lint { files } => return rules::lint(context, files),
        Audit::Packs => rules::packs(context)?,
        Audit::Fix(fix) => return fix::fix(context, fix),
        Audit::TimeZone { name, forget } => time_zone(context, name.as_deref(), *forget)?,
    }
    Ok(Exit::Done)
}

/// The day that was asked for.
fn day(context: &Context) -> Option<NaiveDate> {
    context.cli.as_of.map(|at| at.date_naive())
}

fn run(context: &Context, how: &Asked, fail_on: Option<Severity>) -> Result<Exit> {
    let session = context.take_out()?;
    let request = how.request(day(context));
    let told = if context.cli.json {
        let (report, told) = session.audit_run_report(&request, &progress::job(), context.now)?;
        json(&report)?;
        told
    } else {
        let told = session.audit_run(&request, &progress::job(), context.now)?;
        report(&told)?;
        told
    };
    if let Some(why) = &told.not_kept {
        say(why);
    }
    let bad = |severity: &Severity| told.run.severities.iter().any(|at| at.severity >= *severity && at.open > 0);
    Ok(if fail_on.as_ref().is_some_and(bad) { Exit::Found } else { Exit::Done })
}

fn report(told: &AuditReport) -> Result<()> {
    let run = &told.run;
    let mut facts = Facts::default();
    facts.line("Score", format!("{} of 100", run.score));
    facts.line("Formula", &told.score.formula);
    facts.line("Pack", &run.pack);
    facts.line("As of", format!("{}, {}", run.as_of, run.time_zone));
    facts.line("Rules", number(run.rules));
    let reopened =
        if run.reopened > 0 { format!(", {} of them open again", number(run.reopened)) } else { String::new() };
    facts.line("New", format!("{}{reopened}", number(run.new)));
    facts.line("Went", number(run.resolved));
    line(&facts.render())?;
    let mut table = Listing::new(&["Severity", "Open#", "Accepted#", "Weight#", "Points#"]);
    for term in &told.score.terms {
        let figures = [term.open, term.accepted, term.weight, term.points].map(number);
        table.words(std::iter::once(term.severity.word().to_owned()).chain(figures).collect());
    }
    line(&format!("\n{}", table.render()?))?;
    if run.severities.iter().any(|at| at.open > 0) && told.kept {
        say("See what was found with: muster audit list, or muster audit list --by rule");
    }
    Ok(())
}

fn trend(context: &Context, pack: Option<&str>, limit: u64) -> Result<()> {
    let runs = context.look()?.audit_trend(pack, limit)?;
    if context.cli.json {
        return json(&json!({ "runs": runs }));
    }
    if runs.is_empty() {
        return line("No audit was run yet. Begin with: muster audit run");
    }
    let mut table = Listing::new(&["Run#", "As of", "Pack", "Score#", "Open#", "Accepted#", "New#", "Went#", "By"]);
    for run in &runs {
        table.words(row(run));
    }
    line(&table.render()?)
}

fn row(run: &AuditRun) -> Vec<String> {
    let sum = |of: fn(&muster_app::api::audit::SeverityCount) -> u64| number(run.severities.iter().map(of).sum());
    vec![
        run.id.map(|id| id.to_string()).unwrap_or_default(),
        run.as_of.to_string(),
        run.pack.clone(),
        run.score.to_string(),
        sum(|at| at.open),
        sum(|at| at.accepted),
        number(run.new),
        number(run.resolved),
        run.operator.clone(),
    ]
}

fn time_zone(context: &Context, name: Option<&str>, forget: bool) -> Result<()> {
    if name.is_some() || forget {
        context.open()?.audit_time_zone_set(name, context.now)?;
    }
    let chosen = context.look()?.audit_time_zone()?;
    if context.cli.json {
        return json(&json!({ "time_zone": chosen }));
    }
    line(chosen.as_deref().unwrap_or("None is chosen: runs count days in UTC, unless --time-zone says otherwise."))
}

/// Says that something was done.
fn told(context: &Context, answer: &serde_json::Value, text: &str) -> Result<()> {
    if context.cli.json {
        return json(answer);
    }
    say(text);
    Ok(())
}

/// The text of a file of rules.
fn read(path: &Path) -> Result<String> {
    let wrong = |code, reason: String| {
        Error::new(code, format!("{} cannot be read: {reason}.", path.display()))
            .with(json!({ "file": path.to_string_lossy() }))
    };
    let disk = |error: std::io::Error| {
        let code = if error.kind() == std::io::ErrorKind::NotFound { Code::NotFound } else { Code::Disk };
        wrong(code, error.to_string())
    };
    if std::fs::metadata(path).map_err(disk)?.len() > LARGEST {
        return Err(wrong(Code::Invalid, "it is too large for a file of rules".to_owned()));
    }
    let bytes = std::fs::read(path).map_err(disk)?;
    String::from_utf8(bytes).map_err(|_| wrong(Code::Invalid, "it is not UTF-8 text; save it as such".to_owned()))
}

fn named(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
