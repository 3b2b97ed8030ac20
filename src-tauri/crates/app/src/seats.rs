//! Seats: choosing a plan, the report, and why.

use crate::api::export::{ExportSeats, Format, Separator};
use crate::api::seats::{
    ClauseExplanation, PlanGlance, Seat, SeatExplanation, SeatReport, SeatRole, SeatsPage, SetPlan,
};
use crate::api::users::SortBy;
use crate::api::vault::WrittenFile;
use crate::directory::Loaded;
use crate::job::Job;
use crate::session::Session;
use crate::users::Held;
use crate::{Code, Error, Result, export, files, filter};
use chrono::{DateTime, Utc};
use muster_model::{User, UserId};
use muster_report::Cell;
use muster_seats::{NO_ROLE, Numbers, Plan, RECLAIM_DAYS, Reclaimable};
use muster_vault::log::Entry;
use muster_vault::tables::{find, seat_plan, userstore};
use muster_vault::{Vault, setting};
use std::io::Write;
use std::path::Path;

/// The setting that names the plan the vault counts by.
pub(crate) const CHOSEN: &str = "seat_plan";
/// The plan until one is chosen.
const DEFAULT: &str = "per-active-user";
/// Users read from the vault at a time.
const BATCH: usize = 1_000;

/// A plan, narrowed to the userstores it counts.
pub(crate) struct Counted {
    pub plan: Plan,
    domains: Vec<String>,
    /// What a reader must know of that choice.
    note: Option<String>,
    bought: seat_plan::Purchase,
}

impl Counted {
    /// The plan the vault counts by.
    pub fn chosen(vault: &Vault) -> Result<Self> {
        let name = vault.read(|conn| setting::get(conn, CHOSEN))?;
        Self::by_name(vault, name.as_deref().unwrap_or(DEFAULT))
    }

    fn by_name(vault: &Vault, name: &str) -> Result<Self> {
        let plan = Plan::by_name(name)?;
        let (stores, bought) = vault.read(|conn| Ok((userstore::list(conn)?, seat_plan::get(conn, &plan.name)?)))?;
        let kinds: Vec<_> = stores.iter().map(|s| (s.domain.as_str(), s.kind)).collect();
        let (domains, note) = plan.counts(&kinds);
        Ok(Self { plan: plan.within(&domains)?, domains, note, bought })
    }

    /// Present users of the userstores it counts, as a filter.
    fn population(&self) -> String {
        let domains: Vec<String> = self.domains.iter().map(|d| format!("userstore eq \"{d}\"")).collect();
        if domains.is_empty() {
            "gone eq false and gone eq true".to_owned()
        } else {
            format!("gone eq false and ({})", domains.join(" or "))
        }
    }

    fn glance(&self, chosen: bool) -> PlanGlance {
        PlanGlance {
            name: self.plan.name.clone(),
            title: self.plan.title.clone(),
            rule: self.plan.rule.clone(),
            filter: self.plan.filter().to_string(),
            source: self.plan.source.clone(),
            purchased: self.bought.purchased,
            price_cents: self.bought.price_cents,
            currency: self.bought.currency.clone(),
            chosen,
        }
    }

    /// The numbers, by sets rather than user by user.
    fn numbers(&self, vault: &Vault, loaded: &Loaded, now: DateTime<Utc>) -> Result<Numbers> {
        let rule = self.plan.filter().to_string();
        let population = self.population();
        let count = |text: String| loaded.count(vault, &filter::parse(&text)?, now);
        let taken = loaded.counts(vault, self.plan.filter(), now)?;
        let [_, never, unknown, not_collected] = taken.by_seen;
        let mut numbers = Numbers {
            present: count(population.clone())?,
            consumed: taken.users,
            dormant: count(format!("({rule}) and {}", dormant()))?,
            never,
            unknown,
            not_collected,
            flagged: count(format!("({population}) and seatFlag eq true"))?,
            flag_missing: count(format!("({population}) and not (seatFlag pr)"))?,
            flag_differs: count(format!(
                "({population}) and ((seatFlag eq true and not ({rule})) or (seatFlag eq false and ({rule})))"
            ))?,
            doubts: Vec::new(),
            roles: Default::default(),
        };
        for doubt in self.plan.doubts() {
            numbers.doubts.push(loaded.count(vault, doubt, now)?);
        }
        for (level, name, count) in loaded.roles(&taken) {
            *numbers.roles.entry((level, name.unwrap_or_else(|| NO_ROLE.to_owned()))).or_default() += count;
        }
        Ok(numbers)
    }
}

