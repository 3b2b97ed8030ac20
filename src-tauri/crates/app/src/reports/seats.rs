//! The seat report.

use super::chargeback::Chargeback;
use super::holders::Holders;
use crate::Result;
use crate::api::reports::MakeReport;
use crate::api::seat_history::{DayCount, SeatBill, SeatHistory, SeatHistoryQuery};
use crate::api::seat_plans::{ReclaimQuery, ReclaimRow};
use crate::api::seats::{PlanGlance, SeatReport};
use crate::job::Job;
use crate::seats::Counted;
use crate::session::Session;
use chrono::{DateTime, NaiveDate, Utc};
use muster_model::{ReclaimReason, TrueUp};
use muster_report::chart::{Chart, Line, Series};
use muster_report::shown::counted;
use muster_report::{Cell, Document, Fact, Field, Figure, Rows, Section};
use std::collections::HashMap;

const TAKEN: &str = "Seats taken";
const PURCHASED: &str = "Purchased";
const INSTANCE: &str = "The instance's own count";

/// Everything the report is made of.
struct Parts {
    report: SeatReport,
    plan: Option<PlanGlance>,
    history: SeatHistory,
    freed: Vec<ReclaimRow>,
    shared: Chargeback,
}

impl Session {
    pub(super) fn seats_document<'a>(
        &'a self,
        request: &MakeReport,
        job: &'a Job,
        now: DateTime<Utc>,
    ) -> Result<Document<'a>> {
        let name = request.plan.clone().map_or_else(|| self.chosen_plan(), Ok)?;
        let counted = Counted::by_name(self.vault(), &name)?;
        let period = (request.from, request.to);
        let report = self.seats_totals(&counted, period, request.purchased, now)?;
        let asked = SeatHistoryQuery { plan: name.clone(), from: request.from, to: request.to };
        let history = self.seats_history(&asked, now)?;
        let plan = self.seats_plans(now)?.into_iter().find(|plan| plan.name == report.plan);
        job.go_on()?;
        let query = ReclaimQuery { plan: name.clone(), reason: None, offset: 0, limit: 0 };
        let freed = self.seats_reclaimable_list(&query, now)?.rows;
        job.go_on()?;
        let (ids, reasons) = self.seat_holders(&counted, now)?;
        let days = self.seat_days(&name, period, now)?;
        let shared = self.chargeback(&name, period, &days, &ids, now)?;
        let seats = Holders { session: self, counted, ids, reasons, days, job, now }.section();
        let parts = Parts { report, plan, history, freed, shared };
        let (report, history) = (&parts.report, &parts.history);
        let mut notes = report.notes.clone();
        notes.extend(history.notes.iter().filter(|note| !report.notes.contains(note)).cloned());
        if history.to < now.date_naive() {
            let day = now.date_naive();
            notes.push(format!(
                "Counts by day end on {}; who takes a seat, and what could be freed, is as of {day}.",
                history.to
            ));
        }
        Ok(Document {
            report: "seats".to_owned(),
            kind: "Seat report".to_owned(),
            title: report.title.clone(),
            answer: parts.answer(),
            origin: self.origin(now),
            period: Some((history.from, history.to)),
            rule: Some(report.rule.clone()),
            filter: report.filter.clone(),
            facts: parts.facts(),
            figures: parts.figures(),
            notes,
            chart: parts.chart(),
            sections: parts.sections(seats),
            counted: parts.counted(),
        })
    }
}

impl Parts {
    /// `LABEL (EUR)`.
    fn in_currency(&self, label: &str) -> String {
        match &self.report.currency {
            Some(code) => format!("{label} ({code})"),
            None => label.to_owned(),
        }
    }

    /// The bill, unless this report was asked for with another purchase or for
    /// other days than the licence period's.
    fn bill(&self) -> Option<&SeatBill> {
        self.history.bill.as_ref().filter(|bill| Some(bill.owed) == self.report.true_up)
    }

