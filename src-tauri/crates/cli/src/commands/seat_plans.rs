//! `muster seats plans`, `seats terms`, `seats reclaimable` and `seats mismatches`.

use super::Context;
use super::seats::chosen;
use crate::args::seat_plans::{Mismatches, Plans, Reclaimable, SetTerms, Terms, TermsCommand};
use crate::exit::Exit;
use crate::output::{day, json, line, money, number, say};
use crate::table::{Facts, Listing};
use muster_app::api::seat_plans::{MismatchPage, ReclaimPage, ReclaimQuery, SeatTerms, TriedPlan, TryPlan};
use muster_app::api::seats::PlanGlance;
use muster_app::session::Session;
use muster_app::{Code, Error, Result};
use muster_model::{ReclaimReason, TrueUp};
use serde_json::json;
use std::path::Path;

/// Rows asked for at a time.
const PAGE: u64 = 500;
/// The largest file that is read as a plan, in bytes.
const LARGEST: u64 = 1 << 20;

pub fn plans(context: &Context, command: Option<&Plans>) -> Result<Exit> {
    match command {
        None | Some(Plans::List) => list(context)?,
        Some(Plans::Show { name, toml: true }) => line(context.look()?.seats_plan_file(name)?.trim_end())?,
        Some(Plans::Show { name, toml: false }) => show(context, name)?,
        Some(Plans::Add { file, replace }) => {
            let text = read(file)?;
            let plan = context.open()?.seats_plan_add(&named(file), &text, *replace, context.now)?;
            told(
                context,
                &plan,
                &format!("Kept {}. Count by it with: muster seats set --plan {}", plan.title, plan.name),
            )?;
        }
        Some(Plans::Remove { name }) => {
            context.open()?.seats_plan_remove(name, context.now)?;
            if context.cli.json {
                json(&json!({ "removed": name }))?;
            } else {
                say(&format!("Removed {name}."));
            }
        }
        Some(Plans::Try { file, filter, against }) => {
            let text = file.as_deref().map(read).transpose()?;
            let session = context.look()?;
            let tried = match (file, text) {
                (Some(file), Some(text)) => {
                    session.seats_plan_try_file(&named(file), &text, against.as_deref(), context.as_of())?
                }
                _ => {
                    let filter = filter.clone().unwrap_or_default();
                    let request = TryPlan { filter, userstores: Vec::new(), against: against.clone() };
                    session.seats_plan_try(&request, context.as_of())?
                }
            };
            attempt(context, &tried)?;
        }
    }
    Ok(Exit::Done)
}

fn list(context: &Context) -> Result<()> {
    let plans = context.look()?.seats_plans(context.as_of())?;
    if context.cli.json {
        return json(&json!({ "plans": plans }));
    }
    let mut table = Listing::new(&["Plan", "Title", "Bought#", "Rule"]);
    for p in plans {
        let bought = p.purchased.map_or_else(|| "not said".to_owned(), number);
        let title = if p.own { format!("{} (own)", p.title) } else { p.title };
        table.words(vec![p.name, title, bought, p.rule]);
    }
    line(&table.render()?)
}

fn show(context: &Context, name: &str) -> Result<()> {
    let session = context.look()?;
    let file = session.seats_plan_file(name)?;
    let draft = session.seats_plan_read(name)?;
    let plans = session.seats_plans(context.as_of())?;
    let glance = plans.into_iter().find(|plan| plan.name == draft.name);
    if context.cli.json {
        return json(&json!({ "plan": draft, "glance": glance, "file": file }));
    }
    let mut facts = Facts::default();
    facts.line("Plan", &draft.name);
    facts.line("Title", &draft.title);
    facts.line("Product", format!("{}, {}", draft.product, draft.plan));
    facts.line("Versions", &draft.versions);
    if !draft.userstores.is_empty() {
        facts.line("Userstores", draft.userstores.join(", "));
    }
    facts.line("Charged by", draft.true_up.map_or("", charged));
    if let Some(glance) = &glance {
        facts.line("Source", &glance.source);
    }
    facts.line("Rule", &draft.rule);
    facts.line("Filter", &draft.filter);
    line(&facts.render())
}

