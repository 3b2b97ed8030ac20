//! `muster export`.

use super::Context;
use crate::args::export::Export;
use crate::exit::Exit;
use crate::output::{json, number, say, with_stdout};
use crate::progress;
use muster_app::api::export::{ExportUsers, Format};
use muster_app::{Code, Error, Result};

pub fn export(context: &Context, command: &Export) -> Result<Exit> {
    let Export::Users { filter, sort, format, output, overwrite } = command;
    let session = context.take_out()?;
    let mut request = ExportUsers {
        filter: filter.clone(),
        sort: sort.by,
        descending: sort.descending,
        columns: Vec::new(),
        format: (*format).into(),
        separator: muster_app::api::export::Separator::Comma,
        bom: false,
        manifest: false,
        path: String::new(),
        overwrite: *overwrite,
    };
    let Some(path) = output else {
        if context.cli.json && request.format != Format::Json {
            let message = "--json prints one JSON document: add --format json, or write a file with -o.";
            return Err(Error::new(Code::Invalid, message));
        }
        let mut failed = None;
        with_stdout(|out| {
            if let Err(error) = session.export_users_to(&request, out, context.as_of()) {
                failed = Some(error);
            }
            Ok(())
        })?;
        return failed.map_or(Ok(Exit::Done), Err);
    };
    request.path = path.to_string_lossy().into_owned();
    let written = session.export_users(&request, &progress::job(), context.as_of())?;
    if context.cli.json {
        json(&written)?;
    } else {
        say(&format!("Wrote {} users to {}. It is not encrypted.", number(written.rows), written.path));
    }
    Ok(Exit::Done)
}
