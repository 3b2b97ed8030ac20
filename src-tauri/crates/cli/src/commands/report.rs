//! `muster report`, and the files of `muster seats report`.

use super::Context;
use super::place::Asked;
use super::seats::chosen;
use crate::args::report::{Report, ReportFile, ReportPlace, SeatReport};
use crate::exit::Exit;
use crate::output::with_stdout;
use crate::progress;
use muster_app::api::reports::{MakeReport, ReportFormat, ReportKind};
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use std::io::IsTerminal;

pub fn report(context: &Context, command: &Report) -> Result<Exit> {
    match command {
        Report::Seats(asked) => super::seats::report(context, asked),
        Report::Inventory { filter, file } => {
            let request = MakeReport { filter: filter.clone(), ..of(ReportKind::Inventory, file) };
            make(context, &context.take_out()?, request, &file.place, "inventory")
        }
        Report::Access { filter, file } => {
            let request = MakeReport { filter: filter.clone(), ..of(ReportKind::Access, file) };
            make(context, &context.take_out()?, request, &file.place, "access")
        }
        Report::Comparison { a, b, userstore, file } => {
            let session = context.take_out()?;
            let from = session.snapshot_called(a, userstore.as_deref())?;
            let to = session.snapshot_called(b, userstore.as_deref().or(Some(&from.userstore)))?;
            let request = MakeReport { snapshots: Some((from.id, to.id)), ..of(ReportKind::Comparison, file) };
            let stem = format!("comparison-{}-{}-{}", from.userstore.to_lowercase(), from.id, to.id);
            make(context, &session, request, &file.place, &stem)
        }
    }
}

/// The seat report as a file for others.
pub fn seats(context: &Context, asked: &SeatReport, format: ReportFormat) -> Result<Exit> {
    let session = context.take_out()?;
    let plan = chosen(&session, asked.plan.as_deref())?;
    let stem = format!("seats-{plan}");
    let request = MakeReport {
        plan: Some(plan),
        purchased: asked.purchased,
        from: asked.from,
        to: asked.to,
        format,
        ..of_kind(ReportKind::Seats)
    };
    make(context, &session, request, &asked.place, &stem)
}

fn of(kind: ReportKind, file: &ReportFile) -> MakeReport {
    MakeReport { format: file.format.into(), ..of_kind(kind) }
}

fn of_kind(report: ReportKind) -> MakeReport {
    MakeReport {
        report,
        format: ReportFormat::Html,
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

fn make(
    context: &Context,
    session: &Session,
    mut request: MakeReport,
    place: &ReportPlace,
    stem: &str,
) -> Result<Exit> {
    let end = muster_report::FileFormat::from(request.format).word();
    let asked = Asked { output: place.output.as_deref(), folder: place.out_dir.as_deref(), manifest: place.manifest };
    let Some(path) = asked.path(context, stem, end)? else {
        return stream(context, session, &request);
    };
    request.path = path.to_string_lossy().into_owned();
    request.overwrite = place.overwrite;
    request.manifest = place.manifest;
    let written = session.report_make(&request, &progress::job(), context.as_of())?;
    let rows = match request.report {
        ReportKind::Seats => "seats",
        ReportKind::Inventory => "users",
        ReportKind::Comparison => "differences",
        ReportKind::Access => "grants",
    };
    asked.tell(context, &written, rows)?;
    Ok(Exit::Done)
}

/// Writes to standard output.
fn stream(context: &Context, session: &Session, request: &MakeReport) -> Result<Exit> {
    if context.cli.json && request.format != ReportFormat::Json {
        let message = "--json prints one JSON document: add --format json, or write a file with --output.";
        return Err(Error::new(Code::Invalid, message));
    }
    let binary = matches!(request.format, ReportFormat::Pdf | ReportFormat::Xlsx);
    if binary && std::io::stdout().is_terminal() {
        return Err(Error::new(
            Code::Invalid,
            "This file is not for a terminal. Add --output FILE or --out-dir FOLDER.",
        ));
    }
    let mut answer = None;
    with_stdout(|out| {
        answer = Some(session.report_make_to(request, out, context.as_of()));
        Ok(())
    })?;
    match answer {
        Some(Err(error)) => Err(error),
        _ => Ok(Exit::Done),
    }
}
