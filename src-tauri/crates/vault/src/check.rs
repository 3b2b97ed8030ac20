//! `muster check`: reads everything there is and says what is wrong.

use crate::header::Header;
use crate::keys::LogKey;
use crate::slot::SlotKind;
use crate::store::{self, CACHE_KIB};
use crate::vault::Vault;
use crate::{Result, log, operator, setting};
use muster_model::OperatorRole;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// More of one kind say nothing new.
const MOST: usize = 20;

impl Vault {
    /// What is wrong with the vault, each in a sentence; empty if nothing is.
    /// Reads every page: SQLCipher's check of each page's MAC, SQLite's own,
    /// the foreign keys, the log's chain, and the slot table.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        match store::connect(&self.folder, &self.keys.store, self.readers.access(), CACHE_KIB) {
            Ok(conn) => {
                let mut note = |found: Result<Vec<String>>| match found {
                    Ok(found) => problems.extend(found.into_iter().take(MOST)),
                    Err(error) => problems.push(error.to_string()),
                };
                // The file must not be rewritten while its pages are read past
                // SQLite's locks; all else has a moment of its own.
                let writer = self.writer().ok();
                note(pages(&conn));
                drop(writer);
                note(structure(&conn));
                note(references(&conn));
                note(chain(&conn, &self.keys.log));
                note(self.folder.read_header().and_then(|header| self.slots(&conn, &header)));
            }
            Err(error) => problems.push(error.to_string()),
        }
        problems
    }

    fn slots(&self, conn: &Connection, header: &Header) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        if !header.is_authentic(&self.keys.slots) {
            problems.push("vault.json: the key slots were altered".to_owned());
        }
        let file = header.mac.text();
        let noted = setting::get(conn, setting::SLOTS)?;
        let next = setting::get(conn, setting::SLOTS_NEXT)?;
        if noted.as_ref() != Some(&file) && !next.is_some_and(|next| next.starts_with(&file)) {
            problems.push(
                "vault.json: this is not the slot table the vault wrote last; an older copy was put back".to_owned(),
            );
        }
        if !header.slots.iter().any(|slot| slot.kind == SlotKind::Recovery) {
            problems.push("vault.json: there is no recovery key".to_owned());
        }
        let of_kind = |kind| header.slots.iter().filter(move |s| s.kind == kind).map(|s| s.id.text());
        let mut slots: BTreeSet<_> = of_kind(SlotKind::Passphrase).collect();
        let operators = operator::all(conn)?;
        for operator in &operators {
            let Some(slot) = &operator.slot else { continue };
            if !slots.remove(slot) {
                problems.push(format!("vault.json: the key slot of operator {} is missing", operator.id));
            }
        }
        problems.extend(slots.iter().map(|slot| format!("vault.json: key slot {slot} belongs to no operator")));
        if !operators.iter().any(|o| o.role == OperatorRole::Owner && o.enabled) {
            problems.push("store.db: no owner is enabled".to_owned());
        }
        Ok(problems)
    }
}

/// SQLCipher's check reads the file beside SQLite's locks. Another program
/// that writes may be rewriting a page meanwhile, so only what is found three
/// times over is a problem.
fn pages(conn: &Connection) -> Result<Vec<String>> {
    let mut found = texts(conn, "PRAGMA cipher_integrity_check")?;
    for _ in 0..2 {
        if !found.is_empty() {
            let again = texts(conn, "PRAGMA cipher_integrity_check")?;
            found.retain(|problem| again.contains(problem));
        }
    }
    Ok(found.into_iter().map(|problem| format!("store.db: {problem}")).collect())
}

fn structure(conn: &Connection) -> Result<Vec<String>> {
    let found = texts(conn, "PRAGMA integrity_check(20)")?;
    Ok(found.into_iter().filter(|text| text != "ok").map(|text| format!("store.db: {text}")).collect())
}

fn references(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 20")?;
    let found = statement.query_map([], |row| {
        let (table, number, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let number = number.map(|n| n.to_string()).unwrap_or_default();
        Ok(format!("store.db: row {number} of {table} refers to a row of {parent} that does not exist"))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn chain(conn: &Connection, key: &LogKey) -> Result<Vec<String>> {
    let found = log::verify(conn, key)?;
    Ok(match (found.broken_at, found.reason) {
        (Some(seq), Some(reason)) => vec![format!("log: entry {seq}: {reason}")],
        _ => Vec::new(),
    })
}

fn texts(conn: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::testing::made;

    /// What a check says after someone with the key changed the store.
    fn after(sql: &str) -> Vec<String> {
        let (_dir, _path, vault) = made();
        assert_eq!(vault.check(), Vec::<String>::new());
        vault.writer().unwrap().execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        vault.check()
    }

    #[test]
    fn each_kind_of_problem_is_named() {
        let dangling = after("INSERT INTO group_user (group_id, user_id) VALUES (1, 1)");
        assert_eq!(dangling.len(), 2, "{dangling:?}");
        assert!(dangling[0].contains("group_user") && dangling[0].contains("does not exist"), "{dangling:?}");
        let slotless = after("UPDATE operator SET slot = '00'");
        assert!(slotless[0].contains("operator 1 is missing") && slotless[1].contains("no operator"), "{slotless:?}");
        assert_eq!(after("UPDATE operator SET role = 1"), ["store.db: no owner is enabled"]);
        assert!(after("UPDATE setting SET value = 'x' WHERE name = 'slots'")[0].contains("older copy"));
        let broken = "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'user_by_name';
                      PRAGMA writable_schema = OFF";
        assert!(after(broken)[0].starts_with("store.db: "), "a lost index went unnoticed");
    }
}
