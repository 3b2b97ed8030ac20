//! Changing users, one or many: staged, looked at, applied, and told.

mod answer;
mod fields;
mod told;
mod who;

pub use fields::{Name, read as field_name};
pub use told::words;
pub use who::Chosen;

use super::Context;
use crate::args::selection::Rules;
use crate::exit::Exit;
use crate::output::{json, number};
use crate::progress;
use answer::{Answer, refused};
use muster_app::api::changes::{ApplyChange, ChangePreview, ChangeRequest, Operation};
use muster_app::session::Session;
use muster_app::{Code, Error, Result};

/// Stages a change of the chosen users, and applies it unless it is a dry run.
/// What `operations` needs to look up, it finds in the open vault.
pub fn run(
    context: &Context,
    chosen: Chosen,
    rules: &Rules,
    operations: impl FnOnce(&Session) -> Result<Vec<Operation>>,
) -> Result<Exit> {
    let session = if rules.dry_run { context.look()? } else { context.open()? };
    let operations = operations(&session)?;
    let request = ChangeRequest { selected: chosen.selected(&session)?, operations, title: rules.title.clone() };
    let preview = session.change_preview(&request, &progress::job(), context.as_of())?;
    staged(context, &session, preview, rules)
}

/// Tells of a staged change, and applies it unless it is a dry run.
pub fn staged(context: &Context, session: &Session, preview: ChangePreview, rules: &Rules) -> Result<Exit> {
    if !rules.dry_run {
        ask_again(&preview, rules)?;
    }
    let refused = refused(session, &preview)?;
    let answer = if rules.dry_run {
        Answer::of_preview(&preview, refused)
    } else {
        let apply = ApplyChange { staged: preview.staged, even_last: rules.even_last };
        let report = session.change_apply(&apply, &progress::job(), context.now).map_err(say_twice)?;
        Answer::of_report(report, &preview, refused)
    };
    if context.cli.json {
        json(&answer)?;
    } else if rules.dry_run {
        told::preview(&answer, &preview)?;
    } else {
        told::report(&answer, &preview, &session.userstores()?)?;
    }
    Ok(if answer.is_whole() { Exit::Done } else { Exit::Rejected })
}

/// Prints what a staged change would do.
pub fn shown(context: &Context, session: &Session, preview: &ChangePreview) -> Result<Exit> {
    let answer = Answer::of_preview(preview, refused(session, preview)?);
    if context.cli.json {
        json(&answer)?;
    } else {
        told::preview(&answer, preview)?;
    }
    Ok(if answer.is_whole() { Exit::Done } else { Exit::Rejected })
}

/// What must be said twice is refused until it is.
fn ask_again(preview: &ChangePreview, rules: &Rules) -> Result<()> {
    if preview.matched > 1 && !rules.yes {
        let message = format!(
            "This is about {} users, of whom {} would change. See how with --dry-run, or do it with --yes. \
             Nothing was changed.",
            number(preview.matched),
            number(preview.changed)
        );
        let details = serde_json::json!({ "matched": preview.matched, "changed": preview.changed });
        return Err(Error::new(Code::Invalid, message).with(details));
    }
    Ok(())
}

/// How it is said twice here.
pub fn say_twice(error: Error) -> Error {
    match error.code {
        Code::NeedsTwice => {
            let message = format!("{} Nothing was changed; to do it all the same, add --even-last.", error.message);
            Error { message, ..error }
        }
        _ => error,
    }
}
