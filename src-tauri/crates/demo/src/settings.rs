//! How many users, which seed, which day.

use chrono::NaiveDate;

/// Users of the realm that `muster demo` makes when not told otherwise.
pub const DEFAULT_USERS: u64 = 1284;

/// What a realm is made from. Equal settings give equal records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Users present in the last snapshots of all userstores together.
    pub users: u64,
    /// Any number; another one gives other people.
    pub seed: u64,
    /// The day of the last snapshots. The past is counted from it.
    pub today: NaiveDate,
    /// How many monthly snapshots lie behind the realm, the last one included;
    /// at least 1, at most 12. With 1 there is no past: nobody has left.
    pub months: u32,
}

impl Settings {
    /// A year of history; less for large realms, where every snapshot costs
    /// its whole size: four months from 20,000 users, the last snapshot alone
    /// from 100,000.
    #[must_use]
    pub fn new(users: u64, seed: u64, today: NaiveDate) -> Self {
        let months = match users {
            0..20_000 => 12,
            20_000..100_000 => 4,
            _ => 1,
        };
        Self { users, seed, today, months }
    }
}
