//! `muster changes`.

use super::Context;
use super::bulk::{say_twice, words};
use crate::args::changes::Changes;
use crate::exit::Exit;
use crate::output::{json, line, number, say, with_stdout};
use crate::progress;
use crate::table::{Facts, Listing};
use muster_app::api::changes::{
    ChangeDetail, ChangeUserRow, ChangeUsersQuery, ChangesQuery, ExportChange, UndoChange, WrittenChange,
};
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use muster_model::Standing;

/// The most rows the door gives at once.
const PAGE: u64 = 500;

pub fn changes(context: &Context, command: &Changes) -> Result<Exit> {
    match command {
        Changes::List { status, limit, offset } => {
            let query = ChangesQuery { status: status.map(Into::into), offset: *offset, limit: *limit };
            list(context, &query)
        }
        Changes::Show { change, standing, limit, offset } => show(context, *change, *standing, *offset, *limit),
        Changes::Undo { change, even_last } => undo(context, UndoChange { change: *change, even_last: *even_last }),
        Changes::Export { change, format, output, overwrite } => {
            let session = context.take_out()?;
            let path = output.as_ref().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
            let request = ExportChange { change: *change, format: (*format).into(), path, overwrite: *overwrite };
            export(context, &session, &request)
        }
    }
}

fn list(context: &Context, query: &ChangesQuery) -> Result<Exit> {
    let page = context.look()?.changes_page(query)?;
    if context.cli.json {
        json(&page)?;
        return Ok(Exit::Done);
    }
    let mut table = Listing::new(&["No.#", "When (UTC)", "Operator", "What", "To", "Users#", "Waiting#", "How far"]);
    for c in &page.changes {
        table.words(vec![
            c.id.to_string(),
            c.at.format("%Y-%m-%d %H:%M").to_string(),
            c.operator.clone(),
            c.title.clone(),
            c.target.clone().unwrap_or_default(),
            number(c.users),
            number(c.outstanding),
            word(&c.status),
        ]);
    }
    line(&table.render()?)?;
    say(&format!("{} of {} changes.", number(page.changes.len() as u64), number(page.total)));
    if page.outstanding > 0 {
        say(&format!("{} users wait to be changed at their source.", number(page.outstanding)));
    }
    Ok(Exit::Done)
}

fn show(context: &Context, change: i64, standing: Option<Standing>, offset: u64, limit: u64) -> Result<Exit> {
    let session = context.look()?;
    let wanted = if limit == 0 { u64::MAX } else { limit };
    let ask = |offset, limit| session.change_show(&ChangeUsersQuery { change, standing, offset, limit });
    let mut detail = ask(offset, wanted.min(PAGE))?;
    while (detail.users.len() as u64) < wanted {
        let seen = detail.users.len() as u64;
        let page = ask(offset + seen, (wanted - seen).min(PAGE))?;
        if page.users.is_empty() {
            break;
        }
        detail.users.extend(page.users);
    }
    if context.cli.json {
        json(&detail)?;
    } else {
        print(&detail)?;
    }
    Ok(Exit::Done)
}

fn print(detail: &ChangeDetail) -> Result<()> {
    let c = &detail.change;
    let mut facts = Facts::default();
    facts.line("Change", c.id.to_string());
    facts.line("What", c.title.clone());
    facts.line("When", format!("{} UTC", c.at.format("%Y-%m-%d %H:%M:%S")));
    facts.line("Operator", c.operator.clone());
    facts.line("How far", word(&c.status));
    if let Some(target) = &c.target {
        facts.line("To", target.clone());
    }
    facts.line("Users", number(c.users));
    for (name, count) in [("  waiting", c.outstanding), ("  confirmed", c.confirmed), ("Refused", c.refused)] {
        if count > 0 {
            facts.line(name, number(count));
        }
    }
    if let Some(at) = c.undone_at {
        let by = c.undone_by.as_deref().unwrap_or("someone");
        facts.line("Taken back", format!("{} UTC by {by}", at.format("%Y-%m-%d %H:%M:%S")));
    }
    line(&facts.render())?;
    let mut table = Listing::new(&["User", "What", "Before", "After", "How far"]);
    let mut any = false;
    let whole = ChangeUserRow {
        user: muster_model::UserId(0),
        target: c.target.clone().unwrap_or_default(),
        standing: Standing::Applied,
        reason: None,
        fields: c.fields.clone(),
    };
    let rows: Vec<&ChangeUserRow> = if detail.users.is_empty() { vec![&whole] } else { detail.users.iter().collect() };
    for row in rows {
        let far = row.reason.as_ref().map_or_else(|| row.standing.to_string(), |r| format!("{}: {r}", row.standing));
        if row.fields.is_empty() && row.reason.is_some() {
            table.words(vec![row.target.clone(), String::new(), String::new(), String::new(), far.clone()]);
            any = true;
        }
        for (i, field) in row.fields.iter().enumerate() {
            let mut cells = words(if i == 0 { row.target.clone() } else { String::new() }, field);
            cells.push(if i == 0 { far.clone() } else { String::new() });
            table.words(cells);
            any = true;
        }
    }
    if any {
        line("")?;
        line(&table.render()?)?;
    }
    if detail.total > detail.users.len() as u64 {
        say(&format!("{} of {} users; --limit 0 shows all.", number(detail.users.len() as u64), number(detail.total)));
    }
    if c.can_undo {
        say(&format!("Undo: muster changes undo {}", c.id));
    }
    Ok(())
}

fn undo(context: &Context, request: UndoChange) -> Result<Exit> {
    let session = context.open()?;
    let undone = session.change_undo(&request, &progress::job(), context.now).map_err(say_twice)?;
    if context.cli.json {
        json(&undone)?;
    } else {
        let verb = if word(&undone.status) == "withdrawn" { "Withdrew" } else { "Took back" };
        say(&format!("{verb} change {}: {}.", undone.id, undone.title));
    }
    Ok(Exit::Done)
}

fn export(context: &Context, session: &Session, request: &ExportChange) -> Result<Exit> {
    let written = if request.path.is_empty() {
        to_stdout(context, session, request)?
    } else {
        session.change_export(request, &progress::job(), context.now)?
    };
    if context.cli.json {
        json(&written)?;
        return Ok(ended(&written));
    }
    for file in &written.files {
        say(&format!("Wrote {} ({} bytes). It is not encrypted.", file.path, number(file.bytes)));
    }
    say(&format!("{} steps written.", number(written.steps)));
    for step in &written.skipped {
        say(&format!("To be done by hand: {}, {}: {}", step.username, step.field, step.reason));
    }
    Ok(ended(&written))
}

fn to_stdout(context: &Context, session: &Session, request: &ExportChange) -> Result<WrittenChange> {
    if context.cli.json {
        let message = "--json prints what was written, not the file itself: name a file with -o, or leave --json out.";
        return Err(Error::new(Code::Invalid, message));
    }
    let mut written = None;
    with_stdout(|out| {
        written = Some(session.change_export_to(request, out, context.now));
        Ok(())
    })?;
    written.unwrap_or_else(|| Err(Error::new(Code::Internal, "Nothing was written.")))
}

fn ended(written: &WrittenChange) -> Exit {
    if written.skipped.is_empty() { Exit::Done } else { Exit::Rejected }
}

/// A status as JSON spells it.
fn word(status: &impl serde::Serialize) -> String {
    match serde_json::to_value(status) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
