//! The indexes of findings, made at once where there were none before.

use crate::Result;
use rusqlite::Connection;

/// Each by its name and what makes it, as the migration has it.
const INDEXES: [(&str, &str); 2] = [
    ("finding_by_name", "CREATE INDEX finding_by_name ON finding (rule_id, state, userstore, name)"),
    ("finding_of_user", "CREATE INDEX finding_of_user ON finding (user_id) WHERE user_id IS NOT NULL"),
];

/// Indexes that are taken away while findings are written.
#[must_use = "without `make`, lists have no index"]
#[derive(Debug)]
pub struct Indexes {
    away: bool,
}

impl Indexes {
    /// Takes the indexes away if there is no finding yet. A first run may bring
    /// hundreds of thousands: to sort them once takes a fraction of what it
    /// takes to put each in its place. Part of the caller's transaction, like
    /// everything else.
    ///
    /// # Errors
    /// If the database fails.
    pub fn later(conn: &Connection) -> Result<Self> {
        let away = !conn.query_row("SELECT EXISTS (SELECT 1 FROM finding)", [], |row| row.get::<_, bool>(0))?;
        if away {
            for (name, _) in INDEXES {
                conn.execute_batch(&format!("DROP INDEX IF EXISTS {name}"))?;
            }
        }
        Ok(Self { away })
    }

    /// Makes them again.
    ///
    /// # Errors
    /// If the database fails.
    pub fn make(self, conn: &Connection) -> Result<()> {
        if self.away {
            INDEXES.iter().try_for_each(|(_, index)| conn.execute_batch(index))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::made;
    use crate::testing::now;

    fn indexes(conn: &Connection) -> Vec<(String, String)> {
        let asked = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'finding'
             AND sql IS NOT NULL ORDER BY name";
        let mut statement = conn.prepare(asked).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(|row| row.unwrap()).collect()
    }

    #[test]
    fn a_first_run_makes_the_indexes_that_the_migration_made() {
        let (_dir, _path, vault) = made();
        vault
            .write(now(), |tx| {
                let before = indexes(tx);
                assert_eq!(before.len(), INDEXES.len());
                let away = Indexes::later(tx).unwrap();
                assert!(indexes(tx).is_empty());
                away.make(tx).unwrap();
                assert_eq!(indexes(tx), before);
                Ok(((), None))
            })
            .unwrap();
    }
}
