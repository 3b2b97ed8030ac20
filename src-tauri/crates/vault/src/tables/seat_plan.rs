//! What a team bought under each seat plan, and how it is charged. The plans'
//! rules are data of the seats crate and of [`super::own_plan`]; here is only
//! what an operator typed.

use super::stored;
use crate::Result;
use chrono::{DateTime, Days, NaiveDate};
use muster_model::TrueUp;
use rusqlite::{Connection, OptionalExtension};

/// What a team bought under one plan, and how it is charged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Seats bought, from which day on; in order.
    pub purchases: Vec<Purchase>,
    /// Price of one seat for one month, in cents of `currency`.
    pub price_cents: Option<u64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// The first day of a licence period; the others follow it.
    pub period_from: Option<NaiveDate>,
    /// Months of a licence period.
    pub period_months: Option<u8>,
    /// How seats beyond those bought are charged.
    pub true_up: Option<TrueUp>,
}

/// Seats bought from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase {
    /// The first day it holds; [`ALWAYS`] if nobody said since when.
    pub from: NaiveDate,
    /// All seats bought then, not those added.
    pub seats: u64,
}

/// The day from which on a purchase holds that nobody dated.
pub const ALWAYS: NaiveDate = DateTime::UNIX_EPOCH.naive_utc().date();

impl Terms {
    /// Seats bought on a day, if known.
    #[must_use]
    pub fn purchased_on(&self, day: NaiveDate) -> Option<u64> {
        self.purchases.iter().rev().find(|purchase| purchase.from <= day).map(|purchase| purchase.seats)
    }
}

/// What is known of `plan`; nothing if nobody said.
///
/// # Errors
/// If the database fails or holds what is no day or method.
pub fn get(conn: &Connection, plan: &str) -> Result<Terms> {
    let mut statement = conn.prepare_cached(
        "SELECT price_cents, currency, period_from, period_months, true_up FROM seat_plan WHERE name = ?1",
    )?;
    let found = statement.query_row([plan], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<i64>>(2)?, row.get(3)?, row.get::<_, Option<u8>>(4)?))
    });
    let mut terms = Terms::default();
    if let Some((price_cents, currency, period_from, period_months, true_up)) = found.optional()? {
        terms = Terms {
            purchases: Vec::new(),
            price_cents,
            currency,
            period_from: period_from.map(|day| date("seat_plan", "period_from", day)).transpose()?,
            period_months,
            true_up: true_up
                .map(|number| stored("seat_plan", "true_up", number, || TrueUp::from_number(number)))
                .transpose()?,
        };
    }
    let mut statement =
        conn.prepare_cached("SELECT from_day, seats FROM seat_purchase WHERE plan = ?1 ORDER BY from_day")?;
    let mut rows = statement.query([plan])?;
    while let Some(row) = rows.next()? {
        let from = date("seat_purchase", "from_day", row.get(0)?)?;
        terms.purchases.push(Purchase { from, seats: row.get(1)? });
    }
    Ok(terms)
}

/// Puts terms in place of what was known of `plan`, and answers that. Of
/// purchases on the same day the last counts.
///
/// # Errors
/// If the database fails, also for a number beyond what SQLite stores (2^63).
pub fn set(conn: &Connection, plan: &str, terms: &Terms) -> Result<Terms> {
    let before = get(conn, plan)?;
    conn.execute(
        "INSERT INTO seat_plan (name, price_cents, currency, period_from, period_months, true_up)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (name) DO UPDATE SET price_cents = ?2, currency = ?3, period_from = ?4, period_months = ?5,
             true_up = ?6",
        (
            plan,
            terms.price_cents,
            &terms.currency,
            terms.period_from.map(day),
            terms.period_months,
            terms.true_up.map(TrueUp::number),
        ),
    )?;
    conn.execute("DELETE FROM seat_purchase WHERE plan = ?1", [plan])?;
    let mut statement =
        conn.prepare_cached("INSERT OR REPLACE INTO seat_purchase (plan, from_day, seats) VALUES (?1, ?2, ?3)")?;
    for purchase in &terms.purchases {
        statement.execute((plan, day(purchase.from), purchase.seats))?;
    }
    Ok(before)
}

/// Forgets what is known of `plan`, and answers it.
///
/// # Errors
/// If the database fails.
pub fn forget(conn: &Connection, plan: &str) -> Result<Terms> {
    let before = get(conn, plan)?;
    conn.execute("DELETE FROM seat_plan WHERE name = ?1", [plan])?;
    conn.execute("DELETE FROM seat_purchase WHERE plan = ?1", [plan])?;
    Ok(before)
}

/// Whole days since 1970-01-01.
fn day(date: NaiveDate) -> i64 {
    (date - ALWAYS).num_days()
}

fn date(table: &'static str, column: &'static str, day: i64) -> Result<NaiveDate> {
    let distance = Days::new(day.unsigned_abs());
    stored(table, column, day, || {
        if day < 0 { ALWAYS.checked_sub_days(distance) } else { ALWAYS.checked_add_days(distance) }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::vault;

    fn on(text: &str, seats: u64) -> Purchase {
        Purchase { from: text.parse().unwrap(), seats }
    }

    #[test]
    fn terms_are_kept_per_plan() {
        let conn = vault();
        let terms = Terms {
            purchases: vec![Purchase { from: ALWAYS, seats: 50 }, on("2026-03-01", 80), on("2026-09-01", 70)],
            price_cents: Some(2900),
            currency: Some("EUR".into()),
            period_from: Some("1969-12-31".parse().unwrap()),
            period_months: Some(12),
            true_up: Some(TrueUp::Average),
        };
        assert_eq!(set(&conn, "gitlab-premium", &terms).unwrap(), Terms::default());
        assert_eq!(get(&conn, "gitlab-premium").unwrap(), terms);
        assert_eq!(get(&conn, "other").unwrap(), Terms::default());
        assert_eq!(set(&conn, "gitlab-premium", &Terms::default()).unwrap(), terms);
        assert_eq!(get(&conn, "gitlab-premium").unwrap(), Terms::default());
        set(&conn, "gitlab-premium", &terms).unwrap();
        assert_eq!(forget(&conn, "gitlab-premium").unwrap(), terms);
        assert_eq!(get(&conn, "gitlab-premium").unwrap(), Terms::default());
    }

    #[test]
    fn what_was_bought_depends_on_the_day() {
        let terms = Terms { purchases: vec![on("2026-03-01", 80), on("2026-09-01", 70)], ..Terms::default() };
        let bought = |day: &str| terms.purchased_on(day.parse().unwrap());
        assert_eq!(bought("2026-02-28"), None);
        assert_eq!((bought("2026-03-01"), bought("2026-08-31")), (Some(80), Some(80)));
        assert_eq!((bought("2026-09-01"), bought("2030-01-01")), (Some(70), Some(70)));
    }
}
