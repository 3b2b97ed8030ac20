//! Fixing findings: the change set that would, looked at or carried out as any
//! other.

use super::findings::filter;
use crate::args::audit::Fix;
use crate::args::selection::Rules as Sure;
use crate::commands::Context;
use crate::commands::bulk;
use crate::exit::Exit;
use crate::output::{self, number, say};
use crate::progress;
use crate::table::Listing;
use muster_app::api::audit::{FixFindings, RemoveFound, RemovedThing, SelectedFindings};
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use serde_json::json;

pub fn fix(context: &Context, fix: &Fix) -> Result<Exit> {
    // A dry run writes nothing, and works while another program writes.
    let session = if fix.rules.dry_run { context.take_out()? } else { context.open()? };
    let request = request(&session, fix)?;
    let staged = match session.audit_fix(&request, &progress::job(), context.as_of()) {
        // Nothing is to be done about users, but about roles or groups.
        Err(error) if error.details["things"].as_u64().is_some_and(|things| things > 0) => {
            return removal(context, &session, request.findings, &fix.rules);
        }
        staged => staged?,
    };
    let exit = bulk::staged(context, &session, staged.preview, &fix.rules)?;
    if !context.cli.json {
        for left in &staged.left {
            say(&format!("{} left: {}.", number(left.findings), left.reason.trim_end_matches('.')));
        }
    }
    Ok(exit)
}

/// Removes the roles and groups that findings say nobody needs, unless it is a
/// dry run.
fn removal(context: &Context, session: &Session, findings: SelectedFindings, rules: &Sure) -> Result<Exit> {
    let preview = session.audit_removal(&findings)?;
    let refused: Vec<&RemovedThing> = preview.things.iter().filter(|thing| thing.reason.is_some()).collect();
    let change = if rules.dry_run {
        None
    } else {
        if preview.removed > 1 && !rules.yes {
            let message =
                format!("{}: see which with --dry-run, or do it with --yes. Nothing was changed.", preview.title);
            return Err(Error::new(Code::Invalid, message).with(json!({ "matched": preview.things.len() })));
        }
        let request = RemoveFound { findings, sign: Some(preview.sign.clone()) };
        Some(session.audit_remove(&request, context.now)?.change)
    };
    if context.cli.json {
        output::json(&json!({
            "change": change, "title": preview.title, "dry_run": rules.dry_run, "matched": preview.things.len(),
            "changed": preview.removed, "refused": refused, "things": preview.things, "left": preview.left,
        }))?;
    } else {
        let mut table = Listing::new(&["What", "Name", "Result"]);
        for thing in &preview.things {
            let result =
                thing.reason.clone().unwrap_or_else(|| if rules.dry_run { "goes" } else { "removed" }.to_owned());
            table.words(vec![thing.kind.word().to_owned(), format!("{}/{}", thing.userstore, thing.name), result]);
        }
        let nothing = if rules.dry_run { ": nothing was changed" } else { "" };
        output::line(&format!("{}{nothing}.\n\n{}", preview.title, table.render()?))?;
        if let Some(change) = change {
            say(&format!("Undo: muster changes undo {change}"));
        }
    }
    Ok(if refused.is_empty() { Exit::Done } else { Exit::Rejected })
}

fn request(session: &Session, fix: &Fix) -> Result<FixFindings> {
    let findings = if fix.ids.is_empty() {
        SelectedFindings::Filter(filter(session, &fix.which)?)
    } else {
        SelectedFindings::Ids(fix.ids.clone())
    };
    Ok(FixFindings {
        findings,
        at: fix.at,
        text: fix.value.clone(),
        field: fix.field.clone(),
        group: fix.group.clone(),
        kind: fix.kind,
        user: fix.to.as_deref().map(|name| session.user_id(name)).transpose()?,
        role: fix.give.clone(),
        scope: fix.on.clone(),
    })
}
