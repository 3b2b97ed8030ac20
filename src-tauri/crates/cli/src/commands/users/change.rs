//! Changing users from the command line: looked at first, then done.

use crate::args::{Add, How, What, Whom};
use crate::commands::Context;
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::progress;
use crate::table::Listing;
use muster_app::api::changes::{
    ApplyChange, ChangePreview, ChangeReport, ChangeRequest, Effect, Operation, PreviewQuery, RefusedUser, Selected,
    Unmatched, Warning,
};
use muster_app::api::users::{EditResult, FieldChange, NewUser, UserEdit};
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use muster_model::{Scope, State};
use serde::Serialize;
use std::io::Read;
use std::path::Path;

/// Rows a dry run shows on a terminal.
const SHOWN: u64 = 20;
/// Users who were refused that are named one by one.
const MOST_REFUSED: u64 = 1_000;
/// The userstore of a user that is made without saying where.
const PRIMARY: &str = muster_model::userstore::PRIMARY;

/// What a change came to, as JSON.
#[derive(Serialize)]
struct Answer<'a> {
    change: Option<i64>,
    matched: u64,
    changed: u64,
    unchanged: u64,
    refused: &'a [RefusedUser],
    refused_total: u64,
    pending: u64,
    dry_run: bool,
    title: &'a str,
    warnings: &'a [Warning],
    unmatched: &'a [Unmatched],
    unmatched_total: u64,
}

/// Whom the words of the command line mean.
fn selected(whom: &Whom) -> Result<Selected> {
    if let Some(filter) = &whom.filter {
        return Ok(Selected::Filter(filter.clone()));
    }
    let text = match &whom.from {
        Some(path) => read(path)?,
        None => whom.users.join("\n"),
    };
    Ok(Selected::Lines(text))
}

/// A file of users, or standard input for `-`.
fn read(path: &Path) -> Result<String> {
    let name = path.to_string_lossy();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::new(Code::NotFound, format!("There is no file {name}. Check the path.")),
        _ => Error::new(Code::Unreadable, format!("{name} cannot be read: {error}.")),
    };
    let bytes = if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
        bytes
    } else {
        std::fs::read(path).map_err(failed)?
    };
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let at = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = format!(
            "{name}, line {at}: it is no text in UTF-8. Save it as plain text in UTF-8, one username, full name, \
             e-mail or id a line."
        );
        Error::new(Code::Unreadable, message).with(serde_json::json!({ "file": name, "line": at }))
    })
}

/// What `set` asks for, in the order in which it is done.
pub fn operations(what: &What) -> Vec<Operation> {
    let mut all = Vec::new();
    for (field, value) in &what.field {
        all.push(Operation::SetField { field: field.clone(), value: Some(value.clone()) });
    }
    for (field, visibility) in &what.visibility {
        all.push(Operation::SetVisibility { field: field.clone(), visibility: *visibility });
    }
    all.extend(what.expires.map(|end| Operation::SetExpiry { at: end.0 }));
    for role in &what.remove_role {
        all.push(Operation::RemoveRole { role: role.clone(), scope: what.on.clone() });
    }
    all.extend(given(&what.add_role, what.on.as_ref(), what.until));
    for group in &what.remove_group {
        all.push(Operation::RemoveGroup { group: group.clone() });
    }
    for group in &what.add_group {
        all.push(Operation::AddGroup { group: group.clone() });
    }
    all.extend(what.state.map(|state| Operation::SetState { state: state.into() }));
    all
}

fn given<'r>(
    roles: &'r [String],
    on: Option<&'r Scope>,
    until: Option<chrono::DateTime<chrono::Utc>>,
) -> impl Iterator<Item = Operation> + 'r {
    roles.iter().map(move |role| Operation::AddRole {
        role: role.clone(),
        scope: on.cloned().unwrap_or_else(Scope::instance),
        expires: until,
    })
}

