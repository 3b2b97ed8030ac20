//! Opening a vault, and pages of users in every order and under filters.

use crate::django::{self, Django};
use crate::line::{self, Times, mib};
use crate::{import, peer, process};
use anyhow::Result;
use chrono::Utc;
use muster_app::api::users::{SortBy, UsersQuery};
use muster_app::session::{Access, Session};
use rusqlite::Connection;
use std::path::Path;
use std::time::Instant;

/// Rows of a page.
const PAGE: u64 = 100;
const RUNS: usize = 100;

/// Everything about pages.
pub fn measure(csv: &Path, folder: &Path, users: u64, django: Option<&mut Django>) -> Result<()> {
    let vault = folder.join("import-0.muster");
    if !vault.exists() {
        let session = import::vault(&vault)?;
        import::import(&session, csv)?;
    }
    let plain = peer::open(&folder.join("import-0.db"))?;
    peer::index_orders(&plain)?;
    let before = process::resident();
    let session = opening(&vault, &plain)?;
    println!("  page of {PAGE}, with the exact count; target: 16 ms at the 95th percentile");
    for (name, sort, order) in ORDERS {
        let order = Order { name, sort: *sort, order };
        order.measure(&session, &plain, 0, "first")?;
        order.measure(&session, &plain, users.saturating_sub(PAGE * 3), "deep")?;
    }
    for (name, filter, condition) in FILTERS {
        filtered(&session, &plain, name, filter, condition)?;
    }
    if let Some(django) = django {
        println!("  beside Django's admin, to the bytes that are shown");
        django::pages(&session, django, users)?;
    }
    let held = process::resident().saturating_sub(before);
    line::alone("memory held by the open vault", &mib(held), "target: 350 MiB in all at 1,000,000 users");
    Ok(())
}

const ORDERS: &[(&str, SortBy, &str)] = &[
    ("name", SortBy::DisplayName, "name_order, id"),
    ("username", SortBy::UserName, "username_key, id"),
    ("e-mail", SortBy::Email, "email_key, id"),
    ("state", SortBy::State, "state, name_order, id"),
    ("kind", SortBy::Kind, "kind, name_order, id"),
    ("created", SortBy::Created, "created_at, name_order, id"),
    ("last seen", SortBy::LastSeen, "at, id"),
    // Of these plain SQLite has no column in this file; its order by name
    // stands beside them.
    ("highest role", SortBy::HighestRole, "name_order, id"),
    ("userstore", SortBy::Userstore, "name_order, id"),
    ("seat", SortBy::Seat, "name_order, id"),
];

