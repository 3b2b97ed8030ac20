//! `muster export`.

use super::Context;
use super::place::Asked;
use crate::args::audit::Which;
use crate::args::export::{Export, ExportFile, FindingsFormat, TableFormat};
use crate::exit::Exit;
use crate::output::{number, say, with_stdout};
use crate::progress;
use muster_app::api::audit::ExportFindings;
use muster_app::api::export::{ExportThings, ExportUsers, Format, Things};
use muster_app::api::vault::WrittenFile;
use muster_app::{Code, Error, Result};
use std::io::Write;

pub fn export(context: &Context, command: &Export) -> Result<Exit> {
    match command {
        Export::Users { filter, sort, columns, format, base_dn, file } => {
            let request = ExportUsers {
                filter: filter.clone(),
                sort: sort.by,
                descending: sort.descending,
                columns: columns.clone(),
                format: (*format).into(),
                separator: file.separator.into(),
                bom: file.bom,
                base_dn: base_dn.clone(),
                path: path(context, file, "users", (*format).into())?,
                overwrite: file.overwrite,
                manifest: file.manifest,
            };
            let session = context.take_out()?;
            if file.streams() {
                return stream(context, request.format, |out| session.export_users_to(&request, out, context.as_of()));
            }
            written(context, "users", file, &session.export_users(&request, &progress::job(), context.as_of())?)
        }
        Export::Roles { format, file } => things(context, Things::Roles, "", *format, file),
        Export::Grants { filter, format, file } => things(context, Things::Grants, filter, *format, file),
        Export::Findings { which, format, file } => findings(context, which, *format, file),
        Export::Groups { format, file } => things(context, Things::Groups, "", *format, file),
    }
}

fn things(context: &Context, things: Things, filter: &str, format: TableFormat, file: &ExportFile) -> Result<Exit> {
    let request = ExportThings {
        things,
        filter: filter.to_owned(),
        format: format.into(),
        separator: file.separator.into(),
        bom: file.bom,
        path: path(context, file, things.word(), format.into())?,
        overwrite: file.overwrite,
        manifest: file.manifest,
    };
    let session = context.take_out()?;
    if file.streams() {
        return stream(context, request.format, |out| session.export_things_to(&request, out, context.as_of()));
    }
    written(context, things.word(), file, &session.export_things(&request, &progress::job(), context.as_of())?)
}

fn findings(context: &Context, which: &Which, format: FindingsFormat, file: &ExportFile) -> Result<Exit> {
    let session = context.take_out()?;
    let format: muster_app::api::audit::FindingsFormat = format.into();
    let path = place(file).path(context, "findings", format.word())?;
    let request = ExportFindings {
        filter: super::audit::filter(&session, which)?,
        format,
        separator: file.separator.into(),
        bom: file.bom,
        path: path.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default(),
        overwrite: file.overwrite,
        manifest: file.manifest,
    };
    if file.streams() {
        // What --json promises is one JSON document; SARIF is one.
        let shape = match format.word() {
            "json" | "sarif" => Format::Json,
            _ => Format::Csv,
        };
        return stream(context, shape, |out| session.export_findings_to(&request, out, context.as_of()));
    }
    written(context, "findings", file, &session.export_findings(&request, &progress::job(), context.as_of())?)
}

/// Where an export goes; empty for standard output.
pub(super) fn path(context: &Context, file: &ExportFile, stem: &str, format: Format) -> Result<String> {
    let path = place(file).path(context, stem, format.word())?;
    Ok(path.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default())
}

fn place(file: &ExportFile) -> Asked<'_> {
    Asked { output: file.output.as_deref(), folder: file.out_dir.as_deref(), manifest: file.manifest }
}

/// Writes to standard output.
pub(super) fn stream(
    context: &Context,
    format: Format,
    write: impl FnOnce(&mut dyn Write) -> Result<WrittenFile>,
) -> Result<Exit> {
    if context.cli.json && !matches!(format, Format::Json | Format::Scim) {
        let message = "--json prints one JSON document: add --format json, or write a file with -o.";
        return Err(Error::new(Code::Invalid, message));
    }
    let mut answer = None;
    with_stdout(|out| {
        answer = Some(write(out));
        Ok(())
    })?;
    match answer {
        Some(Ok(file)) => left_out(&file),
        Some(Err(error)) => return Err(error),
        None => {}
    }
    Ok(Exit::Done)
}

pub(super) fn written(context: &Context, what: &str, file: &ExportFile, written: &WrittenFile) -> Result<Exit> {
    place(file).tell(context, written, what)?;
    if !context.cli.json {
        left_out(written);
    }
    Ok(Exit::Done)
}

/// Says what the format has no word for, the most frequent first.
fn left_out(file: &WrittenFile) {
    let Some(fields) = &file.left_out else { return };
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let named: Vec<String> = fields.iter().take(8).map(|(name, n)| format!("{name} ({})", number(**n))).collect();
    let more = if fields.len() > 8 { format!(" and {} more", fields.len() - 8) } else { String::new() };
    say(&format!("The format has no word for {}{more}.", named.join(", ")));
}