    fn answer(&self) -> String {
        let report = &self.report;
        let mut said = match report.consumed {
            1 => "One seat is taken".to_owned(),
            n => format!("{} seats are taken", counted(n)),
        };
        match report.purchased {
            Some(bought) if report.over > 0 => {
                said.push_str(&format!(", {} more than the {} purchased.", counted(report.over), counted(bought)));
            }
            Some(bought) => {
                said.push_str(&format!(
                    "; {} of the {} purchased are free.",
                    counted(bought.saturating_sub(report.consumed)),
                    counted(bought)
                ));
            }
            None => said.push('.'),
        }
        // The bill's sentence names the peak itself where it is charged by it.
        said.push(' ');
        match (self.bill(), &report.peak) {
            (Some(bill), _) => said.push_str(&bill.said),
            (None, Some(peak)) => {
                said.push_str(&format!("The peak of the period was {} on {}.", counted(peak.count), peak.date));
            }
            (None, None) => said.push_str("No day of the period is known."),
        }
        if report.reclaimable > 0 {
            let verb = if report.reclaimable == 1 { "One seat" } else { "seats" };
            let count =
                if report.reclaimable == 1 { String::new() } else { format!("{} ", counted(report.reclaimable)) };
            said.push_str(&format!(" {count}{verb} could be freed."));
        }
        said
    }

    fn facts(&self) -> Vec<Fact> {
        let report = &self.report;
        let mut facts = vec![Fact::new("plan", "Plan", Cell::from(report.plan.as_str()))];
        if let Some(plan) = self.plan.as_ref().filter(|plan| !plan.versions.is_empty()) {
            facts.push(Fact::new("versions", "Versions", Cell::from(plan.versions.as_str())));
        }
        if report.price_cents.is_some() {
            facts.push(Fact::new(
                "price",
                &self.in_currency("Price of a seat a month"),
                Cell::money(report.price_cents),
            ));
        }
        if let Some(bill) = &self.history.bill {
            let period = format!("{} to {}", bill.period_from, bill.period_to);
            facts.push(Fact::new("licence_period", "Licence period", Cell::Text(period)));
            facts.push(Fact::new("charged_by", "Charged by", Cell::from(method(bill.true_up))));
        }
        let number = |n: Option<u64>| n.map_or(Cell::Empty, Cell::count);
        facts.extend([
            Fact::quiet("price_cents", number(report.price_cents)),
            Fact::quiet("currency", Cell::text(report.currency.as_deref())),
            Fact::quiet("reclaimable_dormant", Cell::count(report.reclaimable_dormant)),
            Fact::quiet("reclaimable_never", Cell::count(report.reclaimable_never)),
            Fact::quiet("instance_count", number(report.instance_count)),
            Fact::quiet("mismatched", Cell::count(report.mismatched)),
            Fact::quiet("cost", number(report.cost)),
            Fact::quiet("purchased", number(report.purchased)),
            Fact::quiet("over", Cell::count(report.over)),
        ]);
        facts
    }

    fn figures(&self) -> Vec<Figure> {
        let (report, history) = (&self.report, &self.history);
        let of = report
            .purchased
            .map_or_else(|| "nothing purchased is known".to_owned(), |n| format!("of {} purchased", counted(n)));
        let mut figures = vec![Figure::new("consumed", TAKEN, Cell::count(report.consumed), of)];
        let peak = report.peak.as_ref().map_or(Cell::Empty, |peak| Cell::count(peak.count));
        let peak = Figure::new("peak", "Peak of the period", peak, "");
        figures.push(match &report.peak {
            Some(day) => peak.on(day.date),
            None => peak,
        });
        let owed = report.true_up.map_or(Cell::Empty, Cell::count);
        let by = history.bill.as_ref().map_or("", |bill| method(bill.true_up));
        figures.push(Figure::new("true_up", "True-up", owed, if report.true_up.is_some() { by } else { "" }));
        if let Some(cents) = self.bill().and_then(|bill| bill.owed_cents) {
            let label = self.in_currency("True-up cost");
            figures.push(Figure::new("true_up_cost", &label, Cell::money(Some(cents)), "for the seats owed"));
        }
        let known = if report.cost.is_some() { "purchased and owed" } else { "needs a price and a purchase" };
        figures.push(Figure::new(
            "period_cost",
            &self.in_currency("Cost of the period"),
            Cell::money(report.cost),
            known,
        ));
        let saves: Option<u64> = report.reclaimable_by.iter().map(|share| share.saves_cents).sum();
        let said = match (saves, &report.currency) {
            (Some(cents), Some(code)) if cents > 0 => {
                format!("{code} {} until the period ends", muster_report::shown::shown(&Cell::money(Some(cents))))
            }
            _ => "see below".to_owned(),
        };
        figures.push(Figure::new("reclaimable", "Could be freed", Cell::count(report.reclaimable), said));
        if report.mismatched > 0 || report.instance_count.is_some() {
            let own = report.instance_count.map_or_else(
                || "on whom the instance differs".to_owned(),
                |n| format!("the instance counts {}", counted(n)),
            );
            figures.push(Figure::new("differing", "Users it differs on", Cell::count(report.mismatched), own));
        }
        figures
    }