/// Looks at a change, and does it if that was asked for.
pub fn change(
    context: &Context,
    whom: &Whom,
    how: &How,
    operations: impl FnOnce(&Session) -> Result<Vec<Operation>>,
) -> Result<Exit> {
    let selected = selected(whom)?;
    let session = context.open()?;
    let operations = operations(&session)?;
    let job = progress::job();
    let request = ChangeRequest { selected, operations, title: how.title.clone() };
    let preview = session.change_preview(&request, &job, context.as_of())?;
    if preview.matched == 0
        && let Some(first) = preview.unmatched.first()
    {
        let message = format!("Nobody was found: {:?}, line {}: {}.", first.text, first.line, first.reason);
        return Err(Error::new(Code::NotFound, message).with(serde_json::json!({ "unmatched": preview.unmatched })));
    }
    if how.dry_run {
        return dry_run(context, &session, &preview);
    }
    if preview.matched > 1 && !how.yes {
        let message = format!(
            "{}: {} of {} users would change. Look first with --dry-run, then say --yes.",
            preview.title,
            number(preview.changed),
            number(preview.matched)
        );
        let details = serde_json::json!({ "matched": preview.matched, "changed": preview.changed });
        return Err(Error::new(Code::Invalid, message).with(details));
    }
    let apply = ApplyChange { staged: preview.staged, even_last: how.even_last };
    let report = session.change_apply(&apply, &job, context.now).map_err(say_twice)?;
    done(context, &preview, &report)
}

/// How to say it twice on a command line.
fn say_twice(error: Error) -> Error {
    match error.code {
        Code::NeedsTwice => Error { message: format!("{} Add --even-last.", error.message), ..error },
        _ => error,
    }
}

fn dry_run(context: &Context, session: &Session, preview: &ChangePreview) -> Result<Exit> {
    let mut refused = Vec::new();
    while (refused.len() as u64) < preview.refused.min(MOST_REFUSED) {
        let offset = refused.len() as u64;
        let query = PreviewQuery { staged: preview.staged, effect: Some(Effect::Refused), offset, limit: 500 };
        let page = session.change_rows(&query)?;
        if page.rows.is_empty() {
            break;
        }
        refused.extend(page.rows.into_iter().map(|row| RefusedUser {
            username: row.username,
            userstore: row.userstore,
            reason: row.reason.unwrap_or_default(),
        }));
    }
    if context.cli.json {
        json(&answer(preview, None, &refused, true))?;
    } else {
        let query = PreviewQuery { staged: preview.staged, effect: Some(Effect::Changed), offset: 0, limit: SHOWN };
        let mut table = Listing::new(&["User", "Field", "Before", "After"]);
        let page = session.change_rows(&query)?;
        for row in &page.rows {
            let mut name = format!("{}/{}", row.userstore, row.username);
            for field in &row.fields {
                table.words(words(std::mem::take(&mut name), field));
            }
        }
        if !page.rows.is_empty() {
            line(&table.render()?)?;
        }
        if page.total > page.rows.len() as u64 {
            say(&format!("and {} more users.", number(page.total - page.rows.len() as u64)));
        }
        say(&format!(
            "{}: {} of {} users would change, {} are so already, {} cannot be. Nothing was changed.",
            preview.title,
            number(preview.changed),
            number(preview.matched),
            number(preview.unchanged),
            number(preview.refused),
        ));
        shortfalls(preview, &refused);
    }
    Ok(exit(preview))
}

fn words(name: String, field: &FieldChange) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![name, field.name.clone(), text(&field.before), text(&field.after)]
}

