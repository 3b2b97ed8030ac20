//! A plan, narrowed to the userstores it counts, and its numbers.

use super::freed::Freed;
use crate::directory::Loaded;
use crate::{Result, filter};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use muster_model::{ReclaimReason, TrueUp};
use muster_seats::terms::USUAL_MONTHS;
use muster_seats::{NO_ROLE, Numbers, Period, Plan, SeatError};
use muster_vault::tables::{own_plan, seat_plan, userstore};
use muster_vault::{Connection, Vault, setting};

/// The setting that names the plan the vault counts by.
pub(crate) const CHOSEN: &str = "seat_plan";
/// The plan until one is chosen.
pub(super) const DEFAULT: &str = "per-active-user";

/// A plan, narrowed to the userstores it counts.
pub(crate) struct Counted {
    /// The plan; its filter says itself which userstores it is about.
    pub plan: Plan,
    /// The userstores it counts.
    pub domains: Vec<String>,
    /// What a reader must know of that choice.
    pub note: Option<String>,
    /// What was bought, and how it is charged.
    pub terms: seat_plan::Terms,
}

/// The plan of this name: one that ships, or one of the team's own.
///
/// # Errors
/// [`SeatError::Unknown`] with the names there are, [`SeatError::Read`] and
/// the like for one of the team's own that this program does not understand.
pub(super) fn find(conn: &Connection, name: &str) -> Result<Plan> {
    let name = name.trim();
    match Plan::by_name(name) {
        Err(SeatError::Unknown { .. }) => {}
        found => return Ok(found?),
    }
    // Own plans have names in small letters.
    let name = name.to_lowercase();
    match own_plan::body(conn, &name)? {
        Some(body) => Ok(Plan::read(&name, &body)?),
        None => {
            let own: Vec<String> = own_plan::list(conn)?.into_iter().map(|own| own.name).collect();
            Err(SeatError::unknown(&name, &own).into())
        }
    }
}

impl Counted {
    /// The plan the vault counts by.
    pub fn chosen(vault: &Vault) -> Result<Self> {
        let name = vault.read(|conn| setting::get(conn, CHOSEN))?;
        Self::by_name(vault, name.as_deref().unwrap_or(DEFAULT))
    }

    /// The plan of this name.
    pub fn by_name(vault: &Vault, name: &str) -> Result<Self> {
        let plan = vault.read(|conn| Ok(find(conn, name)))??;
        Self::of(vault, plan)
    }

    /// A plan, narrowed to the userstores it counts.
    pub fn of(vault: &Vault, plan: Plan) -> Result<Self> {
        let (stores, terms) = vault.read(|conn| Ok((userstore::list(conn)?, seat_plan::get(conn, &plan.name)?)))?;
        let kinds: Vec<_> = stores.iter().map(|s| (s.domain.as_str(), s.kind)).collect();
        let (domains, note) = plan.counts(&kinds);
        Ok(Self { plan: plan.within(&domains)?, domains, note, terms })
    }

    /// How seats beyond those bought are charged.
    pub fn true_up(&self) -> TrueUp {
        self.terms.true_up.unwrap_or(self.plan.true_up)
    }

    /// The licence period that a day is in. If nobody said when one begins, it
    /// is on the day of the first purchase; without that, a calendar year.
    pub fn period(&self, day: NaiveDate) -> Period {
        let bought = self.terms.purchases.first().map(|purchase| purchase.from);
        let new_year = NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
        let first = self.terms.period_from.or(bought).unwrap_or(new_year);
        Period::around(first, self.terms.period_months.unwrap_or(USUAL_MONTHS), day)
    }

    /// Seats bought on a day, if known.
    pub fn purchased_on(&self, day: NaiveDate) -> Option<u64> {
        self.terms.purchased_on(day)
    }

    /// Present users of the userstores it counts, as a filter.
    pub fn population(&self) -> String {
        let quoted = |d: &String| format!("userstore eq \"{}\"", d.replace('\\', "\\\\").replace('"', "\\\""));
        let domains: Vec<String> = self.domains.iter().map(quoted).collect();
        if domains.is_empty() {
            "gone eq false and gone eq true".to_owned()
        } else {
            format!("gone eq false and ({})", domains.join(" or "))
        }
    }

    /// Present users on whom the instance and the rule disagree, as a filter.
    pub fn differing(&self) -> String {
        let (population, rule) = (self.population(), self.plan.filter());
        format!("({population}) and ((seatFlag eq true and not ({rule})) or (seatFlag eq false and ({rule})))")
    }

    /// The numbers, by sets rather than user by user.
    pub fn numbers(&self, vault: &Vault, loaded: &Loaded, now: DateTime<Utc>) -> Result<Numbers> {
        let population = self.population();
        let count = |text: String| loaded.count(vault, &filter::parse(&text)?, now);
        let taken = loaded.counts(vault, self.plan.filter(), now)?;
        let [_, _, unknown, not_collected] = taken.by_seen;
        let freed = Freed::new(self, vault, loaded, now)?;
        let mut numbers = Numbers {
            present: count(population.clone())?,
            consumed: taken.users,
            reclaimable: ReclaimReason::ALL
                .iter()
                .map(|reason| freed.count(*reason))
                .collect::<Vec<_>>()
                .try_into()
                .unwrap_or_default(),
            unknown,
            not_collected,
            flagged: count(format!("({population}) and seatFlag eq true"))?,
            flag_missing: count(format!("({population}) and not (seatFlag pr)"))?,
            flag_differs: count(self.differing())?,
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
