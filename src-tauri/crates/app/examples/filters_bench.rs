//! What filters over values that are not among the columns cost: the first
//! question, which reads them, and those after it, each of another text.
//!
//! `cargo run --release -p muster-app --example filters_bench -- PATH.muster`
//!
//! Times in parentheses are CPU time, all threads together. The vault is one that `muster-vault`'s example `filter_bench` made.

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

/// CPU time of all threads so far, in milliseconds: what the wall clock would
/// show on one core with nothing else to do.
fn cpu() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let spent = |stat: String| stat.split_whitespace().next().and_then(|spent| spent.parse::<f64>().ok());
    let read = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("schedstat")).ok().and_then(spent);
    tasks.filter_map(read).sum::<f64>() / 1e6
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which vault?")?;
    let passphrase = "correct horse battery staple".into();
    let session = Session::open(Path::new(&path), &passphrase, None, Access::Read, Utc::now())?;
    let start = Instant::now();
    session.load()?;
    println!("load {:.2} s, {} MiB", start.elapsed().as_secs_f64(), resident() / 1024);
    for filter in FILTERS {
        let (mut times, mut spent) = (Vec::new(), Vec::new());
        let mut total = 0;
        for n in 0..60 {
            let text = filter.replace('?', &(100 + n * 13 % 700).to_string());
            let query = ListQuery { filter: text, limit: 50, ..ListQuery::default() };
            let (start, before) = (Instant::now(), cpu());
            total = session.users_list(&query, Utc::now())?.total;
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
            spent.push(cpu() - before);
        }
        let (first, first_cpu) = (times.remove(0), spent.remove(0));
        let at = |times: &mut Vec<f64>, share: usize| {
            times.sort_by(f64::total_cmp);
            times.get(times.len() * share / 100).copied().unwrap_or_default()
        };
        let (median, slow) = (at(&mut times, 50), at(&mut times, 95));
        let (median_cpu, slow_cpu, memory) = (at(&mut spent, 50), at(&mut spent, 95), resident() / 1024);
        println!(
            "{filter:66} first {first:6.0} ({first_cpu:5.0})  median {median:6.1} ({median_cpu:5.1})  \
             p95 {slow:6.1} ({slow_cpu:5.1}) ms  {total:8}  {memory} MiB"
        );
    }
    Ok(())
}
