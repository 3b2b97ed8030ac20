//! Fixing findings: the change set that would, looked at or carried out as any
//! other.

use super::findings::filter;
use crate::args::audit::Fix;
use crate::commands::Context;
use crate::commands::bulk;
use crate::exit::Exit;
use crate::output::{number, say};
use crate::progress;
use muster_app::Result;
use muster_app::api::audit::{FixFindings, SelectedFindings};
use muster_app::session::Session;

pub fn fix(context: &Context, fix: &Fix) -> Result<Exit> {
    // A dry run writes nothing, and works while another program writes.
    let session = if fix.rules.dry_run { context.take_out()? } else { context.open()? };
    let request = request(&session, fix)?;
    let staged = session.audit_fix(&request, &progress::job(), context.as_of())?;
    let exit = bulk::staged(context, &session, staged.preview, &fix.rules)?;
    if !context.cli.json {
        for left in &staged.left {
            say(&format!("{} left: {}.", number(left.findings), left.reason.trim_end_matches('.')));
        }
    }
    Ok(exit)
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
