//! `muster review`.

mod show;

use super::Context;
use super::bulk::say_twice;
use crate::args::review::{Open, Picked, Review, Show, YesNo};
use crate::exit::Exit;
use crate::output::{json, line, number, say};
use crate::progress;
use crate::table::Listing;
use chrono::{Days, NaiveDate};
use muster_app::api::changes::ChangeReport;
use muster_app::api::reviews::{
    AssignReview, CloseReview, DecideReview, DecidedAs, DecidedReview, MarkRole, ProofQuery, ReturnWorksheets,
    ReturnedWorksheets, ReviewDraft, ReviewItemsQuery, ReviewPicked, WriteWorksheets,
};
use muster_app::reviews::When;
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use serde_json::json;

/// The most rows the door gives at once.
const PAGE: u64 = 500;
/// How long there is to decide, in days, where nobody says it.
const DAYS: u64 = 14;

impl Context {
    /// When something is done to a review, and the day that is written on it.
    fn when(&self) -> When {
        When { now: self.now, as_of: self.as_of() }
    }
}

pub fn review(context: &Context, command: &Review) -> Result<Exit> {
    match command {
        Review::List => show::list(context),
        Review::Open(asked) => open(context, asked),
        Review::Status { review } => show::status(context, review),
        Review::Show(asked) => items(context, asked),
        Review::Role { userstore, role, privileged } => mark(context, userstore, role, *privileged),
        Review::Worksheets { review, output, format, separator, reviewer, overwrite } => {
            let request = WriteWorksheets {
                review: review.clone(),
                folder: output.to_string_lossy().into_owned(),
                format: (*format).into(),
                separator: (*separator).into(),
                reviewers: reviewer.clone(),
                overwrite: *overwrite,
            };
            let written = context.take_out()?.review_worksheets(&request, &progress::job(), context.now)?;
            if context.cli.json {
                json(&written)?;
                return Ok(Exit::Done);
            }
            let mut table = Listing::new(&["Reviewer", "Name", "Rows#", "File"]);
            for file in written.files {
                table.words(vec![file.reviewer, file.name, number(file.rows), file.path]);
            }
            line(&table.render()?)?;
            Ok(Exit::Done)
        }
        Review::Return { review, files, dry_run } => {
            let paths = files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
            let request = ReturnWorksheets { review: review.clone(), paths, dry_run: *dry_run };
            returned(context, &request)
        }
        Review::Decide(asked) => {
            let request = DecideReview {
                review: asked.review.clone(),
                picked: picked(&asked.review, &asked.picked),
                verdict: asked.verdict.verdict(),
                to: asked.to.clone(),
                note: asked.note.clone(),
                all_or_none: false,
            };
            decided(context, &context.open()?.review_decide(&request, context.when())?)
        }
        Review::Assign(asked) => {
            let request = AssignReview {
                review: asked.review.clone(),
                picked: picked(&asked.review, &asked.picked),
                to: asked.to.clone(),
                named: asked.reviewer.clone(),
            };
            decided(context, &context.open()?.review_assign(&request, context.now)?)
        }
        Review::Close { review, by, statement, dry_run, no_change, even_last } => {
            if *dry_run {
                return show::closing(context, review);
            }
            let request = CloseReview {
                review: review.clone(),
                by: by.clone().unwrap_or_default(),
                statement: statement.clone().unwrap_or_default(),
            };
            close(context, &request, *no_change, *even_last)
        }
        Review::Apply { review, dry_run, even_last } => apply(context, review, *dry_run, *even_last),
        Review::Proof { review, outstanding } => proof(context, review, *outstanding),
    }
}

fn open(context: &Context, asked: &Open) -> Result<Exit> {
    let due: NaiveDate = match asked.due {
        Some(due) => due,
        None => context.as_of().date_naive() + Days::new(DAYS),
    };
    let draft = ReviewDraft {
        id: asked.id.clone(),
        title: asked.title.clone(),
        filter: asked.filter.clone(),
        due,
        order: asked.ask.iter().map(|asked| (*asked).into()).collect(),
        named: asked.reviewer.clone(),
        incomplete_because: asked.incomplete_because.clone(),
    };
    if asked.dry_run {
        return show::preview(context, &context.look()?.review_try(&draft, context.as_of())?);
    }
    let opened = context.open()?.review_open(&draft, &progress::job(), context.when())?;
    if context.cli.json {
        json(&opened)?;
    } else {
        show::detail(&opened)?;
    }
    Ok(Exit::Done)
}

