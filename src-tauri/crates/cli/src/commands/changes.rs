//! `muster changes`.

use super::Context;
use crate::args::{ChangeFile, Changes};
use crate::exit::Exit;
use crate::output::{json, line, number, say, with_stdout};
use crate::progress;
use crate::table::{Facts, Listing};
use muster_app::Result;
use muster_app::api::changes::{
    ChangeDetail, ChangeFormat, ChangeGlance, ChangeStatus, ChangeUsersQuery, ChangesPage, ChangesQuery, ExportChange,
    WrittenChange,
};
use muster_report::Cell;
use std::path::Path;

pub fn changes(context: &Context, command: &Changes) -> Result<Exit> {
    match command {
        Changes::List { status, limit, offset } => {
            let query = ChangesQuery { status: status.map(Into::into), offset: *offset, limit: *limit };
            let page = context.look()?.changes_page(&query)?;
            if context.cli.json { json(&page)? } else { listed(&page)? }
        }
        Changes::Show { change, standing, limit, offset } => {
            let query = ChangeUsersQuery {
                change: *change,
                standing: standing.map(Into::into),
                offset: *offset,
                limit: *limit,
            };
            let detail = context.look()?.change_show(&query)?;
            if context.cli.json { json(&detail)? } else { shown(&detail)? }
        }
        Changes::Undo { change } => {
            let undone = context.open()?.change_undo(*change, &progress::job(), context.now)?;
            if context.cli.json {
                json(&undone)?;
            } else {
                let done = if undone.status == ChangeStatus::Withdrawn { "Withdrawn" } else { "Taken back" };
                say(&format!("{done}: change {}, {}, of {} users.", undone.id, undone.title, number(undone.users)));
                if undone.confirmed > 0 {
                    say(&format!("{} were carried out at their source already and stay.", number(undone.confirmed)));
                }
            }
        }
        Changes::Export { change, format, output, overwrite } => {
            return export(context, *change, *format, output.as_deref(), *overwrite);
        }
    }
    Ok(Exit::Done)
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

const fn word(status: ChangeStatus) -> &'static str {
    match status {
        ChangeStatus::Applied => "applied",
        ChangeStatus::Pending => "pending",
        ChangeStatus::Confirmed => "confirmed",
        ChangeStatus::Undone => "undone",
        ChangeStatus::Withdrawn => "withdrawn",
    }
}

fn listed(page: &ChangesPage) -> Result<()> {
    let mut table = Listing::new(&["Change#", "When", "Operator", "Title", "Status", "Users#", "Outstanding#"]);
    for change in &page.changes {
        table.row(vec![
            Cell::Integer(change.id),
            Cell::from(change.at.format("%Y-%m-%d %H:%M").to_string().as_str()),
            Cell::from(change.operator.as_str()),
            Cell::from(change.title.as_str()),
            Cell::from(word(change.status)),
            Cell::from(signed(change.users)),
            Cell::from(signed(change.outstanding)),
        ]);
    }
    line(&table.render()?)?;
    say(&format!(
        "{} of {} changes; {} users wait to be changed at their source.",
        number(page.changes.len() as u64),
        number(page.total),
        number(page.outstanding)
    ));
    Ok(())
}

fn shown(detail: &ChangeDetail) -> Result<()> {
    let change: &ChangeGlance = &detail.change;
    let mut facts = Facts::default();
    facts.line("Change", change.id.to_string());
    facts.line("Title", change.title.clone());
    facts.line("When", change.at.format("%Y-%m-%d %H:%M").to_string());
    facts.line("Operator", change.operator.clone());
    facts.line("Status", word(change.status));
    if let (Some(at), Some(by)) = (change.undone_at, &change.undone_by) {
        facts.line("Taken back", format!("{} by {by}", at.format("%Y-%m-%d %H:%M")));
    }
    for (name, count) in [
        ("Users", change.users),
        ("Outstanding", change.outstanding),
        ("Confirmed", change.confirmed),
        ("Refused", change.refused),
    ] {
        if count > 0 || name == "Users" {
            facts.line(name, number(count));
        }
    }
    line(&facts.render())?;
    let mut table = Listing::new(&["User", "Standing", "Field", "Before", "After", "Reason"]);
    for user in &detail.users {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let mut first = [user.target.clone(), user.standing.to_string(), text(&user.reason)];
        let mut row = |field: String, before: String, after: String| {
            let [name, standing, reason] = std::mem::take(&mut first);
            table.words(vec![name, standing, field, before, after, reason]);
        };
        if user.fields.is_empty() {
            row(String::new(), String::new(), String::new());
        }
        for field in &user.fields {
            row(field.name.clone(), text(&field.before), text(&field.after));
        }
    }
    if !detail.users.is_empty() {
        line("")?;
        line(&table.render()?)?;
    }
    say(&format!("{} of {} users.", number(detail.users.len() as u64), number(detail.total)));
    Ok(())
}

fn export(context: &Context, change: i64, format: ChangeFile, output: Option<&Path>, overwrite: bool) -> Result<Exit> {
    let session = context.take_out()?;
    let format = ChangeFormat::from(format);
    let path = output.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    let request = ExportChange { change, format, path, overwrite };
    let written = if output.is_some() {
        session.change_export(&request, &progress::job(), context.now)?
    } else {
        let mut answer = None;
        with_stdout(|out| {
            answer = Some(session.change_export_to(&request, out, context.now));
            Ok(())
        })?;
        match answer {
            Some(answer) => answer?,
            None => return Ok(Exit::Failed),
        }
    };
    if output.is_some() {
        if context.cli.json {
            json(&written)?;
        } else {
            for file in &written.files {
                say(&format!("Wrote {}. It is not encrypted.", file.path));
            }
        }
    }
    described(&written);
    Ok(if written.skipped.is_empty() { Exit::Done } else { Exit::Rejected })
}

/// What the file cannot say, for people.
fn described(written: &WrittenChange) {
    say(&format!("{} steps to carry out.", number(written.steps)));
    for step in &written.skipped {
        say(&format!("Left to you: {} of {}: {}.", step.field, step.username, step.reason));
    }
}