fn done(context: &Context, preview: &ChangePreview, report: &ChangeReport) -> Result<Exit> {
    if context.cli.json {
        json(&answer(preview, Some(report), &report.refused, false))?;
        return Ok(exit(preview));
    }
    let here = report.changed - report.pending;
    let mut parts = Vec::new();
    if here > 0 || report.pending == 0 {
        parts.push(format!("{} changed", number(here)));
    }
    if report.pending > 0 {
        parts.push(format!("{} wait to be carried out at their source", number(report.pending)));
    }
    parts.push(format!("{} were so already", number(report.unchanged)));
    parts.push(format!("{} refused", number(report.refused_total)));
    say(&format!("{}: of {} users, {}.", report.title, number(report.matched), parts.join(", ")));
    shortfalls(preview, &report.refused);
    if let Some(change) = report.change {
        line(&format!("change {change}"))?;
        say(&format!("Take it back with: muster changes undo {change}"));
        if report.pending > 0 {
            say(&format!("Carry it out with: muster changes export {change} --format csv"));
        }
    }
    Ok(exit(preview))
}

/// What was not done and what to think about, for people.
fn shortfalls(preview: &ChangePreview, refused: &[RefusedUser]) {
    for warning in &preview.warnings {
        say(&format!("Mind: {}", warning.message));
    }
    for user in refused.iter().take(SHOWN as usize) {
        say(&format!("Refused: {}/{}: {}.", user.userstore, user.username, user.reason));
    }
    if preview.refused > SHOWN {
        say(&format!("and {} more refused.", number(preview.refused - SHOWN)));
    }
    for line in preview.unmatched.iter().take(SHOWN as usize) {
        say(&format!("Not matched: line {}: {:?}: {}.", line.line, line.text, line.reason));
    }
    if preview.unmatched_total > SHOWN {
        say(&format!("and {} more lines not matched.", number(preview.unmatched_total - SHOWN)));
    }
}

fn exit(preview: &ChangePreview) -> Exit {
    if preview.refused + preview.unmatched_total > 0 { Exit::Rejected } else { Exit::Done }
}

fn answer<'a>(
    preview: &'a ChangePreview,
    report: Option<&ChangeReport>,
    refused: &'a [RefusedUser],
    dry_run: bool,
) -> Answer<'a> {
    Answer {
        change: report.and_then(|report| report.change),
        matched: preview.matched,
        changed: preview.changed,
        unchanged: preview.unchanged,
        refused,
        refused_total: preview.refused,
        pending: report.map_or(0, |report| report.pending),
        dry_run,
        title: &preview.title,
        warnings: &preview.warnings,
        unmatched: &preview.unmatched,
        unmatched_total: preview.unmatched_total,
    }
}

/// Makes a user.
pub fn add(context: &Context, add: &Add, invited: Option<Option<&str>>) -> Result<Exit> {
    let (userstore, username) = add.user.split_once('/').unwrap_or((PRIMARY, &add.user));
    let mut edit = UserEdit {
        username: Some(username.to_owned()),
        display_name: add.name.clone(),
        email: add.email.clone(),
        state: add.state.map(State::from),
        ..UserEdit::default()
    };
    if let Some(message) = invited {
        if add.state.is_some_and(|state| State::from(state) != State::Invited) {
            return Err(Error::new(Code::Invalid, "Who is invited is in the state invited. Leave --state out."));
        }
        edit.state = Some(State::Invited);
        edit.invitation = message.map(str::to_owned);
    }
    let mut also: Vec<Operation> = Vec::new();
    for (field, value) in &add.field {
        also.push(Operation::SetField { field: field.clone(), value: Some(value.clone()) });
    }
    also.extend(add.expires.map(|end| Operation::SetExpiry { at: end.0 }));
    also.extend(given(&add.add_role, add.on.as_ref(), add.until));
    also.extend(add.add_group.iter().map(|group| Operation::AddGroup { group: group.clone() }));
    let request = NewUser { userstore: userstore.to_owned(), edit };
    let session = context.open()?;
    let made = session.user_make(&request, &also, context.now)?;
    made_known(context, &made)
}

fn made_known(context: &Context, made: &EditResult) -> Result<Exit> {
    if context.cli.json {
        json(made)?;
    } else {
        line(&format!("{}/{}", made.user.userstore, made.user.username))?;
        if let Some(change) = made.change {
            say(&format!("Made. Take it back with: muster changes undo {change}"));
        }
    }
    Ok(Exit::Done)
}