/// Who was seen, but not for [`RECLAIM_DAYS`] days.
fn dormant() -> String {
    format!("lastSeen le \"-{RECLAIM_DAYS}d\"")
}

impl Session {
    /// The plan the vault counts by.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn chosen_plan(&self) -> Result<String> {
        let name = self.vault().read(|conn| setting::get(conn, CHOSEN))?;
        Ok(name.unwrap_or_else(|| DEFAULT.to_owned()))
    }

    /// The plans that come with Muster, and what was bought under each.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn seats_plans(&self) -> Result<Vec<PlanGlance>> {
        let chosen = self.chosen_plan()?;
        Plan::all()?
            .iter()
            .map(|plan| Ok(Counted::by_name(self.vault(), &plan.name)?.glance(plan.name == chosen)))
            .collect()
    }

    /// Counts by this plan from now on.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is no such plan.
    pub fn seats_choose(&self, plan: &str, now: DateTime<Utc>) -> Result<()> {
        self.may_change()?;
        let plan = Plan::by_name(plan)?;
        self.changing(|| {
            self.vault().write(now, |tx| {
                if setting::get(tx, CHOSEN)?.as_deref() == Some(plan.name.as_str()) {
                    return Ok(((), None));
                }
                setting::set(tx, CHOSEN, &plan.name)?;
                Ok(((), Some(Entry::new("seats.choose").target(&plan.name))))
            })?;
            self.directory.refresh(self.vault())
        })
    }

    /// Says what was bought under a plan.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is no such plan, [`Code::Invalid`] for a
    /// currency that is no ISO 4217 code.
    pub fn seats_set(&self, request: &SetPlan, now: DateTime<Utc>) -> Result<PlanGlance> {
        self.may_change()?;
        let plan = Plan::by_name(&request.plan)?;
        let currency = request.currency.as_deref().map(str::trim).filter(|c| !c.is_empty());
        if let Some(code) = currency
            && !(code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()))
        {
            return Err(Error::new(
                Code::Invalid,
                format!("{code:?} is no currency. Give its three letters, such as EUR."),
            ));
        }
        let bought = seat_plan::Purchase {
            purchased: request.purchased,
            price_cents: request.price_cents,
            currency: currency.map(str::to_owned),
        };
        self.changing(|| {
            self.vault().write(now, |tx| {
                let before = seat_plan::set(tx, &plan.name, &bought)?;
                if before == bought {
                    return Ok(((), None));
                }
                let told = |p: &seat_plan::Purchase| serde_json::json!({ "purchased": p.purchased, "price_cents": p.price_cents, "currency": p.currency });
                let details = serde_json::json!({ "before": told(&before), "after": told(&bought) });
                Ok(((), Some(Entry::new("seats.set").target(&plan.name).details(details))))
            })?;
            self.directory.refresh(self.vault())
        })?;
        Ok(Counted::by_name(self.vault(), &plan.name)?.glance(self.chosen_plan()? == plan.name))
    }

    /// The report without its list of seats.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is no such plan, or the vault cannot be read.
    pub fn seats_summary(&self, plan: &str, now: DateTime<Utc>) -> Result<SeatReport> {
        let counted = Counted::by_name(self.vault(), plan)?;
        self.summary(&counted, None, now)
    }

    fn summary(&self, counted: &Counted, purchased: Option<u64>, now: DateTime<Utc>) -> Result<SeatReport> {
        self.load()?;
        let numbers = self.directory.with(|loaded| counted.numbers(self.vault(), loaded, now))?;
        let plan = &counted.plan;
        let tally = numbers.tally(plan, purchased.or(counted.bought.purchased));
        let reclaimable = tally.reclaimable();
        Ok(SeatReport {
            plan: plan.name.clone(),
            title: plan.title.clone(),
            rule: plan.rule.clone(),
            filter: plan.filter().to_string(),
            as_of: now,
            consumed: tally.consumed,
            purchased: tally.purchased,
            over: tally.over,
            by_role: tally.by_role.into_iter().map(|(role, count)| SeatRole { role, count }).collect(),
            reclaimable,
            reclaimable_dormant: tally.reclaimable_dormant,
            reclaimable_never: tally.reclaimable_never,
            price_cents: counted.bought.price_cents,
            currency: counted.bought.currency.clone(),
            instance_count: tally.instance_count,
            notes: counted.note.iter().cloned().chain(tally.notes).collect(),
            seats: Vec::new(),
        })
    }

    /// The whole report. `purchased` stands in for what the vault knows.
    ///
    /// # Errors
    /// As [`Session::seats_summary`].
    pub fn seats_report(&self, plan: &str, purchased: Option<u64>, now: DateTime<Utc>) -> Result<SeatReport> {
        let counted = Counted::by_name(self.vault(), plan)?;
        let mut report = self.summary(&counted, purchased, now)?;
        let ids = self.ordered(&counted.plan.filter().to_string(), SortBy::UserName, false, now)?;
        for batch in ids.chunks(BATCH) {
            report.seats.extend(self.seats(&counted, batch, now)?);
        }
        Ok(report)
    }

    /// A page of seats for the window, by name.
    ///
    /// # Errors
    /// As [`Session::seats_summary`].
    pub fn seats_page(
        &self,
        plan: &str,
        reclaimable: bool,
        offset: u64,
        limit: u64,
        now: DateTime<Utc>,
    ) -> Result<SeatsPage> {
        let counted = Counted::by_name(self.vault(), plan)?;
        let rule = counted.plan.filter().to_string();
        let text = if reclaimable { format!("({rule}) and ({} or lastSeen eq never)", dormant()) } else { rule };
        let query = crate::api::users::UsersQuery { filter: text, offset, limit, ..Default::default() };
        self.load()?;
        let parsed = filter::parse(&query.filter)?;
        let page = self.directory.with(|loaded| loaded.page(self.vault(), &parsed, &query, limit.min(500), now))?;
        Ok(SeatsPage { seats: self.seats(&counted, &page.ids, now)?, total: page.total })
    }

    fn seats(&self, counted: &Counted, ids: &[UserId], now: DateTime<Utc>) -> Result<Vec<Seat>> {
        let found = self
            .vault()
            .read(|conn| ids.iter().map(|id| Held::read(conn, *id, now)).collect::<muster_vault::Result<Vec<_>>>())?;
        let seats = found.into_iter().map(|held| {
            let explained = counted.plan.explain(&held.account(None), held.user.highest_role.as_ref(), now.timestamp());
            seat(held.user, explained.why, explained.reclaimable)
        });
        Ok(seats.collect())
    }

    /// Why the user that a text names does or does not take a seat.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is no such user or plan.
    pub fn seats_explain(&self, user: &str, plan: &str, now: DateTime<Utc>) -> Result<SeatExplanation> {
        let held = self.vault().read(|conn| Held::read(conn, find::find(conn, user)?, now))?;
        self.explain(&held, plan, now)
    }

    pub(crate) fn explain(&self, held: &Held, plan: &str, now: DateTime<Utc>) -> Result<SeatExplanation> {
        let counted = Counted::by_name(self.vault(), plan)?;
        let explained = counted.plan.explain(&held.account(None), held.user.highest_role.as_ref(), now.timestamp());
        Ok(SeatExplanation {
            username: held.user.username.clone(),
            plan: counted.plan.name.clone(),
            title: counted.plan.title.clone(),
            takes_seat: explained.takes,
            why: explained.why,
            clauses: explained
                .clauses
                .into_iter()
                .map(|c| ClauseExplanation { text: c.text, holds: c.holds, because: c.because })
                .collect(),
            reclaimable: explained.reclaimable.map(|r| r.word().to_owned()),
            price_cents: counted.bought.price_cents,
            currency: counted.bought.currency,
        })
    }

    /// Writes the report to a file.
    ///
    /// # Errors
    /// As [`Session::seats_summary`], [`Code::Exists`], or what the disk says.
    pub fn export_seats(&self, request: &ExportSeats, job: &Job, now: DateTime<Utc>) -> Result<WrittenFile> {
        export::table_format(request.format, Separator::Comma, false, "Seats")?;
        job.progress("reading", 0, 0, 0);
        let report = self.seats_report(&request.plan, None, now)?;
        job.go_on()?;
        self.export_report(&report, request, now)
    }

    /// Writes a report that was made before to a file.
    ///
    /// # Errors
    /// [`Code::Exists`], or what the disk says.
    pub fn export_report(&self, report: &SeatReport, request: &ExportSeats, now: DateTime<Utc>) -> Result<WrittenFile> {
        let written = write_report(report, request)?;
        self.note("seats", &report.filter, None, &written, now)?;
        Ok(written)
    }

    /// Writes a report made for people to a file.
    ///
    /// # Errors
    /// As [`Session::export_report`].
    pub fn export_text(
        &self,
        report: &SeatReport,
        text: &str,
        path: &Path,
        overwrite: bool,
        now: DateTime<Utc>,
    ) -> Result<WrittenFile> {
        let written = write_text(text, path, overwrite)?;
        self.note("seats", &report.filter, None, &written, now)?;
        Ok(written)
    }
}

