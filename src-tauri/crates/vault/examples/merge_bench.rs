//! How fast users are merged, beside plain SQLite doing the same inserts.
//!
//! `cargo run --release -p muster-vault --example merge_bench -- [ROWS] [ROUNDS]`
//!
//! Prints medians. The vault's side is a keyed file with WAL and a 64 MiB
//! cache; the plain side is the same library on an unkeyed file, first without
//! indexes, then building the same ones: the fastest way there is to load the
//! same rows. Each side runs in a process of its own, so that the peak of
//! memory printed is that side's.

use muster_model::record::{Coverage, Extent, GrantRecord, Identity, Listed, Told, UserRecord};
use muster_model::{LastSeen, Precision, Role, Scope, ScopeKind, State, UserId, UserstoreKind};
use muster_vault::merge::{Begin, FinishTotals, Merged, SnapshotWriter};
use muster_vault::tables::{columns, user, userstore};
use rusqlite::Connection;
use std::path::Path;
use std::time::{Duration, Instant};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

const SCHEMA: &str = concat!(
    include_str!("../src/migrations/0001_ground.sql"),
    include_str!("../src/migrations/0002_manage.sql"),
    include_str!("../src/migrations/0003_history.sql"),
);
const START: i64 = 1_700_000_000;

fn time(seconds: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(START + seconds, 0).unwrap_or_default()
}

/// Spreads row numbers, so that names come in no order, as in real files.
fn scatter(n: u64) -> u64 {
    n.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

struct Person {
    username: String,
    name: String,
    email: String,
    state: State,
    seen: i64,
}

fn person(n: u64) -> Person {
    const GIVEN: [&str; 8] = ["Anne", "Jürgen", "Maria", "Tom", "Zoë", "Ivan", "Lucía", "Wei"];
    const FAMILY: [&str; 8] = ["Schneider", "García", "Nowak", "Müller", "Rossi", "Dubois", "Chen", "Okafor"];
    let spread = scatter(n);
    let pick = |shift: u32| (spread >> shift) as usize % 8;
    let (given, family) = (GIVEN[pick(3)], FAMILY[pick(11)]);
    Person {
        username: format!("u{:x}{n}", spread >> 44),
        name: format!("{given} {family} {}", spread % 1000),
        email: format!("u{:x}{n}@example.org", spread >> 44),
        state: if spread.is_multiple_of(9) { State::Blocked } else { State::Active },
        seen: i64::try_from(spread % 10_000_000).unwrap_or_default(),
    }
}

fn record(n: u64, grants: bool) -> UserRecord {
    let person = person(n);
    let scope = Scope { kind: ScopeKind::Group, path: format!("acme/team-{}", n % 500) };
    let role = Role { level: Some(30), ..Role::named("Developer") };
    let grant = GrantRecord { role, scope, through: None, since: None, expires: None };
    UserRecord {
        identity: Identity { username: Some(person.username), ..Identity::default() },
        display_name: Told::Value(person.name),
        email: Told::Value(person.email),
        state: Told::Value(person.state),
        created_at: Told::Value(time(-person.seen)),
        last_seen: Some(LastSeen::seen(time(person.seen), "last_activity_on", Precision::Day)),
        grants: if grants { Listed::All(vec![grant]) } else { Listed::Silent },
        ..UserRecord::default()
    }
}

fn open(path: &Path, keyed: bool) -> Fallible<Connection> {
    let conn = Connection::open(path)?;
    if keyed {
        conn.execute_batch(&format!("PRAGMA key = \"x'{}'\"", "2b".repeat(32)))?;
    }
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536")?;
    conn.execute_batch(SCHEMA)?;
    Ok(conn)
}

fn merge(conn: &mut Connection, day: i64, records: impl Iterator<Item = UserRecord>) -> Fallible<Merged> {
    let store = userstore::ensure(conn, "file", UserstoreKind::File, time(0))?.id;
    let tx = conn.transaction()?;
    let begin = Begin { userstore: store, taken_at: time(day), now: time(day), operator: "bench", format: "csv" };
    let mut writer = SnapshotWriter::begin(&tx, begin)?;
    for record in records {
        if let Err(refused) = writer.user("csv", &record)? {
            return Err(refused.reason.into());
        }
    }
    let coverage = Coverage { users: Extent::Whole, grants: Extent::None, groups: Extent::None, because: None };
    let merged = writer.finish(&coverage, &FinishTotals::default())?;
    tx.commit()?;
    Ok(merged)
}

/// The same rows by plain inserts: nothing is looked up, folded or compared.
fn plain(conn: &mut Connection, rows: u64) -> Fallible<()> {
    let indexes: Vec<(String, String)> = conn
        .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'user' AND sql IS NOT NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let store = userstore::ensure(conn, "file", UserstoreKind::File, time(0))?.id;
    let tx = conn.transaction()?;
    for (name, _) in &indexes {
        tx.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    tx.execute("INSERT INTO seen_source (id, name) VALUES (1, 'last_activity_on')", [])?;
    let mut user = tx.prepare(
        "INSERT INTO user (userstore_id, username, username_key, display_name, name_order, email, email_key, state, kind,
            created_at, facts) VALUES (?1, ?2, ?2, ?3, ?3, ?4, ?4, ?5, 0, ?6, 0)",
    )?;
    let mut seen =
        tx.prepare("INSERT INTO user_seen (user_id, status, at, precision, source_id) VALUES (?1, 0, ?2, 2, 1)")?;
    for n in 0..rows {
        let p = person(n);
        user.execute((store.0, p.username, p.name, p.email, p.state.number(), START - p.seen))?;
        seen.execute((tx.last_insert_rowid(), START + p.seen))?;
    }
    drop((user, seen));
    for (_, sql) in &indexes {
        tx.execute_batch(sql)?;
    }
    tx.commit()?;
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> Fallible<T>) -> Fallible<((Duration, f64), T)> {
    let (start, before) = (Instant::now(), cpu());
    let value = work()?;
    Ok(((start.elapsed(), cpu() - before), value))
}

fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or_default() / 1024.0
}

