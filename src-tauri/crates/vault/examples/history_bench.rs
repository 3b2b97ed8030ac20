//! What snapshots cost on disk, and how fast two of them are compared.
//!
//! `cargo run --release -p muster-vault --example history_bench -- [USERS] [SNAPSHOTS]`
//!
//! Each snapshot after the first changes three users in a hundred: a state, an
//! e-mail or a role. "What changed" is what the comparison of the two says as
//! JSON, without blanks; the least that says it is a line of
//! `username,field,before,after` for each field, without quotes. On disk is what
//! the store grows by, encryption, indexes and free room in pages included.

use muster_model::record::{Coverage, Extent, GrantRecord, Identity, Listed, Told, UserRecord};
use muster_model::{Role, Scope, ScopeKind, SnapshotId, State, UserstoreKind};
use muster_vault::comparison::compare;
use muster_vault::merge::{Begin, FinishTotals, SnapshotWriter};
use muster_vault::tables::userstore;
use rusqlite::Connection;
use std::time::Instant;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

const SCHEMA: &str = concat!(
    include_str!("../src/migrations/0001_ground.sql"),
    include_str!("../src/migrations/0002_manage.sql"),
    include_str!("../src/migrations/0003_history.sql"),
);

fn time(day: u64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(1_700_000_000 + i64::try_from(day).unwrap_or_default() * 86_400, 0)
        .unwrap_or_default()
}

/// A user as it is after so many changes.
fn record(n: u64, changes: u64) -> UserRecord {
    let (level, role) = if changes % 2 == 1 { (30, "Developer") } else { (20, "Reporter") };
    let role = Role {
        level: Some(if n % 3 == 2 { level } else { 20 }),
        ..Role::named(if n % 3 == 2 { role } else { "Reporter" })
    };
    let scope = Scope { kind: ScopeKind::Group, path: format!("acme/team-{}", n % 500) };
    let email = if n % 3 == 1 { format!("user{n}.{changes}@example.org") } else { format!("user{n}@example.org") };
    UserRecord {
        identity: Identity { id: Some(n.to_string()), username: Some(format!("user{n}")), ..Identity::default() },
        display_name: Told::Value(format!("User Number {n}")),
        email: Told::Value(email),
        state: Told::Value(if n.is_multiple_of(3) && changes % 2 == 1 { State::Blocked } else { State::Active }),
        grants: Listed::All(vec![GrantRecord { role, scope, through: None, since: None, expires: None }]),
        ..UserRecord::default()
    }
}

fn size(conn: &Connection) -> Fallible<u64> {
    let pages: u64 = conn.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    Ok(pages * 4096)
}

fn main() -> Fallible<()> {
    let arguments: Vec<u64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let (users, snapshots) = (*arguments.first().unwrap_or(&1_000_000), *arguments.get(1).unwrap_or(&24));
    let folder = tempfile::tempdir()?;
    let mut conn = Connection::open(folder.path().join("store.db"))?;
    conn.execute_batch(&format!("PRAGMA key = \"x'{}'\"", "2b".repeat(32)))?;
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536")?;
    conn.execute_batch(SCHEMA)?;
    let store = userstore::ensure(&conn, "git", UserstoreKind::Gitlab, time(0))?.id;
    let mut changes = vec![0_u64; usize::try_from(users)?];
    let mut ids: Vec<SnapshotId> = Vec::new();
    for snapshot in 0..snapshots {
        let before = size(&conn)?;
        let began = Instant::now();
        let tx = conn.transaction()?;
        let begin = Begin {
            userstore: store,
            taken_at: time(snapshot * 30),
            now: time(snapshot * 30),
            operator: "b",
            format: "b",
        };
        let mut writer = SnapshotWriter::begin(&tx, begin)?;
        for n in 0..users {
            // Everyone at first, then three in a hundred, others each time.
            let turn = n.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17).wrapping_add(snapshot * 7_919) % 100;
            if snapshot > 0 && turn >= 3 {
                continue;
            }
            let count = &mut changes[usize::try_from(n)?];
            *count += u64::from(snapshot > 0);
            if let Err(refused) = writer.user("b", &record(n, *count))? {
                return Err(refused.reason.into());
            }
        }
        let users_listed = if snapshot == 0 { Extent::Whole } else { Extent::Part };
        let coverage = Coverage { users: users_listed, grants: Extent::Part, groups: Extent::None, because: None };
        ids.push(writer.finish(&coverage, &FinishTotals::default())?.snapshot);
        tx.commit()?;
        let took = began.elapsed().as_secs_f64();
        let grown = size(&conn)? - before;
        if snapshot == 0 {
            println!("first snapshot: {users} users, {:.1} MB, {took:.1} s", grown as f64 / 1e6);
            continue;
        }
        let began = Instant::now();
        let made = compare(&conn, ids[ids.len() - 2], ids[ids.len() - 1])?;
        let compared = began.elapsed();
        let (mut fields, mut bytes, mut said) = (0_u64, 0_usize, 0_usize);
        for row in made.rows() {
            let of_user = made.fields(row)?;
            said += serde_json::json!({ "username": format!("user{}", row.user), "fields": of_user }).to_string().len();
            for f in of_user {
                let texts = f.name.len() + f.before.map_or(0, |t| t.len()) + f.after.map_or(0, |t| t.len());
                bytes += format!("user{}", row.user).len() + texts + 4;
                fields += 1;
            }
        }
        println!(
            "snapshot {snapshot:2}: {} users, {fields} fields; {:.2} MB on disk, {:.0} bytes a user: {:.2} of what changed ({:.2} MB), \
             {:.2} of the least that says it; merged in {took:.1} s, compared in {:.0} ms",
            made.rows().len(),
            grown as f64 / 1e6,
            grown as f64 / made.rows().len() as f64,
            grown as f64 / said as f64,
            said as f64 / 1e6,
            grown as f64 / bytes as f64,
            compared.as_secs_f64() * 1e3,
        );
    }
    for back in [1, 6, 12, snapshots as usize - 1] {
        let from = ids[ids.len() - 1 - back.min(ids.len() - 1)];
        let began = Instant::now();
        let made = compare(&conn, from, ids[ids.len() - 1])?;
        println!(
            "compared over {back:2} snapshots: {} users in {:.0} ms",
            made.rows().len(),
            began.elapsed().as_secs_f64() * 1e3
        );
    }
    Ok(())
}