    fn chart(&self) -> Option<Chart> {
        let history = &self.history;
        if history.by_day.len() < 2 {
            return None;
        }
        let points = |days: &[DayCount]| days.iter().map(|day| (day.date, day.count)).collect();
        let line = |name: &str, line, field: &str, points: Vec<(NaiveDate, u64)>| Series {
            name: name.to_owned(),
            line,
            field: field.to_owned(),
            points,
        };
        let first = history.by_day.first().map(|day| day.date);
        let bought: Vec<_> =
            history.purchased.iter().map(|day| (first.map_or(day.date, |f| f.max(day.date)), day.count)).collect();
        let mut series = vec![line(TAKEN, Line::Count, "count", points(&history.by_day))];
        if !bought.is_empty() {
            series.push(line(PURCHASED, Line::Step, "purchased", bought));
        }
        if !history.instance.is_empty() {
            series.push(line(INSTANCE, Line::Points, "instance", points(&history.instance)));
        }
        Some(Chart { title: "Seats by day".to_owned(), section: "by_day".to_owned(), series })
    }

    fn sections<'a>(&self, seats: Section<'a>) -> Vec<Section<'a>> {
        let mut all = vec![self.by_role(), self.reclaimable_by(), self.to_free(), self.mismatches(), seats];
        all.push(self.shared.given_up());
        self.shared.sections().for_each(|section| all.push(section));
        all.push(self.by_day());
        all
    }

    fn by_role(&self) -> Section<'static> {
        Section {
            key: "by_role".to_owned(),
            title: "By role".to_owned(),
            said: "Each seat counts with its holder's highest role.".to_owned(),
            fields: vec![Field::text("role", "Highest role", 1.0), Field::number("count", "Seats")],
            rows: Rows::Held(
                self.report.by_role.iter().map(|r| vec![Cell::from(r.role.as_str()), Cell::count(r.count)]).collect(),
            ),
            main: false,
            empty: "No seat is taken.".to_owned(),
        }
    }

    fn reclaimable_by(&self) -> Section<'static> {
        let rows = self.report.reclaimable_by.iter().map(|share| {
            vec![
                Cell::from(share.reason.word()),
                Cell::from(reason(share.reason)),
                Cell::count(share.count),
                share.saves_cents.map_or(Cell::Empty, Cell::count),
                Cell::money(share.saves_cents),
            ]
        });
        Section {
            key: "reclaimable_by".to_owned(),
            title: "What could be freed".to_owned(),
            said: "The surest reason first; a seat counts with its surest reason only. Freeing a seat does not lower a peak that was reached.".to_owned(),
            fields: vec![
                Field::text("reason", "Reason", 1.0).hidden(),
                Field::text("said", "Why", 2.0),
                Field::number("count", "Seats"),
                Field::number("saves_cents", "Saves, in cents").hidden(),
                Field::number("saves", &self.in_currency("Saves until the period ends")),
            ],
            rows: Rows::Held(rows.collect()),
            main: false,
            empty: "Nothing: every seat's holder is enabled, a person, and was seen within 90 days.".to_owned(),
        }
    }

    fn to_free(&self) -> Section<'static> {
        let rows = self.freed.iter().map(|row| {
            vec![
                Cell::from(row.userstore.as_str()),
                Cell::from(row.username.as_str()),
                Cell::from(row.display_name.as_str()),
                Cell::text(row.role.as_deref()),
                Cell::from(row.reason.word()),
                Cell::from(row.why.as_str()),
                day(row.last_seen),
                Cell::money(row.saves_cents),
            ]
        });
        Section {
            key: "to_free".to_owned(),
            title: "Seats to free".to_owned(),
            said: "Who they are, the surest first.".to_owned(),
            fields: vec![
                Field::text("userstore", "Userstore", 0.8).hidden(),
                Field::text("username", "Username", 1.2),
                Field::text("display_name", "Name", 1.4),
                Field::text("role", "Role", 0.9),
                Field::text("reason", "Reason", 1.0).hidden(),
                Field::text("why", "Why", 2.4),
                Field::date("last_seen", "Last seen"),
                Field::number("saves", &self.in_currency("Saves")),
            ],
            rows: Rows::Held(rows.collect()),
            main: false,
            empty: "None.".to_owned(),
        }
    }

    fn mismatches(&self) -> Section<'static> {
        let rows = self.report.mismatches.iter().map(|m| {
            vec![
                Cell::from(m.userstore.as_str()),
                Cell::from(m.username.as_str()),
                Cell::Bool(m.instance),
                Cell::Bool(m.rule),
                Cell::from(m.because.as_str()),
            ]
        });
        Section {
            key: "mismatches".to_owned(),
            title: "Where the instance counts otherwise".to_owned(),
            said: "Users for whom the instance's own flag says one thing and the rule another.".to_owned(),
            fields: vec![
                Field::text("userstore", "Userstore", 0.8).hidden(),
                Field::text("username", "Username", 1.2),
                Field::bool("instance", "Instance says seat"),
                Field::bool("rule", "Rule says seat"),
                Field::text("because", "Because", 2.6),
            ],
            rows: Rows::Held(rows.collect()),
            main: false,
            empty: "None, as far as the instance's own flag is known.".to_owned(),
        }
    }

    fn by_day(&self) -> Section<'static> {
        let history = &self.history;
        let own: HashMap<NaiveDate, u64> = history.instance.iter().map(|day| (day.date, day.count)).collect();
        let bought = |on: NaiveDate| history.purchased.iter().rev().find(|p| p.date <= on).map(|p| p.count);
        let rows = history.by_day.iter().map(|day| {
            vec![
                Cell::Day(day.date),
                Cell::count(day.count),
                bought(day.date).map_or(Cell::Empty, Cell::count),
                own.get(&day.date).map_or(Cell::Empty, |count| Cell::count(*count)),
            ]
        });
        Section {
            key: "by_day".to_owned(),
            title: "By day".to_owned(),
            said: "A day is a calendar day, UTC; its count is what was known at its end.".to_owned(),
            fields: vec![
                Field::date("date", "Day"),
                Field::number("count", TAKEN),
                Field::number("purchased", PURCHASED),
                Field::number("instance", INSTANCE),
            ],
            rows: Rows::Held(rows.collect()),
            main: false,
            empty: "No day of the period is known.".to_owned(),
        }
    }

    fn counted(&self) -> Vec<String> {
        let (report, history) = (&self.report, &self.history);
        let mut said = vec![
            format!("A seat is taken by each user for whom the rule holds: {}", report.rule),
            format!("As a filter, which any list of Muster takes: {}", report.filter),
        ];
        if let Some(plan) = self.plan.as_ref().filter(|plan| !plan.source.is_empty()) {
            said.push(format!("The rule comes from: {}", plan.source));
        }
        let snapshots = match history.snapshots.len() {
            0 => "No snapshot was taken in the period".to_owned(),
            1 => "One day of the period has a snapshot".to_owned(),
            n => format!("{} days of the period have a snapshot", counted(n as u64)),
        };
        said.push(format!("{snapshots}. A day's count is what was known at its end, from the latest snapshots until then; days before the first snapshot are left out."));
        said.push("The peak is the highest count of any day, and the first day on which it was reached. Freeing seats later does not lower it.".to_owned());
        if let Some(bill) = &history.bill {
            said.push(format!(
                "The true-up is the {} less what was purchased, in the licence period from {} to {}.",
                method(bill.true_up),
                bill.period_from,
                bill.period_to
            ));
        }
        if report.price_cents.is_some() {
            said.push(
                "Amounts are the price of a seat a month times seats times months of the licence period, to the cent."
                    .to_owned(),
            );
        }
        said.push(
            "Changes that were only staged or wait to be carried out at their source are not counted.".to_owned(),
        );
        said
    }
}

fn day(at: Option<DateTime<Utc>>) -> Cell {
    at.map_or(Cell::Empty, |at| Cell::Day(at.date_naive()))
}

const fn method(true_up: TrueUp) -> &'static str {
    match true_up {
        TrueUp::Peak => "highest daily count",
        TrueUp::Average => "average daily count",
        TrueUp::EndOfPeriod => "count on the last day",
    }
}

const fn reason(reason: ReclaimReason) -> &'static str {
    match reason {
        ReclaimReason::DisabledButCounted => "Disabled, but counted",
        ReclaimReason::DuplicatePerson => "The same person has another seat",
        ReclaimReason::NeverSeen => "Never seen",
        ReclaimReason::MachineCounted => "A machine's account",
        ReclaimReason::Dormant => "Not seen for 90 days",
    }
}
