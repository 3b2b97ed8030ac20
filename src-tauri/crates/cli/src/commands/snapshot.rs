//! `muster snapshot`.

use super::Context;
use super::export::{path, stream, written};
use crate::args::export::{ExportFile, TableFormat};
use crate::args::snapshot::Snapshot;
use crate::exit::Exit;
use crate::output::{day, json, line, number};
use crate::progress;
use crate::table::Listing;
use muster_app::api::export::Format;
use muster_app::api::snapshots::{Became, DiffPage, DiffQuery, DiffRow, SnapshotRow, SnapshotsQuery};
use muster_app::export::ExportComparison;
use muster_app::{Code, Error, Result};

/// Rows of a comparison that are listed for people; a file holds all.
const LISTED: u64 = 50;

pub fn snapshot(context: &Context, command: &Snapshot) -> Result<Exit> {
    match command {
        Snapshot::List { userstore, limit } => list(context, userstore.as_deref(), *limit),
        Snapshot::Diff { a, b, userstore, became, field, text, format, file } => {
            let session = if format.is_some() { context.take_out()? } else { context.look()? };
            let from = session.snapshot_called(a, userstore.as_deref())?;
            let to = session.snapshot_called(b, userstore.as_deref().or(Some(&from.userstore)))?;
            let query = DiffQuery {
                from: from.id,
                to: to.id,
                became: became.map(Into::into),
                field: field.clone(),
                text: text.clone(),
                offset: 0,
                limit: if context.cli.json { u64::MAX } else { LISTED },
            };
            match format {
                Some(format) => export(context, &session, query, *format, file),
                None if !file.streams() => {
                    let message = "A file needs a format. Add --format csv, json, jsonl or xlsx.";
                    Err(Error::new(Code::Invalid, message))
                }
                None => {
                    let page = session.diff(&query, context.now)?;
                    if context.cli.json {
                        json(&document(&page))?
                    } else {
                        print(&page)?
                    }
                    Ok(Exit::Done)
                }
            }
        }
    }
}

fn list(context: &Context, userstore: Option<&str>, limit: u64) -> Result<Exit> {
    let query = SnapshotsQuery { userstore: userstore.map(str::to_owned), offset: 0, limit };
    let page = context.look()?.snapshots_page(&query)?;
    if context.cli.json {
        json(&page)?;
        return Ok(Exit::Done);
    }
    let mut table = Listing::new(&[
        "Snapshot#",
        "Taken",
        "Userstore",
        "Users#",
        "Created#",
        "Changed#",
        "Gone#",
        "Rejected#",
        "Listed",
        "Format",
    ]);
    for s in page.snapshots {
        let listed = match (s.complete, s.late) {
            (true, false) => "everyone",
            (true, true) => "everyone, late",
            (false, false) => "a part",
            (false, true) => "a part, late",
        };
        let numbers = [s.users, s.created, s.changed, s.gone, s.rejected].map(number);
        let mut cells = vec![s.id.to_string(), day(Some(s.taken_at)), s.userstore];
        cells.extend(numbers);
        cells.extend([listed.to_owned(), s.format]);
        table.words(cells);
    }
    line(&table.render()?)?;
    Ok(Exit::Done)
}

fn export(
    context: &Context,
    session: &muster_app::session::Session,
    query: DiffQuery,
    format: TableFormat,
    file: &ExportFile,
) -> Result<Exit> {
    let stem = format!("snapshot-diff-{}-{}", query.from, query.to);
    let request = ExportComparison {
        query,
        format: Format::from(format),
        separator: file.separator.into(),
        bom: file.bom,
        path: path(context, file, &stem, format.into())?,
        overwrite: file.overwrite,
        manifest: file.manifest,
    };
    if file.streams() {
        return stream(context, request.format, |out| session.export_comparison_to(&request, out, context.now));
    }
    written(context, "rows", file, &session.export_comparison(&request, &progress::job(), context.now)?)
}

/// The document that programs read.
fn document(page: &DiffPage) -> serde_json::Value {
    let of = |became| page.rows.iter().filter(move |row| row.became == became);
    let names = |became| of(became).map(|row| row.username.as_str()).collect::<Vec<_>>();
    let changed: Vec<_> =
        of(Became::Changed).map(|row| serde_json::json!({ "username": row.username, "fields": row.fields })).collect();
    serde_json::json!({
        "from": page.from,
        "to": page.to,
        "added": names(Became::Added),
        "removed": names(Became::Removed),
        "changed": changed,
    })
}

fn print(page: &DiffPage) -> Result<()> {
    let one = |s: &SnapshotRow| format!("snapshot {} of {}", s.id, day(Some(s.taken_at)));
    line(&format!("{}: from {} to {}", page.to.userstore, one(&page.from), one(&page.to)))?;
    let [added, removed, changed] = [page.added, page.removed, page.changed].map(number);
    line(&format!("  {added} added, {removed} removed, {changed} changed"))?;
    if !page.fields.is_empty() {
        let shares: Vec<String> = page.fields.iter().map(|f| format!("{} ({})", f.name, number(f.count))).collect();
        line(&format!("  {}", shares.join(", ")))?;
    }
    let mut table = Listing::new(&["Username", "Name", "Became", "What"]);
    for row in &page.rows {
        let cells = [row.username.clone(), row.display_name.clone(), row.became.word().to_owned(), what(row)];
        table.words(cells.to_vec());
    }
    if !page.rows.is_empty() {
        line("")?;
        line(&table.render()?)?;
    }
    let shown = page.rows.len() as u64;
    if page.total > shown {
        line(&format!("\n{} more. All of them: --format csv -o FILE, or --json.", number(page.total - shown)))?;
    }
    Ok(())
}

/// What differs in a user, in a few words.
fn what(row: &DiffRow) -> String {
    let word = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    let field =
        |f: &muster_app::api::snapshots::DiffField| format!("{}: {} -> {}", f.name, word(&f.before), word(&f.after));
    row.fields.iter().map(field).collect::<Vec<_>>().join("; ")
}
