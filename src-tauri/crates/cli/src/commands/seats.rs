//! `muster seats`.

use super::{Context, seat_plans};
use crate::args::seats::{ReportFormat, Seats};
use crate::exit::Exit;
use crate::output::{json, line, money, number, say, with_stdout};
use crate::table::{Facts, Listing};
use muster_app::api::export::{ExportSeats, Format};
use muster_app::api::seats::{SeatExplanation, SeatReport, SetPlan};
use muster_app::session::Session;
use muster_app::{Result, seats as door};

pub fn seats(context: &Context, command: &Seats) -> Result<Exit> {
    match command {
        Seats::Plans { command } => return seat_plans::plans(context, command.as_ref()),
        Seats::Terms(terms) => return seat_plans::terms(context, terms),
        Seats::Reclaimable(asked) => return seat_plans::reclaimable(context, asked),
        Seats::Mismatches(asked) => return seat_plans::mismatches(context, asked),
        Seats::Report { plan, purchased, format, output, overwrite } => {
            let session = if output.is_some() { context.take_out()? } else { context.look()? };
            let plan = chosen(&session, plan.as_deref())?;
            let report = session.seats_report(&plan, *purchased, context.as_of())?;
            report_to(context, &session, &report, *format, output.as_deref(), *overwrite)?;
        }
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

fn report_to(
    context: &Context,
    session: &Session,
    report: &SeatReport,
    format: ReportFormat,
    output: Option<&std::path::Path>,
    overwrite: bool,
) -> Result<()> {
    let format = if context.cli.json { ReportFormat::Json } else { format };
    let file = match format {
        ReportFormat::Table => None,
        ReportFormat::Csv => Some(Format::Csv),
        ReportFormat::Json => Some(Format::Json),
    };
    match (output, file) {
        (Some(path), _) => {
            let text;
            let written = if let Some(format) = file {
                let request = ExportSeats {
                    plan: report.plan.clone(),
                    format,
                    path: path.to_string_lossy().into_owned(),
                    overwrite,
                };
                session.export_report(report, &request, context.now)?
            } else {
                text = table(report)?;
                session.export_text(report, &text, path, overwrite, context.now)?
            };
            say(&format!("Wrote {} ({} seats). It is not encrypted.", written.path, number(report.consumed)));
            Ok(())
        }
        (None, Some(Format::Json)) => json(report),
        (None, Some(format)) => with_stdout(|out| door::write_rows(report, format, out)),
        (None, None) => line(&table(report)?),
    }
}

fn table(report: &SeatReport) -> Result<String> {
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