fn told(context: &Context, plan: &PlanGlance, text: &str) -> Result<()> {
    if context.cli.json {
        return json(plan);
    }
    say(text);
    Ok(())
}

fn attempt(context: &Context, tried: &TriedPlan) -> Result<()> {
    if context.cli.json {
        return json(tried);
    }
    let mut facts = Facts::numbers();
    facts.line("Takes", number(tried.takes));
    if let Some(against) = tried.against {
        facts.line("The other plan", number(against));
        facts.line("  gained", number(tried.gained));
        facts.line("  lost", number(tried.lost));
    }
    line(&format!("{}\n\n{}", tried.said, facts.render()))
}

pub fn terms(context: &Context, terms: &Terms) -> Result<Exit> {
    match &terms.command {
        None | Some(TermsCommand::Show) => {
            let session = context.look()?;
            let plan = chosen(&session, terms.plan.as_deref())?;
            show_terms(context, &plan, &session.seats_terms(&plan)?)?;
        }
        Some(TermsCommand::Set(set)) => {
            let session = context.open()?;
            let plan = chosen(&session, terms.plan.as_deref())?;
            let wanted = with(session.seats_terms(&plan)?, set, context)?;
            session.seats_terms_set(&plan, &wanted, context.now)?;
            show_terms(context, &plan, &session.seats_terms(&plan)?)?;
        }
    }
    Ok(Exit::Done)
}

/// The terms with what was said.
fn with(mut terms: SeatTerms, set: &SetTerms, context: &Context) -> Result<SeatTerms> {
    if let Some(day) = set.forget {
        let before = terms.purchases.len();
        terms.purchases.retain(|purchase| purchase.from != day);
        if terms.purchases.len() == before {
            return Err(Error::new(Code::NotFound, format!("No purchase began on {day}. See: muster seats terms")));
        }
    }
    if let Some(seats) = set.purchased {
        terms.buy(set.from, seats, context.as_of().date_naive());
    }
    terms.price_cents = set.price.or(terms.price_cents);
    terms.currency = set.currency.clone().or(terms.currency);
    terms.period_from = set.period_from.or(terms.period_from);
    terms.period_months = set.months.or(terms.period_months);
    terms.true_up = set.true_up.unwrap_or(terms.true_up);
    Ok(terms)
}

fn show_terms(context: &Context, plan: &str, terms: &SeatTerms) -> Result<()> {
    if context.cli.json {
        return json(&json!({ "plan": plan, "terms": terms }));
    }
    let mut facts = Facts::default();
    facts.line("Plan", plan);
    let currency = terms.currency.as_deref();
    facts.line("Price", terms.price_cents.map_or_else(|| "not said".to_owned(), |p| money(p, currency)));
    let months = terms.period_months.unwrap_or(12);
    let begins = terms.period_from.map_or_else(|| "with the first purchase".to_owned(), |from| from.to_string());
    facts.line("Period", format!("{months} months, the first begins {begins}"));
    facts.line("Charged by", charged(terms.true_up));
    line(&facts.render())?;
    let mut bought = Listing::new(&["From", "Seats#"]);
    for purchase in &terms.purchases {
        // What nobody dated holds since ever.
        let from =
            if purchase.from == chrono::NaiveDate::default() { "ever".to_owned() } else { purchase.from.to_string() };
        bought.words(vec![from, number(purchase.seats)]);
    }
    if terms.purchases.is_empty() { line("\nNothing was bought.") } else { line(&format!("\n{}", bought.render()?)) }
}

const fn charged(true_up: TrueUp) -> &'static str {
    match true_up {
        TrueUp::Peak => "the highest daily count of the period",
        TrueUp::Average => "the average daily count of the period",
        TrueUp::EndOfPeriod => "the count on the last day of the period",
    }
}

pub fn reclaimable(context: &Context, asked: &Reclaimable) -> Result<Exit> {
    let session = context.look()?;
    let plan = chosen(&session, asked.plan.as_deref())?;
    let query = ReclaimQuery { plan: plan.clone(), reason: asked.reason, offset: 0, limit: asked.limit };
    freed(context, &session, &plan, &session.seats_reclaimable_list(&query, context.as_of())?)?;
    Ok(Exit::Done)
}

