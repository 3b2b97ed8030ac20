//! Migrations of the store: embedded, applied in order, each in a transaction
//! of its own with its log entry, and recorded with a checksum, which is
//! verified at every opening.

use crate::keys::LogKey;
use crate::log::{self, Entry};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};

/// One step of the store's schema. A released one is never edited.
pub(crate) struct Migration {
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

/// All of them; the first is version 1.
pub(crate) const ALL: &[Migration] = &[
    Migration { name: "0001_ground", sql: include_str!("migrations/0001_ground.sql") },
    Migration { name: "0002_manage", sql: include_str!("migrations/0002_manage.sql") },
    Migration { name: "0003_history", sql: include_str!("migrations/0003_history.sql") },
    Migration { name: "0004_audit", sql: include_str!("migrations/0004_audit.sql") },
    Migration { name: "0005_reviews", sql: include_str!("migrations/0005_reviews.sql") },
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    version    INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    checksum   BLOB NOT NULL,               -- sha256 of the SQL
    applied_at INTEGER NOT NULL
)";

impl Migration {
    /// SHA-256 of the SQL with line ends as on Unix, since a checkout may
    /// change them.
    fn checksum(&self) -> [u8; 32] {
        Sha256::digest(self.sql.replace("\r\n", "\n")).into()
    }
}

/// How many migrations a store has; refuses an empty store, one that a newer
/// program wrote, and one whose migrations are not these.
pub(crate) fn version(conn: &Connection, migrations: &[Migration]) -> Result<usize> {
    let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(Error::TooNew { what: "store", found, known });
    }
    let version = usize::try_from(found).unwrap_or(0);
    if version == 0 {
        return Err(Error::damaged("store.db is empty: Muster did not make it, or it was emptied"));
    }
    let mut statement = conn.prepare("SELECT version, checksum FROM migration ORDER BY version")?;
    let applied = statement
        .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let expected: Vec<_> =
        migrations[..version].iter().zip(1_i64..).map(|(m, number)| (number, m.checksum().to_vec())).collect();
    if applied != expected {
        return Err(Error::damaged("the vault's store was not built by the migrations this program knows"));
    }
    Ok(version)
}

/// Applies what is missing from version `from` on, one transaction each.
pub(crate) fn apply(
    conn: &mut Connection,
    migrations: &[Migration],
    from: usize,
    operator: &str,
    key: &LogKey,
    now: DateTime<Utc>,
) -> Result<()> {
    for (migration, number) in migrations.iter().zip(1_i64..).skip(from) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step(&tx, migration, number, now)?;
        let entry = Entry::new("vault.migrate").target(migration.name);
        log::append(&tx, key, operator, now, &entry)?;
        tx.commit()?;
    }
    Ok(())
}

/// Applies one migration within a transaction.
pub(crate) fn step(tx: &Transaction<'_>, migration: &Migration, number: i64, now: DateTime<Utc>) -> Result<()> {
    tx.execute_batch(TABLE)?;
    tx.execute_batch(migration.sql)?;
    tx.execute(
        "INSERT INTO migration (version, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)",
        params![number, migration.name, migration.checksum(), now.timestamp()],
    )?;
    tx.execute_batch(&format!("PRAGMA user_version = {number}"))?;
    Ok(())
}

#[cfg(test)]
mod tests;
