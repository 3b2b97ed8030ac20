//! `muster seats`.

use super::{Context, seat_history, seat_plans};
use crate::args::report::SeatReport;
use crate::args::seats::Seats;
use crate::exit::Exit;
use crate::output::{json, line, money, number, say};
use crate::table::{Facts, Listing};
use muster_app::api::reports::ReportFormat;
use muster_app::api::seats::{SeatExplanation, SetPlan};
use muster_app::session::Session;
use muster_app::{Code, Error, Result};

pub fn seats(context: &Context, command: &Seats) -> Result<Exit> {
    match command {
        Seats::Plans { command } => return seat_plans::plans(context, command.as_ref()),
        Seats::Terms(terms) => return seat_plans::terms(context, terms),
        Seats::Reclaimable(asked) => return seat_plans::reclaimable(context, asked),
        Seats::Mismatches(asked) => return seat_plans::mismatches(context, asked),
        Seats::History(asked) => return seat_history::history(context, asked),
        Seats::Breakdown(asked) => return seat_history::breakdown(context, asked),
        Seats::Days(asked) => return seat_history::days(context, asked),
        Seats::Forecast(asked) => return seat_history::forecast(context, asked),
        Seats::WhatIf(asked) => return seat_history::what_if(context, asked),
        Seats::Report(asked) => return report(context, asked),
        Seats::Set { plan, purchased, price, currency } => {
            let request =
                SetPlan { plan: plan.clone(), purchased: *purchased, price_cents: *price, currency: currency.clone() };
            let session = context.open()?;
            let plan = session.seats_set(&request, context.now)?;
            session.seats_choose(&plan.name, context.now)?;
            if context.cli.json {
                json(&plan)?;
            } else {
                say(&format!("Seats are now counted by {}.", plan.title));
            }
        }
        Seats::Explain { user, plan } => {
            let session = context.look()?;
            let plan = chosen(&session, plan.as_deref())?;
            let explanation = session.seats_explain(user, &plan, context.as_of())?;
            if context.cli.json {
                json(&explanation)?;
            } else {
                explain(&explanation)?;
            }
        }
    }
    Ok(Exit::Done)
}

pub(super) fn chosen(session: &Session, plan: Option<&str>) -> Result<String> {
    plan.map_or_else(|| session.chosen_plan(), |name| Ok(name.to_owned()))
}

/// `muster seats report`, which is also `muster report seats`.
pub(super) fn report(context: &Context, asked: &SeatReport) -> Result<Exit> {
    let format = if context.cli.json && asked.place.output.is_none() && asked.place.out_dir.is_none() {
        Some(ReportFormat::Json)
    } else {
        asked.format.file()
    };
    if let Some(format) = format {
        return super::report::seats(context, asked, format);
    }
    if asked.place.out_dir.is_some() || asked.place.manifest {
        let message = "A table is for a terminal. Choose a file: --format pdf, html, xlsx, csv or json.";
        return Err(Error::new(Code::Invalid, message));
    }
    let session = if asked.place.output.is_some() { context.take_out()? } else { context.look()? };
    let plan = chosen(&session, asked.plan.as_deref())?;
    let days = (asked.from, asked.to);
    let report = session.seats_report_over(&plan, days, asked.purchased, context.as_of())?;
    let text = table(&report)?;
    let Some(path) = asked.place.output.as_deref() else {
        line(&text)?;
        return Ok(Exit::Done);
    };
    let written = session.export_text(&report, &text, path, asked.place.overwrite, context.now)?;
    say(&format!("Wrote {} ({} seats). It is not encrypted.", written.path, number(report.consumed)));
    Ok(Exit::Done)
}

fn table(report: &muster_app::api::seats::SeatReport) -> Result<String> {
    let mut out = format!("{}, as of {}\n{}\n\n", report.title, report.as_of.format("%Y-%m-%d"), report.rule);
    let mut head = Facts::numbers();
    head.line("Consumed", number(report.consumed));
    if let Some(purchased) = report.purchased {
        head.line("Purchased", number(purchased));
        head.line("Over", number(report.over));
    }
    head.line("Reclaimable", number(report.reclaimable));
    for share in &report.reclaimable_by {
        head.line(format!("  {}", seat_plans::reason(share.reason)), number(share.count));
    }
    if let Some(price) = report.price_cents {
        let currency = report.currency.as_deref();
        head.line("Cost a month", money(price * report.consumed, currency));
        head.line("Reclaimable a month", money(price * report.reclaimable, currency));
    }
    if let Some(count) = report.instance_count {
        head.line("The instance's own count", number(count));
    }
    out.push_str(&head.render());
    out.push('\n');
    let mut roles = Listing::new(&["Highest role", "Seats#"]);
    for r in &report.by_role {
        roles.words(vec![r.role.clone(), number(r.count)]);
    }
    out.push('\n');
    out.push_str(&roles.render()?);
    out.push('\n');
    for note in &report.notes {
        out.push_str(&format!("\n{note}\n"));
    }
    out.push('\n');
    let mut seats = Listing::new(&["Userstore", "Username", "Why", "Reclaimable"]);
    for s in &report.seats {
        let reclaimable = match s.reclaimable.as_deref() {
            Some("never") => "never seen".to_owned(),
            Some("dormant") => {
                s.last_seen.map_or_else(|| "not seen".to_owned(), |at| format!("last seen {}", at.format("%Y-%m-%d")))
            }
            Some(word) => word.replace('_', " "),
            None => String::new(),
        };
        seats.words(vec![s.userstore.clone(), s.username.clone(), s.why.clone(), reclaimable]);
    }
    out.push_str(&seats.render()?);
    Ok(out)
}

fn explain(e: &SeatExplanation) -> Result<()> {
    let verb = if e.takes_seat { "takes a seat" } else { "does not take a seat" };
    line(&format!("{} {verb} under {}: {}", e.username, e.title, e.why))?;
    let mut table = Listing::new(&["Clause", "Holds", "Because"]);
    for c in &e.clauses {
        table.words(vec![c.text.clone(), if c.holds { "yes" } else { "no" }.to_owned(), c.because.clone()]);
    }
    line("")?;
    line(&table.render()?)
}