/// CPU time of this process so far, in seconds: what the wall clock would show
/// on a machine with nothing else to do.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}

fn show(what: &str, took: (Duration, f64)) {
    println!("{what}\t{:.3}\n{what} cpu\t{:.3}", took.0.as_secs_f64(), took.1);
}

/// One round of one side; prints `name TAB seconds`.
fn side(name: &str, rows: u64, folder: &Path) -> Fallible<()> {
    let path = folder.join(name);
    let (took, ()) = match name {
        "plain" => timed(|| plain(&mut open(&path, false)?, rows))?,
        "first" => timed(|| merge(&mut open(&path, true)?, 1, (0..rows).map(|n| record(n, false))).map(drop))?,
        "grants" => timed(|| merge(&mut open(&path, true)?, 1, (0..rows).map(|n| record(n, true))).map(drop))?,
        _ => timed(|| Ok(()))?,
    };
    if name != "again" {
        show(name, took);
    } else {
        let mut conn = open(&path, true)?;
        merge(&mut conn, 1, (0..rows).map(|n| record(n, false)))?;
        let (took, merged) = timed(|| merge(&mut conn, 2, (0..rows).map(|n| record(n, false))))?;
        assert_eq!(merged.users.unchanged, rows, "the same records change nothing");
        show("again", took);
        // A later file: one in a hundred changed, another one in a hundred missing.
        let later = (0..rows).filter(|n| n % 100 != 7).map(|n| {
            let mut record = record(n, false);
            if n % 100 == 3 {
                record.email = Told::Empty;
            }
            record
        });
        let (took, merged) = timed(|| merge(&mut conn, 3, later))?;
        assert_eq!(merged.users.gone, rows / 100, "whoever is missing is gone");
        show("later", took);
        let mut users = 0_u64;
        let (took, ()) = timed(|| Ok(columns::load(&conn, &mut |row| users += u64::from(row.id > 0))?))?;
        assert_eq!(users, rows, "everyone is streamed");
        show("columns", took);
        let ids: Vec<_> = (0..100).map(|n| UserId(i64::try_from(scatter(n) % rows).unwrap_or_default() + 1)).collect();
        let (took, page) = timed(|| Ok(user::rows(&conn, &ids)?))?;
        assert_eq!(page.len(), ids.len(), "every row of the page is there");
        show("page of 100", took);
        let (took, _) = timed(|| Ok(user::rows(&conn, &user::first_page(&conn, 100)?)?))?;
        show("first page", took);
    }
    println!("{name} MiB\t{:.3}", peak_mib());
    Ok(())
}

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, or: u64| arguments.get(at).map_or(Ok(or), |a| a.parse());
    if let [name, rows, folder] = arguments.as_slice() {
        return side(name, rows.parse()?, Path::new(folder));
    }
    let (rows, rounds) = (number(0, 1_000_000)?, number(1, 3)?);
    let mut figures = std::collections::BTreeMap::<String, Vec<f64>>::new();
    for _ in 0..rounds {
        for name in ["plain", "first", "grants", "again"] {
            let folder = tempfile::tempdir()?;
            let me = std::env::current_exe()?;
            let output = std::process::Command::new(me).args([name, &rows.to_string()]).arg(folder.path()).output()?;
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
            }
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                if let Some((what, value)) = line.split_once('\t') {
                    figures.entry(what.to_owned()).or_default().push(value.parse()?);
                }
            }
        }
    }
    let mut median = |what: &str| {
        let values = figures.entry(what.to_owned()).or_default();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let (plain, plain_cpu) = (median("plain"), median("plain cpu"));
    println!("{rows} users, medians of {rounds}");
    let titles = [
        ("plain", "plain SQLite, rows then indexes"),
        ("first", "merge into an empty vault"),
        ("grants", "the same with one grant each"),
        ("again", "the same file again"),
        ("later", "a later file, 1 % changed, 1 % gone"),
    ];
    for (what, title) in titles {
        let took = median(what);
        #[allow(clippy::cast_precision_loss)]
        let speed = rows as f64 / took;
        let mib = if what == "later" { String::new() } else { format!("{:.0} MiB", median(&format!("{what} MiB"))) };
        let busy = median(&format!("{what} cpu"));
        println!(
            "{title:38} {took:7.2} s {speed:9.0} rows/s {:5.2}x; CPU {busy:6.2} s {:5.2}x {mib}",
            took / plain,
            busy / plain_cpu
        );
    }
    for what in ["columns", "page of 100", "first page"] {
        println!("{what:38} {:7.1} ms; CPU {:5.0} ms", median(what) * 1000.0, median(&format!("{what} cpu")) * 1000.0);
    }
    Ok(())
}
