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

/// Loads the grants, with the index that "who holds this" needs.
pub fn load_grants(conn: &mut Connection, csv: &Path) -> Result<u64> {
    let tx = conn.transaction()?;
    tx.execute_batch(
        "CREATE TABLE user_grant (user_id INTEGER NOT NULL, scope TEXT NOT NULL, role TEXT NOT NULL,
            PRIMARY KEY (user_id, scope, role)) WITHOUT ROWID;",
    )?;
    let mut rows = 0;
    {
        // The realm has usernames that differ in nothing but case.
        let mut find = tx.prepare("SELECT id FROM user WHERE username_key = ?1 AND username = ?2")?;
        let mut grant = tx.prepare("INSERT OR IGNORE INTO user_grant VALUES (?1, ?2, ?3)")?;
        let mut reader = csv::Reader::from_path(csv)?;
        let mut row = csv::StringRecord::new();
        let mut last = (String::new(), 0_i64);
        while reader.read_record(&mut row)? {
            if last.0 != row[0] {
                last = (row[0].to_owned(), find.query_row([&fold_case(&row[0]), &row[0]], |found| found.get(0))?);
            }
            rows += 1;
            grant.execute(params![last.1, &row[3], &row[4]])?;
        }
    }
    tx.execute_batch("CREATE INDEX grant_by_role ON user_grant (role, user_id);")?;
    tx.commit()?;
    Ok(rows)
}

/// The grants of one user.
pub fn grants_of(conn: &Connection, user: i64) -> Result<usize> {
    let mut statement = conn.prepare_cached("SELECT role, scope FROM user_grant WHERE user_id = ?1 ORDER BY scope")?;
    let rows = statement.query_map([user], |row| row.get::<_, String>(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.len())
}

/// Two fields of the first users, in one transaction, and nothing kept of what was.
pub fn set_state(conn: &Connection, users: u64, state: u8, run: usize) -> Result<()> {
    conn.execute_batch("CREATE TABLE IF NOT EXISTS user_department (user_id INTEGER PRIMARY KEY, name TEXT)")?;
    let tx = conn.unchecked_transaction()?;
    tx.execute("UPDATE user SET state = ?2 WHERE id <= ?1", params![users, state])?;
    tx.execute(
        "INSERT OR REPLACE INTO user_department SELECT id, ?2 FROM user WHERE id <= ?1",
        params![users, format!("Bench {run}")],
    )?;
    tx.commit()?;
    Ok(())
}

/// Every user as CSV, in the order of usernames.
pub fn export(conn: &Connection, path: &Path) -> Result<u64> {
    let mut out = csv::Writer::from_path(path)?;
    let mut statement = conn.prepare(
        "SELECT u.source_id, u.username, u.display_name, u.email, u.state, u.kind, u.created_at, s.at,
            (SELECT group_concat(DISTINCT role) FROM user_grant g WHERE g.user_id = u.id)
         FROM user u JOIN user_seen s ON s.user_id = u.id ORDER BY u.username_key",
    )?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let text = |i: usize| row.get_ref(i).ok().and_then(|v| v.as_str().ok().map(str::to_owned)).unwrap_or_default();
        let number = |i: usize| row.get::<_, Option<i64>>(i).ok().flatten().map(|n| n.to_string()).unwrap_or_default();
        out.write_record([
            &text(0),
            &text(1),
            &text(2),
            &text(3),
            &number(4),
            &number(5),
            &number(6),
            &number(7),
            &text(8),
        ])?;
        count += 1;
    }
    out.flush()?;
    Ok(count)
}