const FILTERS: &[(&str, &str, &str)] = &[
    ("a state", r#"state eq "blocked""#, "state = 4"),
    ("two clauses", r#"state eq "active" and lastSeen le "-90d""#, "state = 0 AND at <= unixepoch() - 7776000"),
    (
        "a rare word",
        "okafor",
        "(username_key LIKE '%okafor%' OR name_order LIKE '%okafor%' OR email_key LIKE '%okafor%')",
    ),
    ("a common word", "an", "(username_key LIKE '%an%' OR name_order LIKE '%an%' OR email_key LIKE '%an%')"),
    ("one letter", "q", "(username_key LIKE '%q%' OR name_order LIKE '%q%' OR email_key LIKE '%q%')"),
];

/// From an accepted passphrase to the first rows. Deriving the key is part of
/// opening and takes as long as it was made to; it is measured and taken off.
fn opening(vault: &Path, plain: &Connection) -> Result<Session> {
    let access = || Session::open(vault, &import::passphrase(), None, Access::Write, Utc::now());
    let derive = {
        let wrong = secrecy::SecretString::from("not the passphrase at all");
        // A wrong passphrase costs one derivation for each kind of slot it
        // might fit: the passphrase's own.
        Times::of(3, |_| Session::open(vault, &wrong, None, Access::Read, Utc::now()).is_err()).0
    };
    let mut times = Vec::new();
    let mut open = None;
    for _ in 0..5 {
        drop(open.take());
        let start = Instant::now();
        let session = access()?;
        let page = session.users_page(&query("", SortBy::DisplayName, 0), Utc::now())?;
        anyhow::ensure!(!page.users.is_empty(), "there is a first page");
        times.push(start.elapsed());
        open = Some(session);
    }
    let first = Times::of(5, |_| {
        plain.query_row("SELECT count(*) FROM (SELECT * FROM user ORDER BY name_order, id LIMIT 100)", [], |r| {
            r.get::<_, u64>(0)
        })
    });
    line::compare("open, derive, first page", &Times::from(times), &first.0, "target: 1 s without deriving");
    line::alone("  of which deriving the key", &line::seconds(derive.median()), "");
    let session = match open {
        Some(session) => session,
        None => access()?,
    };
    let start = Instant::now();
    session.load()?;
    line::alone("every user into memory", &line::seconds(start.elapsed().as_secs_f64()), "(in the background)");
    Ok(session)
}

pub fn query(filter: &str, sort: SortBy, offset: u64) -> UsersQuery {
    UsersQuery { filter: filter.to_owned(), sort, descending: false, offset, limit: PAGE }
}

struct Order<'a> {
    name: &'a str,
    sort: SortBy,
    order: &'a str,
}

impl Order<'_> {
    fn measure(&self, session: &Session, plain: &Connection, offset: u64, which: &str) -> Result<()> {
        let now = Utc::now();
        let (muster, last) =
            Times::of(RUNS, |run| session.users_page(&query("", self.sort, offset.saturating_sub(run as u64)), now));
        if let Some(page) = last {
            page?;
        }
        let sql = format!(
            "SELECT u.*, s.at FROM user u JOIN user_seen s ON s.user_id = u.id ORDER BY {} LIMIT {PAGE} OFFSET ?1",
            self.order
        );
        let (peer, last) = Times::of(RUNS / 10, |run| rows(plain, &sql, offset.saturating_sub(run as u64)));
        if let Some(rows) = last {
            rows?;
        }
        line::compare(&format!("{which} page by {}", self.name), &muster, &peer, "");
        Ok(())
    }
}

fn rows(plain: &Connection, sql: &str, offset: u64) -> Result<usize> {
    let count: u64 = plain.query_row("SELECT count(*) FROM user", [], |r| r.get(0))?;
    let mut statement = plain.prepare_cached(sql)?;
    let mut rows = statement.query([offset.min(count)])?;
    let mut read = 0;
    while let Some(row) = rows.next()? {
        std::hint::black_box(row.get_ref(2)?);
        read += 1;
    }
    Ok(read)
}

/// A filter, its exact count and its first page. Every run asks something
/// that was not asked before, so that no answer comes from a cache.
pub fn filtered(session: &Session, plain: &Connection, name: &str, filter: &str, condition: &str) -> Result<()> {
    let (muster, last) = Times::of(RUNS, |run| {
        let fresh = format!("{filter} and id ne {}", 1_000_000_000 + run);
        session.users_page(&query(&fresh, SortBy::Email, 0), Utc::now())
    });
    let total = match last {
        Some(page) => page?.total.unwrap_or(0),
        None => 0,
    };
    let from = format!("FROM user u JOIN user_seen s ON s.user_id = u.id WHERE {condition}");
    let (peer, last) = Times::of(RUNS / 20, |_| -> Result<u64> {
        let count = plain.query_row(&format!("SELECT count(*) {from}"), [], |r| r.get(0))?;
        let mut statement =
            plain.prepare_cached(&format!("SELECT u.* {from} ORDER BY email_key, u.id LIMIT {PAGE}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            std::hint::black_box(row.get_ref(2)?);
        }
        Ok(count)
    });
    let plain_total = last.transpose()?.unwrap_or(0);
    line::compare(
        &format!("filter: {name}"),
        &muster,
        &peer,
        &format!("({} of them, plain: {})", line::number(total), line::number(plain_total)),
    );
    Ok(())
}