fn seat(user: User, why: String, reclaimable: Option<Reclaimable>) -> Seat {
    Seat {
        id: user.id,
        userstore: user.userstore,
        username: user.username,
        display_name: user.display_name,
        email: user.email,
        role: user.highest_role.map(|r| r.role),
        why,
        reclaimable: reclaimable.map(|r| r.word().to_owned()),
        last_seen: user.last_seen.at,
    }
}

/// Writes a report to a file: JSON as one document, else a row a seat.
fn write_report(report: &SeatReport, request: &ExportSeats) -> Result<WrittenFile> {
    let path = Path::new(&request.path);
    files::write(path, request.overwrite, |out| {
        if request.format == Format::Json {
            serde_json::to_writer_pretty(&mut *out, report).map_err(|e| files::disk(path, &e.into()))?;
            out.write_all(b"\n").map_err(|e| files::disk(path, &e))?;
        } else {
            write_rows(report, request.format, out).map_err(|e| files::disk(path, &e))?;
        }
        Ok(report.seats.len() as u64)
    })
}

/// Writes the seats of a report, a row each.
///
/// # Errors
/// What the stream says.
pub fn write_rows(report: &SeatReport, format: Format, out: &mut dyn Write) -> std::io::Result<()> {
    let format = export::table_format(format, Separator::Comma, false, "Seats").map_err(std::io::Error::other)?;
    let rows = report.seats.iter().map(|s| {
        vec![
            Cell::from(s.userstore.as_str()),
            Cell::from(s.username.as_str()),
            Cell::from(s.display_name.as_str()),
            Cell::text(s.email.as_deref()),
            Cell::text(s.role.as_deref()),
            Cell::from(s.why.as_str()),
            Cell::text(s.reclaimable.as_deref()),
            Cell::time(s.last_seen),
        ]
    });
    muster_report::write(&muster_seats::report::seats_table(), rows, format, out).map(drop).map_err(|error| match error
    {
        muster_report::ReportError::Write(error) => error,
        other => std::io::Error::other(other),
    })
}

/// Writes a text that was made for people.
fn write_text(text: &str, path: &Path, overwrite: bool) -> Result<WrittenFile> {
    files::write(path, overwrite, |out| {
        out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).map_err(|e| files::disk(path, &e))?;
        Ok(0)
    })
}

impl From<muster_seats::SeatError> for Error {
    fn from(error: muster_seats::SeatError) -> Self {
        let code = match error {
            muster_seats::SeatError::Unknown { .. } => Code::NotFound,
            _ => Code::Internal,
        };
        Self::new(code, format!("{error}."))
    }
}