fn freed(context: &Context, session: &Session, plan: &str, page: &ReclaimPage) -> Result<()> {
    if context.cli.json {
        return json(page);
    }
    let currency = session.seats_terms(plan)?.currency;
    let cost = |cents: Option<u64>| cents.map(|cents| money(cents, currency.as_deref())).unwrap_or_default();
    let mut shares = Listing::new(&["Why", "Seats#", "Saves#"]);
    for share in &page.shares {
        shares.words(vec![reason(share.reason).to_owned(), number(share.count), cost(share.saves_cents)]);
    }
    if !page.shares.is_empty() {
        line(&format!("{}\n", shares.render()?))?;
    }
    for sentence in &page.said {
        line(sentence)?;
    }
    if page.rows.is_empty() {
        return Ok(());
    }
    let mut rows = Listing::new(&["Userstore", "Username", "Highest role", "Last seen", "Why", "Saves#"]);
    for row in &page.rows {
        let role = row.role.clone().unwrap_or_default();
        let seen = day(row.last_seen);
        rows.words(vec![
            row.userstore.clone(),
            row.username.clone(),
            role,
            seen,
            row.why.clone(),
            cost(row.saves_cents),
        ]);
    }
    line(&format!("\n{}", rows.render()?))
}

/// A reason in a word or two.
pub(super) const fn reason(reason: ReclaimReason) -> &'static str {
    match reason {
        ReclaimReason::DisabledButCounted => "disabled, but counted",
        ReclaimReason::DuplicatePerson => "the same person twice",
        ReclaimReason::NeverSeen => "never seen",
        ReclaimReason::MachineCounted => "machines",
        ReclaimReason::Dormant => "not seen for 90 days",
    }
}

pub fn mismatches(context: &Context, asked: &Mismatches) -> Result<Exit> {
    let session = context.look()?;
    let plan = chosen(&session, asked.plan.as_deref())?;
    let mut page = MismatchPage { rows: Vec::new(), total: 0 };
    loop {
        let offset = page.rows.len() as u64;
        let left = if asked.limit == 0 { PAGE } else { (asked.limit - offset).min(PAGE) };
        let more = session.seats_mismatches(&plan, offset, left, context.as_of())?;
        let got = more.rows.len() as u64;
        page.total = more.total;
        page.rows.extend(more.rows);
        if got < left || got == 0 || offset + got == asked.limit {
            break;
        }
    }
    if context.cli.json {
        json(&json!({ "mismatches": page.rows, "total": page.total }))?;
        return Ok(Exit::Done);
    }
    if page.rows.is_empty() {
        say("The instance and the rule disagree on nobody, as far as the instance says.");
        return Ok(Exit::Done);
    }
    let takes = |takes: bool| if takes { "seat" } else { "no seat" }.to_owned();
    let mut table = Listing::new(&["Userstore", "Username", "Instance", "Rule", "Because"]);
    for row in page.rows {
        table.words(vec![row.userstore, row.username, takes(row.instance), takes(row.rule), row.because]);
    }
    line(&table.render()?)?;
    Ok(Exit::Done)
}

/// The text of a plan's file.
fn read(path: &Path) -> Result<String> {
    let wrong = |code, reason: String| {
        Error::new(code, format!("{} cannot be read: {reason}.", path.display()))
            .with(json!({ "file": path.to_string_lossy() }))
    };
    let disk = |error: std::io::Error| {
        let code = if error.kind() == std::io::ErrorKind::NotFound { Code::NotFound } else { Code::Disk };
        wrong(code, error.to_string())
    };
    if std::fs::metadata(path).map_err(disk)?.len() > LARGEST {
        return Err(wrong(Code::Invalid, "it is too large for a seat plan".to_owned()));
    }
    let bytes = std::fs::read(path).map_err(disk)?;
    String::from_utf8(bytes).map_err(|_| wrong(Code::Invalid, "it is not UTF-8 text; save it as such".to_owned()))
}

fn named(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