fn items(context: &Context, asked: &Show) -> Result<Exit> {
    let session = context.look()?;
    let wanted = if asked.limit == 0 { u64::MAX } else { asked.limit };
    let ask = |offset: u64, limit: u64| {
        session.review_items(&ReviewItemsQuery {
            review: asked.review.clone(),
            reviewer: asked.reviewer.clone(),
            decided: asked.decided.map(Into::into),
            privileged: asked.privileged,
            text: asked.text.clone(),
            offset,
            limit,
        })
    };
    let mut page = ask(asked.offset, wanted.min(PAGE))?;
    while (page.items.len() as u64) < wanted {
        let seen = page.items.len() as u64;
        let more = ask(asked.offset + seen, (wanted - seen).min(PAGE))?;
        if more.items.is_empty() {
            break;
        }
        page.items.extend(more.items);
    }
    show::items(context, &page)
}

fn mark(context: &Context, userstore: &str, role: &str, privileged: YesNo) -> Result<Exit> {
    let session = context.open()?;
    let roles = session.roles_list(Some(userstore))?;
    let found = roles.iter().find(|known| known.name == role);
    let found = found.or_else(|| roles.iter().find(|known| known.name.eq_ignore_ascii_case(role)));
    let Some(found) = found else {
        let message = format!("{userstore} has no role {role:?}. Look at: muster roles list --userstore {userstore}");
        return Err(Error::new(Code::NotFound, message));
    };
    let privileged = privileged == YesNo::Yes;
    session.review_mark_role(MarkRole { role: found.id, privileged }, context.now)?;
    if context.cli.json {
        json(&json!({ "userstore": userstore, "role": found.name, "privileged": privileged }))?;
    } else {
        let is = if privileged { "is" } else { "is not" };
        say(&format!("{} of {userstore} {is} privileged, for reviews.", found.name));
    }
    Ok(Exit::Done)
}

/// Which grants are meant.
fn picked(review: &str, asked: &Picked) -> ReviewPicked {
    if !asked.rows.is_empty() {
        return ReviewPicked::Keys(asked.rows.clone());
    }
    ReviewPicked::All(ReviewItemsQuery {
        review: review.to_owned(),
        reviewer: asked.of.clone(),
        decided: asked.undecided.then_some(DecidedAs::Undecided),
        text: asked.text.clone().unwrap_or_default(),
        ..ReviewItemsQuery::default()
    })
}

fn decided(context: &Context, done: &DecidedReview) -> Result<Exit> {
    if context.cli.json {
        json(done)?;
    } else {
        say(&format!("Done on {} grants; {} are left to decide.", number(done.done), number(done.progress.undecided)));
        for refused in &done.refused {
            say(&format!("{} {}: {}", refused.key, refused.user, refused.reason));
        }
        let more = done.refused_total - done.refused.len() as u64;
        if more > 0 {
            say(&format!("{} more were refused.", number(more)));
        }
    }
    Ok(if done.refused_total > 0 { Exit::Rejected } else { Exit::Done })
}

fn returned(context: &Context, request: &ReturnWorksheets) -> Result<Exit> {
    let done = context.open()?.review_return(request, &progress::job(), context.when())?;
    if done.refused > 0 && done.refused == done.files.len() as u64 {
        return Err(Error::new(Code::Unreadable, faults(&done)).with(json!({ "files": done.files })));
    }
    if context.cli.json {
        json(&done)?;
    } else {
        for file in done.files.iter().filter(|file| file.taken) {
            let taken = if request.dry_run { "would be taken" } else { "taken" };
            let who = file.reviewer.as_deref().unwrap_or_default();
            line(&format!("{}: {} decisions of {who} {taken}", file.path, number(file.rows)))?;
        }
        if done.refused > 0 {
            say(&faults(&done));
        }
        say(&format!("{} grants are left to decide.", number(done.progress.undecided)));
    }
    Ok(if done.refused > 0 { Exit::Rejected } else { Exit::Done })
}

