//! What a team bought under each seat plan. The plans' rules are data of the
//! seats crate; here are only the numbers an operator typed.

use crate::Result;
use rusqlite::{Connection, OptionalExtension};

/// What was bought under one plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purchase {
    /// Seats bought, if known.
    pub purchased: Option<u64>,
    /// Price of one seat for one month, in cents of `currency`.
    pub price_cents: Option<u64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
}

/// What was bought under `plan`; nothing known if nobody said.
///
/// # Errors
/// If the database fails.
pub fn get(conn: &Connection, plan: &str) -> Result<Purchase> {
    let mut statement =
        conn.prepare_cached("SELECT purchased, price_cents, currency FROM seat_plan WHERE name = ?1")?;
    let found = statement.query_row([plan], |row| {
        Ok(Purchase { purchased: row.get(0)?, price_cents: row.get(1)?, currency: row.get(2)? })
    });
    Ok(found.optional()?.unwrap_or_default())
}

/// Sets what was bought under `plan`, and answers what was known before.
///
/// # Errors
/// If the database fails, also for a number beyond what SQLite stores (2^63).
pub fn set(conn: &Connection, plan: &str, purchase: &Purchase) -> Result<Purchase> {
    let before = get(conn, plan)?;
    conn.execute(
        "INSERT INTO seat_plan (name, purchased, price_cents, currency) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name) DO UPDATE SET purchased = ?2, price_cents = ?3, currency = ?4",
        (plan, purchase.purchased, purchase.price_cents, &purchase.currency),
    )?;
    Ok(before)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::vault;

    #[test]
    fn a_purchase_is_kept_per_plan() {
        let conn = vault();
        let bought = Purchase { purchased: Some(50), price_cents: Some(2900), currency: Some("EUR".into()) };
        assert_eq!(set(&conn, "gitlab-premium", &bought).unwrap(), Purchase::default());
        assert_eq!(set(&conn, "gitlab-premium", &Purchase::default()).unwrap(), bought);
        assert_eq!(get(&conn, "gitlab-premium").unwrap(), Purchase::default());
        assert_eq!(get(&conn, "other").unwrap(), Purchase::default());
    }
}
