//! `muster seats history`, `breakdown`, `days`, `forecast` and `what-if`.

use super::Context;
use super::bulk::Chosen;
use super::seats::chosen;
use super::users::operations;
use crate::args::seat_history::{Breakdown, By, Days, Forecast, History, WhatIf};
use crate::exit::Exit;
use crate::output::{json, line, money, number};
use crate::progress;
use crate::table::{Facts, Listing};
use muster_app::Result;
use muster_app::api::changes::ChangeRequest;
use muster_app::api::seat_history::{
    BreakdownBy, SeatBreakdown, SeatBreakdownQuery, SeatDaysPage, SeatDaysQuery, SeatForecast, SeatHistory,
    SeatHistoryQuery, WhatIfQuery,
};

pub fn history(context: &Context, asked: &History) -> Result<Exit> {
    let session = context.look()?;
    let plan = chosen(&session, asked.plan.as_deref())?;
    let query = SeatHistoryQuery { plan, from: asked.between.from, to: asked.between.to };
    let found = session.seats_history(&query, context.as_of())?;
    if context.cli.json {
        json(&found)?
    } else {
        show_history(&found)?
    }
    Ok(Exit::Done)
}

fn show_history(found: &SeatHistory) -> Result<()> {
    let mut facts = Facts::default();
    facts.line("Plan", &found.plan);
    facts.line("Days", format!("{} to {}", found.from, found.to));
    if let Some(peak) = &found.peak {
        facts.line("Peak", format!("{} on {}", number(peak.count), peak.date));
    }
    for bought in &found.purchased {
        facts.line("Bought", format!("{} from {} on", number(bought.count), bought.date));
    }
    if let Some(bill) = &found.bill {
        let price = |cents: Option<u64>| cents.map(|cents| format!(", {}", money(cents, bill.currency.as_deref())));
        facts.line("Licence period", format!("{} to {}", bill.period_from, bill.period_to));
        facts.line("Bought now", format!("{}{}", number(bill.purchased), price(bill.cost_cents).unwrap_or_default()));
        facts.line("Owed", format!("{}{}", number(bill.owed), price(bill.owed_cents).unwrap_or_default()));
    }
    line(&facts.render())?;
    // As many days are alike, only those that differ from the one before.
    let mut table = Listing::new(&["From", "Seats#"]);
    let mut before = None;
    for day in &found.by_day {
        if before.replace(day.count) != Some(day.count) {
            table.words(vec![day.date.to_string(), number(day.count)]);
        }
    }
    line("")?;
    line(&table.render()?)?;
    if let Some(bill) = &found.bill {
        line(&format!("\n{}", bill.said))?;
    }
    notes(&found.notes)
}

fn notes(notes: &[String]) -> Result<()> {
    notes.iter().try_for_each(|note| line(&format!("\n{note}")))
}

pub fn breakdown(context: &Context, asked: &Breakdown) -> Result<Exit> {
    let session = context.look()?;
    let plan = chosen(&session, asked.plan.as_deref())?;
    let by = match asked.by {
        By::Role => BreakdownBy::Role,
        By::Group => BreakdownBy::Group,
        By::Userstore => BreakdownBy::Userstore,
        By::Department => BreakdownBy::Department,
    };
    let query = SeatBreakdownQuery { plan, by, from: asked.between.from, to: asked.between.to };
    let found = session.seats_breakdown(&query, context.as_of())?;
    if context.cli.json {
        json(&found)?
    } else {
        show_breakdown(&found)?
    }
    Ok(Exit::Done)
}

fn show_breakdown(found: &SeatBreakdown) -> Result<()> {
    let (by, none) = match found.by {
        BreakdownBy::Role => ("Role", "No role"),
        BreakdownBy::Group => ("Group", "No group"),
        BreakdownBy::Userstore => ("Userstore", ""),
        BreakdownBy::Department => ("Department", "No department"),
    };
    let titles: Vec<String> =
        std::iter::once(by.to_owned()).chain(found.days.iter().map(|day| format!("{day}#"))).collect();
    let mut table = Listing::new(&titles.iter().map(String::as_str).collect::<Vec<_>>());
    for row in &found.rows {
        let name = row.name.clone().unwrap_or_else(|| none.to_owned());
        table.words(std::iter::once(name).chain(row.counts.iter().map(|count| number(*count))).collect());
    }
    line(&table.render()?)?;
    notes(&found.notes)
}

pub fn days(context: &Context, asked: &Days) -> Result<Exit> {
    let session = context.look()?;
    let plan = chosen(&session, asked.plan.as_deref())?;
    let (from, to) = (asked.between.from, asked.between.to);
    let query = SeatDaysQuery { plan, from, to, offset: 0, limit: asked.limit };
    let found = session.seats_days_list(&query, context.as_of())?;
    if context.cli.json {
        json(&found)?
    } else {
        show_days(&found)?
    }
    Ok(Exit::Done)
}

fn show_days(found: &SeatDaysPage) -> Result<()> {
    let mut table = Listing::new(&["Userstore", "Username", "Department", "First", "Last", "Days#"]);
    for row in &found.rows {
        table.words(vec![
            row.userstore.clone(),
            row.username.clone(),
            row.department.clone().unwrap_or_default(),
            row.first.to_string(),
            row.last.to_string(),
            number(row.days),
        ]);
    }
    line(&table.render()?)
}

pub fn forecast(context: &Context, asked: &Forecast) -> Result<Exit> {
    let session = context.look()?;
    let plan = chosen(&session, asked.plan.as_deref())?;
    let found = session.seats_forecast(&plan, context.as_of())?;
    if context.cli.json {
        json(&found)?
    } else {
        show_forecast(&found)?
    }
    Ok(Exit::Done)
}

fn show_forecast(found: &SeatForecast) -> Result<()> {
    if let Some(why) = &found.refused {
        return line(why);
    }
    found.said.iter().try_for_each(|said| line(said))?;
    let mut table = Listing::new(&["Day", "Low#", "Likely#", "High#"]);
    let last = found.days.len().saturating_sub(1);
    // A row every two weeks, and the last day.
    for (_, day) in found.days.iter().enumerate().filter(|(at, _)| (at + 1).is_multiple_of(14) || *at == last) {
        table.words(vec![day.date.to_string(), number(day.low), number(day.likely), number(day.high)]);
    }
    line("")?;
    line(&table.render()?)
}

pub fn what_if(context: &Context, asked: &WhatIf) -> Result<Exit> {
    let chosen_users = Chosen::read(&asked.who)?;
    let operations = operations(&asked.what)?;
    let session = context.open()?;
    let plan = chosen(&session, asked.plan.as_deref())?;
    let request = ChangeRequest { selected: chosen_users.selected(&session)?, operations, title: None };
    let preview = session.change_preview(&request, &progress::job(), context.as_of())?;
    let query = WhatIfQuery { plan, staged: preview.staged };
    let found = session.seats_what_if(&query, &progress::job(), context.as_of())?;
    if context.cli.json {
        json(&found)?;
    } else {
        found.said.iter().try_for_each(|said| line(said))?;
    }
    Ok(Exit::Done)
}