/// Why files were refused, a line for each cell.
fn faults(done: &ReturnedWorksheets) -> String {
    let mut lines = Vec::new();
    for file in done.files.iter().filter(|file| !file.taken) {
        match &file.message {
            Some(message) => lines.push(format!("{}: {message}", file.path)),
            None => {
                let things = if file.faults_total == 1 { "thing does" } else { "things do" };
                lines.push(format!(
                    "{}: {} {things} not hold, and no decision was taken from it:",
                    file.path,
                    number(file.faults_total)
                ));
            }
        }
        for fault in &file.faults {
            let cell = fault.cell.as_ref().map(|cell| format!("{cell}: ")).unwrap_or_default();
            lines.push(format!("  {cell}{}", fault.message));
        }
        let more = file.faults_total - file.faults.len() as u64;
        if more > 0 {
            lines.push(format!("  and {} more", number(more)));
        }
    }
    lines.join("\n")
}

fn close(context: &Context, request: &CloseReview, no_change: bool, even_last: bool) -> Result<Exit> {
    let session = context.open()?;
    let closed = session.review_close(request, context.when())?;
    let change = if closed.remedies > 0 && !no_change {
        Some(carried_out(context, &session, &closed.glance.id, even_last).map_err(|error| Error {
            message: format!(
                "The review is closed, but its change was not made. {} Then make it with: muster review apply {}",
                error.message, closed.glance.id
            ),
            ..error
        })?)
    } else {
        None
    };
    let now = session.review_show(&closed.glance.id, context.as_of())?;
    if context.cli.json {
        json(&json!({ "review": now, "change": change }))?;
    } else {
        show::detail(&now)?;
        if let Some(change) = &change {
            said(change);
        } else if closed.remedies > 0 {
            say(&format!("{} things follow: muster review apply {}", number(closed.remedies), closed.glance.id));
        }
    }
    Ok(exit(change.as_ref()))
}

fn exit(change: Option<&ChangeReport>) -> Exit {
    if change.is_some_and(|change| change.refused_total > 0) { Exit::Rejected } else { Exit::Done }
}

fn said(change: &ChangeReport) {
    let number_of = change.change.map_or_else(String::new, |change| format!("Change {change}: "));
    say(&format!(
        "{number_of}{} users changed, {} of them pending at their source; {} were so already.",
        number(change.changed),
        number(change.pending),
        number(change.unchanged)
    ));
    for refused in &change.refused {
        say(&format!("{}/{}: {}", refused.userstore, refused.username, refused.reason));
    }
}

fn carried_out(context: &Context, session: &Session, review: &str, even_last: bool) -> Result<ChangeReport> {
    session.review_carry_out(review, even_last, &progress::job(), context.when()).map_err(say_twice)
}

fn apply(context: &Context, review: &str, dry_run: bool, even_last: bool) -> Result<Exit> {
    if dry_run {
        let session = context.look()?;
        let preview = session.review_stage(review, &progress::job(), context.as_of())?;
        return super::bulk::shown(context, &session, &preview);
    }
    let session = context.open()?;
    let change = carried_out(context, &session, review, even_last)?;
    if context.cli.json {
        json(&change)?;
    } else {
        said(&change);
    }
    Ok(exit(Some(&change)))
}

fn proof(context: &Context, review: &str, outstanding: bool) -> Result<Exit> {
    let session = context.take_out()?;
    let ask = |offset| {
        let done = outstanding.then_some(false);
        session.review_proof(&ProofQuery { review: review.to_owned(), done, offset, limit: PAGE }, context.as_of())
    };
    let mut page = ask(0)?;
    while (page.rows.len() as u64) < page.total {
        let more = ask(page.rows.len() as u64)?;
        if more.rows.is_empty() {
            break;
        }
        page.rows.extend(more.rows);
    }
    show::proof(context, &page)
}
