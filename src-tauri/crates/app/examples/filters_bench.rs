//! What filters over values that are not among the columns cost: the first
//! question, which reads them, and those after it, each of another text.
//!
//! `cargo run --release -p muster-app --example filters_bench -- PATH.muster`
//!
//! The vault is one that `muster-vault`'s example `filter_bench` made.

#![allow(clippy::disallowed_methods, reason = "a benchmark is the edge that asks the clock")]

use chrono::Utc;
use muster_app::session::{Access, Session};
use muster_app::users::ListQuery;
use std::path::Path;
use std::time::Instant;

/// A filter, `?` standing for a number that changes.
const FILTERS: &[&str] = &[
    r#"title eq "Title ?""#,
    r#"title ne "Title ?""#,
    r#"title co "tle ?""#,
    r#"department sw "departement ?""#,
    r#"employeeNumber eq "e0000?""#,
    r#"employeeNumber co "?""#,
    r#"phone co "?""#,
    r#"attributes.team eq "team ?""#,
    r#"attributes."cost centre" co "?""#,
    r#"sourceId eq "?""#,
    r#"sourceId ew "?""#,
    r#"title co "?" and state eq active and not (employeeNumber ew "?")"#,
    r#"grants[role eq "Owner" and scope co "?"]"#,
    r#"person co "?""#,
    r#"reviewDate lt "+?d""#,
];

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which vault?")?;
    let passphrase = "correct horse battery staple".into();
    let session = Session::open(Path::new(&path), &passphrase, None, Access::Read, Utc::now())?;
    let start = Instant::now();
    session.load()?;
    println!("load {:.2} s, {} MiB", start.elapsed().as_secs_f64(), resident() / 1024);
    for filter in FILTERS {
        let mut times = Vec::new();
        let mut total = 0;
        for n in 0..60 {
            let text = filter.replace('?', &(100 + n * 13 % 700).to_string());
            let query = ListQuery { filter: text, limit: 50, ..ListQuery::default() };
            let start = Instant::now();
            total = session.users_list(&query, Utc::now())?.total;
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
        let first = times.remove(0);
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
        let (median, slow, memory) = (at(50), at(95), resident() / 1024);
        println!("{filter:62} first {first:7.0}  median {median:6.1}  p95 {slow:6.1} ms  {total:8}  {memory} MiB");
    }
    Ok(())
}
