//! `muster overview`.

use super::Context;
use crate::exit::Exit;
use crate::output::{json, line, number};
use crate::table::{Facts, Listing};
use muster_app::Result;

pub fn overview(context: &Context) -> Result<Exit> {
    let session = context.look()?;
    let o = session.overview(context.as_of())?;
    if context.cli.json {
        json(&o)?;
        return Ok(Exit::Done);
    }
    line(&format!("{}, as of {}", session.info()?.name, o.as_of.format("%Y-%m-%d %H:%M")))?;
    let gone = if o.gone > 0 { format!(" ({} gone)", number(o.gone)) } else { String::new() };
    line(&format!("\n{} users{gone}", number(o.users)))?;
    let mut facts = Facts::numbers();
    for s in &o.by_state {
        facts.line(format!("  {}", s.state), number(s.count));
    }
    facts.line("", "");
    facts.line(format!("Not seen for {} days", o.unseen.days), number(o.unseen.dormant));
    facts.line("Never seen", number(o.unseen.never));
    facts.line("Unknown", number(o.unseen.unknown));
    facts.line("Not collected", number(o.unseen.not_collected));
    facts.line("Privileged", number(o.privileged.total));
    facts.line("  without a second factor", number(o.privileged.without_mfa));
    if let Some(seats) = &o.seats {
        let of = seats.purchased.map(|p| format!(" of {}", number(p))).unwrap_or_default();
        facts.line(format!("Seats, {}", seats.title), format!("{}{of}", number(seats.consumed)));
        facts.line("  reclaimable", number(seats.reclaimable));
    }
    line(&facts.render())?;
    let mut roles = Listing::new(&["Highest role", "Users#"]);
    for r in &o.by_role {
        roles.words(vec![r.role.clone().unwrap_or_else(|| "No role".to_owned()), number(r.count)]);
    }
    line("")?;
    line(&roles.render()?)?;
    Ok(Exit::Done)
}
