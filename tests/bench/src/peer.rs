//! Plain SQLite: no key, the same columns and the same indexes as Muster's
//! user tables, and the same settings otherwise.

use anyhow::Result;
use muster_model::fold::{fold, fold_case};
use rusqlite::{Connection, params};
use std::path::Path;

/// Opens a database as Muster does, but for the key.
pub fn open(path: &Path) -> Result<Connection> {
    let conn = Connection::open(path)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(conn)
}

/// Loads the file in one transaction and builds the indexes after the rows,
/// as one does.
pub fn load(conn: &mut Connection, csv: &Path) -> Result<u64> {
    let tx = conn.transaction()?;
    tx.execute_batch(
        "CREATE TABLE user (id INTEGER PRIMARY KEY, source_id TEXT, username TEXT NOT NULL, username_key TEXT NOT NULL,
            display_name TEXT NOT NULL, name_order TEXT NOT NULL, email TEXT, email_key TEXT, state INTEGER NOT NULL,
            kind INTEGER NOT NULL, created_at INTEGER);
         CREATE TABLE user_seen (user_id INTEGER PRIMARY KEY, status INTEGER NOT NULL, at INTEGER);",
    )?;
    let mut rows = 0;
    {
        let mut user = tx.prepare("INSERT INTO user VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
        let mut seen = tx.prepare("INSERT INTO user_seen VALUES (?1, ?2, ?3)")?;
        let mut reader = csv::Reader::from_path(csv)?;
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row)? {
            rows += 1;
            let state: u8 = row[4].parse::<muster_model::State>()?.number();
            let kind: u8 = row[5].parse::<muster_model::Kind>()?.number();
            let time = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok().map(|t| t.timestamp());
            let at = time(&row[7]);
            user.execute(params![
                rows,
                &row[0],
                &row[1],
                fold_case(&row[1]),
                &row[2],
                fold(&row[2]),
                &row[3],
                fold_case(&row[3]),
                state,
                kind,
                time(&row[6])
            ])?;
            seen.execute(params![rows, u8::from(at.is_none()), at])?;
        }
    }
    tx.execute_batch(
        "CREATE UNIQUE INDEX user_by_source_id ON user (source_id);
         CREATE INDEX user_by_username ON user (username_key);
         CREATE INDEX user_by_name ON user (name_order);
         CREATE INDEX user_by_email ON user (email_key);",
    )?;
    tx.commit()?;
    Ok(rows)
}

/// Indexes for every order, which a program over plain SQLite would need to
/// sort at all; Muster has them in memory.
pub fn index_orders(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "CREATE INDEX user_by_state ON user (state, name_order);
         CREATE INDEX user_by_kind ON user (kind, name_order);
         CREATE INDEX user_by_created ON user (created_at, name_order);
         CREATE INDEX seen_by_time ON user_seen (at);",
    )?;
    Ok(())
}
