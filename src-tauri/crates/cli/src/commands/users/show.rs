//! `muster users show`.

use crate::commands::bulk::words;
use crate::output::{day, line};
use crate::table::{Facts, Listing};
use muster_app::Result;
use muster_app::api::profile::OtherAccount;
use muster_app::api::users::{UserDetail, UserRow};
use muster_app::columns;
use muster_report::Cell;
use muster_report::display::clean;

pub fn show(detail: &UserDetail) -> Result<()> {
    line(&facts(detail).render())?;
    if let Some(seat) = &detail.seat {
        line(&format!("\n{}: {}", seat.title, seat.why))?;
    }
    if !detail.pending.is_empty() {
        let mut table = Listing::new(&["Waits at its source", "Is", "Is to be", "Change#"]);
        for p in &detail.pending {
            let mut cells = words(p.field.name.clone(), &p.field);
            cells.remove(0);
            cells.push(p.change.to_string());
            table.words(cells);
        }
        line(&format!("\n{}", table.render()?))?;
    }
    if !detail.grants.is_empty() {
        let mut table = Listing::new(&["Role", "On", "Through", "Expires"]);
        for g in &detail.grants {
            let through = g.through.clone().unwrap_or_else(|| "directly".to_owned());
            table.words(vec![g.role.name.clone(), g.scope.to_string(), through, day(g.expires)]);
        }
        line(&format!("\n{}", table.render()?))?;
    }
    if !detail.groups.is_empty() {
        line(&format!("\nGroups: {}", clean(&detail.groups.join(", "))))?;
    }
    let can: Vec<&str> = detail.actions.iter().filter(|a| a.refused.is_none()).map(|a| a.action.as_str()).collect();
    if detail.changeable && !can.is_empty() {
        line(&format!("\nIts state allows: {}", can.join(", ")))?;
    }
    Ok(())
}

fn facts(detail: &UserDetail) -> Facts {
    let seat = detail.seat.as_ref().map(|s| s.takes_seat);
    let row = UserRow { user: detail.user.clone(), seat, pending: !detail.pending.is_empty() };
    let mut facts = Facts::default();
    for column in columns::ALL {
        let text = match column.cell(&row) {
            Cell::Bool(yes) => if yes { "yes" } else { "no" }.to_owned(),
            cell => cell.plain().into_owned(),
        };
        if !text.is_empty() {
            facts.line(column.title(), text);
        }
    }
    for (field, value) in &detail.profile.fields {
        let seen = if value.visibility == field.default_visibility() {
            String::new()
        } else {
            format!(" ({})", value.visibility)
        };
        facts.line(titled(&field.word().replace('_', " ")), format!("{}{seen}", value.value));
    }
    for (name, values) in &detail.profile.attributes {
        facts.line(name.clone(), values.join(", "));
    }
    if let Some(service) = &detail.service {
        let review = service.review_at.map(|day| day.to_string());
        for (name, value) in [("Owner", &service.owner), ("Purpose", &service.purpose), ("To be reviewed", &review)] {
            if let Some(value) = value {
                facts.line(name, value.clone());
            }
        }
    }
    if let Some(invitation) = &detail.invitation {
        let told = invitation.message.as_ref().map(|m| format!(": {m}")).unwrap_or_default();
        facts.line("Invited", format!("{} by {}{told}", day(Some(invitation.at)), invitation.operator));
    }
    if let Some(name) = &detail.person.name {
        facts.line("Person", name.clone());
    }
    let named = |others: &[OtherAccount]| {
        others.iter().map(|o| format!("{} ({})", o.full_name, o.how)).collect::<Vec<_>>().join(", ")
    };
    for (title, others) in
        [("Other accounts", &detail.person.accounts), ("May be the same person", &detail.person.suggestions)]
    {
        if !others.is_empty() {
            facts.line(title, named(others));
        }
    }
    facts
}

/// With a capital at the front.
fn titled(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
